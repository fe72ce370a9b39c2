"""Message delivery: the worker, its maintenance, and the process that runs both."""

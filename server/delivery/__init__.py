"""Message delivery: the worker, its maintenance, the process around them."""

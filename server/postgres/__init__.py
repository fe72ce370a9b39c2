"""PostgreSQL: connections, their pool and its watcher, and the embedded server."""

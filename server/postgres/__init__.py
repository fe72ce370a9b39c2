"""PostgreSQL: connections and their pool, the watcher, the embedded server."""

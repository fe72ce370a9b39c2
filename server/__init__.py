"""The processes: HTTP, tokens, settings, commands, the embedded PostgreSQL."""

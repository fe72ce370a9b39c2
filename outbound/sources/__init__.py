"""Sources of records that are asked: a client for all, and an adapter for each protocol."""

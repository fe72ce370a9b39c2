"""Executes GraphQL requests: limits, documents, operations, execution."""

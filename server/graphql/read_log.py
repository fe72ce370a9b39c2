"""Keeps account of the records that a machine reads in one request (rule C9)."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from planner.row_queries import RowQuery
from resolvers.nodes import NodesQuery
from resolvers.schema import Schema
from workflows import read_log


def is_logged(schema: Schema, row_query: Any) -> bool:
    """Return whether the rows of a query are written down when a machine reads them."""
    if isinstance(row_query, NodesQuery):
        return not schema.read_logged.isdisjoint(row_query.row_queries)
    return isinstance(row_query, RowQuery) and row_query.type_name in schema.read_logged


class ReadLog:
    """The records that a machine reads, each counted once, whichever field shows it."""

    __slots__ = ("_client_id", "_committed", "_correlation_id", "_keys", "_quota")

    def __init__(self, client_id: UUID, correlation_id: UUID, quota: int) -> None:
        """Start with nothing read; `quota` is how many of others' records a day allows."""
        self._client_id = client_id
        self._correlation_id = correlation_id
        self._quota = quota
        self._keys: set[str] = set()
        self._committed: set[str] = set()

    def add(self, keys: Iterable[str]) -> None:
        """Add records that the response shows."""
        self._keys.update(keys)

    def forget_uncommitted(self) -> None:
        """Forget the records of a transaction that was rolled back."""
        self._keys = set(self._committed)

    async def commit(self, connection: Any) -> None:
        """Write down what was added, and commit the transaction that it was read in.

        Raises ReadQuotaIsReached, so that nothing of it is shown.
        """
        new = self._keys - self._committed
        await read_log.commit(connection, self._client_id, self._correlation_id, new, self._quota)
        self._committed |= new

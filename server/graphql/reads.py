"""The account of what a machine reads: each record written down, others' counted (rule C9)."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

import asyncpg

from planner.row_queries import RowQuery
from resolvers.access import Caller
from resolvers.nodes import NodesQuery
from rules.read_quota import ReadQuotaIsReached

REACHED = "SA004"


class Reads:
    """The records that one answer tells, each of them once, whichever field gave it."""

    def __init__(self, caller: Caller, correlation_id: UUID, quota: int) -> None:
        """Begin with nothing read; `quota` is how many of others' records a day allows."""
        self.caller = caller
        self.correlation_id = correlation_id
        self.quota = quota
        self._told: set[str] = set()
        self._written: set[str] = set()

    def are_kept_of(self, row_query: Any) -> bool:
        """Tell whether account is kept of what answers a question: of what a machine reads."""
        if self.caller.user_id is not None:
            return False
        if isinstance(row_query, NodesQuery):
            return any(each.read_logged for each in row_query.row_queries.values())
        return isinstance(row_query, RowQuery) and row_query.read_logged

    def note(self, keys: Iterable[str]) -> None:
        """Note records that are to be told."""
        self._told.update(keys)

    def forget(self) -> None:
        """Forget what was noted and not written down: its transaction came to nothing."""
        self._told = set(self._written)

    async def commit(self, connection: Any) -> None:
        """Write down and count what was noted, and commit the transaction that read it.

        It is one round trip, which is why the values stand in the text: they are UUIDs and a
        number. Raises ReadQuotaIsReached, so that nothing of it is told; the transaction is to
        be rolled back.
        """
        new = self._told - self._written
        account = ""
        if new:
            keys = ",".join(str(UUID(key)) for key in new)
            account = (
                f"SELECT record_reads('{self.caller.client_id}', '{self.correlation_id}',"
                f" '{{{keys}}}', {self.quota:d}); "
            )
        try:
            await connection.execute(f"{account}COMMIT")
        except asyncpg.PostgresError as error:
            if error.sqlstate != REACHED:
                raise
            raise ReadQuotaIsReached(retryAfter=int(str(error.args[0]))) from None
        self._written |= new

"""Keeps account of the records that a machine reads in one request (rule C9)."""

from collections.abc import Collection
from dataclasses import replace
from typing import Any
from uuid import UUID

from planner.row_queries import RowQuery
from resolvers.declared_schema import Schema
from resolvers.nodes import NodesQuery
from rules.refusals import Refusal
from rules.vital_events import VitalEventNotFound
from workflows import read_log
from workflows.acts import Acting


def logged(schema: Schema, query: Any) -> Any:
    """Return a machine's query, marked as logged where the rows of its type are written down."""
    if isinstance(query, NodesQuery):
        marked = {name: logged(schema, it) for name, it in query.row_queries.items()}
        return NodesQuery(marked, query.places)
    if isinstance(query, RowQuery) and query.type_name in schema.read_logged:
        return replace(query, is_logged=True)
    return query


def is_logged(query: Any) -> bool:
    """Return whether any rows of a query are written down."""
    if isinstance(query, NodesQuery):
        return any(it.is_logged for it in query.row_queries.values())
    return isinstance(query, RowQuery) and query.is_logged


class ReadLog:
    """The records that a machine reads, each counted once, whichever field reveals it."""

    __slots__ = (
        "_client_id",
        "_committed",
        "_correlation_id",
        "_keys",
        "_quota",
        "_reveals_absence",
    )

    def __init__(self, client_id: UUID, correlation_id: UUID, quota: int) -> None:
        """Start with nothing read; `quota` is how many of others' records a day allows."""
        self._client_id = client_id
        self._correlation_id = correlation_id
        self._quota = quota
        self._keys: set[str] = set()
        self._committed: set[str] = set()
        self._reveals_absence = False

    def add(self, row_query: RowQuery, keys: Collection[str]) -> None:
        """Add the records that the response shows or reveals for a query.

        A page reveals that nothing else is between its ends; fewer rows than were sought, that the
        others do not exist.
        """
        self._keys.update(keys)
        is_complete = row_query.page is None and len(keys) == row_query.sought
        if not (is_complete or row_query.finds_only_own):
            self._reveals_absence = True

    def forget_uncommitted(self) -> None:
        """Forget what a transaction has read that was rolled back."""
        self._keys = set(self._committed)
        self._reveals_absence = False

    def note_committed(self, keys: Collection[UUID]) -> None:
        """Note records whose reading an act has written down by itself."""
        self._committed.update(map(str, keys))

    async def commit(self, connection: Any) -> None:
        """Write down what was added, and commit the transaction that it was read in.

        Raises ReadQuotaIsReached, so that nothing of it is shown.
        """
        new = self._keys - self._committed
        await read_log.commit(
            connection,
            self._client_id,
            self._correlation_id,
            new,
            self._quota,
            reveals_absence=self._reveals_absence,
        )
        self._committed |= new
        self._reveals_absence = False

    async def commit_refusal(self, acting: Acting, refusal: Refusal) -> None:
        """Undo a refused act, and write down the records that its refusal reveals.

        Raises ReadQuotaIsReached, to be shown instead of the refusal.
        """
        self.forget_uncommitted()
        self._keys.update(map(str, acting.records))
        self._reveals_absence = isinstance(refusal, VitalEventNotFound)
        if self._reveals_absence or self._keys != self._committed:
            await acting.roll_back()
            await read_log.begin(acting.connection)
            await self.commit(acting.connection)

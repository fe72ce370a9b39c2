"""Statements as spans of the trace that they are for, where traces are on.

A span has the statement's first words, never its text or arguments: ids stand in some texts.
"""

import re
from collections.abc import Sequence
from contextlib import suppress
from typing import Any, Final

import asyncpg

from server.observability import correlation
from server.observability.spans import CURRENT, Span
from server.postgres.counting import CountingConnection
from workflows import trace_contexts

LOOKED_AT: Final = 240
COMMAND: Final = re.compile(
    r"\s*(?:(begin);\s*)?"
    r"(select|insert into|update|delete from|with|begin|commit|rollback)\b(?:\s+([a-z_]+)\b)?",
    re.IGNORECASE,
)
FUNCTION: Final = re.compile(
    r"\b(?:select|from)\s+(?:(?:[a-z_]+\.)?\*\s+from\s+)?([a-z_]{1,63})\(", re.IGNORECASE
)
WITH_TABLES: Final = frozenset({"INSERT INTO", "UPDATE", "DELETE FROM"})

_execute = CountingConnection.execute
_fetch = CountingConnection.fetch
_fetchrow = CountingConnection.fetchrow
_fetchval = CountingConnection.fetchval
_fetch_with_custom_plan = CountingConnection.fetch_with_custom_plan


def name_of(statement: str) -> str:
    """Return a statement's command, with the table that it writes or the function that it calls."""
    found = COMMAND.match(statement[:LOOKED_AT])
    if found is None:
        return "statement"
    command = found[2].upper()
    if command in WITH_TABLES:
        return f"{command} {found[3]}" if found[3] else command
    function = FUNCTION.search(statement[:LOOKED_AT])
    return command if function is None else f"{command} {function[1]}"


def span_of(above: Span, statement: str) -> Span:
    """Return the span of a statement below another one."""
    span = above.tracer.child(above.recorded, name_of(statement), "client")
    span.say({"db.system.name": "postgresql"})
    return span


class TracedConnection(CountingConnection):
    """A connection whose statements are spans, of who has one."""

    # Most statements are in no span, and take the shortest way.
    def execute(self, query: str, *args: Any, **kwargs: Any) -> Any:
        """Do as the class above, within a span."""
        above = CURRENT.get()
        if above is None:
            return _execute(self, query, *args, **kwargs)
        return self._within(above, _execute, query, args, kwargs)

    def fetch(self, query: str, *args: Any, **kwargs: Any) -> Any:
        """Do as the class above, within a span."""
        above = CURRENT.get()
        if above is None:
            return _fetch(self, query, *args, **kwargs)
        return self._within(above, _fetch, query, args, kwargs)

    def fetchrow(self, query: str, *args: Any, **kwargs: Any) -> Any:
        """Do as the class above, within a span."""
        above = CURRENT.get()
        if above is None:
            return _fetchrow(self, query, *args, **kwargs)
        return self._within(above, _fetchrow, query, args, kwargs)

    def fetchval(self, query: str, *args: Any, **kwargs: Any) -> Any:
        """Do as the class above, within a span."""
        above = CURRENT.get()
        if above is None:
            return _fetchval(self, query, *args, **kwargs)
        return self._within(above, _fetchval, query, args, kwargs)

    async def fetch_with_custom_plan(self, query: str, *arguments: Any) -> list[Any]:
        """Do as the class above, within a span."""
        above = CURRENT.get()
        if above is None:
            return await _fetch_with_custom_plan(self, query, *arguments)
        rows: list[Any] = await self._within(above, _fetch_with_custom_plan, query, arguments, {})
        return rows

    async def _within(
        self, above: Span, run: Any, query: str, arguments: Sequence[Any], more: Any
    ) -> Any:
        # Where a transaction is under way, an error of the note would be one of the act.
        if above.is_act and not above.is_noted and not self.is_in_transaction():
            above.is_noted = True
            await self._note(above)
        with span_of(above, query):
            return await run(self, query, *arguments, **more)

    async def _note(self, above: Span) -> None:
        """Note an act's context before it begins; without that its deliveries are in no trace."""
        with suppress(asyncpg.PostgresError):
            await _execute(self, trace_contexts.NOTE, correlation.current(), above.traceparent)

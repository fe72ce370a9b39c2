"""Keeps account of the records that an administrator looks at in one request (rule D1)."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import replace
from typing import Any
from uuid import UUID

from planner.row_queries import RowQuery
from resolvers.access import Caller
from rules.access import Role
from workflows import record_views
from workflows.acts import Acting

ROLES = "roles"


class ViewLog:
    """The records that a user reads whose reading is written down, by its action."""

    __slots__ = ("_caller", "_correlation_id", "_keys", "_roles")

    def __init__(self, caller: Caller, correlation_id: UUID) -> None:
        """Start with nothing looked at."""
        self._caller = caller
        self._correlation_id = correlation_id
        self._keys: dict[str, set[str]] = defaultdict(set)
        self._roles: dict[str, set[str]] = defaultdict(set)

    @property
    def has_keys(self) -> bool:
        """Whether a record was looked at."""
        return any(self._keys.values())

    def forget(self) -> None:
        """Forget what was read: it is read again."""
        self._keys.clear()

    def add(self, row_query: RowQuery, keys: Collection[str]) -> None:
        """Add the records that the response shows, or reveals by its PageInfo."""
        action = row_query.view or record_views.ACTION
        self._keys[action].update(map(str, keys))
        self._roles[action].update(row_query.parameters[ROLES])

    async def commit(self, connection: Any) -> None:
        """Write down what was looked at, before the response reveals it."""
        caller = self._caller
        for action, keys in self._keys.items():
            if not keys:
                continue
            acting = Acting(
                connection,
                self._correlation_id,
                caller.client_id,
                caller.user_id,
                sorted(self._roles[action]),
                session_id=caller.session_id,
            )
            await record_views.write(acting, action, sorted(map(UUID, keys)))
        self._keys.clear()


def alternatives(
    row_query: RowQuery, roles: Collection[str], noted: frozenset[Role]
) -> tuple[RowQuery, RowQuery]:
    """Return the query for those whose reading is not written down, and for those whose is.

    Of the roles that suffice, the second are `noted`; where none is, it refuses everybody. Two
    statements instead of one that distinguishes them: whoever reads every day pays nothing for it.
    """
    unnoted = {**row_query.parameters, ROLES: sorted(set(roles) - noted)}
    by_noted = {**row_query.parameters, ROLES: sorted(noted.intersection(roles))}
    return (
        replace(row_query, parameters=unnoted),
        replace(row_query, parameters=by_noted, is_logged=True),
    )

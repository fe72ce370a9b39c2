"""The rows of a database held in memory: found, shown and paged naively, without the planner.

Cursors are opaque, so which cursor the server gives to which row is handed to it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from resolvers import ids
from rules.access import SCOPES, RoleMissing, ScopesMissing
from rules.refusals import BadRequest, Refusal
from tests.planner.sample import Rows, Somebody

Row = dict[str, Any]
Cursors = Mapping[str, Mapping[str, str]]
"""For each order's name, the cursor of each row by its key."""

NODES = {
    "Person": ("persons", "person:read"),
    "MergeRequest": ("merge_requests", "merge_request:read"),
    "ManualMergeCandidate": ("manual_merge_candidates", "merge_request:read"),
    "MergeCandidate": ("merge_candidates", "merge_request:read"),
    "AuditEntry": ("audit_log", "audit_log:read"),
    "Client": ("clients", "access:read"),
    "User": ("users", "access:read"),
}


@dataclass
class Plain:
    """Answers documents for one caller from rows held in memory."""

    rows: Rows
    caller: Somebody
    cursors: Cursors

    def by_id(self, table: str, key: UUID | None) -> Row | None:
        """Find a row of a table."""
        return next((row for row in self.rows[table] if row["id"] == key), None)

    def where(self, table: str, **equal: Any) -> list[Row]:
        """Find the rows of a table that have these values."""
        return [
            row
            for row in self.rows[table]
            if all(row[name] == value for name, value in equal.items())
        ]

    def version(self, person_id: UUID) -> Any:
        """Return the version of a person."""
        return self.where("persons", id=person_id)[0]["version"]

    def node(self, opaque: str) -> Row | Refusal | None:
        """Find what an id names; a refusal is the answer in its place."""
        found = ids.read(opaque)
        if found is None or found.type_name not in NODES:
            return None
        table, scope = NODES[found.type_name]
        if scope not in self.caller.scopes:
            return ScopesMissing([scope])
        if not self.may(scope):
            return RoleMissing()
        row = self.by_id(table, found.key)
        if row is None or not self.is_visible(found.type_name, row):
            return None
        return row | {"__typename": found.type_name}

    def may(self, scope: str) -> bool:
        """Return whether the caller has a role that a scope needs."""
        if self.caller.user_id is None:
            return SCOPES[scope].machines
        return bool(self.caller.roles & set(map(str, SCOPES[scope].roles)))

    def is_visible(self, type_name: str, row: Row) -> bool:
        """Return whether a row exists for the caller. Rule B6."""
        mine = self.where("merge_requests", assignee_id=self.caller.user_id)
        candidates = {request["manual_merge_candidate_id"] for request in mine}
        if type_name == "MergeRequest":
            return row in mine
        if type_name == "ManualMergeCandidate":
            return row["id"] in candidates
        if type_name == "MergeCandidate":
            given = [it for it in self.rows["manual_merge_candidates"] if it["id"] in candidates]
            return row["id"] in {it["merge_candidate_id"] for it in given}
        return True

    def page(
        self, rows: list[Row], order: str, columns: tuple[str, ...], arguments: Row
    ) -> dict[str, Any]:
        """Sort rows, cut a page from them, and say whether rows come before and after it."""
        first, last = arguments.get("first"), arguments.get("last")
        if first is not None and last is not None:
            raise BadRequest("both")
        for size in (first, last):
            if size is not None and not 0 <= size <= 100:
                raise BadRequest("size")
        rows = sorted(
            rows, key=lambda row: [row[name] for name in columns], reverse=order.endswith("DESC")
        )
        within, outside_before, outside_after = self._between(rows, order, columns, arguments)
        if last is not None:
            page = within[len(within) - min(last, len(within)) :]
            before, after = len(page) < len(within), outside_after
            before = before or outside_before
        else:
            page = within[: 20 if first is None else first]
            after, before = len(page) < len(within) or outside_after, outside_before
        cursors = [self.cursors[order][str(row["id"])] for row in page]
        edges = [{"node": row, "cursor": cursor} for row, cursor in zip(page, cursors, strict=True)]
        return {
            "edges": edges,
            "nodes": page,
            "pageInfo": {
                "hasNextPage": after,
                "hasPreviousPage": before,
                "startCursor": cursors[0] if cursors else None,
                "endCursor": cursors[-1] if cursors else None,
            },
        }

    def _between(
        self, rows: list[Row], order: str, columns: tuple[str, ...], arguments: Row
    ) -> tuple[list[Row], bool, bool]:
        """Take the rows between the cursors, and say whether rows stand at or beyond each."""
        keys = {cursor: key for key, cursor in self.cursors[order].items()}
        table = self.rows[order.split()[0]]
        falls = order.endswith("DESC")
        before = after = False
        for name in ("after", "before"):
            cursor = arguments.get(name)
            if cursor is None:
                continue
            if cursor not in keys:
                raise BadRequest("cursor")
            at = next(row for row in table if str(row["id"]) == keys[cursor])
            place = [at[column] for column in columns]

            def is_past(row: Row, place: list[Any] = place) -> bool:
                mine = [row[column] for column in columns]
                return mine < place if falls else mine > place

            def is_short(row: Row, place: list[Any] = place) -> bool:
                mine = [row[column] for column in columns]
                return mine > place if falls else mine < place

            keep = is_past if name == "after" else is_short
            beyond = any(not keep(row) for row in arguments["__all"])
            before, after = (beyond, after) if name == "after" else (before, beyond)
            rows = [row for row in rows if keep(row)]
        return rows, before, after

"""The audit trail as an administrator reads it."""

from typing import Any

from rules.access import Role
from tests.serving import Registry

TRAIL = """
query ($filter: AuditLogFilter, $first: Int = 100, $after: String, $last: Int, $before: String,
       $orderBy: AuditLogOrderBy = INSERTED_AT_ASC) {
  auditLog(filter: $filter, first: $first, after: $after, last: $last, before: $before,
           orderBy: $orderBy) {
    pageInfo { hasNextPage endCursor startCursor hasPreviousPage }
    nodes { databaseId actorId clientId action resource resourceId changeset previous
            correlationId insertedAt }
  }
}
"""

Entries = list[dict[str, Any]]


async def trail(registry: Registry, **filter_: Any) -> Entries:
    """Read the first hundred entries that a filter leaves, oldest first."""
    if "admin" not in registry.users:
        await registry.user("admin", Role.ADMIN)
    found: Entries = (await registry.ask("admin", TRAIL, {"filter": filter_ or None})).data[
        "auditLog"
    ]["nodes"]
    return found

"""Syncs that are due by themselves, begun by one worker once (rules S11 and S12)."""

from db.statements import Connection
from workflows.acts import act, system_acting

ANY_DUE = "select exists (select from source_links where due_at <= now()) as some"
BEGIN_DUE = "select begin_due_syncs($1) as begun"


async def begin_due(connection: Connection, most: int) -> int:
    """Begin syncs that are due, at most so many; return how many began."""
    if not (await connection.fetchrow(ANY_DUE))["some"]:
        return 0
    async with system_acting(connection) as acting, act(acting, "run.requested"):
        begun: int = (await connection.fetchrow(BEGIN_DUE, most))["begun"]
    return begun

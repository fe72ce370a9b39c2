"""Compares the guards of the trail with what `migrate` left (rule Y5)."""

from db.catalog import DIFFERENCES
from db.statements import Connection

SERVES_AS_OWNER = """
select pg_has_role(session_user, relowner, 'MEMBER') as held from pg_class
 where oid = 'public.audit_log'::regclass
"""


async def serves_as_owner(connection: Connection) -> bool:
    """Return whether who is connected could take on the rights of the tables' owner (rule Y6)."""
    (row,) = await connection.fetch(SERVES_AS_OWNER)
    return bool(row["held"])


async def differences(connection: Connection) -> list[str]:
    """Return what differs, by kind and name, a hundred at most."""
    return [row["name"] for row in await connection.fetch(DIFFERENCES)]

"""Compares the guards of the trail with what `migrate` left (rule Y5)."""

from db.catalog import DIFFERENCES
from db.statements import Connection


async def differences(connection: Connection) -> list[str]:
    """Return what differs, by kind and name, a hundred at most."""
    return [row["name"] for row in await connection.fetch(DIFFERENCES)]

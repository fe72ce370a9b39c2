"""Writes into the trail that an older state of the database was restored, and which (rule Y8)."""

from datetime import datetime

import orjson

from db.statements import Connection
from rules.frozen import frozen
from workflows.acts import Acting, act

NEWEST = "select size, root from audit_checkpoints order by size desc limit 1"
LAST_ENTRY = "select inserted_at from audit_log order by id desc limit 1"
RECORD = "select record_restore($1::jsonb)"


@frozen
class Sealed:
    """How many leaves are sealed, and their root; without any there is none."""

    size: int
    root: bytes

    @property
    def facts(self) -> dict[str, str | int]:
        """Return it as the trail shows it."""
        return {"size": self.size, "root": self.root.hex()}


async def newest(connection: Connection) -> Sealed:
    """Return what the database has as its newest checkpoint."""
    row = await connection.fetchrow(NEWEST)
    return Sealed(0, b"") if row is None else Sealed(row["size"], row["root"])


async def last_entry_at(connection: Connection) -> datetime | None:
    """Return when the last entry of the trail was made; None where there is none."""
    row = await connection.fetchrow(LAST_ENTRY)
    return row["inserted_at"] if row else None


async def write_down(acting: Acting, to: Sealed, signed: Sealed | None, origin: str) -> None:
    """Write down who went back to which checkpoint, from the last that was signed, of which trail.

    The last one that was signed is None where nobody knows it. It is the first entry of the trail
    that goes on under another name. Rule Y8.
    """
    former = {} if signed is None else {"from": signed.facts}
    facts = {"to": to.facts, "origin": origin} | former
    async with act(acting, "trail.restored") as connection:
        await connection.execute(RECORD, orjson.dumps(facts).decode())

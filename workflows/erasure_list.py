"""What the database lists as erased. Light, because every start asks for it (rule T5)."""

from typing import Any

from rules.erasures import Erased, Erasure

ALL = "select id, kind, erased_id from erasures order by id"


async def kept(connection: Any) -> list[Erasure]:
    """Return all that the database lists as erased, in the order in which it was."""
    return [
        Erasure(row["id"], Erased(row["kind"]), row["erased_id"])
        for row in await connection.fetch(ALL)
    ]

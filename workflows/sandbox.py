"""What the registrar of a sandbox finds to do (rule X5)."""

from datetime import datetime
from typing import Any
from uuid import UUID

from rules.frozen import frozen

PENDING = """
select 'VitalEvent' as noun, id, place as says
  from vital_events where status = 'DECLARED' and inserted_at > $1
union all
select 'Correction', id, reason
  from corrections where status = 'REQUESTED' and inserted_at > $1
 order by 2
"""


@frozen
class Pending:
    """A declaration, or a request for a correction, and what it says that a registrar reads."""

    noun: str
    id: UUID
    says: str


async def pending(connection: Any, since: datetime) -> list[Pending]:
    """Return what waits for a registrar and came after the sandbox was made, the oldest first."""
    rows = await connection.fetch(PENDING, since)
    return [Pending(row["noun"], row["id"], row["says"]) for row in rows]

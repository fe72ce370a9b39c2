"""Writes down which user has opened the paper of a certificate, once a day (rule C12a)."""

from datetime import UTC, datetime, time
from typing import Any
from uuid import UUID

from sqlalchemy import DateTime, Uuid, bindparam, literal_column, select

from db.audit_log import audit_log
from db.statements import Statement
from workflows.acts import Acting, act

ACTION = "certificate.viewed"
RECORD = "select record_looks('certificate', $1)"
KNOWN = Statement(
    select(audit_log.c.id)
    .where(
        audit_log.c.resource_id == bindparam("certificate", type_=Uuid),
        audit_log.c.action == literal_column(f"'{ACTION}'"),
        audit_log.c.actor_id == bindparam("user", type_=Uuid),
        audit_log.c.inserted_at >= bindparam("since", type_=DateTime(timezone=True)),
    )
    .limit(1)
)


async def write(connection: Any, acting: Acting, certificate: UUID) -> None:
    """Make an entry where the user has not opened it today (UTC), and commit.

    The caller's access is checked once more. Raises the refusals of rules A1 and A3 to A5.
    """
    today = datetime.combine(datetime.now(UTC).date(), time.min, UTC)
    asked = {"certificate": certificate, "user": acting.user_id, "since": today}
    if await KNOWN.row(connection, **asked) is not None:
        return
    async with act(acting, ACTION) as writing:
        await writing.execute(RECORD, [certificate])
    await acting.commit()

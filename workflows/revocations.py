"""How a certificate is revoked, and what that means for its record (rule C16)."""

from uuid import UUID

from rules.certificates import CertificateIsRevoked, CertificateNotFound, read_serial_number
from rules.texts import TEXT_LIMIT, cleaned
from rules.violations import Violations
from rules.vital_events import CERTIFICATE_REVOKED
from workflows import reach
from workflows.acts import Acting, act
from workflows.vital_events import lock

ACTION = "certificate.revoked"

FIND = "select id, vital_event_id from certificates where serial_number = $1"
IS_REVOKED = "select revoked_at is not null from certificates where id = $1"
IS_CURRENT = """
select not exists (select from certificates where vital_event_id = $1 and id > $2)
"""
MOVE = "update vital_events set status = $2 where id = $1"
REVOKE = "update certificates set revoked_at = now(), revocation_reason = $2 where id = $1"


async def revoke(acting: Acting, serial_number: str, reason: str) -> UUID:
    """Revoke a certificate and return its id; of the current one, its record is REGISTERED again.

    Rule C16. Raises CertificateNotFound, CertificateIsRevoked or InputIsInvalid.
    """
    async with act(acting, ACTION) as connection:
        found = await connection.fetchrow(FIND, read_serial_number(serial_number))
        if found is None or not await reach.exists(connection, acting, found["vital_event_id"]):
            raise CertificateNotFound
        certificate_id: UUID = found["id"]
        record = await lock(connection, acting, found["vital_event_id"])
        violations = Violations()
        violations.check_text(["reason"], reason, TEXT_LIMIT)
        violations.refuse()
        if (await connection.fetchrow(IS_REVOKED, certificate_id))[0]:
            raise CertificateIsRevoked
        status = CERTIFICATE_REVOKED.get(record.status)
        is_current = (await connection.fetchrow(IS_CURRENT, record.id, certificate_id))[0]
        if is_current and status is not None:
            await connection.execute(MOVE, record.id, status)
        await connection.execute(REVOKE, certificate_id, cleaned(reason))
        return certificate_id

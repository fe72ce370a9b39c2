"""How a registrar takes a declaration, to act on it alone, and gives it back (C16)."""

from uuid import UUID

from rules.access import Role
from rules.assignments import RecordIsAssigned
from rules.vital_events import PARTICIPLES, VitalEventAction
from workflows.acts import Acting, ActionOnRecord
from workflows.vital_events import act_on, check, check_assignee, lock, lock_record

LOCK_TAKER = "select from users where id = $1 for share"
ROLES = "select roles_of($1, $2)"
TAKE = "update vital_events set assignee_id = $2, assigned_at = now() where id = $1"
GIVE_BACK = "update vital_events set assignee_id = null, assigned_at = null where id = $1"


async def assign(acting: Acting, event_id: UUID | None) -> None:
    """Let a declaration be the caller's for a day; taken again, the day begins anew. Rule C16.

    Raises VitalEventNotFound, ActionIsNotAvailable or RecordIsAssigned.
    """
    async with act_on(acting, event_id, VitalEventAction.ASSIGN) as connection:
        # Who ends the caller's access gives back what they have: this is before it, or refused.
        await connection.execute(LOCK_TAKER, acting.user_id)
        await acting.begin(ActionOnRecord(event_id, PARTICIPLES[VitalEventAction.ASSIGN]))
        record = await lock(connection, acting, event_id)
        if record.assignee_id is None:
            check(record, VitalEventAction.ASSIGN)
        check_assignee(record, acting)
        await connection.execute(TAKE, record.id, acting.user_id)


async def unassign(acting: Acting, event_id: UUID | None) -> frozenset[str]:
    """Give a declaration back, as whoever took it or as an ADMIN, and return the caller's roles.

    Rule C16. Raises what `lock_record` raises, or RecordIsAssigned.
    """
    async with act_on(acting, event_id, VitalEventAction.UNASSIGN) as connection:
        record = await lock_record(connection, acting, event_id, VitalEventAction.UNASSIGN)
        held = await connection.fetchrow(ROLES, acting.user_id, acting.client_id)
        roles = frozenset(held[0])
        if record.assignee_id != acting.user_id and Role.ADMIN not in roles:
            raise RecordIsAssigned
        await connection.execute(GIVE_BACK, record.id)
        return roles

"""How people end sessions of their own: one that they name, or all but the one they are in (E9)."""

from uuid import UUID

from sqlalchemy import Uuid, bindparam, func, update

from db.access import sessions
from db.statements import Statement
from rules.credentials import SessionNotFound
from workflows.acts import Acting, act

MINE = sessions.c.user_id == bindparam("person", type_=Uuid)
OPEN = sessions.c.ended_at.is_(None) & (sessions.c.expires_at > func.now())
THIS = bindparam("session", type_=Uuid)
END_ONE = Statement(
    update(sessions)
    .where(MINE, OPEN, sessions.c.id == THIS)
    .values(ended_at=func.now())
    .returning(sessions.c.id)
)
END_OTHERS = Statement(
    update(sessions)
    .where(MINE, OPEN, sessions.c.id.is_distinct_from(THIS))
    .values(ended_at=func.now())
    .returning(sessions.c.id)
)


async def end_one(acting: Acting, session_id: UUID | None) -> UUID:
    """End an open session of the user's own; return its id. Raises SessionNotFound."""
    async with act(acting, "session.ended") as connection:
        ended = await END_ONE.row(connection, person=acting.user_id, session=session_id)
        if ended is None:
            raise SessionNotFound
        key: UUID = ended["id"]
        return key


async def end_others(acting: Acting) -> list[UUID]:
    """End all open sessions of the user's own but the one that acts; return their ids.

    A token that was given to no session, as one of an outside issuer, leaves none.
    """
    async with act(acting, "session.ended") as connection:
        ended = await END_OTHERS.rows(connection, person=acting.user_id, session=acting.session_id)
        return [row["id"] for row in ended]

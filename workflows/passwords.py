"""How passwords are reset by an administrator, and changed by those who know them (rule E6)."""

import secrets
from typing import Final
from uuid import UUID

from sqlalchemy import LargeBinary, Text, Uuid, bindparam, exists, func, select, update

from db.access import sessions, users
from db.statements import Statement
from rules.access import Unauthenticated
from rules.frozen import frozen
from rules.second_factors import SecondFactorTerms
from workflows import credentials, second_factors
from workflows.access import lock_user
from workflows.acts import Acting, act
from workflows.session_tokens import Presented
from workflows.sessions import IS_NAMED, Known, client_of_people

LETTERS: Final = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without those that are taken for another when they are read aloud or from paper."""

GROUPS: Final = 4
GROUP_LENGTH: Final = 4
"""79 random bits in 16 letters, which somebody has to type once."""

USER = users.c.id == bindparam("person", type_=Uuid)
RESET = Statement(
    update(users)
    .where(USER)
    .values(password_hash=bindparam("hash", type_=Text), password_is_one_time=True)
)
CHANGE = Statement(
    update(users)
    .where(USER, users.c.password_hash == bindparam("known_hash", type_=Text))
    .values(password_hash=bindparam("hash", type_=Text), password_is_one_time=False)
    .returning(users.c.id)
)
OWN_SESSION = exists().where(sessions.c.user_id == users.c.id, IS_NAMED).correlate(users)
BESIDE = Statement(
    select(users.c.password_is_one_time, OWN_SESSION.label("in_session")).where(USER)
)
END_SESSIONS = Statement(
    update(sessions)
    .where(
        sessions.c.user_id == bindparam("person", type_=Uuid),
        sessions.c.ended_at.is_(None),
        sessions.c.family_digest.is_distinct_from(bindparam("kept_family", type_=LargeBinary)),
    )
    .values(ended_at=func.now())
)


@frozen
class ShownBeside:
    """What comes along with a password: the session of a browser, a code of a second factor."""

    terms: SecondFactorTerms
    session: str | None = None
    code: str | None = None


async def reset(acting: Acting, user_id: UUID | None) -> str:
    """Give a user a password for one sign-in, and end all their sessions; return the password.

    It is kept nowhere. Raises UserNotFound.
    """
    password = new_code()
    async with act(acting, "user.password_reset") as connection:
        await lock_user(connection, user_id)
        await RESET.rows(connection, person=user_id, hash=await credentials.hash_password(password))
        await END_SESSIONS.rows(connection, person=user_id, kept_family=None)
    return password


async def change(
    acting: Acting, client: UUID | str, known: Known, new_hash: str, shown: ShownBeside
) -> None:
    """Replace a password that was shown, and end the user's sessions but this one.

    A password that was changed or reset since it was shown replaces none. Where there is a second
    factor, a code of it is needed unless a session of the user's own comes along, or the password
    was for one sign-in. A cookie that a renewal would not take is none: it may be stolen. Raises
    Unauthenticated, SecondFactorNeeded, and the refusals of rules A3 and A4.
    """
    presented = Presented.read(shown.session or "")
    family, token = (None, None) if presented is None else (presented.family, presented.token)
    acting.client_id = await client_of_people(acting.connection, client)
    acting.user_id = known.user_id
    async with act(acting, "user.password_changed") as connection:
        beside = await BESIDE.row(connection, person=known.user_id, family=family, token=token)
        if not (beside["password_is_one_time"] or beside["in_session"]):
            await second_factors.check(connection, shown.terms, known.user_id, shown.code)
        changed = await CHANGE.row(
            connection, person=known.user_id, known_hash=known.password_hash, hash=new_hash
        )
        if changed is None:
            raise Unauthenticated
        await END_SESSIONS.rows(
            connection,
            person=known.user_id,
            kept_family=family if beside["in_session"] else None,
        )


def new_code() -> str:
    """Make what somebody types once: a password for one sign-in, a code to recover by."""
    groups = ["".join(secrets.choice(LETTERS) for _ in range(GROUP_LENGTH)) for _ in range(GROUPS)]
    return "-".join(groups)

"""How a second factor is asked for where somebody signs in, and taken by an ADMIN (rule E10)."""

from collections.abc import Mapping
from time import time
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, LargeBinary, Uuid, any_, bindparam, delete, func, select, update

from db.access import second_factors, sessions
from db.statements import Connection, Statement
from rules import second_factors as rules
from rules.access import Unauthenticated
from rules.second_factors import OwnSecondFactor, SecondFactorNeeded, SecondFactorTerms
from workflows import credentials, one_time_codes
from workflows.access import lock_user
from workflows.acts import Acting, act

USERS = second_factors.c.user_id == bindparam("person", type_=Uuid)
FACTOR = second_factors.c.id == bindparam("factor", type_=Uuid)
DIGEST = bindparam("digest", type_=LargeBinary)
LOCK = Statement(
    select(
        second_factors.c.id,
        second_factors.c.sealed_secret,
        second_factors.c.confirmed_at,
        second_factors.c.last_step,
    )
    .where(USERS)
    .with_for_update()
)
USE_STEP = Statement(
    update(second_factors).where(FACTOR).values(last_step=bindparam("step", type_=BigInteger))
)
USE_RECOVERY_CODE = Statement(
    update(second_factors)
    .where(FACTOR, any_(second_factors.c.recovery_digests) == DIGEST)
    .values(recovery_digests=func.array_remove(second_factors.c.recovery_digests, DIGEST))
    .returning(second_factors.c.id)
)
REMOVE = Statement(delete(second_factors).where(USERS).returning(second_factors.c.id))
END_SESSIONS = Statement(
    update(sessions)
    .where(sessions.c.user_id == bindparam("person", type_=Uuid), sessions.c.ended_at.is_(None))
    .values(ended_at=func.now())
)


async def check(
    connection: Connection, terms: SecondFactorTerms, user_id: UUID, code: str | None
) -> bool:
    """Hold a code against a user's second factor, which uses it up; return whether there is one.

    It locks the factor, so that of many who bring one code one is let in. Whoever calls it has
    seen the right password. Raises SecondFactorNeeded, or Unauthenticated where the code is wrong
    or was used.
    """
    kept = await LOCK.row(connection, person=user_id)
    if kept is None or kept["confirmed_at"] is None:
        return False
    if code is None:
        raise SecondFactorNeeded
    if not await _is_used_up(connection, terms, kept, code):
        raise Unauthenticated
    return True


async def take_away(acting: Acting, user_id: UUID | None) -> None:
    """Remove the second factor of somebody who has lost it, and end their sessions.

    Where there is none, nothing happens. Raises UserNotFound or OwnSecondFactor.
    """
    async with act(acting, "second_factor.deleted") as connection:
        user = await lock_user(connection, user_id)
        if user["id"] == acting.user_id:
            raise OwnSecondFactor
        if await REMOVE.row(connection, person=user_id) is not None:
            await END_SESSIONS.rows(connection, person=user_id)


async def _is_used_up(
    connection: Connection, terms: SecondFactorTerms, kept: Mapping[str, Any], code: str
) -> bool:
    digits = rules.one_time_code(code)
    if digits is not None:
        step = one_time_codes.step_of(terms.open(kept["sealed_secret"]), digits, time())
        if step is None or step <= kept["last_step"]:
            return False
        await USE_STEP.rows(connection, factor=kept["id"], step=step)
        return True
    recovery = rules.recovery_code(code)
    if recovery is None:
        return False
    digest = credentials.digest(recovery)
    used = await USE_RECOVERY_CODE.row(connection, factor=kept["id"], digest=digest)
    return used is not None

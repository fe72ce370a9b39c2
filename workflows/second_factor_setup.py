"""How people set up a second factor of their own, renew its codes, and remove it (rule E10)."""

from time import time
from uuid import UUID

from sqlalchemy import ARRAY, BigInteger, LargeBinary, Uuid, bindparam, func, select, update
from sqlalchemy.dialects.postgresql import insert

from db.access import second_factors as factors
from db.access import users
from db.statements import Connection, Statement
from rules import second_factors as rules
from rules.access import Unauthenticated
from rules.access_administration import check
from rules.credentials import PasswordMustBeChanged
from rules.second_factors import (
    RECOVERY_CODES,
    SecondFactorIsSetUp,
    SecondFactorNotFound,
    SecondFactorTerms,
)
from rules.violations import violation
from workflows import credentials, one_time_codes, second_factors
from workflows.acts import Acting, act
from workflows.passwords import new_code
from workflows.sessions import Known, client_of_people

USER = Statement(
    select(users.c.password_hash, users.c.password_is_one_time, users.c.is_blocked)
    .where(users.c.id == bindparam("person", type_=Uuid))
    .with_for_update(read=True)
)
SEALED = bindparam("sealed", type_=LargeBinary)
BEGIN = Statement(
    insert(factors)
    .values(user_id=bindparam("person", type_=Uuid), sealed_secret=SEALED)
    .on_conflict_do_update(
        index_elements=[factors.c.user_id],
        set_={"sealed_secret": SEALED},
        where=factors.c.confirmed_at.is_(None),
    )
    .returning(factors.c.id)
)
CONFIRM = Statement(
    update(factors)
    .where(factors.c.id == bindparam("factor", type_=Uuid))
    .values(
        confirmed_at=func.now(),
        last_step=bindparam("step", type_=BigInteger),
        recovery_digests=bindparam("digests", type_=ARRAY(LargeBinary)),
    )
)

RENEW = Statement(
    update(factors)
    .where(factors.c.user_id == bindparam("person", type_=Uuid))
    .values(recovery_digests=bindparam("digests", type_=ARRAY(LargeBinary)))
)


async def begin(acting: Acting, client: UUID | str, known: Known, terms: SecondFactorTerms) -> str:
    """Make the secret of a second factor that a first code has to confirm; return it.

    Begun again, it is another one. Raises Unauthenticated, PasswordMustBeChanged or
    SecondFactorIsSetUp, and the refusals of rules A3 and A4.
    """
    await _come_in(acting, client, known)
    async with act(acting, "second_factor.started") as connection:
        await _hold(connection, known)
        secret = one_time_codes.new_secret()
        begun = await BEGIN.row(connection, person=known.user_id, sealed=terms.seal(secret))
        if begun is None:
            raise SecondFactorIsSetUp
        return secret


async def confirm(
    acting: Acting, client: UUID | str, known: Known, terms: SecondFactorTerms, code: str
) -> list[str]:
    """Let a second factor count from now on; return its recovery codes, which are kept nowhere.

    The code is used up. Raises Unauthenticated, PasswordMustBeChanged, SecondFactorNotFound,
    SecondFactorIsSetUp or InputIsInvalid, and the refusals of rules A3 and A4.
    """
    await _come_in(acting, client, known)
    async with act(acting, "second_factor.confirmed") as connection:
        await _hold(connection, known)
        kept = await second_factors.LOCK.row(connection, person=known.user_id)
        if kept is None:
            raise SecondFactorNotFound
        if kept["confirmed_at"] is not None:
            raise SecondFactorIsSetUp
        digits = rules.one_time_code(code)
        secret = terms.open(kept["sealed_secret"])
        step = None if digits is None else one_time_codes.step_of(secret, digits, time())
        if step is None:
            message = "It is not the code that the authenticator shows now"
            check([violation(["code"], "one_time_code", message)])
        codes, digests = _new_codes()
        await CONFIRM.rows(connection, factor=kept["id"], step=step, digests=digests)
        return codes


async def renew_recovery_codes(
    acting: Acting, client: UUID | str, known: Known, terms: SecondFactorTerms, code: str | None
) -> list[str]:
    """Replace the recovery codes of one's own second factor, by a code of it; return the new ones.

    None of the former is taken any more. Raises Unauthenticated, PasswordMustBeChanged,
    SecondFactorNeeded or SecondFactorNotFound, and the refusals of rules A3 and A4.
    """
    await _come_in(acting, client, known)
    async with act(acting, "second_factor.renewed") as connection:
        await _hold(connection, known)
        if not await second_factors.check(connection, terms, known.user_id, code):
            raise SecondFactorNotFound
        codes, digests = _new_codes()
        await RENEW.rows(connection, person=known.user_id, digests=digests)
        return codes


async def remove(
    acting: Acting, client: UUID | str, known: Known, terms: SecondFactorTerms, code: str | None
) -> None:
    """Remove one's own second factor, by a code of it.

    Raises Unauthenticated, PasswordMustBeChanged, SecondFactorNeeded or SecondFactorNotFound,
    and the refusals of rules A3 and A4.
    """
    await _come_in(acting, client, known)
    async with act(acting, "second_factor.deleted") as connection:
        await _hold(connection, known)
        if not await second_factors.check(connection, terms, known.user_id, code):
            raise SecondFactorNotFound
        await second_factors.REMOVE.rows(connection, person=known.user_id)


def _new_codes() -> tuple[list[str], list[bytes]]:
    """Return new recovery codes, and what is kept of them."""
    codes = [new_code() for _ in range(RECOVERY_CODES)]
    return codes, [credentials.digest(it.replace("-", "")) for it in codes]


async def _come_in(acting: Acting, client: UUID | str, known: Known) -> None:
    acting.client_id = await client_of_people(acting.connection, client)
    acting.user_id = known.user_id


async def _hold(connection: Connection, known: Known) -> None:
    """Refuse a password that was changed or reset since it was shown, or is for one sign-in."""
    user = await USER.row(connection, person=known.user_id)
    if user is None or user["is_blocked"] or user["password_hash"] != known.password_hash:
        raise Unauthenticated
    if user["password_is_one_time"]:
        raise PasswordMustBeChanged

"""How people stay signed in: a session, renewed for half a day and ended at once (rule E5)."""

import hmac
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import (
    DateTime,
    Integer,
    LargeBinary,
    Text,
    Uuid,
    bindparam,
    case,
    func,
    insert,
    or_,
    select,
    true,
    update,
)

from db.access import clients, sessions, users
from db.statements import Connection, Statement
from rules.access import ClientKind, Role, Unauthenticated, scopes_of
from rules.access_administration import display_name_faults, trimmed
from rules.browsers import UNKNOWN, Browser
from rules.credentials import RENEWAL_GRACE_SECONDS, SESSION_SECONDS, PasswordMustBeChanged
from rules.frozen import frozen
from rules.second_factors import SecondFactorMustBeSetUp, SecondFactorTerms
from workflows import credentials, second_factors
from workflows.acts import Acting, act
from workflows.held_roles import HELD
from workflows.session_tokens import Presented, next_token

# None of who is blocked: the right password would take longer than a wrong one.
KEPT = case((~users.c.is_blocked, users.c.password_hash)).label("password_hash")
USER = Statement(select(users.c.id, KEPT).where(users.c.username == bindparam("name", type_=Text)))
CLIENT = Statement(
    select(clients.c.id).where(
        or_(
            clients.c.id == bindparam("client", type_=Uuid),
            clients.c.name == bindparam("name", type_=Text),
        ),
        clients.c.kind == ClientKind.USER_INTERFACE,
    )
)
WHO = Statement(
    select(
        users.c.is_blocked.label("a_user_is_blocked"),
        clients.c.is_blocked.label("a_client_is_blocked"),
        users.c.password_hash,
        users.c.password_is_one_time,
    )
    .select_from(users.join(clients, true()))
    .where(
        users.c.id == bindparam("person", type_=Uuid),
        clients.c.id == bindparam("client", type_=Uuid),
        clients.c.kind == ClientKind.USER_INTERFACE,
    )
    .with_for_update(read=True)
)
START = Statement(
    insert(sessions)
    .values(
        user_id=bindparam("person", type_=Uuid),
        client_id=bindparam("client", type_=Uuid),
        family_digest=bindparam("family", type_=LargeBinary),
        token_digest=bindparam("token", type_=LargeBinary),
        expires_at=func.now()
        + func.make_interval(0, 0, 0, 0, 0, 0, bindparam("seconds", type_=Integer)),
        browser=bindparam("browser", type_=Text),
        system=bindparam("system", type_=Text),
    )
    .returning(sessions.c.id)
)
FAMILY = sessions.c.family_digest == bindparam("family", type_=LargeBinary)
OPEN = sessions.c.ended_at.is_(None) & (sessions.c.expires_at > func.now())
FIND = Statement(select(sessions.c.user_id, sessions.c.client_id).where(FAMILY, OPEN))
AGE = func.extract("epoch", func.clock_timestamp() - sessions.c.renewed_at)
IS_TOKEN = sessions.c.token_digest == bindparam("token", type_=LargeBinary)
WAS_TOKEN = sessions.c.previous_token_digest == bindparam("token", type_=LargeBinary)
RENEWED_JUST_NOW = bindparam("grace", type_=Integer, value=RENEWAL_GRACE_SECONDS) >= AGE
IS_NAMED = FAMILY & OPEN & (IS_TOKEN | WAS_TOKEN & RENEWED_JUST_NOW)
"""Whether a token names a session by both its parts, as a renewal would take it."""
LOCK = Statement(
    select(
        sessions.c.id,
        sessions.c.token_digest,
        sessions.c.previous_token_digest,
        RENEWED_JUST_NOW.label("renewed_just_now"),
        func.extract("epoch", sessions.c.expires_at - func.now()).label("seconds_left"),
    )
    .where(FAMILY, OPEN)
    .with_for_update()
)
ROTATE = Statement(
    update(sessions)
    .where(sessions.c.id == bindparam("session", type_=Uuid))
    .values(
        previous_token_digest=sessions.c.token_digest,
        token_digest=bindparam("token", type_=LargeBinary),
        renewed_at=func.clock_timestamp(type_=DateTime(timezone=True)),
    )
)
END = Statement(update(sessions).where(FAMILY, OPEN).values(ended_at=func.now()))


@frozen
class Known:
    """A user who may be signing in, and what is kept of their password."""

    user_id: UUID
    password_hash: str | None


@frozen
class Shown:
    """What somebody shows beside their password: a code, and with what they came."""

    terms: SecondFactorTerms
    code: str | None = None
    browser: Browser = UNKNOWN


@frozen
class SignedIn:
    """Who signed in through which client, with what they may ask, their session and its new token.

    Without a token the browser keeps the one that it has: the key of the next one is gone.
    """

    user_id: UUID
    client_id: UUID
    scopes: frozenset[str]
    session_id: UUID
    session_token: str | None
    seconds_left: int
    username: str
    display_name: str
    roles: tuple[str, ...]
    """Those that are limited to no organisation."""
    is_limited_too: bool
    """Whether there are others, which are limited."""


async def find(connection: Connection, username: str) -> Known | None:
    """Find the user of this name, to hold a password against theirs."""
    name = trimmed(username)
    if display_name_faults("username", name):
        return None
    found = await USER.row(connection, name=name)
    return None if found is None else Known(found["id"], found["password_hash"])


async def client_of_people(connection: Connection, client: UUID | str) -> UUID:
    """Return the id of a user interface that is named by its id or its name.

    Raises Unauthenticated.
    """
    key, name = (client, None) if isinstance(client, UUID) else (None, client)
    found = await CLIENT.row(connection, client=key, name=name)
    if found is None:
        raise Unauthenticated
    known: UUID = found["id"]
    return known


async def start(acting: Acting, client: UUID | str, known: Known, shown: Shown) -> SignedIn:
    """Begin a session for a user who has shown their password. Rules E5 and E10.

    `client` is the id of a user interface, or its name. A password that was changed or reset
    since it was shown begins none. Raises Unauthenticated, PasswordMustBeChanged (rule E6),
    SecondFactorNeeded or SecondFactorMustBeSetUp, and the refusals of rules A3 and A4.
    """
    acting.client_id = await client_of_people(acting.connection, client)
    async with act(acting, "session.started") as connection:
        # A block or another password that is being made waits for this session, or this for it:
        # none is overlooked.
        who = await WHO.row(connection, person=acting.user_id, client=acting.client_id)
        if who is None or who["a_user_is_blocked"] or who["a_client_is_blocked"]:
            raise Unauthenticated
        if who["password_hash"] != known.password_hash:
            raise Unauthenticated
        if who["password_is_one_time"]:
            raise PasswordMustBeChanged
        await _check_second_factor(acting, shown)
        family, token = credentials.new_secret(), credentials.new_secret()
        started = await START.row(
            connection,
            person=acting.user_id,
            client=acting.client_id,
            family=credentials.digest(family),
            token=credentials.digest(token),
            seconds=SESSION_SECONDS,
            browser=shown.browser.name,
            system=shown.browser.system,
        )
        return await _signed_in(acting, started["id"], f"{family}.{token}", SESSION_SECONDS)


async def renew(acting: Acting, text: str, keys: Sequence[bytes]) -> SignedIn:
    """Give a session its next token, which a key makes of the former one. Rule E5.

    A former token that comes back later than a browser's windows would send it was stolen, or
    is the owner's after a theft: the session ends. One that comes back sooner gets the same next
    token, since the answer that brought it may have been lost with the page that asked. The keys
    are secret, the newest first. Raises Unauthenticated, and the refusals of rules A3 and A4.
    """
    presented = Presented.read(text)
    found = await _open_session(acting.connection, presented)
    if presented is None or found is None:
        raise Unauthenticated
    acting.user_id, acting.client_id = found["user_id"], found["client_id"]
    async with act(acting, "session.renewed") as connection:
        session = await LOCK.row(connection, family=presented.family)
        if session is None:
            raise Unauthenticated
        left = int(session["seconds_left"])
        if hmac.compare_digest(presented.token, session["token_digest"]):
            renewed, token = next_token(text, keys[0])
            await ROTATE.rows(connection, session=session["id"], token=token)
            return await _signed_in(acting, session["id"], renewed, left)
        if _is_late_twin(presented, session):
            known = session["token_digest"]
            again = (it for it, token in (next_token(text, key) for key in keys) if token == known)
            return await _signed_in(acting, session["id"], next(again, None), left)
        await END.rows(connection, family=presented.family)
        await acting.commit()
        raise Unauthenticated


async def end(acting: Acting, text: str) -> None:
    """End a session, whichever of its tokens names it; one that is none is not missed."""
    presented = Presented.read(text)
    found = await _open_session(acting.connection, presented)
    if presented is None or found is None:
        return
    acting.user_id, acting.client_id = found["user_id"], found["client_id"]
    async with act(acting, "session.ended") as connection:
        await END.rows(connection, family=presented.family)


async def _open_session(
    connection: Connection, presented: Presented | None
) -> Mapping[str, Any] | None:
    if presented is None:
        return None
    found: Mapping[str, Any] | None = await FIND.row(connection, family=presented.family)
    return found


def _is_late_twin(presented: Presented, session: Mapping[str, Any]) -> bool:
    """Return whether two windows renewed at once, or one twice, and this is what came second."""
    former = session["previous_token_digest"]
    return (
        former is not None
        and session["renewed_just_now"]
        and hmac.compare_digest(presented.token, former)
    )


async def _check_second_factor(acting: Acting, shown: Shown) -> None:
    connection, terms = acting.connection, shown.terms
    assert acting.user_id is not None
    if await second_factors.check(connection, terms, acting.user_id, shown.code):
        return
    held = await HELD.row(connection, person=acting.user_id, client=acting.client_id)
    if terms.demand(held["roles"]):
        raise SecondFactorMustBeSetUp


async def _signed_in(
    acting: Acting, session_id: UUID, token: str | None, seconds_left: int
) -> SignedIn:
    assert acting.user_id is not None
    assert acting.client_id is not None
    held = await HELD.row(acting.connection, person=acting.user_id, client=acting.client_id)
    return SignedIn(
        acting.user_id,
        acting.client_id,
        scopes_of(Role(role) for role in held["roles"]) & set(held["scopes"]),
        session_id,
        token,
        seconds_left,
        held["username"],
        held["display_name"],
        tuple(held["unlimited_roles"]),
        bool(held["limited_roles"]),
    )

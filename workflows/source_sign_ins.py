"""How somebody signs in at a source for a sync, and what begins when they are back (rule S5)."""

from collections.abc import Callable, Mapping
from dataclasses import field
from typing import Any
from uuid import UUID

from db.statements import Connection
from rules import source_sign_ins as rules
from rules.frozen import frozen
from rules.idempotency import KEY_LIMIT
from rules.source_sign_ins import AuthorizationServer, SourceClientTerms, WantedSignIn
from rules.sources import SourceAccess, SourceProtocol, SourceTerms, SyncMode
from workflows import credentials, runs, source_profiles, sync_requests, sync_tokens
from workflows.acts import Acting, act
from workflows.idempotency import IdempotentCall, digest
from workflows.source_profiles import Connect, Vouched
from workflows.sync_requests import Wanted

ASK = """
select source.protocol, source.base_url, source.access, source.issuer, source.authorization_url,
       source.token_url, source.oauth_client_id, source.oauth_scope, source.sealed_oauth_secret
  from sources source where source.id = $1
"""
KEEP = f"""
insert into source_sign_ins (state_digest, client_id, user_id, session_id, source_link_id, run_id,
                             mode, sealed_verifier, issuer, names_issuer, token_url, source_id,
                             external_id, expires_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13,
        now() + interval '{rules.MINUTES} minutes')
"""
DROP_OLDEST = f"""
delete from source_sign_ins where state_digest in (
    select state_digest from source_sign_ins where user_id = $1
     order by expires_at desc offset {rules.MOST_UNDER_WAY})
"""
LOCK = """
select *, expires_at <= now() as is_over from source_sign_ins where state_digest = $1 for update
"""
STANDS = "select from source_sign_ins where state_digest = $1"
USE = "update source_sign_ins set used_at = now() where state_digest = $1"
FORGET = "delete from source_sign_ins where expires_at < now() - interval '1 hour'"

Unseal = Callable[[bytes], str]
"""Opens what was sealed with the key of sources."""


@frozen
class Purpose:
    """What somebody signs in for: a link or a group of a source, or the run that goes on."""

    source_id: UUID
    link_id: UUID | None
    external_id: str | None
    run_id: UUID | None
    mode: SyncMode


@frozen
class SignInToBegin:
    """What is known of a sign-in before the source is asked where it is."""

    purpose: Purpose
    terms: SourceClientTerms


@frozen
class SignInTaken:
    """A sign-in whose `state` came back, which nobody can use again."""

    digest: bytes
    purpose: Purpose
    terms: SourceClientTerms
    server: AuthorizationServer
    verifier: str = field(repr=False)


async def look(acting: Acting, wanted: WantedSignIn, unseal: Unseal) -> SignInToBegin:
    """Return at which source somebody signs in, if they may sync the link or resume the run.

    Whether they may sync a group that they look after in no other way, the source says once they
    are back (rule S4). Raises what `sync_requests.begin` or `runs.resume` would, or
    SourceHasNoSignIn.
    """
    async with act(acting, "run.requested") as connection:
        purpose = await _check(connection, acting, wanted)
        return SignInToBegin(purpose, await _terms(connection, purpose.source_id, unseal))


async def keep(
    acting: Acting,
    begun: SignInToBegin,
    server: AuthorizationServer,
    state: str,
    sealed_verifier: bytes,
    unseal: Unseal,
) -> None:
    """Keep a sign-in that begins: its `state` is of this user, session and client alone.

    Raises SignInNotFound where the source was changed since it was asked, or SourceIsRetired.
    """
    async with act(acting, "run.requested") as connection:
        purpose = begun.purpose
        await sync_tokens.hold_source(connection, None, purpose.source_id)
        if await _terms(connection, purpose.source_id, unseal) != begun.terms:
            raise rules.SignInNotFound
        await connection.execute(
            KEEP,
            credentials.digest(state),
            acting.client_id,
            acting.user_id,
            acting.session_id,
            purpose.link_id,
            purpose.run_id,
            purpose.mode,
            sealed_verifier,
            server.issuer,
            server.names_issuer,
            server.token_url,
            purpose.source_id,
            purpose.external_id,
        )
        await connection.execute(DROP_OLDEST, acting.user_id)


async def take(acting: Acting, state: str, unseal: Unseal) -> SignInTaken:
    """Take the sign-in that a `state` is of, once: of two who bring it at once, one is refused.

    Whoever may not sync any more has not used it. Raises SignInNotFound, SignInIsAnothers,
    SignInWasUsed, SignInIsOver, and what `look` raises.
    """
    async with act(acting, "run.requested") as connection:
        state_digest = credentials.digest(state)
        found = await connection.fetchrow(LOCK, state_digest)
        _check_found(acting, found)
        wanted = WantedSignIn(
            found["source_link_id"],
            found["run_id"],
            SyncMode(found["mode"]),
            found["run_id"] is not None,
            found["source_id"],
            found["external_id"],
        )
        purpose = await _check(connection, acting, wanted)
        terms = await _terms(connection, purpose.source_id, unseal)
        await connection.execute(USE, state_digest)
        # Where people were sent is over: what counts is who was to answer, and who gives tokens.
        server = AuthorizationServer(found["issuer"], "", found["token_url"], found["names_issuer"])
        verifier = unseal(bytes(found["sealed_verifier"]))
        return SignInTaken(state_digest, purpose, terms, server, verifier)


async def vouch(
    connect: Connect,
    who: tuple[UUID, UUID | None],
    taken: SignInTaken,
    token: str,
    terms: SourceTerms,
) -> Vouched | None:
    """Ask the source whether whoever signed in may sync the group that they named (rule S4).

    Returns None where it need not be asked. Raises SourceDoesNotAnswer, or SignInNotFound where the
    source was changed meanwhile.
    """
    purpose = taken.purpose
    if purpose.external_id is None:
        return None
    wanted = (None, purpose.source_id, purpose.external_id)
    return await source_profiles.vouch(connect, who, wanted, token, terms, taken.terms.base_url)


async def begin(
    acting: Acting,
    taken: SignInTaken,
    token: str,
    terms: SourceTerms,
    vouched: Vouched | None = None,
) -> UUID:
    """Begin the run that somebody signed in for, or let it go on; return its id.

    The token is sealed beside the run in the transaction that begins it, and kept nowhere else.
    Raises SignInNotFound where the source was changed since the code was sent to it, and what
    `sync_requests.begin` or `runs.resume` raises.
    """
    purpose = taken.purpose
    async with act(acting, "run.requested") as connection:
        await sync_tokens.hold_source(connection, None, purpose.source_id)
        if await connection.fetchrow(STANDS, taken.digest) is None:
            raise rules.SignInNotFound
    run_id = purpose.run_id
    if run_id is not None:
        await runs.resume(
            acting,
            run_id,
            lambda connection: sync_tokens.take_token(connection, acting, run_id, token, terms),
        )
        return run_id
    key = taken.digest.hex()[:KEY_LIMIT]
    named, group = purpose.link_id or purpose.source_id, purpose.external_id
    call = IdempotentCall("syncOrganisation", key, digest(str(named), group, purpose.mode))
    wanted = Wanted(
        purpose.link_id,
        None if group is None else purpose.source_id,
        group,
        purpose.mode,
        token,
        names_link=group is None,
        names_group=group is not None,
    )
    return await sync_requests.begin(acting, call, wanted, terms, vouched)


async def forget(connection: Connection) -> None:
    """Delete sign-ins that were over an hour ago."""
    await connection.execute(FORGET)


async def _check(connection: Connection, acting: Acting, wanted: WantedSignIn) -> Purpose:
    """Return what somebody signs in for, if they may have that done now; nobody changes it yet."""
    link_id = None
    if wanted.resumes:
        link_id = await sync_requests.link_to_resume(connection, acting, wanted.run_id)
        if link_id is None:
            raise rules.SourceHasNoSignIn
    elif wanted.external_id is not None:
        group = (wanted.source_id, wanted.external_id)
        await sync_requests.check_group(connection, acting, *group)
    else:
        found = await sync_requests.find(connection, acting, wanted.link_id)
        await runs.check_free(connection, found["organisation_id"])
        link_id = found["id"]
    source = await sync_tokens.hold_source(connection, link_id, wanted.source_id)
    external_id = wanted.external_id if link_id is None else None
    return Purpose(source["id"], link_id, external_id, wanted.run_id, wanted.mode)


async def _terms(connection: Connection, source_id: UUID, unseal: Unseal) -> SourceClientTerms:
    asked: Mapping[str, Any] | None = await connection.fetchrow(ASK, source_id)
    if asked is None or SourceAccess.AUTHORIZATION_CODE not in asked["access"]:
        raise rules.SourceHasNoSignIn
    secret = asked["sealed_oauth_secret"]
    return SourceClientTerms(
        SourceProtocol(asked["protocol"]),
        asked["base_url"],
        asked["oauth_client_id"],
        None if secret is None else unseal(bytes(secret)),
        asked["issuer"],
        asked["authorization_url"],
        asked["token_url"],
        asked["oauth_scope"],
    )


def _check_found(acting: Acting, found: Mapping[str, Any] | None) -> None:
    if found is None:
        raise rules.SignInNotFound
    who = (found["client_id"], found["user_id"], found["session_id"])
    if who != (acting.client_id, acting.user_id, acting.session_id):
        raise rules.SignInIsAnothers
    if found["used_at"] is not None:
        raise rules.SignInWasUsed
    if found["is_over"]:
        raise rules.SignInIsOver

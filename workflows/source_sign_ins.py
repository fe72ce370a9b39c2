"""How somebody signs in at a source for a sync, and what begins when they are back (rule S5)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from db.statements import Connection
from rules import source_sign_ins as rules
from rules.idempotency import KEY_LIMIT
from rules.source_sign_ins import AuthorizationServer, SourceClientTerms, WantedSignIn
from rules.sources import SourceAccess, SourceProtocol, SourceTerms, SyncMode
from workflows import credentials, runs, sync_requests, sync_tokens
from workflows.acts import Acting, act
from workflows.idempotency import IdempotentCall, digest
from workflows.sync_requests import Wanted

ASK = """
select source.protocol, source.base_url, source.access, source.issuer, source.authorization_url,
       source.token_url, source.oauth_client_id, source.oauth_scope, source.sealed_oauth_secret
  from source_links link join sources source on source.id = link.source_id
 where link.id = $1
"""
KEEP = f"""
insert into source_sign_ins (state_digest, client_id, user_id, session_id, source_link_id, run_id,
                             mode, sealed_verifier, issuer, names_issuer, token_url, expires_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11,
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


@dataclass(frozen=True, slots=True)
class SignInToBegin:
    """What is known of a sign-in before the source is asked where it is."""

    link_id: UUID
    run_id: UUID | None
    mode: SyncMode
    terms: SourceClientTerms


@dataclass(frozen=True, slots=True)
class SignInTaken:
    """A sign-in whose `state` came back, which nobody can use again."""

    digest: bytes
    link_id: UUID
    run_id: UUID | None
    mode: SyncMode
    terms: SourceClientTerms
    server: AuthorizationServer
    verifier: str = field(repr=False)


async def look(acting: Acting, wanted: WantedSignIn, unseal: Unseal) -> SignInToBegin:
    """Return at which source somebody signs in, if they may sync the link or resume the run.

    Raises what `sync_requests.begin` or `runs.resume` would, or SourceHasNoSignIn.
    """
    async with act(acting, "run.requested") as connection:
        link_id = await _check(connection, acting, wanted)
        if link_id is None:
            raise rules.SourceHasNoSignIn
        await sync_tokens.hold_source(connection, link_id)
        terms = await _terms(connection, link_id, unseal)
        return SignInToBegin(link_id, wanted.run_id, wanted.mode, terms)


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
        await sync_tokens.hold_source(connection, begun.link_id)
        if await _terms(connection, begun.link_id, unseal) != begun.terms:
            raise rules.SignInNotFound
        await connection.execute(
            KEEP,
            credentials.digest(state),
            acting.client_id,
            acting.user_id,
            acting.session_id,
            begun.link_id,
            begun.run_id,
            begun.mode,
            sealed_verifier,
            server.issuer,
            server.names_issuer,
            server.token_url,
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
        link_id, run_id, mode = found["source_link_id"], found["run_id"], SyncMode(found["mode"])
        wanted = WantedSignIn(link_id, run_id, mode, resumes=run_id is not None)
        await _check(connection, acting, wanted)
        terms = await _terms(connection, link_id, unseal)
        await connection.execute(USE, state_digest)
        # Where people were sent is over: what counts is who was to answer, and who gives tokens.
        server = AuthorizationServer(found["issuer"], "", found["token_url"], found["names_issuer"])
        verifier = unseal(bytes(found["sealed_verifier"]))
        return SignInTaken(state_digest, link_id, run_id, mode, terms, server, verifier)


async def begin(acting: Acting, taken: SignInTaken, token: str, terms: SourceTerms) -> UUID:
    """Begin the run that somebody signed in for, or let it go on; return its id.

    The token is sealed beside the run in the transaction that begins it, and kept nowhere else.
    Raises SignInNotFound where the source was changed since the code was sent to it, and what
    `sync_requests.begin` or `runs.resume` raises.
    """
    async with act(acting, "run.requested") as connection:
        await sync_tokens.hold_source(connection, taken.link_id)
        if await connection.fetchrow(STANDS, taken.digest) is None:
            raise rules.SignInNotFound
    run_id = taken.run_id
    if run_id is not None:
        await runs.resume(
            acting,
            run_id,
            lambda connection: sync_tokens.take_token(connection, acting, run_id, token, terms),
        )
        return run_id
    key = taken.digest.hex()[:KEY_LIMIT]
    call = IdempotentCall("syncOrganisation", key, digest(str(taken.link_id), taken.mode))
    wanted = Wanted(taken.link_id, None, None, taken.mode, token, True, False)
    return await sync_requests.begin(acting, call, wanted, terms)


async def forget(connection: Connection) -> None:
    """Delete sign-ins that were over an hour ago."""
    await connection.execute(FORGET)


async def _check(connection: Connection, acting: Acting, wanted: WantedSignIn) -> UUID | None:
    """Return the link to be read, if the caller may have that done now."""
    if wanted.resumes:
        return await sync_requests.link_to_resume(connection, acting, wanted.run_id)
    found = await sync_requests.find(connection, acting, wanted.link_id)
    await runs.check_free(connection, found["organisation_id"])
    link_id: UUID = found["id"]
    return link_id


async def _terms(connection: Connection, link_id: UUID, unseal: Unseal) -> SourceClientTerms:
    asked: Mapping[str, Any] | None = await connection.fetchrow(ASK, link_id)
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

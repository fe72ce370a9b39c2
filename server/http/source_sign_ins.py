"""Lets people sign in at a source on their way to a sync (rule S5, RFC 6749 and RFC 7636).

The console asks where to, and brings what came back: a page that the source sends somebody to gets
no cookie of theirs, which is SameSite=Strict, so it is the page that speaks for them.
"""

import secrets
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from outbound.names import Names
from outbound.signatures import SOURCE_KEY_FILE, Seal
from outbound.sources.assertions import Assertions
from outbound.sources.authorization import Authorization
from resolvers import ids
from resolvers.access import Caller, Scoped, require
from rules import source_sign_ins as rules
from rules.access import Role, Unauthenticated
from rules.frozen import frozen
from rules.refusals import BadRequest, Refusal
from rules.source_sign_ins import SentBack, WantedSignIn
from rules.source_tokens import LONGEST_TOKEN
from rules.sources import SourceTerms, SyncMode
from server.http.callers import Verify, acting_of, claims_of, refused_caller
from server.http.json_endpoints import json_object, json_response, refusing
from server.postgres.contention import again_when_contended
from server.postgres.pool import Pool
from server.settings import Settings
from server.source_connections import source_connections
from server.source_terms import source_terms
from workflows import source_sign_ins as workflow
from workflows.acts import Acting

ACCESS = Scoped(
    "run:write",
    frozenset({Role.STEWARD, Role.ADMIN, Role.REGISTRAR}),
    closed_to_machines=True,
    limited=True,
    within=frozenset({Role.PERSON}),
)
"""As `syncOrganisation` and `resumeRun`, but for machines, which sign in nowhere."""

AUTHORIZE = "/sources/authorize"
BYTES = 32
"""Of `state` and of the verifier, at random."""

Result = TypeVar("Result")
Answer = Callable[[Caller, dict[str, Any]], Awaitable[Response]]


@frozen
class SourceSignIns:
    """The endpoints where a sign-in at a source begins, and where it ends in a run."""

    pool: Pool
    verify: Verify
    authorization: Authorization
    terms: SourceTerms
    redirect_uri: str

    @classmethod
    def of(cls, settings: Settings, pool: Pool, names: Names, verify: Verify) -> "SourceSignIns":
        """Make the endpoints of an installation."""

        def seal() -> Seal:
            return Seal(settings.keys_directory, SOURCE_KEY_FILE)

        allows = settings.source_allow_loopback
        authorization = Authorization(
            source_connections(names, allows_loopback=allows),
            lambda client_id, audience: Assertions(seal()).sign(client_id, audience),
            allows_loopback=allows,
        )
        redirect_uri = f"{settings.public_address.rstrip('/')}{rules.CALLBACK}"
        return cls(pool, verify, authorization, source_terms(settings, names), redirect_uri)

    def routes(self) -> list[Route]:
        """Return the routes of its paths; GET shows the console there."""
        return [
            Route(AUTHORIZE, self._answering(self._begin), methods=["POST"]),
            Route(AUTHORIZE, _read_nothing, methods=["GET"]),
            Route(rules.CALLBACK, self._answering(self._end), methods=["POST"]),
        ]

    def _answering(self, answer: Answer) -> Callable[[Request], Awaitable[Response]]:
        async def respond(request: Request) -> Response:
            content = await json_object(request)
            try:
                return await answer(await self._caller(request), content)
            except Refusal as refusal:
                return refused_caller(request, refusal)

        return refusing(respond)

    async def _caller(self, request: Request) -> Caller:
        claims = await claims_of(self.verify, request.scope["headers"])
        if claims is None:
            raise Unauthenticated
        caller = Caller(claims.client_id, claims.user_id, claims.scopes, claims.session_id)
        require(ACCESS, caller)
        return caller

    async def _begin(self, caller: Caller, content: dict[str, Any]) -> Response:
        """Answer with the address at which the caller signs in at the source."""
        wanted, unseal = _wanted(content), self.terms.unseal
        begun = await self._act(caller, lambda acting: workflow.look(acting, wanted, unseal))
        # No connection of the pool is held while the source is asked.
        server = await self.authorization.find(begun.terms)
        state, verifier = secrets.token_urlsafe(BYTES), secrets.token_urlsafe(BYTES)
        sealed = self.terms.seal(verifier)
        it = (begun, server, state, sealed, unseal)
        await self._act(caller, lambda acting: workflow.keep(acting, *it))
        address = rules.where_to_sign_in(server, begun.terms, self.redirect_uri, state, verifier)
        return json_response(200, {"authorizationUrl": address})

    async def _end(self, caller: Caller, content: dict[str, Any]) -> Response:
        """Exchange what came back, once, and answer with the run that begins with the token."""
        back, unseal = _sent_back(content), self.terms.unseal
        taken = await self._act(caller, lambda acting: workflow.take(acting, back.state, unseal))
        code = rules.checked_code(taken.server, back)
        token = await self.authorization.exchange(
            taken.terms, taken.server, code, taken.verifier, self.redirect_uri
        )
        who = (caller.client_id, caller.user_id)
        vouched = await workflow.vouch(self.pool.connection, who, taken, token, self.terms)
        it = (taken, token, self.terms, vouched)
        run_id = await self._act(caller, lambda acting: workflow.begin(acting, *it))
        return json_response(200, {"runId": ids.identify("Run")(str(run_id))})

    async def _act(self, caller: Caller, act: Callable[[Acting], Awaitable[Result]]) -> Result:
        async def attempt() -> Result:
            async with self.pool.connection() as connection:
                acting = acting_of(connection, caller, ACCESS)
                done = await act(acting)
                await acting.commit()
                return done

        return await again_when_contended(attempt)


async def _read_nothing(_: Request) -> Response:
    """Say that there is nothing to be read, where the console's page would say that it is lost."""
    raise HTTPException(405, headers={"allow": "POST"})


def _wanted(content: dict[str, Any]) -> WantedSignIn:
    link, run = _text(content, "sourceLinkId"), _text(content, "runId")
    source, group = _text(content, "sourceId"), _text(content, "externalId")
    named = [it is not None for it in (link, run, source)]
    if sum(named) != 1 or (source is None) != (group is None):
        raise BadRequest("Either sourceLinkId, runId, or sourceId with externalId is needed.")
    mode = _text(content, "mode") or SyncMode.FULL
    if mode not in frozenset(SyncMode):
        raise BadRequest("mode is FULL or CHANGES.")
    return WantedSignIn(
        None if link is None else ids.key(link, "SourceLink"),
        None if run is None else ids.key(run, "Run"),
        SyncMode(mode),
        resumes=run is not None,
        source_id=None if source is None else ids.key(source, "Source"),
        external_id=group,
    )


def _sent_back(content: dict[str, Any]) -> SentBack:
    state = _text(content, "state")
    if state is None:
        raise BadRequest("state is needed.")
    return SentBack(state, _text(content, "code"), _text(content, "iss"), _text(content, "error"))


def _text(content: dict[str, Any], name: str) -> str | None:
    value = content.get(name)
    if value is None or (isinstance(value, str) and len(value) <= LONGEST_TOKEN):
        return value
    raise BadRequest(f"{name} is a text of at most {LONGEST_TOKEN} characters.")

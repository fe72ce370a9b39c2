"""Whom a request for a document comes from: by its token, or by a link that was made for them."""

from collections.abc import Callable
from time import time
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from resolvers.access import Caller, Scoped, any_roles, limited_roles, require, roles_needed
from rules.access import ScopesMissing, Unauthenticated
from rules.frozen import frozen
from rules.refusals import Refusal
from server.http.asgi import Headers
from server.http.json_endpoints import refused
from server.identity.issuer import Issuer
from server.identity.links import DOCUMENT_SCOPES, PURPOSE, read_link
from server.identity.tokens import Claims, KeyNotFound
from server.observability import correlation
from workflows.acts import Acting
from workflows.documents import Reader

Verify = Callable[[Headers], Claims | None]


async def claims_of(verify: Verify, headers: Headers) -> Claims | None:
    """Verify a request's token, with the issuer's newest keys where its key is not known. E4."""
    try:
        return verify(headers)
    except KeyNotFound as missing:
        if not await missing.keys.refetch():
            raise
        return verify(headers)


def refused_caller(request: Request, refusal: Refusal) -> Response:
    """Refuse; whose token is absent or lacks scopes is refused as in A1 and A2."""
    answer = refused(refusal)
    if isinstance(refusal, Unauthenticated):
        fault = ' error="invalid_token"' if "authorization" in request.headers else ""
        answer.headers["www-authenticate"] = f"Bearer{fault}"
    elif isinstance(refusal, ScopesMissing):
        answer.status_code = 401
        answer.headers["www-authenticate"] = 'Bearer error="insufficient_scope"'
    return answer


@frozen
class Callers:
    """Recognizes those who ask for documents, and what they may ask for (rule C12a)."""

    verify: Verify
    issuer: Issuer
    quota: int

    async def reader(self, request: Request, number: str) -> Reader:
        """Return who asks for the document of a number. Raises Unauthenticated or ScopesMissing."""
        caller = await self._by_token(request) or self._by_link(request, number)
        if caller is None:
            raise Unauthenticated
        for scope in DOCUMENT_SCOPES:
            require(Scoped(scope), caller)
        correlation_id = correlation.current()
        assert correlation_id is not None
        # The roles that may certify are among those that may read.
        access = Scoped(DOCUMENT_SCOPES[-1], limited=True)
        return Reader(
            caller.client_id,
            caller.user_id,
            caller.session_id,
            roles_needed(access, caller),
            limited_roles(access, caller),
            correlation_id,
            self.quota,
        )

    async def _by_token(self, request: Request) -> Caller | None:
        claims = await claims_of(self.verify, request.scope["headers"])
        if claims is None:
            return None
        return Caller(claims.client_id, claims.user_id, claims.scopes, claims.session_id)

    def _by_link(self, request: Request, number: str) -> Caller | None:
        link = request.query_params.get("link")
        if link is None:
            return None
        return read_link(self.issuer.derived(PURPOSE), link, number, time())


def acting_of(connection: Any, caller: Caller, access: Scoped) -> Acting:
    """Return who acts on a connection for the request that is answered, by any of the roles."""
    correlation_id = correlation.current()
    assert correlation_id is not None
    return Acting(
        connection,
        correlation_id,
        caller.client_id,
        caller.user_id,
        any_roles(access, caller),
        caller.session_id,
    )

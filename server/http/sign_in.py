"""Signs people in, keeps them signed in by a cookie, changes their passwords (rules E5, E6)."""

from dataclasses import dataclass
from time import time
from typing import Any
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from rules.access import Unauthenticated
from rules.access_administration import CONSOLE, change_faults, check
from rules.credentials import TOKEN_SECONDS
from rules.refusals import BadRequest
from server.http.bodies import address_of
from server.http.json_endpoints import json_object, json_response, refusing
from server.http.password_checks import PasswordChecks
from server.http.session_cookies import SessionCookies
from server.identity.issuer import Issuer
from server.observability import correlation
from server.postgres.pool import CountingConnection, Pool
from workflows import credentials, passwords, sessions
from workflows.acts import Acting
from workflows.sessions import SignedIn

PATH = "/auth"


@dataclass(slots=True)
class SignIn:
    """The endpoints of sign-in, renewal, sign-out and another password."""

    pool: Pool
    issuer: Issuer
    passwords: PasswordChecks
    cookies: SessionCookies

    def routes(self) -> list[Route]:
        """Return the routes of its paths."""
        return [
            Route(f"{PATH}/sign-in", refusing(self._sign_in), methods=["POST"]),
            Route(f"{PATH}/refresh", refusing(self._refresh), methods=["POST"]),
            Route(f"{PATH}/sign-out", refusing(self._sign_out), methods=["POST"]),
            Route(f"{PATH}/password", refusing(self._change_password), methods=["POST"]),
        ]

    async def _sign_in(self, request: Request) -> Response:
        content = await json_object(request)
        username, password = _texts(content, "username", "password")
        client = _client(content)
        async with (
            self.passwords.passed(username, password, address_of(request)) as user,
            self.pool.connection() as connection,
        ):
            acting = _acting(connection)
            acting.user_id = user.user_id
            signed_in = await sessions.start(acting, client, user)
            await acting.commit()
        return self._signed_in(request, signed_in)

    async def _refresh(self, request: Request) -> Response:
        token = self.cookies.token(request)
        if token is None:
            raise Unauthenticated
        async with self.pool.connection() as connection:
            acting = _acting(connection)
            signed_in = await sessions.renew(acting, token)
            await acting.commit()
        return self._signed_in(request, signed_in)

    async def _sign_out(self, request: Request) -> Response:
        for token in self.cookies.tokens(request):
            async with self.pool.connection() as connection:
                acting = _acting(connection)
                await sessions.end(acting, token)
                await acting.commit()
        response = Response(None, 204, {"cache-control": "no-store"})
        self.cookies.clear(response)
        return response

    async def _change_password(self, request: Request) -> Response:
        content = await json_object(request)
        username, old, new = _texts(content, "username", "oldPassword", "newPassword")
        client = _client(content)
        check(change_faults(old, new))
        async with self.passwords.passed(username, old, address_of(request)) as user:
            new_hash = await credentials.hash_password(new)
            async with self.pool.connection() as connection:
                acting = _acting(connection)
                session = self.cookies.token(request)
                await passwords.change(acting, client, user, new_hash, session)
                await acting.commit()
        return Response(None, 204, {"cache-control": "no-store"})

    def _signed_in(self, request: Request, signed_in: SignedIn) -> Response:
        scope = " ".join(sorted(signed_in.scopes))
        seconds = min(TOKEN_SECONDS, signed_in.seconds_left)
        access_token = self.issuer.issue(
            signed_in.user_id,
            signed_in.client_id,
            scope,
            seconds,
            time(),
            signed_in.session_id,
        )
        response = json_response(
            200,
            {
                "accessToken": access_token,
                "tokenType": "Bearer",
                "expiresIn": seconds,
                "scope": scope,
            },
        )
        if signed_in.session_token is not None:
            token, seconds_left = signed_in.session_token, signed_in.seconds_left
            self.cookies.keep(request, response, token, seconds_left)
        return response


def _acting(connection: CountingConnection) -> Acting:
    correlation_id = correlation.current()
    assert correlation_id is not None
    return Acting(connection, correlation_id)


def _texts(content: dict[str, Any], *names: str) -> list[str]:
    """Return the members of these names, which must be texts. Raises BadRequest."""
    values = [content.get(name) for name in names]
    texts = [value for value in values if isinstance(value, str)]
    if len(texts) < len(names):
        raise BadRequest(f"{' and '.join(names)} are texts.")
    return texts


def _client(content: dict[str, Any]) -> UUID | str:
    """Return the client through which somebody comes: the console by default."""
    client = content.get("clientId")
    if client is None:
        return CONSOLE
    try:
        return UUID(client)
    except (ValueError, AttributeError, TypeError):
        raise BadRequest("clientId is a UUID.") from None

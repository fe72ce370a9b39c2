"""Signs people in by name and password, and keeps them signed in by a session cookie (rule E5)."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from time import time
from typing import Any
from uuid import UUID

import orjson
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from rules.access import ClientBlocked, Unauthenticated, UserBlocked
from rules.credentials import TOKEN_SECONDS
from rules.refusals import BadRequest, Code, Refusal
from server import errors
from server.http.bodies import BodyTooLarge, address_of, body_of, media_type
from server.http.password_checks import PasswordChecks
from server.identity.issuer import Issuer
from server.observability import correlation
from server.postgres.pool import CountingConnection, Pool, Unavailable
from workflows import sessions
from workflows.acts import Acting
from workflows.sessions import SignedIn

COOKIE = "selfsame_session"
PATH = "/auth"
DEFAULT_CLIENT = "console"

STATUSES = {
    Code.UNAUTHENTICATED: 401,
    Code.BAD_REQUEST: 400,
    Code.RATE_LIMITED: 429,
    Code.UNAVAILABLE: 503,
}


class NotJson(Refusal):
    """The body has another Content-Type than JSON, as a form of another site has."""

    code = Code.BAD_REQUEST
    message = "The Content-Type must be application/json."


@dataclass(slots=True)
class SignIn:
    """The endpoints of sign-in, renewal and sign-out."""

    pool: Pool
    issuer: Issuer
    passwords: PasswordChecks

    def routes(self) -> list[Route]:
        """Return the routes of its paths."""
        return [
            Route(f"{PATH}/sign-in", self._with_refusals(self._sign_in), methods=["POST"]),
            Route(f"{PATH}/refresh", self._with_refusals(self._refresh), methods=["POST"]),
            Route(f"{PATH}/sign-out", self._with_refusals(self._sign_out), methods=["POST"]),
        ]

    def _with_refusals(
        self, endpoint: Callable[[Request], Awaitable[Response]]
    ) -> Callable[[Request], Awaitable[Response]]:
        async def respond(request: Request) -> Response:
            try:
                if media_type(request) != "application/json":
                    raise NotJson
                return await endpoint(request)
            except BodyTooLarge:
                return _refused(BadRequest("The request body is too large."), 413)
            except (ClientBlocked, UserBlocked):
                # Who is not signed in yet sees no difference between a block and a wrong password.
                return _refused(Unauthenticated(), 401)
            except Refusal as refusal:
                status = 415 if isinstance(refusal, NotJson) else STATUSES.get(refusal.code, 400)
                return _refused(refusal, status)

        return respond

    async def _sign_in(self, request: Request) -> Response:
        username, password, client = _sign_in_input(await _json_object(request))
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
        token = _session_token(request)
        if token is None:
            raise Unauthenticated
        async with self.pool.connection() as connection:
            acting = _acting(connection)
            signed_in = await sessions.renew(acting, token)
            await acting.commit()
        return self._signed_in(request, signed_in)

    async def _sign_out(self, request: Request) -> Response:
        token = _session_token(request)
        if token is not None:
            async with self.pool.connection() as connection:
                acting = _acting(connection)
                await sessions.end(acting, token)
                await acting.commit()
        response = Response(None, 204, {"cache-control": "no-store"})
        _set_cookie(request, response, "", 0)
        return response

    def _signed_in(self, request: Request, signed_in: SignedIn) -> Response:
        scope = " ".join(sorted(signed_in.scopes))
        seconds = min(TOKEN_SECONDS, signed_in.seconds_left)
        access_token = self.issuer.issue(
            signed_in.user_id, signed_in.client_id, scope, seconds, time()
        )
        response = _json(
            200,
            {
                "accessToken": access_token,
                "tokenType": "Bearer",
                "expiresIn": seconds,
                "scope": scope,
            },
        )
        if signed_in.session_token is not None:
            _set_cookie(request, response, signed_in.session_token, signed_in.seconds_left)
        return response


def _acting(connection: CountingConnection) -> Acting:
    correlation_id = correlation.current()
    assert correlation_id is not None
    return Acting(connection, correlation_id)


async def _json_object(request: Request) -> dict[str, Any]:
    try:
        content = orjson.loads(await body_of(request))
    except orjson.JSONDecodeError:
        raise BadRequest("The body is not JSON.") from None
    if not isinstance(content, dict):
        raise BadRequest("The body is not a JSON object.")
    return content


def _sign_in_input(content: dict[str, Any]) -> tuple[str, str, UUID | str]:
    """Return the username, the password and the client, which is the console by default."""
    username, password = content.get("username"), content.get("password")
    if not isinstance(username, str) or not isinstance(password, str):
        raise BadRequest("username and password are texts.")
    client = content.get("clientId")
    if client is None:
        return username, password, DEFAULT_CLIENT
    try:
        return username, password, UUID(client)
    except (ValueError, AttributeError, TypeError):
        raise BadRequest("clientId is a UUID.") from None


def _session_token(request: Request) -> str | None:
    try:
        cookies = SimpleCookie(request.headers.get("cookie", ""))
    except CookieError:
        return None
    return cookies[COOKIE].value if COOKIE in cookies else None


def _set_cookie(request: Request, response: Response, token: str, seconds: int) -> None:
    response.set_cookie(
        COOKIE,
        token,
        max_age=seconds,
        path=PATH,
        secure=_is_encrypted(request),
        httponly=True,
        samesite="strict",
    )


def _is_encrypted(request: Request) -> bool:
    """Return whether the browser uses TLS, which may end at a proxy before us.

    The header needs no trust: a browser sends a Secure cookie over TLS alone.
    """
    forwarded = request.headers.get("x-forwarded-proto", "")
    return "https" in (request.url.scheme, forwarded.partition(",")[0].strip())


def _json(status: int, content: object, **headers: str) -> Response:
    common = {"cache-control": "no-store"}
    return Response(orjson.dumps(content), status, {**common, **headers}, "application/json")


def _refused(refusal: Refusal, status: int) -> Response:
    headers = {}
    if "retryAfter" in refusal.extensions:
        headers["retry-after"] = str(refusal.extensions["retryAfter"])
    elif isinstance(refusal, Unavailable):
        headers["retry-after"] = "1"
    return _json(status, {"errors": [errors.of_refusal(refusal)]}, **headers)

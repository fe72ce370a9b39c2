"""How a machine gets its token: RFC 6749's client credentials, answered to the letter (rule E1)."""

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass
from time import time
from typing import Any
from urllib.parse import parse_qsl, unquote_plus
from uuid import UUID

import orjson
from sqlalchemy import Uuid, bindparam, case, func, select
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from db.access import clients
from db.statements import Statement
from rules.access import SCOPES, ClientKind, split_scopes
from rules.credentials import TOKEN_SECONDS, Attempt, TooManyFailures
from server.http.bodies import BodyTooLarge, address_of, body_of, media_type
from server.identity.issuer import Issuer
from server.postgres.pool import Pool, Unavailable
from workflows import credentials, throttling

FORM = "application/x-www-form-urlencoded"
KNOWN = ("grant_type", "scope", "client_id", "client_secret")

FIND = Statement(
    select(
        clients.c.id,
        clients.c.scopes,
        clients.c.is_blocked,
        clients.c.secret_digest,
        case(
            (
                clients.c.previous_secret_until > func.clock_timestamp(),
                clients.c.previous_secret_digest,
            )
        ).label("previous_secret_digest"),
    ).where(clients.c.id == bindparam("client", type_=Uuid), clients.c.kind == ClientKind.SYSTEM)
)


class OAuthError(Exception):
    """An error of RFC 6749, section 5.2, by its name there."""

    def __init__(self, error: str, status: int = 400, **headers: str) -> None:
        """Say it with this status, and with headers whose names are written with underscores."""
        super().__init__(error)
        self.error = error
        self.status = status
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}


def _invalid_client() -> OAuthError:
    return OAuthError("invalid_client", 401, www_authenticate='Basic realm="selfsame"')


@dataclass(frozen=True, slots=True)
class Credentials:
    """What a client presents: its id and its secret, both as it wrote them."""

    client_id: str
    secret: str


@dataclass(slots=True)
class OAuth:
    """The token endpoint, and the document that describes it."""

    pool: Pool
    issuer: Issuer

    def routes(self) -> list[Route]:
        """Say which path is whose."""
        return [
            Route("/oauth/token", self.token, methods=["POST"]),
            Route("/.well-known/oauth-authorization-server", self.described, methods=["GET"]),
        ]

    async def token(self, request: Request) -> Response:
        """Answer one token request."""
        try:
            return _json(200, await self._granted(request))
        except OAuthError as error:
            return _json(error.status, {"error": error.error}, error.headers)
        except BodyTooLarge:
            return _json(413, {"error": "invalid_request"})
        except TooManyFailures as refusal:
            wait = {"retry-after": str(refusal.extensions["retryAfter"])}
            return _json(429, {"error": "temporarily_unavailable"}, wait)
        except Unavailable:
            return _json(503, {"error": "temporarily_unavailable"}, {"retry-after": "1"})

    async def described(self, request: Request) -> Response:
        """Describe the token endpoint (RFC 8414), at the address that the request came to."""
        here = str(request.base_url).rstrip("/")
        content = {
            "issuer": here,
            "token_endpoint": f"{here}/oauth/token",
            "jwks_uri": f"{here}/.well-known/jwks.json",
            "grant_types_supported": ["client_credentials"],
            "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
            "scopes_supported": list(SCOPES),
            "response_types_supported": [],
        }
        return Response(orjson.dumps(content), 200, {"vary": "host"}, "application/json")

    async def _granted(self, request: Request) -> dict[str, Any]:
        asked = await _parameters(request)
        presented = _presented(request, asked)
        if "grant_type" not in asked:
            raise OAuthError("invalid_request")
        if asked["grant_type"] != "client_credentials":
            raise OAuthError("unsupported_grant_type")
        if presented is None:
            raise _invalid_client()
        client = await self._client(presented, address_of(request))
        scopes = _scopes(asked.get("scope"), client["scopes"])
        token = self.issuer.issue(client["id"], client["id"], scopes, TOKEN_SECONDS, time())
        return {
            "access_token": token,
            "token_type": "Bearer",
            "expires_in": TOKEN_SECONDS,
            "scope": scopes,
        }

    async def _client(self, presented: Credentials, address: str) -> Mapping[str, Any]:
        """Find the client that these credentials are of.

        A wrong secret, an unknown id and a blocked client take the same steps, so that neither
        the answer nor its time tells them apart.
        """
        attempt = Attempt("oauth", presented.client_id.lower(), address)
        async with self.pool.connection() as connection:
            await throttling.check(connection, attempt)
            found = await FIND.row(connection, client=_uuid(presented.client_id))
            kept = (None, None)
            if found is not None and not found["is_blocked"]:
                kept = (found["secret_digest"], found["previous_secret_digest"])
            if credentials.is_one_of(presented.secret, *kept):
                assert found is not None
                client: Mapping[str, Any] = found
                return client
            await throttling.note_failure(connection, attempt)
        raise _invalid_client()


async def _parameters(request: Request) -> dict[str, str]:
    """Read the form: each parameter once, and one without a value as if it were left out."""
    # Credentials in an address end up in logs on the way (RFC 6749, section 2.3.1).
    if request.url.query or media_type(request) != FORM:
        raise OAuthError("invalid_request")
    try:
        body = (await body_of(request)).decode("ascii")
        pairs = parse_qsl(body, keep_blank_values=True, errors="strict", max_num_fields=50)
    except ValueError:
        raise OAuthError("invalid_request") from None
    if len({name for name, _ in pairs}) != len(pairs):
        raise OAuthError("invalid_request")
    return {name: value for name, value in pairs if name in KNOWN and value}


def _presented(request: Request, asked: Mapping[str, str]) -> Credentials | None:
    """Find the client's credentials in the header or in the body, but not in both."""
    headers = request.headers.getlist("authorization")
    if not headers:
        if "client_id" not in asked or "client_secret" not in asked:
            return None
        return Credentials(asked["client_id"], asked["client_secret"])
    if len(headers) > 1 or "client_secret" in asked:
        raise OAuthError("invalid_request")
    presented = _basic(headers[0])
    if presented is not None and asked.get("client_id", presented.client_id) != presented.client_id:
        raise OAuthError("invalid_request")
    return presented


def _basic(header: str) -> Credentials | None:
    scheme, _, encoded = header.partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        decoded = base64.b64decode(encoded.strip(" "), validate=True).decode("utf-8")
    except (binascii.Error, ValueError):
        return None
    client_id, colon, secret = decoded.partition(":")
    # Both were form-encoded before they were joined (RFC 6749, section 2.3.1).
    return Credentials(unquote_plus(client_id), unquote_plus(secret)) if colon else None


def _scopes(asked: str | None, held: list[str]) -> str:
    """Narrow the client's scopes to those asked for; one that it does not hold is refused."""
    if asked is None:
        return " ".join(sorted(held))
    wanted = split_scopes(asked)
    if not wanted or not wanted <= set(held):
        raise OAuthError("invalid_scope")
    return " ".join(sorted(wanted))


def _uuid(text: str) -> UUID | None:
    try:
        known = UUID(text)
    except ValueError:
        return None
    return known if str(known) == text.lower() else None


def _json(status: int, content: object, headers: Mapping[str, str] = {}) -> Response:
    common = {"cache-control": "no-store", "pragma": "no-cache"}
    return Response(orjson.dumps(content), status, {**common, **headers}, "application/json")

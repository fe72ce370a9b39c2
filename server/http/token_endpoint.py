"""Issues tokens to machines by the client credentials grant of RFC 6749 (rule E1)."""

import base64
import binascii
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from time import time
from typing import Any
from urllib.parse import parse_qsl, unquote_plus
from uuid import UUID

import orjson
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from rules.access import SCOPES, split_scopes
from rules.credentials import TOKEN_SECONDS, Attempt, TooManyFailures
from rules.frozen import frozen
from server.http.bodies import BodyTooLarge, address_of, body_of, media_type
from server.identity.issuer import Issuer
from server.postgres.pool import Pool, Unavailable
from workflows.client_authentication import authenticate

FORM = "application/x-www-form-urlencoded"
SCOPE_WORD = re.compile(r"[a-zA-Z_:.]{1,64}")
MOST_NAMED = 20
PARAMETERS = ("grant_type", "scope", "client_id", "client_secret")


class OAuthError(Exception):
    """An error of RFC 6749, section 5.2, by its name there."""

    def __init__(
        self, error: str, description: str | None = None, status: int = 400, **headers: str
    ) -> None:
        """Take what a programmer reads, and headers whose names are written with underscores."""
        super().__init__(error)
        self.error = error
        self.description = description
        self.status = status
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}

    def response(self) -> Response:
        """Return the answer that it is."""
        described = {"error_description": self.description} if self.description else {}
        return _json(self.status, {"error": self.error, **described}, self.headers)


def _invalid_client() -> OAuthError:
    # No description: a wrong secret, an unknown id and a blocked client are answered alike.
    return OAuthError("invalid_client", None, 401, www_authenticate='Basic realm="selfsame"')


@frozen
class Credentials:
    """A client's id and secret, as the client wrote them."""

    client_id: str
    secret: str


@dataclass(slots=True)
class TokenEndpoint:
    """The token endpoint, and its metadata."""

    pool: Pool
    issuer: Issuer
    public_url: str

    def routes(self) -> list[Route]:
        """Return the routes of its paths."""
        return [
            Route("/oauth/token", self.token, methods=["POST"]),
            Route("/.well-known/oauth-authorization-server", self.metadata, methods=["GET"]),
        ]

    async def token(self, request: Request) -> Response:
        """Respond to a token request."""
        try:
            return _json(200, await self._grant(request))
        except OAuthError as error:
            return error.response()
        except BodyTooLarge:
            return OAuthError("invalid_request", "The body is too large", 413).response()
        except TooManyFailures as refusal:
            wait = {"retry-after": str(refusal.extensions["retryAfter"])}
            return _json(429, {"error": "temporarily_unavailable"}, wait)
        except Unavailable:
            return _json(503, {"error": "temporarily_unavailable"}, {"retry-after": "1"})

    async def metadata(self, _: Request) -> Response:
        """Return the metadata of RFC 8414, for the public address whatever the header Host says."""
        content = {
            "issuer": self.public_url,
            "token_endpoint": f"{self.public_url}/oauth/token",
            "jwks_uri": f"{self.public_url}/.well-known/jwks.json",
            "grant_types_supported": ["client_credentials"],
            "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
            "scopes_supported": list(SCOPES),
            "response_types_supported": [],
        }
        return Response(orjson.dumps(content), 200, None, "application/json")

    async def _grant(self, request: Request) -> dict[str, Any]:
        parameters = await _parameters(request)
        presented = _credentials(request, parameters)
        if "grant_type" not in parameters:
            raise OAuthError("invalid_request", "grant_type is missing")
        if parameters["grant_type"] != "client_credentials":
            raise OAuthError("unsupported_grant_type", "grant_type is client_credentials here")
        if presented is None:
            raise _invalid_client()
        client = await self._client(presented, address_of(request))
        scopes = _scopes(parameters.get("scope"), client["scopes"])
        token = self.issuer.issue(client["id"], client["id"], scopes, TOKEN_SECONDS, time())
        return {
            "access_token": token,
            "token_type": "Bearer",
            "expires_in": TOKEN_SECONDS,
            "scope": scopes,
        }

    async def _client(self, presented: Credentials, address: str) -> Mapping[str, Any]:
        attempt = Attempt("oauth", presented.client_id.lower(), address)
        async with self.pool.connection() as connection:
            client = await authenticate(
                connection, _uuid(presented.client_id), presented.secret, attempt
            )
        if client is None:
            raise _invalid_client()
        return client


async def _parameters(request: Request) -> dict[str, str]:
    """Read the form: no parameter twice; one without a value counts as absent."""
    # Credentials in a URL end up in logs on the way (RFC 6749, section 2.3.1).
    if request.url.query:
        raise OAuthError("invalid_request", "Parameters stand in the body, not in the address")
    if media_type(request) != FORM:
        raise OAuthError("invalid_request", f"The body is {FORM}")
    try:
        body = (await body_of(request)).decode("ascii")
        pairs = parse_qsl(body, keep_blank_values=True, errors="strict", max_num_fields=50)
    except ValueError:
        raise OAuthError("invalid_request", f"The body is no {FORM}") from None
    names = [name for name, _ in pairs]
    if len(set(names)) != len(names):
        twice = [name for name in PARAMETERS if names.count(name) > 1]
        raise OAuthError("invalid_request", f"Sent twice: {', '.join(twice) or 'a parameter'}")
    return {name: value for name, value in pairs if name in PARAMETERS and value}


def _credentials(request: Request, parameters: Mapping[str, str]) -> Credentials | None:
    """Return the client's credentials from the header or from the body, but not from both."""
    headers = request.headers.getlist("authorization")
    if not headers:
        if "client_id" not in parameters or "client_secret" not in parameters:
            return None
        return Credentials(parameters["client_id"], parameters["client_secret"])
    if len(headers) > 1 or "client_secret" in parameters:
        raise OAuthError("invalid_request", "Credentials were sent twice")
    presented = _basic(headers[0])
    if (
        presented is not None
        and parameters.get("client_id", presented.client_id) != presented.client_id
    ):
        raise OAuthError("invalid_request", "client_id is another than that of the header")
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


def _scopes(requested: str | None, granted: list[str]) -> str:
    """Narrow the client's scopes to those requested; one that it does not have is refused."""
    if requested is None:
        return " ".join(sorted(granted))
    scopes = split_scopes(requested)
    if not scopes or not scopes <= set(granted):
        raise OAuthError("invalid_scope", _without(scopes, granted))
    return " ".join(sorted(scopes))


def _without(scopes: Collection[str], granted: Collection[str]) -> str:
    """Say to a client that has come in which scopes it lacks, and which it has.

    What is no word of a scope is not repeated: RFC 6749 has few characters for a description.
    """
    lacking = sorted(set(scopes) - set(granted))
    named = [it for it in lacking if SCOPE_WORD.fullmatch(it)][:MOST_NAMED]
    has = f"it has {' '.join(sorted(granted)) or 'none'}"
    if not named:
        return f"The scope names none; {has}" if not lacking else f"The scope is unknown; {has}"
    return f"The client does not have {' '.join(named)}; {has}"


def _uuid(text: str) -> UUID | None:
    try:
        identifier = UUID(text)
    except ValueError:
        return None
    return identifier if str(identifier) == text.lower() else None


def _json(status: int, content: object, headers: Mapping[str, str] = {}) -> Response:
    common = {"cache-control": "no-store", "pragma": "no-cache"}
    return Response(orjson.dumps(content), status, {**common, **headers}, "application/json")

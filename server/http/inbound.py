"""Takes what other systems send: signed, committed before it is answered, once (rules V1, V2)."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any
from uuid import UUID

import orjson
from cryptography.fernet import InvalidToken
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from outbound.signatures import Seal, is_signed
from rules import inbound as rules
from rules.credentials import Attempt, TooManyFailures
from rules.frozen import frozen
from server.http.bodies import BodyTooLarge, address_of, body_of, media_type
from server.http.json_endpoints import json_response, refused
from server.http.sign_in_requests import acting_on
from server.postgres.pool import Pool, Unavailable
from workflows import inbound, throttling
from workflows.inbound import Received

PATH = "/inbound"


class NotSigned(Exception):
    """It is signed by nobody whom the link knows, or there is no such link; nothing says which."""


@frozen
class Inbound:
    """The endpoint that links have."""

    pool: Pool
    seal: Callable[[], Seal]

    def routes(self) -> list[Route]:
        """Return the route of its path."""
        return [Route(f"{PATH}/{{link}}", self._respond, methods=["POST"])]

    async def _respond(self, request: Request) -> Response:
        attempt = Attempt("inbound", str(request.path_params["link"]), address_of(request))
        try:
            if media_type(request) != "application/json":
                return _bare(415)
            body = await body_of(request, rules.MOST_BYTES)
            return await self._take(request, body)
        except BodyTooLarge:
            return _bare(413)
        except NotSigned:
            return await self._refuse(attempt)
        except Unavailable as refusal:
            return refused(refusal)

    async def _refuse(self, attempt: Attempt) -> Response:
        """Count what nobody signed; what is signed is taken all the same, however much that was.

        Otherwise whoever knows a link, which is no secret, would keep out what comes by it.
        """
        try:
            async with self.pool.connection() as connection:
                await throttling.check(connection, attempt)
                await throttling.note_failure(connection, attempt)
        except TooManyFailures as refusal:
            return _bare(429, {"retry-after": str(refusal.extensions["retryAfter"])})
        except Unavailable as refusal:
            return refused(refusal)
        return _bare(401)

    async def _take(self, request: Request, body: bytes) -> Response:
        link_id = _link_of(request)
        async with self.pool.connection() as connection:
            sealed = await inbound.secrets_of(connection, link_id)
        webhook_id = request.headers.get("webhook-id", "")
        if len(webhook_id) > rules.LONGEST_ID or not self._is_signed(sealed, request, body):
            raise NotSigned
        content = _json_of(body)
        if content is None:
            return _bare(400)
        received = Received(
            webhook_id,
            rules.kind_of(content.get("type")),
            body,
            self.seal().seal(body.decode()),
        )
        async with self.pool.connection() as connection:
            acting = acting_on(connection)
            taken = await inbound.take(acting, link_id, received)
            await acting.commit()
        if taken is None:
            raise NotSigned
        message_id, is_same = taken
        if not is_same:
            return _bare(409)
        return json_response(202, {"messageId": str(message_id)})

    def _is_signed(self, sealed: list[bytes], request: Request, body: bytes) -> bool:
        try:
            secrets = [self.seal().open(it) for it in sealed]
        except InvalidToken:
            raise Unavailable from None
        return is_signed(body, dict(request.headers), secrets)


def _bare(status: int, headers: Mapping[str, str] = MappingProxyType({})) -> Response:
    """Answer without a reason: who sends it has a log of its own."""
    return Response(None, status, {"cache-control": "no-store", **headers})


def _link_of(request: Request) -> UUID:
    try:
        return UUID(request.path_params["link"])
    except ValueError:
        raise NotSigned from None


def _json_of(body: bytes) -> dict[str, Any] | None:
    try:
        content = orjson.loads(body)
    except orjson.JSONDecodeError:
        return None
    return content if isinstance(content, dict) else None

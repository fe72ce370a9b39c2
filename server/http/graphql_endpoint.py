"""Serves GraphQL over HTTP as an ASGI application of its own.

A request is checked in this order: method, media types, size, the form of its parameters, its
token (rule A1); then it is executed. No framework stands on this path: its routing alone would cost
as much as a small query.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from time import perf_counter
from typing import Protocol, TypeAlias
from uuid import UUID

from rules import positions
from rules.access import ScopesMissing
from rules.refusals import Code, Refusal
from server import errors
from server.graphql.request import GraphQLRequest, GraphQLResponse, MutationByGet
from server.http import forced_refusals, media_types, request_parameters
from server.http.asgi import Headers, Receive, Scope, Send
from server.http.content_codings import NONE_ACCEPTED
from server.http.forced_refusals import Forced, ForcedRefusals
from server.http.ide import encoded_page
from server.http.request_parameters import CLOSE, ClientDisconnected, HttpRefusal, read_body
from server.identity.tokens import Claims, KeyNotFound
from server.observability import correlation, logs, tracing

Verify: TypeAlias = Callable[[Headers], Claims | None]
Observe: TypeAlias = Callable[[str, int, float], None]

_LINGER_SECONDS = 2.0
_LINGER_BYTES = 8 * request_parameters.MAX_BODY

_POSITION = positions.HEADER.lower().encode()
_NO_STORE = (b"cache-control", b"no-store")
_CHALLENGE = b"www-authenticate"
_CONTENT_TYPES = {
    it: (b"content-type", it) for it in (media_types.GRAPHQL, media_types.JSON, media_types.HTML)
}


class Execute(Protocol):
    """Executes a GraphQL request; raises a `Refusal` that refuses the whole of it."""

    def __call__(
        self, request: GraphQLRequest, claims: Claims | None, correlation_id: UUID
    ) -> Awaitable[GraphQLResponse]:
        """Return the response."""
        ...


class Exchange:
    """One HTTP request and what is known of it so far, for its response and its log line."""

    __slots__ = (
        *("claims", "correlation_id", "headers", "label", "media_type", "method", "path", "sent"),
    )

    def __init__(self, method: str, path: str, headers: list[tuple[bytes, bytes]]) -> None:
        self.method = method
        self.path = path
        self.sent = headers
        self.headers = _headers_by_name(headers)
        self.correlation_id = correlation.begin(self.headers.get(correlation.HEADER))
        self.media_type = media_types.JSON
        self.claims: Claims | None = None
        self.label = ""


@dataclass(slots=True)
class Response:
    """The response to a request, without the headers that all have."""

    status: int
    body: bytes
    headers: tuple[tuple[bytes, bytes], ...] = ()


class GraphQLEndpoint:
    """Responds to `POST /graphql` and `GET /graphql`."""

    def __init__(
        self,
        execute: Execute,
        verify: Verify,
        *,
        ide: bytes | None = None,
        observe: Observe | None = None,
        forced: ForcedRefusals | None = None,
    ) -> None:
        """Take what executes requests and verifies tokens.

        `ide` is the page that a browser gets, None for no page; `observe` is called with the
        label, the HTTP status and the seconds of every request; `forced` is a sandbox's.
        """
        self.execute = execute
        self.verify = verify
        self.ide = ide
        self.observe = observe
        self.forced = forced

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Respond to one request, whatever it contains."""
        started = perf_counter()
        exchange = Exchange(scope["method"], scope["path"], scope["headers"])
        response = await self.answered(exchange, self._respond(exchange, scope, receive))
        if response is not None:
            await _send(exchange, response, receive, send)
            self.record(exchange, response.status, perf_counter() - started)

    async def answered(
        self, exchange: Exchange, responding: Awaitable[Response]
    ) -> Response | None:
        """Return the response, whatever happens; None where the client has gone."""
        try:
            return await responding
        except Refusal as refusal:
            tracing.note_error(refusal)
            return refused(exchange, refusal)
        except ClientDisconnected:
            return None
        except Exception as error:
            logs.unforeseen("request.failed", error)
            tracing.note_error(error)
            internal = errors.internal(exchange.correlation_id)
            return Response(500, errors.body_without_data([internal]))

    def request_of(self, exchange: Exchange, body: bytes | bytearray) -> GraphQLRequest:
        """Read a POST whose body has come. Raises HttpRefusal."""
        _negotiate(exchange, media_types.for_program)
        request_parameters.check_head(exchange.headers)
        return request_parameters.from_json(body)

    async def _respond(self, exchange: Exchange, scope: Scope, receive: Receive) -> Response:
        method = exchange.method
        if method == "POST":
            _negotiate(exchange, media_types.for_program)
            request = request_parameters.from_json(await read_body(exchange.headers, receive))
        elif method == "GET":
            choose = media_types.for_program if self.ide is None else media_types.for_reader
            _negotiate(exchange, choose)
            if exchange.media_type is media_types.HTML and self.ide is not None:
                return _ide(self.ide, exchange)
            request = request_parameters.from_query_string(scope["query_string"])
        else:
            raise HttpRefusal("GraphQL takes GET and POST.", 405, (b"allow", b"GET, POST"))
        return await self.executed(exchange, request)

    async def executed(self, exchange: Exchange, request: GraphQLRequest) -> Response:
        """Execute a request once its caller is known. Raises the refusals that fail all of it."""
        if exchange.claims is None:
            try:
                exchange.claims = self.verify(exchange.sent)
            except KeyNotFound as missing:
                exchange.claims = await self._verify_again(missing, exchange.sent)
        position = exchange.headers.get(_POSITION)
        if position is not None:
            request.position = positions.parse(position.decode("latin-1"))
        forced = self._forced(exchange, request)
        if forced is not None and forced is not forced_refusals.LOST:
            return Response(forced.status, forced.body, forced.headers)
        response = await self.execute(request, exchange.claims, exchange.correlation_id)
        if forced is not None:
            return Response(forced.status, forced.body)
        return self.served(exchange, response)

    def served(self, exchange: Exchange, response: GraphQLResponse) -> Response:
        """Return the HTTP response to a request that was executed."""
        exchange.label = response.label
        is_served = response.has_data or exchange.media_type is media_types.JSON
        reached = response.position
        headers = () if reached is None else ((_POSITION, positions.written(reached).encode()),)
        return Response(200 if is_served else 400, response.body, headers)

    def _forced(self, exchange: Exchange, request: GraphQLRequest) -> Forced | None:
        """Return what a sandbox answers because the request asks for it. Rule X5."""
        text = exchange.headers.get(forced_refusals.HEADER)
        if self.forced is None or text is None:
            return None
        named = correlation.named(exchange.headers.get(correlation.HEADER))
        asked = self.forced.of(text.decode("latin-1"), named, request, exchange.claims)
        return None if asked is None else forced_refusals.answer(asked, exchange.correlation_id)

    async def _verify_again(self, missing: KeyNotFound, headers: Headers) -> Claims | None:
        """Verify the token after its issuer's newest keys are fetched. Rule E4."""
        if not await missing.keys.refetch():
            raise missing
        return self.verify(headers)

    def record(self, exchange: Exchange, status: int, seconds: float) -> None:
        """Count a request that was responded to, and write its log line."""
        if self.observe is not None:
            self.observe(exchange.label, status, seconds)
        claims = exchange.claims
        logs.answered(
            exchange.method,
            exchange.path,
            status,
            seconds * 1000,
            operation=exchange.label or None,
            client_id=claims.client_id if claims else None,
            user_id=claims.user_id if claims else None,
        )


def _ide(page: bytes, exchange: Exchange) -> Response:
    encoded = encoded_page(page, exchange.headers.get(b"accept-encoding", b""))
    if encoded is None:
        exchange.media_type = media_types.JSON
        raise HttpRefusal(NONE_ACCEPTED, 406)
    return Response(200, *encoded)


def _headers_by_name(pairs: list[tuple[bytes, bytes]]) -> dict[bytes, bytes]:
    headers = dict(pairs)
    if len(headers) != len(pairs):
        headers = {}
        for name, value in pairs:
            headers[name] = headers[name] + b", " + value if name in headers else value
    return headers


def _negotiate(exchange: Exchange, choose: Callable[[bytes], bytes | None]) -> None:
    accept = exchange.headers.get(b"accept")
    if accept is not None:
        chosen = choose(accept)
        if chosen is None:
            raise HttpRefusal(
                "Answers are application/graphql-response+json or application/json.", 406
            )
        exchange.media_type = chosen


def refused(exchange: Exchange, refusal: Refusal) -> Response:
    """Return the response to a request that is refused."""
    body = errors.body_without_data([errors.of_refusal(refusal)])
    if isinstance(refusal, HttpRefusal):
        return Response(refusal.status, body, refusal.headers)
    if isinstance(refusal, MutationByGet):
        return Response(405, body, ((b"allow", b"POST"),))
    match refusal.code:
        case Code.UNAUTHENTICATED:
            has_token = b"authorization" in exchange.headers
            challenge = b'Bearer error="invalid_token"' if has_token else b"Bearer"
            return Response(401, body, ((_CHALLENGE, challenge),))
        case Code.FORBIDDEN if isinstance(refusal, ScopesMissing):
            return Response(401, body, ((_CHALLENGE, b'Bearer error="insufficient_scope"'),))
        case Code.FORBIDDEN:
            return Response(403, body)
        case Code.RATE_LIMITED:
            wait = str(refusal.extensions.get("retryAfter", 1)).encode("ascii", "replace")
            return Response(429, body, ((b"retry-after", wait),))
        case Code.UNAVAILABLE:
            return Response(503, body, ((b"retry-after", b"1"),))
        case Code.INTERNAL:
            return Response(500, body)
    return Response(200 if exchange.media_type is media_types.JSON else 400, body)


def headers_of(exchange: Exchange, response: Response) -> list[tuple[bytes, bytes]]:
    """Return the headers of a response."""
    return [
        _CONTENT_TYPES[exchange.media_type],
        (b"content-length", b"%d" % len(response.body)),
        (correlation.HEADER, str(exchange.correlation_id).encode()),
        _NO_STORE,
        *response.headers,
    ]


async def _send(exchange: Exchange, response: Response, receive: Receive, send: Send) -> None:
    headers = headers_of(exchange, response)
    await send({"type": "http.response.start", "status": response.status, "headers": headers})
    if CLOSE in response.headers:
        # To close while the client still sends resets the connection, and the response could be
        # lost with it: give the client a moment to read it.
        await send({"type": "http.response.body", "body": response.body, "more_body": True})
        await _drop_rest(receive)
        await send({"type": "http.response.body", "body": b""})
    else:
        await send({"type": "http.response.body", "body": response.body})


async def _drop_rest(receive: Receive) -> None:
    dropped = 0
    try:
        async with asyncio.timeout(_LINGER_SECONDS):
            while dropped < _LINGER_BYTES:
                message = await receive()
                if not message.get("more_body", False):
                    return
                dropped += len(message["body"])
    except TimeoutError:
        return

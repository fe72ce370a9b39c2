"""The GraphQL door: GraphQL over HTTP to the letter, as a bare ASGI callable.

What a request meets, in this order: method, media types, size, the form of its parameters, its
token (rule A1), and then `Execute`, which knows documents and plans. No framework stands on this
path: routing alone would cost as much as a small query.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from dataclasses import dataclass
from time import perf_counter
from typing import Any, Protocol, TypeAlias
from uuid import UUID

from rules.access import ScopesMissing
from rules.refusals import Code, Refusal
from server import errors
from server.http import graphql_request, media_types
from server.http.graphql_request import GraphQLRequest, NotTaken
from server.identity.tokens import Claims, KeyNotFound
from server.observability import correlation, logs

Headers: TypeAlias = Iterable[tuple[bytes, bytes]]
Scope: TypeAlias = MutableMapping[str, Any]
Receive: TypeAlias = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send: TypeAlias = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Verify: TypeAlias = Callable[[Headers], Claims | None]
Observe: TypeAlias = Callable[[str, int, float], None]

MAX_BODY = 1_048_576
IDE_POLICY = (
    b"default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
    b"img-src 'self' data:; font-src 'self' data:; connect-src 'self'; worker-src 'self' blob:; "
    b"base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_LINGER_SECONDS = 2.0
_LINGER_BYTES = 8 * MAX_BODY

_NO_STORE = (b"cache-control", b"no-store")
_CLOSE = (b"connection", b"close")
_CHALLENGE = b"www-authenticate"
_CONTENT_TYPES = {
    it: (b"content-type", it) for it in (media_types.GRAPHQL, media_types.JSON, media_types.HTML)
}


@dataclass(frozen=True, slots=True)
class Result:
    """What came of a request that reached its document."""

    body: bytes
    """The answer as JSON."""
    answered: bool
    """False for a document that was refused before anything ran: its body has no `data`."""
    label: str = ""
    """What was asked, for metrics and logs: `query mergeRequests`; never the client's words."""


class Execute(Protocol):
    """Documents and plans: what stands behind the door.

    Raises a `Refusal` that refuses the whole request; `MutationByGet` is one of them.
    """

    async def __call__(
        self, request: GraphQLRequest, claims: Claims | None, correlation_id: UUID
    ) -> Result:
        """Run the operation that is asked for."""
        ...


class MutationByGet(NotTaken):
    """GET promises to change nothing, so it runs queries only."""

    def __init__(self) -> None:
        super().__init__("Mutations must be sent by POST.", 405, (b"allow", b"POST"))


class _Disconnected(Exception):
    """The client left before its request was whole: there is nobody to answer."""


class _Exchange:
    """One request and what is known of it so far, for its answer and its log line."""

    __slots__ = ("claims", "correlation_id", "headers", "label", "media_type", "scope")

    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self.headers = _by_name(scope["headers"])
        self.correlation_id = correlation.begin(self.headers.get(correlation.HEADER))
        self.media_type = media_types.JSON
        self.claims: Claims | None = None
        self.label = ""


@dataclass(frozen=True, slots=True)
class _Answer:
    status: int
    body: bytes
    headers: tuple[tuple[bytes, bytes], ...] = ()


class GraphQLEndpoint:
    """Answers `POST /graphql` and `GET /graphql`."""

    def __init__(
        self,
        execute: Execute,
        verify: Verify,
        *,
        ide: bytes | None = None,
        observe: Observe | None = None,
    ) -> None:
        """Stand before `execute`; `ide` is the page that a browser gets, None for no page.

        `observe` is told the label, the HTTP status and the seconds of every request.
        """
        self.execute = execute
        self.verify = verify
        self.ide = ide
        self.observe = observe

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, whatever it holds."""
        began = perf_counter()
        exchange = _Exchange(scope)
        try:
            answer = await self._answer(exchange, receive)
        except Refusal as refusal:
            answer = _refused(exchange, refusal)
        except _Disconnected:
            return
        except Exception as error:
            logs.unforeseen("request.failed", error)
            broken = errors.of_unforeseen(exchange.correlation_id)
            answer = _Answer(500, errors.without_data([broken]))
        await _send(exchange, answer, receive, send)
        self._record(exchange, answer.status, perf_counter() - began)

    async def _answer(self, exchange: _Exchange, receive: Receive) -> _Answer:
        method = exchange.scope["method"]
        if method == "POST":
            _negotiate(exchange, media_types.for_program)
            request = graphql_request.from_json(await _body(exchange.headers, receive))
        elif method == "GET":
            readers_too = media_types.for_program if self.ide is None else media_types.for_reader
            _negotiate(exchange, readers_too)
            if exchange.media_type is media_types.HTML and self.ide is not None:
                policy = (b"content-security-policy", IDE_POLICY)
                return _Answer(200, self.ide, (policy, (b"x-content-type-options", b"nosniff")))
            request = graphql_request.from_query_string(exchange.scope["query_string"])
        else:
            raise NotTaken("GraphQL takes GET and POST.", 405, (b"allow", b"GET, POST"))
        try:
            claims = self.verify(exchange.scope["headers"])
        except KeyNotFound as missing:
            claims = await self._verified_after(missing, exchange.scope["headers"])
        exchange.claims = claims
        result = await self.execute(request, claims, exchange.correlation_id)
        exchange.label = result.label
        if result.answered or exchange.media_type is media_types.JSON:
            return _Answer(200, result.body)
        return _Answer(400, result.body)

    async def _verified_after(self, missing: KeyNotFound, headers: Headers) -> Claims | None:
        """Verify once more when the issuer was asked for its newest keys. Rule E4."""
        if not await missing.keys.look_again():
            raise missing
        return self.verify(headers)

    def _record(self, exchange: _Exchange, status: int, seconds: float) -> None:
        if self.observe is not None:
            self.observe(exchange.label, status, seconds)
        claims = exchange.claims
        logs.answered(
            exchange.scope["method"],
            exchange.scope["path"],
            status,
            seconds * 1000,
            operation=exchange.label or None,
            client_id=claims.client_id if claims else None,
            user_id=claims.user_id if claims else None,
        )


def _by_name(pairs: list[tuple[bytes, bytes]]) -> dict[bytes, bytes]:
    headers = dict(pairs)
    if len(headers) != len(pairs):
        headers = {}
        for name, value in pairs:
            headers[name] = headers[name] + b", " + value if name in headers else value
    return headers


def _negotiate(exchange: _Exchange, choose: Callable[[bytes], bytes | None]) -> None:
    accept = exchange.headers.get(b"accept")
    if accept is not None:
        chosen = choose(accept)
        if chosen is None:
            raise NotTaken(
                "Answers are application/graphql-response+json or application/json.", 406
            )
        exchange.media_type = chosen


async def _body(headers: dict[bytes, bytes], receive: Receive) -> bytes | bytearray:
    """Read a JSON body within its bound; the protocol keeps the deadline (`http_protocol`)."""
    if not media_types.is_json(headers.get(b"content-type", b"")):
        raise NotTaken("The Content-Type must be application/json in UTF-8.", 415)
    if headers.get(b"content-encoding", b"identity").lower() != b"identity":
        raise NotTaken("Compressed request bodies are not supported.", 415)
    length = headers.get(b"content-length")
    if length is not None and (not length.isdigit() or len(length) > 18):
        raise NotTaken("The Content-Length is not a number.", 400, _CLOSE)
    if length is not None and int(length) > MAX_BODY:
        raise _too_large()
    message = await receive()
    body: bytes | bytearray = message.get("body", b"")
    if message.get("more_body", False):
        body = bytearray(body)
    while message.get("more_body", False) and len(body) <= MAX_BODY:
        message = await receive()
        body += message.get("body", b"")
    if message["type"] == "http.disconnect":
        raise _Disconnected
    if len(body) > MAX_BODY:
        raise _too_large()
    return body


def _too_large() -> NotTaken:
    return NotTaken(f"The request body is larger than {MAX_BODY} bytes.", 413, _CLOSE)


def _refused(exchange: _Exchange, refusal: Refusal) -> _Answer:
    body = errors.without_data([errors.of_refusal(refusal)])
    if isinstance(refusal, NotTaken):
        return _Answer(refusal.status, body, refusal.headers)
    match refusal.code:
        case Code.UNAUTHENTICATED:
            given = b"authorization" in exchange.headers
            challenge = b'Bearer error="invalid_token"' if given else b"Bearer"
            return _Answer(401, body, ((_CHALLENGE, challenge),))
        case Code.FORBIDDEN if isinstance(refusal, ScopesMissing):
            return _Answer(401, body, ((_CHALLENGE, b'Bearer error="insufficient_scope"'),))
        case Code.FORBIDDEN:
            return _Answer(403, body)
        case Code.RATE_LIMITED:
            wait = str(refusal.extensions.get("retryAfter", 1)).encode("ascii", "replace")
            return _Answer(429, body, ((b"retry-after", wait),))
        case Code.UNAVAILABLE:
            return _Answer(503, body, ((b"retry-after", b"1"),))
        case Code.INTERNAL:
            return _Answer(500, body)
    return _Answer(200 if exchange.media_type is media_types.JSON else 400, body)


async def _send(exchange: _Exchange, answer: _Answer, receive: Receive, send: Send) -> None:
    headers = [
        _CONTENT_TYPES[exchange.media_type],
        (b"content-length", b"%d" % len(answer.body)),
        (correlation.HEADER, str(exchange.correlation_id).encode()),
        _NO_STORE,
        *answer.headers,
    ]
    await send({"type": "http.response.start", "status": answer.status, "headers": headers})
    if _CLOSE in answer.headers:
        # Closing while the client still sends would reset the connection, and the answer could
        # be lost with it: give the client a moment to read it.
        await send({"type": "http.response.body", "body": answer.body, "more_body": True})
        await _drop_rest(receive)
        await send({"type": "http.response.body", "body": b""})
    else:
        await send({"type": "http.response.body", "body": answer.body})


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

"""Requests of GraphQL that come whole, responded to without ASGI.

uvicorn makes a task of each request when its head has come, and passes its body and the response
through ASGI's messages. That takes as long as a small query. A POST to /graphql is short, and of no
use before all of it is there: here its task begins then, and its response is written at once. A
plain query (`server/graphql/plain_reads.py`) has no task at all.

Everything else goes uvicorn's way: other paths and methods, bodies that are long or of no known
length, requests that come before the one before them is responded to, and clients that wait for
"100 Continue".
"""

import asyncio
from collections.abc import Callable, Coroutine, Iterable
from contextvars import Context, copy_context
from time import perf_counter
from typing import Any, Final, TypeAlias
from uuid import UUID

from uvicorn.protocols.http.httptools_impl import (
    STATUS_LINE,
    HttpToolsProtocol,
    RequestResponseCycle,
)

from rules import positions
from rules.refusals import Refusal
from server.graphql.plain_reads import PlainRead
from server.graphql.request import GraphQLRequest, GraphQLResponse
from server.http import forced_refusals
from server.http.asgi import Application, Receive, Scope, Send
from server.http.graphql_endpoint import (
    Exchange,
    GraphQLEndpoint,
    Response,
    headers_of,
    refused,
)
from server.http.remembered_heads import LENGTH, ReadHead, RememberedHead
from server.http.request_parameters import CLOSE
from server.identity.tokens import Claims, KeyNotFound
from server.observability import logs

PATH: Final = b"/graphql"
SAMPLED: Final = "selfsame.span"
"""In the scope of a request the span that it has, where it is sampled."""
MAX_BODY: Final = 65_536
"""Bytes of a body that is kept until all of it has come; uvicorn reads no further by itself."""
MOST_DIGITS: Final = len(str(MAX_BODY))

NOT_PLAIN: Final = frozenset({positions.HEADER.lower().encode(), forced_refusals.HEADER})
"""Headers by which an answer depends on more than document, variables and caller."""

PlainReads: TypeAlias = Callable[[GraphQLRequest, Claims, UUID], PlainRead | None]


def is_whole(protocol: HttpToolsProtocol) -> bool:
    """Return whether the request whose head has come is to be taken as a whole."""
    before: RequestResponseCycle | None = protocol.cycle
    if (
        protocol.url != PATH
        or protocol.expect_100_continue
        or (before is not None and not before.response_complete)
        or protocol.parser.get_method() != b"POST"
        or protocol.parser.get_http_version() != "1.1"
        or protocol.parser.should_upgrade()
    ):
        return False
    lengths = [value for name, value in protocol.headers if name == LENGTH]
    length = lengths[0] if len(lengths) == 1 else b""
    return len(length) <= MOST_DIGITS and length.isdigit() and int(length) <= MAX_BODY


class WholeRequest:
    """A request that is taken as a whole, in place of uvicorn's cycle: with what that is asked."""

    __slots__ = (
        *("_protocol", "body", "disconnected", "headers", "keep_alive", "more_body"),
        *("response_complete", "response_started"),
    )

    def __init__(
        self, protocol: HttpToolsProtocol, *, keep_alive: bool, body: bytes | None = None
    ) -> None:
        """Take the request whose head has come; with its body where that has come too."""
        self._protocol = protocol
        self.headers = protocol.headers
        self.keep_alive = keep_alive
        self.body = bytearray() if body is None else body
        self.more_body = body is None
        self.disconnected = False
        self.response_started = False
        self.response_complete = False

    @property
    def message_event(self) -> "WholeRequest":
        """What uvicorn sets when something has come, for which nobody waits."""
        return self

    def set(self) -> None:
        """Wake nobody."""

    @property
    def is_read_slowly(self) -> bool:
        """Whether the client has not read much of what was written to it before."""
        return bool(self._protocol.flow.write_paused)

    async def drain(self) -> None:
        """Wait until the client reads, or has gone."""
        await self._protocol.flow.drain()

    def run(self, responding: Coroutine[Any, Any, None], context: Context) -> None:
        """Respond by a task, which the server waits for when it stops."""
        task = self._protocol.loop.create_task(responding, context=context)
        self._protocol.tasks.add(task)
        task.add_done_callback(self._protocol.tasks.discard)

    def respond(self, exchange: Exchange, response: Response) -> None:
        """Write the response, unless the client has gone, and go on to the next request."""
        protocol = self._protocol
        transport = protocol.transport
        self.response_started = self.response_complete = True
        if self.disconnected or transport.is_closing():
            return
        self.keep_alive = self.keep_alive and CLOSE not in response.headers
        pieces = [STATUS_LINE[response.status]]
        for name, value in protocol.server_state.default_headers:
            pieces += (name, b": ", value, b"\r\n")
        for name, value in headers_of(exchange, response):
            pieces += (name, b": ", value, b"\r\n")
        if not self.keep_alive and CLOSE not in response.headers:
            pieces.append(b"connection: close\r\n")
        pieces += (b"\r\n", response.body)
        transport.write(b"".join(pieces))
        if not self.keep_alive:
            transport.close()
        protocol.on_response_complete()

    def break_off(self) -> None:
        """Close the connection of a request that is not responded to."""
        self.response_complete = True
        self._protocol.transport.close()


class WholeRequests:
    """Responds to requests that have come whole."""

    def __init__(self, endpoint: GraphQLEndpoint, plain_read: PlainReads | None = None) -> None:
        """Take the endpoint whose requests they are, and what finds out which of them are plain."""
        self._endpoint = endpoint
        self._plain_read = plain_read
        self.sample: Callable[[Iterable[tuple[bytes, bytes]]], object | None] | None = None
        """What gives a request a span by its headers; None where nothing is traced."""
        self._drawn: object | None = None
        """The span of a request that was read and is parsed because of it."""

    def takes(self, protocol: HttpToolsProtocol) -> bool:
        """Return whether the request whose head has come is to be taken as a whole.

        One that is sampled is not: its span is in its scope then, for it is drawn once.
        """
        drawn, self._drawn = self._drawn, None
        if not is_whole(protocol):
            return False
        span = self._draw(protocol.headers) if drawn is None else drawn
        if span is not None:
            protocol.scope[SAMPLED] = span  # type: ignore[typeddict-unknown-key]
        return span is None

    def read(self, received: bytes, head_before: RememberedHead) -> ReadHead | None:
        """Read a request by the head of the one before it; None where it is to be parsed.

        One that is sampled is: `takes`, which is asked next, has its span then.
        """
        read = head_before.read(received)
        if read is not None:
            self._drawn = self._draw(read.headers)
        return read if self._drawn is None else None

    def _draw(self, headers: Iterable[tuple[bytes, bytes]]) -> object | None:
        return None if self.sample is None else self.sample(headers)

    def begin(self, whole: WholeRequest) -> None:
        """Begin to respond to a request; it is done when that or its task is."""
        # What is bound to one request, as its correlation id is, must not be found by another.
        context = copy_context()
        context.run(self._begin, whole, context)

    def _begin(self, whole: WholeRequest, context: Context) -> None:
        exchange = Exchange("POST", PATH.decode(), whole.headers)
        responding = _Responding(self._endpoint, whole, exchange, context)
        if not self._begin_plainly(responding):
            responding.begin_task()

    def _begin_plainly(self, responding: "_Responding") -> bool:
        """Begin a query without a task, or refuse it; return whether that is all there is to do.

        Whatever else is wrong with it is found once more in the usual way, which says so.
        """
        exchange, whole = responding.exchange, responding.whole
        if whole.is_read_slowly:
            return False
        try:
            request = responding.request = self._endpoint.request_of(exchange, whole.body)
            claims = exchange.claims = self._endpoint.verify(exchange.sent)
            if claims is None or self._plain_read is None:
                return False
            if not NOT_PLAIN.isdisjoint(exchange.headers):
                return False
            read = self._plain_read(request, claims, exchange.correlation_id)
            return read is not None and read.begin(responding.end_plainly)
        except KeyNotFound:
            return False  # its issuer's keys are fetched, for which somebody has to wait
        except Refusal as refusal:
            responding.end(refused(exchange, refusal))
            return True
        except Exception as error:
            logs.unforeseen("request.plainly_failed", error)
            return False


class _Responding:
    """One request while it is responded to."""

    __slots__ = ("_context", "_endpoint", "_started", "exchange", "request", "whole")

    def __init__(
        self, endpoint: GraphQLEndpoint, whole: WholeRequest, exchange: Exchange, context: Context
    ) -> None:
        self._started = perf_counter()
        self._endpoint = endpoint
        self._context = context
        self.whole = whole
        self.exchange = exchange
        self.request: GraphQLRequest | None = None

    def begin_task(self) -> None:
        """Respond by a task, in the usual way."""
        self.whole.run(self._respond(), self._context)

    def end_plainly(self, response: GraphQLResponse | None) -> None:
        """Respond to a plain query; by a task where that could not be read plainly."""
        if response is None:
            self.begin_task()
        else:
            self._context.run(self.end, self._endpoint.served(self.exchange, response))

    async def _respond(self) -> None:
        try:
            response = await self._endpoint.answered(self.exchange, self._response())
            if self.whole.is_read_slowly:
                await self.whole.drain()
        except asyncio.CancelledError:
            self.whole.break_off()
            raise
        assert response is not None, "the body has come"
        self.end(response)

    async def _response(self) -> Response:
        request = self.request
        if request is None:
            request = self._endpoint.request_of(self.exchange, self.whole.body)
        return await self._endpoint.executed(self.exchange, request)

    def end(self, response: Response) -> None:
        """Write the response, count it and log it."""
        self.whole.respond(self.exchange, response)
        self._endpoint.record(self.exchange, response.status, perf_counter() - self._started)


class ServerApplication:
    """The application of a server: GraphQL past the framework, as that costs as much as a query."""

    def __init__(
        self, graphql: GraphQLEndpoint, others: Application, plain_read: PlainReads | None = None
    ) -> None:
        """Take what responds to /graphql and to all other paths."""
        self.whole_requests = WholeRequests(graphql, plain_read)
        self._graphql = graphql
        self._others = others

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Respond to one request, or run the lifespan."""
        if scope["type"] == "http" and scope["path"] == "/graphql":
            await self._graphql(scope, receive, send)
        else:
            await self._others(scope, receive, send)

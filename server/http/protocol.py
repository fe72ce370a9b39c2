"""Bounds the time and the size of a request as it arrives: uvicorn's protocol with deadlines.

uvicorn waits for ever for a request that comes byte by byte. Here the head of a request must be
complete within `deadline_seconds` of its first byte (of the connection, for the first one), and its
body within as long again; a request that arrives in one piece needs no timer.
"""

import asyncio
from typing import Any, cast

from uvicorn.protocols.http.httptools_impl import (
    STATUS_LINE,
    HttpToolsProtocol,
    RequestResponseCycle,
)

from rules.refusals import BadRequest
from server import errors
from server.http.one_write import HeadHoldingTransport
from server.http.remembered_heads import RememberedHead, remember
from server.http.whole_requests import WholeRequest, WholeRequests
from server.observability import correlation, logs

MOST_HEADS_PARSED = 8
"""A client that never sends the same head twice has so many of them remembered for nothing."""
PIECE_BYTES = 8_192
"""So many bytes are parsed at once; a head may be that much larger than its bound."""


class GuardedHttpProtocol(HttpToolsProtocol):
    """Closes connections whose requests come too slowly, with a 408 where one can be sent."""

    deadline_seconds = 10.0
    max_head_bytes = 65_536

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Take the arguments of uvicorn's protocol."""
        super().__init__(*args, **kwargs)
        self.whole_requests: WholeRequests | None = getattr(self.app, "whole_requests", None)
        self.deadline: asyncio.TimerHandle | None = None
        self.head_is_open = False
        self.body_is_open = False
        self.heads_begun = 0
        """How many heads began in the piece that is being parsed."""
        self.head_bytes = 0
        self.head_before: RememberedHead | None = None
        """That of the last request, where nothing else has come on the connection since."""
        self.heads_parsed = 0
        """How many heads were remembered since one was of use."""
        self.idle_since = 0.0
        self.ends_after_responses = False
        """Whether what came behind requests that are being executed can not be read."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Start the deadline of the first request."""
        holding = HeadHoldingTransport(transport, self.loop)
        super().connection_made(cast("asyncio.Transport", holding))
        self._start_deadline()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop the deadline."""
        self._stop_deadline()
        if self.timeout_keep_alive_task is not None:
            self.timeout_keep_alive_task.cancel()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take bytes: a request by the head of the one before it, or what is to be parsed."""
        if self.ends_after_responses:
            return
        if self.head_before is None or not self._take_as_before(data, self.head_before):
            self._parse(data)

    def _take_as_before(self, data: bytes, head_before: RememberedHead) -> bool:
        """Take a request that is written as the one before it, unless that is still executed."""
        whole_requests = self.whole_requests
        if whole_requests is None or self._is_answering() or len(data) > PIECE_BYTES:
            return False
        read = whole_requests.read(data, head_before)
        if read is None:
            return False
        self._stop_deadline()
        self.heads_parsed = 0
        self.headers, body = read
        whole = WholeRequest(self, keep_alive=head_before.keep_alive, body=body)
        self.cycle = cast("RequestResponseCycle", whole)
        whole_requests.begin(whole)
        return True

    def _parse(self, data: bytes) -> None:
        """Parse bytes, and remember the head of a request that is all of them."""
        self.head_before = None
        is_between = not (self.head_is_open or self.body_is_open)
        self._parse_pieces(data)
        whole = cast("WholeRequest | RequestResponseCycle", self.cycle)
        if (
            is_between
            and self.heads_begun == 1
            and len(data) <= PIECE_BYTES
            and isinstance(whole, WholeRequest)
            and self.heads_parsed < MOST_HEADS_PARSED
        ):
            self.heads_parsed += 1
            self.head_before = remember(data, whole.headers, keep_alive=whole.keep_alive)

    def _parse_pieces(self, data: bytes) -> None:
        """Parse bytes, and start a deadline where the request is incomplete after them."""
        # In pieces, because the parser does not say where in them a pipelined request begins.
        is_between = False
        for start in range(0, len(data), PIECE_BYTES):
            piece = data[start : start + PIECE_BYTES]
            is_between = not (self.head_is_open or self.body_is_open)
            self.heads_begun = 0
            super().data_received(piece)
            if self.transport.is_closing() or self.ends_after_responses:
                return
            if self.head_is_open:
                # What came before the head in its first piece is not the head's.
                self.head_bytes += len(piece) if self.heads_begun <= is_between else 0
                if self.head_bytes > self.max_head_bytes:
                    self._refuse(431, "The head of the request is too large.")
                    return
        # Blank lines start no request, and one that was refused at once waits for nothing.
        is_blank = is_between and not self.heads_begun and not self._is_answering()
        is_waiting = self.head_is_open or self.body_is_open or is_blank
        if self.deadline is None and is_waiting:
            self._start_deadline()

    def on_message_begin(self) -> None:
        """Note that a request has begun."""
        super().on_message_begin()
        self.head_is_open = True
        self.heads_begun += 1
        self.head_bytes = 0

    def on_headers_complete(self) -> None:
        """Note that its head is complete: the body has a deadline of its own."""
        self._stop_deadline()
        self.head_is_open = False
        self.body_is_open = True
        if self.whole_requests is not None and self.whole_requests.takes(self):
            whole = WholeRequest(self, keep_alive=self.parser.should_keep_alive())
            self.cycle = cast("RequestResponseCycle", whole)
        else:
            super().on_headers_complete()

    def on_message_complete(self) -> None:
        """Note that the request is complete."""
        self._stop_deadline()
        self.body_is_open = False
        super().on_message_complete()
        whole = cast("WholeRequest | RequestResponseCycle", self.cycle)
        if self.whole_requests is not None and isinstance(whole, WholeRequest):
            self.whole_requests.begin(whole)

    def on_response_complete(self) -> None:
        """Go on to the next request, or wait for one as long as an idle connection is kept.

        As uvicorn does it, but that the timer of the wait goes on: to cancel it and begin another
        for each request takes a tenth of what a node does.
        """
        self.server_state.total_requests += 1
        if self.transport.is_closing():
            return
        self.idle_since = self.loop.time()
        self.flow.resume_reading()
        if self.pipeline:
            self._start_asgi_task(*self.pipeline.pop())
        elif self.ends_after_responses:
            self.transport.close()
        elif self.timeout_keep_alive_task is None:
            self._wait_for_next(self.timeout_keep_alive)

    def timeout_keep_alive_handler(self) -> None:
        """Close a connection that is idle for long enough; look again when another may be."""
        self.timeout_keep_alive_task = None
        if self.head_is_open or self.body_is_open or self._is_answering():
            return  # it is waited anew once that is responded to
        left = self.idle_since + self.timeout_keep_alive - self.loop.time()
        if left > 0:
            self._wait_for_next(left)
        else:
            super().timeout_keep_alive_handler()

    def _wait_for_next(self, seconds: float) -> None:
        self.timeout_keep_alive_task = self.loop.call_later(
            seconds, self.timeout_keep_alive_handler
        )

    def _unset_keepalive_if_required(self) -> None:
        """Let the timer go on; see `on_response_complete`."""

    def send_400_response(self, msg: str) -> None:
        """Refuse bytes that are no HTTP request, with the JSON that every refusal has."""
        self._refuse(400, msg)

    def _follows_others(self) -> bool:
        """Return whether what is refused came behind requests that are being executed.

        A refusal would be read as the response to the first of them.
        """
        if self.body_is_open and self.pipeline:
            self.pipeline.popleft()
            return True
        return self.ends_after_responses or (self._is_answering() and not self.body_is_open)

    def _is_answering(self) -> bool:
        cycle: RequestResponseCycle | None = self.cycle
        return cycle is not None and not cycle.response_complete

    def _start_deadline(self) -> None:
        self.deadline = self.loop.call_later(self.deadline_seconds, self._run_out)

    def _stop_deadline(self) -> None:
        if self.deadline is not None:
            self.deadline.cancel()
            self.deadline = None

    def _run_out(self) -> None:
        self.deadline = None
        if self.transport.is_closing():
            return
        if self.head_is_open and self._is_answering():
            # The slow request follows one that is still being executed: let that end.
            self.cycle.keep_alive = False
        elif self.pipeline:
            # Its body waits behind earlier requests, so its client is not slow.
            self._start_deadline()
        elif self.head_is_open or (self.body_is_open and not self.cycle.response_started):
            self._refuse(408, "The request did not arrive in time.")
        else:
            self.transport.close()

    def _refuse(self, status: int, message: str) -> None:
        """Respond in place of the application, for which the client has disconnected."""
        if self._follows_others():
            self.ends_after_responses = True
            # What is not read when the connection is closed resets it, and the response is lost.
            self.flow.resume_reading()
            return
        header = None
        if self.headers is not None:
            header = dict(self.headers).get(correlation.HEADER)
        correlation_id = str(correlation.begin(header)).encode()
        body = errors.body_without_data([errors.of_refusal(BadRequest(message))])
        head = (
            b"content-type: application/json; charset=utf-8\r\n"
            b"content-length: %d\r\nx-correlation-id: %s\r\nconnection: close\r\n\r\n"
        ) % (len(body), correlation_id)
        self.transport.write(STATUS_LINE[status] + head + body)
        self.transport.close()
        logs.answered("-", "-", status, 0.0)

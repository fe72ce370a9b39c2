"""Sends the head of a response together with its body, in one write to the socket."""

import asyncio
from typing import Any

_HEAD_BEGINS = b"HTTP/1.1 "
_HEAD_ENDS = b"\r\n\r\n"


class HeadHoldingTransport:
    """A transport that holds the head of a response back until its body is written.

    uvicorn writes them one after the other, and uvloop writes to the socket at once: two system
    calls here, and two at the client. A head whose body does not follow within the same turn of the
    event loop leaves without it.
    """

    __slots__ = ("_head", "_loop", "_sending", "_transport")

    def __init__(self, transport: asyncio.Transport, loop: asyncio.AbstractEventLoop) -> None:
        """Stand before `transport`; all but writing goes there as it is."""
        self._transport = transport
        self._loop = loop
        self._head = b""
        self._sending: asyncio.Handle | None = None

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)

    def is_closing(self) -> bool:
        """Return whether the transport is closing or closed."""
        return self._transport.is_closing()

    def write(self, piece: bytes) -> None:
        """Write, or hold back what is a head alone."""
        if self._sending is not None:
            piece = self._take_head() + piece
        elif piece.startswith(_HEAD_BEGINS) and piece.endswith(_HEAD_ENDS):
            self._head = piece
            self._sending = self._loop.call_soon(self._send_head)
            return
        self._transport.write(piece)

    def close(self) -> None:
        """Close, once everything is sent."""
        if self._sending is not None:
            self._send_head()
        self._transport.close()

    def _send_head(self) -> None:
        self._transport.write(self._take_head())

    def _take_head(self) -> bytes:
        assert self._sending is not None
        self._sending.cancel()
        self._sending = None
        head, self._head = self._head, b""
        return head

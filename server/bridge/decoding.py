"""A replication connection: commands, and what a slot decodes, read as it is committed."""

import asyncio
import struct
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final, Self, TypeAlias

import psycopg
from psycopg import pq
from psycopg.pq.abc import PGresult

from rules.frozen import frozen
from server.bridge.pgoutput import Change, Decoder

SILENCE_SECONDS: Final = 30.0
"""A server that has not answered for so long hangs; it is asked each second."""

COPY_BOTH: Final = 8
"""libpq's PGRES_COPY_BOTH: messages go both ways from here on."""
XLOG_DATA: Final = struct.Struct("!cQQq")
KEEPALIVE: Final = struct.Struct("!cQq?")
STATUS: Final = struct.Struct("!cQQQq?")
EPOCH: Final = datetime(2000, 1, 1, tzinfo=UTC).timestamp()


class DecodingEnded(ConnectionError):
    """The server sends nothing more, or refuses; `reason` is what it says."""

    def __init__(self, reason: str) -> None:
        """Keep the reason, which names no row."""
        super().__init__(reason)


@frozen
class Reached:
    """Everything that is of interest before this position has been sent."""

    position: int


Received: TypeAlias = Change | Reached


class Decoding:
    """A replication connection to one database."""

    def __init__(self, owner: psycopg.AsyncConnection) -> None:
        """Take a connection that replicates, which nobody else reads."""
        self._owner = owner
        self._connection = owner.pgconn
        self._connection.nonblocking = 1
        self._decoder = Decoder()

    @classmethod
    async def connect(cls, address: str) -> Self:
        """Connect. Raises DecodingEnded."""
        try:
            return cls(
                await psycopg.AsyncConnection.connect(
                    address,
                    replication="database",
                    application_name="selfsame bridge",
                    autocommit=True,
                )
            )
        except psycopg.Error as error:
            raise DecodingEnded(_first_line(str(error))) from None

    async def close(self) -> None:
        """Close the connection."""
        await self._owner.close()

    async def command(self, text: str) -> Sequence[bytes | None]:
        """Execute a command of the replication protocol; return the first row. Raises as above."""
        result = await self._execute(text)
        if result.status not in (pq.ExecStatus.TUPLES_OK, pq.ExecStatus.COMMAND_OK):
            raise DecodingEnded(_first_line(_text(result.error_message)))
        while await self._next_result() is not None:
            pass
        return [result.get_value(0, it) for it in range(result.nfields)] if result.ntuples else ()

    async def start(self, slot: str, publication: str) -> None:
        """Begin to receive what this slot has not confirmed. Raises DecodingEnded."""
        options = f"proto_version '1', publication_names '{publication}'"
        result = await self._execute(f"START_REPLICATION SLOT {slot} LOGICAL 0/0 ({options})")
        if int(result.status) != COPY_BOTH:
            raise DecodingEnded(_first_line(_text(result.error_message)))

    async def receive(self) -> Received:
        """Return the next thing that matters. Raises DecodingEnded."""
        while True:
            length, copied = self._connection.get_copy_data(1)
            if length < 0:
                result = self._connection.get_result()
                reason = _text(result.error_message) if result is not None else ""
                raise DecodingEnded(_first_line(reason) or "the server ended the replication")
            if length == 0:
                await self._consume()
                continue
            received = self._read(bytes(copied))
            if received is not None:
                return received

    def confirm(self, position: int) -> None:
        """Send how far everything has arrived elsewhere; asks for a sign of life in return."""
        now = int((time.time() - EPOCH) * 1_000_000)
        message = STATUS.pack(b"r", position, position, position, now, True)
        try:
            self._connection.put_copy_data(message)
            self._connection.flush()
        except psycopg.Error as error:
            raise DecodingEnded(_first_line(str(error))) from None

    def _read(self, message: bytes) -> Received | None:
        if message[:1] == b"w":
            return self._decoder.decode(message[XLOG_DATA.size :])
        if message[:1] == b"k":
            _, position, _, _ = KEEPALIVE.unpack(message)
            return Reached(position)
        return None

    async def _execute(self, text: str) -> PGresult:
        self._connection.send_query(text.encode())
        result = await self._next_result()
        if result is None:
            raise DecodingEnded("the server did not answer")
        return result

    async def _next_result(self) -> PGresult | None:
        while True:
            self._connection.flush()
            if not self._connection.is_busy():
                return self._connection.get_result()
            # A slot waits for every transaction that runs when it is made.
            await self._consume(seconds=None)

    async def _consume(self, seconds: float | None = SILENCE_SECONDS) -> None:
        loop, socket = asyncio.get_running_loop(), self._connection.socket
        ready = asyncio.Event()
        loop.add_reader(socket, ready.set)
        try:
            async with asyncio.timeout(seconds):
                await ready.wait()
            self._connection.consume_input()
        except TimeoutError:
            raise DecodingEnded("the server does not answer") from None
        except psycopg.Error as error:
            raise DecodingEnded(_first_line(str(error))) from None
        finally:
            loop.remove_reader(socket)


def _text(message: bytes) -> str:
    return message.decode(errors="replace")


def _first_line(message: str) -> str:
    return message.strip().partition("\n")[0].removeprefix("ERROR:").strip()

"""Name servers on this machine that tests control: one that answers, one that never does."""

import asyncio
import socket
import struct
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import cast

A, AAAA = 1, 28
HEADER = struct.Struct("!HHHHHH")
RECORD = struct.Struct("!HHHIH")


class NameServer(asyncio.DatagramProtocol):
    """Answers for the names that it knows, one list of addresses after the other; or not at all.

    The last list of a name stays. A name that is not known does not exist.
    """

    def __init__(self, names: Mapping[str, Sequence[Sequence[str]]] | None = None) -> None:
        self.names = None if names is None else {name: list(all_) for name, all_ in names.items()}
        self.asked: list[str] = []
        self.at = ""
        self.was_asked = asyncio.Event()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast("asyncio.DatagramTransport", transport)
        self.at = f"127.0.0.1:{transport.get_extra_info('sockname')[1]}"

    def datagram_received(self, query: bytes, sender: tuple[str, int]) -> None:
        end = query.index(b"\0", HEADER.size)
        name, at = [], HEADER.size
        while at < end:
            name.append(query[at + 1 : at + 1 + query[at]].decode())
            at += 1 + query[at]
        (kind,) = struct.unpack_from("!H", query, end + 1)
        host = ".".join(name).lower()
        if kind == A:
            self.asked.append(host)
        self.was_asked.set()
        if self.names is not None:
            question = query[HEADER.size : end + 5]
            self.transport.sendto(self._answer(query[:2], question, host, kind), sender)

    def _answer(self, identity: bytes, question: bytes, host: str, kind: int) -> bytes:
        assert self.names is not None
        lists = self.names.get(host)
        texts: Sequence[str] = lists[0] if lists else ()
        if lists and kind == A and len(lists) > 1:
            del lists[0]
        family, size = (socket.AF_INET, 4) if kind == A else (socket.AF_INET6, 16)
        packed = [socket.inet_pton(family, text) for text in texts if (":" in text) == (size == 16)]
        flags = 0x8180 if lists else 0x8183
        header = HEADER.pack(int.from_bytes(identity), flags, 1, len(packed), 0, 0)
        records = [RECORD.pack(0xC00C, kind, 1, 0, size) + address for address in packed]
        return header + question + b"".join(records)


@asynccontextmanager
async def name_server(
    names: Mapping[str, Sequence[Sequence[str]]] | None = None,
) -> AsyncIterator[NameServer]:
    """Run a name server; without names it is silent."""
    transport, server = await asyncio.get_running_loop().create_datagram_endpoint(
        lambda: NameServer(names), local_addr=("127.0.0.1", 0)
    )
    try:
        yield server
    finally:
        transport.close()

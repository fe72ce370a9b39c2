"""A mail server that tests control: what it offers, what it answers, where it breaks off."""

import asyncio
import contextlib
import ssl
from base64 import b64decode
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from outbound.mail import Mailer
from outbound.names import Names
from rules.messages import MAIL_LANE, ROOM_OF_MAIL
from workflows.messages import Claimed

OPERATOR = "operator@registry.example"
BODY = '{"data": {"date": "2026-01-01", "failed": []}}'
BREAK = "break"
"""As an answer: to break the connection instead."""

USUAL = {
    "": "220 mail.example",
    "EHLO": "250",
    "STARTTLS": "220 go",
    "AUTH": "235 in",
    "MAIL": "250 ok",
    "RCPT": "250 ok",
    "DATA": "354 go on",
    ".": "250 taken",
    "QUIT": "221 bye",
}


@dataclass
class MailServer:
    """Speaks SMTP as far as a client needs it; `answers` replaces what it usually says."""

    answers: Mapping[str, str] = field(default_factory=dict)
    tls: ssl.SSLContext | None = None
    offers: tuple[str, ...] = ()
    mails: list[str] = field(default_factory=list)
    """What was sent as far as the line with the dot, whether it was answered or not."""
    words: list[str] = field(default_factory=list)
    senders: list[str] = field(default_factory=list)
    secrets: list[str] = field(default_factory=list)
    port: int = 0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer one client."""
        try:
            with contextlib.suppress(ConnectionError, ssl.SSLError):
                await self._converse(reader, writer)
        finally:
            writer.transport.abort()

    async def _converse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        is_safe = False
        word = ""
        while await self._say(writer, word, is_safe=is_safe):
            if word == "STARTTLS":
                assert self.tls is not None
                await writer.start_tls(self.tls)
                is_safe = True
            line = (await reader.readline()).decode()
            if not line:
                return
            if word == "DATA":
                await self._take(reader, line)
                word = "."
                continue
            word = line.split()[0].upper()
            self.words.append(word)
            if word == "MAIL":
                self.senders.append(line.partition("<")[2].partition(">")[0])
            if word == "AUTH":
                self.secrets.append(b64decode(line.split()[-1]).decode())

    async def _say(self, writer: asyncio.StreamWriter, word: str, *, is_safe: bool) -> bool:
        answer = self.answers.get(word, USUAL[word])
        if answer == BREAK:
            return False
        lines = [answer]
        if word == "EHLO" and answer.startswith("250"):
            tls = ("STARTTLS",) if self.tls is not None and not is_safe else ()
            lines = ["250-mail.example", *(f"250-{offer}" for offer in (*self.offers, *tls))]
            lines.append("250 8BITMIME")
        writer.write("".join(f"{line}\r\n" for line in lines).encode())
        await writer.drain()
        return True

    async def _take(self, reader: asyncio.StreamReader, line: str) -> None:
        lines = []
        while line and line != ".\r\n":
            lines.append(line)
            line = (await reader.readline()).decode()
        if line:
            self.mails.append("".join(lines))


@asynccontextmanager
async def mail_server(server: MailServer) -> AsyncIterator[MailServer]:
    """Let a mail server listen."""
    tasks = set()

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        tasks.add(task)
        await server.serve(reader, writer)

    listener = await asyncio.start_server(connected, "127.0.0.1", 0)
    server.port = listener.sockets[0].getsockname()[1]
    try:
        yield server
    finally:
        listener.close()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def handed_over(_: Claimed) -> bool:
    return True


def claimed() -> Claimed:
    return Claimed(
        uuid4(), "digest.mail", MAIL_LANE, ROOM_OF_MAIL, None, BODY, 1, uuid4(), None, ()
    )


def mailer(url: str, **more: Any) -> Mailer:
    """Return a mailer that holds every message which it is given."""
    return Mailer(url, OPERATOR, more.pop("names", Names(1)), handed_over, **more)

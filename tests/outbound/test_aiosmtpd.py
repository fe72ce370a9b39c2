"""Letters to a mail server that others wrote, and that fails at each point (rules U4 and U6)."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session

from rules.access import Role
from rules.messages import HANDED_OVER
from server.postgres.pool import Pool
from tests.certificates import certificate
from tests.letters import reachable, send, sender
from tests.limited_grants import grant, tree_of
from tests.mail_servers import BREAK, OPERATOR, claimed, mailer
from tests.serving import Registry

UNREACHED = "The mail server cannot be reached"
LATER, NEVER = "451 4.3.0 Later", "550 5.7.1 Never"
POINTS = ("CONNECT", "EHLO", "MAIL", "RCPT", "DATA", ".")
"""Where it fails; at the last it has the mail."""

FAILURES = [(point, how) for point in POINTS for how in (LATER, NEVER, BREAK)]
FOUND = """
select status, last_error, record from messages where kind like 'letter.%' order by id
"""
AGAIN = """
update messages set next_attempt_at = now(), attempts = 0 where status = 'ENQUEUED'
"""


@dataclass
class Failing:
    """What a server fails at, and what it was given."""

    point: str | None = None
    how: str = BREAK
    receivers: list[str] = field(default_factory=list)
    passwords: list[bytes] = field(default_factory=list)
    port: int = 0

    async def handle_DATA(self, server: SMTP, _: Session, envelope: Envelope) -> str:  # noqa: N802
        self.receivers += [str(it) for it in envelope.rcpt_tos]
        return await server.fail() if self.point == "." else "250 Taken"  # type: ignore[attr-defined]

    def authenticate(self, *given: Any) -> AuthResult:
        self.passwords.append(given[-1].password)
        return AuthResult(success=self.point != "AUTH", handled=self.point != "AUTH")


class FailingServer(SMTP):
    """Answers as ever, but at one point."""

    async def fail(self) -> str:
        """Break the line, or return the reply."""
        how: str = self.event_handler.how
        if how == BREAK:
            assert isinstance(self.transport, asyncio.Transport)
            self.transport.abort()
        return how

    async def push(self, status: Any) -> None:
        """Send a line; the first one of all is where a connection can fail."""
        if self.event_handler.point == "CONNECT" and str(status).startswith("220 "):
            status = await self.fail()
        if self.transport is None or not self.transport.is_closing():
            await super().push(status)


def failing(verb: str, name: str) -> Any:
    """Make a command that fails where it is told to."""
    usual = getattr(SMTP, f"smtp_{verb}")

    async def command(self: FailingServer, arg: str) -> None:
        if self.event_handler.point == name:
            await self.push(await self.fail())
        else:
            await usual(self, arg)

    return command


for verb in ("EHLO", "HELO", "MAIL", "RCPT", "DATA"):
    setattr(FailingServer, f"smtp_{verb}", failing(verb, verb.replace("HELO", "EHLO")))


@asynccontextmanager
async def listening(fails: Failing, tls: ssl.SSLContext | None = None) -> AsyncIterator[Failing]:
    """Let the server listen, with STARTTLS and passwords where it has a certificate."""
    options: Any = {"enable_SMTPUTF8": True, "tls_context": tls, "hostname": "mail.example"}
    options |= {"authenticator": fails.authenticate, "require_starttls": tls is not None}
    loop = asyncio.get_running_loop()
    server = await loop.create_server(
        lambda: FailingServer(fails, loop=loop, **options), "127.0.0.1", 0
    )
    fails.port = server.sockets[0].getsockname()[1]
    try:
        yield fails
    finally:
        server.close()


async def test_u4_a_letter_is_taken_once_at_most_wherever_the_server_fails(
    quiet: Registry, pool: Pool
) -> None:
    await quiet.user("admin", Role.ADMIN)
    tree = await tree_of(quiet)
    found = {}
    async with listening(Failing()) as server:
        for number, (point, how) in enumerate(FAILURES):
            name = f"clerk{number}"
            await quiet.user(name)
            await reachable(quiet, name)
            await grant(quiet, "admin", name, "REGISTRAR", tree.left)
            server.point, server.how = point, how
            await send(quiet, sender(pool, server.port))
            last = (await quiet.owner.fetch(FOUND))[-1]
            found[point, how] = (last["status"], last["last_error"])
        taken_so_far = list(server.receivers)
        server.point = None
        async with quiet.acting("message.aged") as owner:
            await owner.execute(AGAIN)
        await send(quiet, sender(pool, server.port))

    broken = ("ENQUEUED", UNREACHED)
    expected: dict[Any, Any] = {}
    for point in POINTS:
        expected[point, LATER] = ("ENQUEUED", "The mail server answered 451")
        expected[point, NEVER] = ("FAILED", "The mail server answered 550")
        expected[point, BREAK] = broken if point != "." else ("FAILED", HANDED_OVER)
    # Who refuses EHLO and HELO refuses a form of greeting, and not a mail.
    expected["EHLO", LATER] = expected["EHLO", NEVER] = broken
    assert found == expected
    letters = await quiet.owner.fetch(FOUND)
    statuses = {FAILURES[number]: row["status"] for number, row in enumerate(letters)}
    assert {it for it, status in statuses.items() if status == "PROCESSED"} == {
        it for it, (status, _) in expected.items() if status == "ENQUEUED"
    }
    # What it had and put off comes again, as it asked for; where it was silent, nothing does.
    again = [it for it in server.receivers if server.receivers.count(it) > 1]
    assert set(again) == {f"clerk{FAILURES.index(('.', LATER))}@example.org"}
    assert len(taken_so_far) == 3
    assert len(server.receivers) == len(FAILURES) - list(statuses.values()).count("FAILED") + 3


@pytest.mark.parametrize("is_right", [True, False])
async def test_u6_a_password_goes_to_a_server_by_tls_alone(
    tmp_path_factory: pytest.TempPathFactory, is_right: bool
) -> None:
    known = certificate(tmp_path_factory.mktemp("tls"))
    fails = Failing(None if is_right else "AUTH")
    async with listening(fails, known.server_side()) as server:
        url = f"smtp://me:hunter2@localhost:{server.port}"
        outcome = await mailer(url, tls=known.client_side()).deliver(claimed())

    assert outcome.error == (None if is_right else "The mail server answered 535")
    assert server.receivers == ([OPERATOR] if is_right else [])
    assert set(server.passwords) == {b"hunter2"}

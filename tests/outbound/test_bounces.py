"""Letters that come back: known by their envelope, failed, their address marked (rule U5)."""

from pathlib import Path
from uuid import UUID, uuid4

import pytest

from outbound.bounces import Bounce, read_bounce, return_address
from outbound.signatures import letter_tags
from rules.access import Role
from rules.letters import WHY_UNDELIVERABLE
from server.commands import bouncing
from server.postgres.pool import Pool
from server.settings import Settings
from tests.letters import LETTERS, one_letter, reachable, send, sender, tag_of
from tests.limited_grants import grant, tree_of
from tests.mail_servers import MailServer, mail_server
from tests.serving import Registry
from workflows import letters as workflow

DOMAIN = "bounces.registry.example"


def report(to: str, status: str = "5.1.1", action: str = "failed") -> bytes:
    """Write a report as a mail server does (RFC 3464)."""
    return f"""\
Return-Path: <>
From: MAILER-DAEMON@mail.example
To: {to}
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="parts"

--parts
Content-Type: text/plain; charset=us-ascii

It did not arrive.

--parts
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example

Final-Recipient: rfc822; rita@example.org
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 5.1.1 no such user

--parts
Content-Type: message/rfc822

Subject: Your roles have changed

Text

--parts--
""".encode()


def test_u5_a_report_names_its_letter_and_the_status() -> None:
    letter_id = uuid4()
    address = return_address(letter_id, DOMAIN, tag_of)

    assert read_bounce(report(address), tag_of) == Bounce(letter_id, "5.1.1")
    assert read_bounce(report(f"<{address.upper()}>"), tag_of) == Bounce(letter_id, "5.1.1")
    assert len(address.partition("@")[0]) <= 64


@pytest.mark.parametrize(
    ("status", "action"), [("4.2.2", "failed"), ("5.4.7", "delayed"), ("2.1.5", "delivered")]
)
def test_u5_what_did_not_fail_for_good_changes_nothing(status: str, action: str) -> None:
    address = return_address(uuid4(), DOMAIN, tag_of)

    assert read_bounce(report(address, status, action), tag_of) is None


@pytest.mark.parametrize(
    "received",
    [b"", b"\xff\xfe\x00", b"To: x\n\nHello", report("someone@registry.example")],
    ids=["nothing", "bytes", "a mail", "to another address"],
)
def test_u5_what_is_no_report_changes_nothing(received: bytes) -> None:
    assert read_bounce(received, tag_of) is None


def test_u5_a_forged_address_changes_nothing() -> None:
    forged = return_address(uuid4(), DOMAIN, lambda _: b"0" * 32)

    assert read_bounce(report(forged), tag_of) is None


async def sent(quiet: Registry, pool: Pool) -> UUID:
    """Let a letter be taken, and return the id that its envelope has."""
    await quiet.user("admin", Role.ADMIN)
    tree = await tree_of(quiet)
    await quiet.user("rita")
    await reachable(quiet, "rita")
    await grant(quiet, "admin", "rita", "REGISTRAR", tree.left)
    async with mail_server(MailServer()) as server:
        await send(quiet, sender(pool, server.port, bounce_domain=DOMAIN))
    (envelope,) = server.senders
    found = read_bounce(report(envelope), tag_of)
    assert found is not None
    return found.letter_id


async def again(quiet: Registry, pool: Pool) -> tuple[str, str | None, int]:
    """Change the roles again, and return what became of that letter, and how many mails went."""
    async with quiet.acting("role_grant.taken") as owner:
        await owner.execute("delete from role_grants where user_id = $1", quiet.users["rita"])
    async with mail_server(MailServer()) as server:
        await send(quiet, sender(pool, server.port))
    last = (await quiet.owner.fetch(LETTERS))[-1]
    return last["status"], last["last_error"], len(server.mails)


async def test_u5_a_letter_that_comes_back_fails_and_marks_its_address(
    quiet: Registry, pool: Pool
) -> None:
    letter_id = await sent(quiet, pool)

    has_failed = await workflow.bounce(quiet.owner, letter_id, "5.1.1")

    letter = await one_letter(quiet)
    assert has_failed
    assert (letter["status"], letter["last_error"]) == ("FAILED", "Mail came back: 5.1.1")
    assert await again(quiet, pool) == ("FAILED", WHY_UNDELIVERABLE, 0)
    await reachable(quiet, "rita", "rita@example.com")
    async with quiet.acting("role_grant.given") as owner:
        await owner.execute(
            "insert into role_grants (user_id, client_id, role) values ($1, $2, 'REGISTRAR')",
            quiet.users["rita"],
            quiet.console_id,
        )
    assert await again(quiet, pool) == ("PROCESSED", None, 2)


async def test_u5_a_full_mailbox_marks_nothing(quiet: Registry, pool: Pool) -> None:
    letter_id = await sent(quiet, pool)

    await workflow.bounce(quiet.owner, letter_id, "5.2.2")

    assert (await one_letter(quiet))["status"] == "FAILED"
    assert await again(quiet, pool) == ("PROCESSED", None, 1)


async def test_u5_an_unknown_letter_or_another_message_changes_nothing(
    quiet: Registry, pool: Pool
) -> None:
    await sent(quiet, pool)

    assert not await workflow.bounce(quiet.owner, uuid4(), "5.1.1")
    assert (await one_letter(quiet))["status"] == "PROCESSED"
    assert await quiet.owner.fetchval("select count(*) from undeliverable_addresses") == 0


async def test_u5_the_command_lets_the_letter_of_a_report_fail(
    quiet: Registry, pool: Pool, tmp_path: Path
) -> None:
    letter_id = await sent(quiet, pool)
    settings = Settings(database_url=quiet.database.app_url, data_dir=tmp_path)
    forged = return_address(letter_id, DOMAIN, tag_of)
    address = return_address(letter_id, DOMAIN, letter_tags(tmp_path))

    nothing = await bouncing.bounce(settings, report(forged))
    printed = await bouncing.bounce(settings, report(address))

    assert nothing == "No letter has changed"
    assert printed == f"Failed: {letter_id}"
    assert (await one_letter(quiet))["status"] == "FAILED"

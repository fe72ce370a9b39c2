"""A letter that a real mail server takes, cannot deliver, and sends back (rule U5)."""

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from outbound.signatures import letter_tags
from rules.access import Role
from rules.letters import WHY_UNDELIVERABLE
from server.postgres.pool import Pool
from tests.letters import LETTERS, reachable, send, sender
from tests.limited_grants import grant, tree_of
from tests.mail_servers import MailServer, mail_server
from tests.postfix import PROGRAM, relaying
from tests.serving import Registry

DOMAIN = "bounces.registry.example"


@pytest.mark.skipif(PROGRAM is None, reason="needs the Debian package postfix")
async def test_u5_a_letter_that_postfix_sends_back_fails_and_marks_its_address(
    quiet: Registry, pool: Pool, tmp_path: Path
) -> None:
    await quiet.user("admin", Role.ADMIN)
    tree = await tree_of(quiet)
    for name in ("rita", "ria"):
        await quiet.user(name)
        await reachable(quiet, name, "rita@example.org")
    await grant(quiet, "admin", "rita", "REGISTRAR", tree.left)
    refusing = MailServer({"RCPT": "550 5.1.1 No such user"})
    async with mail_server(refusing) as there, relaying(there.port, DOMAIN) as postfix:
        sending = sender(pool, postfix.port, bounce_domain=DOMAIN)
        sending = replace(sending, tag_of=letter_tags(tmp_path))
        await send(quiet, sending)
        (taken,) = await quiet.owner.fetch(LETTERS)
        report = await postfix.came_back()

        printed = selfsame_bounce(quiet, tmp_path, report)

        await grant(quiet, "admin", "ria", "REGISTRAR", tree.left)
        await send(quiet, sending)

    first, second = await quiet.owner.fetch(LETTERS)
    assert taken["status"] == "PROCESSED"
    assert printed.startswith("Failed: ")
    assert (first["status"], first["last_error"]) == ("FAILED", "Mail came back: 5.1.1")
    assert (second["status"], second["last_error"]) == ("FAILED", WHY_UNDELIVERABLE)
    assert b"rita" not in printed.encode()


def selfsame_bounce(registry: Registry, directory: Path, report: bytes) -> str:
    """Give a report to the command, as Postfix does."""
    settings = {
        "SELFSAME_DATABASE_URL": registry.database.app_url,
        "SELFSAME_DATA_DIR": str(directory),
    }
    return subprocess.run(
        [sys.executable, "-m", "server.cli", "bounce"],
        input=report,
        env=os.environ | settings,
        check=True,
        capture_output=True,
    ).stdout.decode()

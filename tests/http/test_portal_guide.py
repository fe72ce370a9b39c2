"""The way through docs/portal.md is gone as it stands there, and what it shows is what comes."""

import os
import re
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from server.seeding.access import seed_access
from tests.databases import Database
from tests.http import guides
from tests.receivers import Receiver, listening
from tests.serving import Registry, served

GUIDE = "docs/portal.md"


@pytest.fixture
async def registry(database: Database, tmp_path: Path) -> AsyncIterator[Registry]:
    """A registry that delivers, to this machine too."""
    async with served(database, tmp_path, with_worker=True, webhook_allow_loopback=True) as it:
        await seed_access(it.owner)
        yield it


def noting_curl(directory: Path) -> str:
    """Return a PATH with a curl that notes what arguments it is given."""
    curl = directory / "bin" / "curl"
    curl.parent.mkdir()
    curl.write_text(
        f'#!/bin/sh\necho "$@" >> {directory}/arguments\nexec {shutil.which("curl")} "$@"\n'
    )
    curl.chmod(0o755)
    return f"{curl.parent}{os.pathsep}{os.environ['PATH']}"


async def test_the_guide_for_portals_is_what_happens(registry: Registry, tmp_path: Path) -> None:
    steps = guides.steps(GUIDE)

    async with listening(Receiver()) as receiver:
        given = guides.environment(
            registry, tmp_path, HOOK=receiver.url, PATH=noting_curl(tmp_path)
        )
        printed = await guides.walk(steps, given)
        received = await receiver.has_accepted(13)

    assert len(printed) == len(steps)
    differing = (it.differs(said) for it, said in zip(steps, printed, strict=True))
    assert [it for it in differing if it is not None] == []
    secret = (tmp_path / "signing-secret").read_text().strip()
    assert all(it.is_signed_with(secret) for it in received)
    arguments = (tmp_path / "arguments").read_text()
    assert registry.url in arguments
    assert not [it for it in ("eyJhbGciOi", "whsec_", "Mary", secret) if it in arguments]  # D4


def test_the_guide_assigns_to_no_name_that_zsh_keeps_for_itself() -> None:
    texts = [Path(GUIDE).read_text(), Path("docs/portal.sh").read_text()]

    assert [
        it for it in texts if re.search(r"^\s*(status|path|options|pipestatus)=", it, re.M)
    ] == []


def test_a_guide_that_shows_another_answer_is_found_out() -> None:
    step = guides.Step("true", "json", '{"id": "B-\u2026", "list": [1, null]}\n')

    assert step.differs('{"id": "B-2026", "list": [1, null]}') is None
    assert step.differs('{"id": "C-2026", "list": [1, null]}')
    assert step.differs('{"id": "B-2026", "list": [1]}')
    assert step.differs('{"id": "B-2026", "list": [1, null], "more": 1}')
    assert step.differs('{"id": "B-2026", "list": [1, null]} {"id": "B-2026"}')
    assert guides.Step("true", "text", "it\n").differs("something else")

"""The project that wrote GraphQL over HTTP down audits a real server, from outside."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.databases import Database
from tests.node import NODE, install

AUDITS = Path(__file__).parent / "audits"
HOW_MANY = 61


@pytest.fixture(scope="module")
def installed() -> None:
    """The audits' packages, at the versions of their lock file."""
    install(AUDITS)


@pytest.fixture
def served(database: Database, tmp_path: Path) -> Iterator[str]:
    """The address of `selfsame serve`, a process of its own."""
    environment = os.environ | {
        "SELFSAME_DATABASE_URL": database.app_url,
        "SELFSAME_DATA_DIR": str(tmp_path),
    }
    command = [sys.executable, "-m", "server.cli", "serve", "--port", "0"]
    with (
        (tmp_path / "log").open("wb") as log,
        subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=log) as server,
    ):
        assert server.stdout is not None
        said = (line.decode().strip() for line in server.stdout)
        yield next(line for line in said if line.startswith("listening on")).split()[-1]
        server.terminate()
        server.stdout.read()


@pytest.mark.usefixtures("installed")
def test_g_graphql_over_http_is_followed_to_the_letter(served: str) -> None:
    audited = subprocess.run(
        [NODE, "audit.mjs", f"{served}/graphql"], cwd=AUDITS, capture_output=True, text=True
    )

    *lines, summary = audited.stdout.splitlines()

    assert json.loads(summary) == {"audits": HOW_MANY, "ok": HOW_MANY, "failed": []}
    assert [line for line in lines if not line.startswith("ok")] == []

"""Rule D4: no password, secret or token stands in arguments, which everybody on a machine reads."""

import os
import shutil
import subprocess
import sys
from asyncio import create_subprocess_exec
from asyncio.subprocess import PIPE
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from server.postgres import embedded_binaries
from server.postgres.embedded import EmbeddedPostgres
from server.seeding.access import seed_access
from tests.databases import Database
from tests.house.repository import ROOT
from tests.people import pair
from tests.server.commands import environment, run, serving
from tests.serving import Registry

ARGUMENTS_OF_PSQL = r"\! tr '\0' ' ' < /proc/$PPID/cmdline"

started: list[str] = []
"""What this process starts while a test watches: programs, arguments and environments."""


@pytest.fixture
def watched(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Every start of a program, as Python itself reports it."""
    popen = subprocess.Popen.__init__

    def note(self: Any, arguments: Any, *rest: Any, **options: Any) -> None:
        started.append(f"{[str(it) for it in arguments]} {options.get('env')}")
        popen(self, arguments, *rest, **options)

    monkeypatch.setattr(subprocess.Popen, "__init__", note)
    yield started
    started.clear()


def passwords_in(directory: Path) -> list[str]:
    found = [path.read_text() for path in directory.glob("*.password")]
    assert len(found) == 2
    return found


def processes() -> Iterator[str]:
    """The arguments of every process, and the environments of PostgreSQL's."""
    for directory in Path("/proc").glob("[0-9]*"):
        try:
            arguments = (directory / "cmdline").read_text(errors="replace")
            yield arguments
            if "postgres" in arguments:
                yield (directory / "environ").read_text(errors="replace")
        except OSError:
            continue  # it has ended, or is not ours to read


def test_d4_nothing_that_starts_the_embedded_database_gets_a_password(
    directory: Path, watched: list[str]
) -> None:
    with EmbeddedPostgres(directory, fast=True):
        pass

    secrets = passwords_in(directory)
    assert {it.split("/bin/")[1].split("'")[0] for it in watched} == {"initdb", "postgres"}
    assert not [it for it in watched for secret in secrets if secret in it]
    assert not [it for it in watched if "SELFSAME_" in it]


async def test_d4_no_process_of_an_installation_shows_a_password(directory: Path) -> None:
    variables = environment(directory, SELFSAME_SMTP_URL="smtp://me:MailSecret@127.0.0.1:9")

    async with serving(variables, "--workers", "2"):
        shown = list(processes())

    secrets = [*passwords_in(directory), "MailSecret"]
    assert [it for it in shown if "server.cli" in it]
    assert [it for it in shown if it.startswith("postgres: ")]
    assert not [it for it in shown for secret in secrets if secret in it]


@pytest.mark.parametrize("role", ["owner", "app"])
async def test_d4_psql_gets_no_password_with_the_address(directory: Path, role: str) -> None:
    variables = environment(directory)
    psql = embedded_binaries.binaries_for(directory / "postgres").directory / "psql"
    await run(variables, "migrate")

    address = (await run(variables, "database-url", "--role", role)).out.strip()
    query = await create_subprocess_exec(
        psql, address, "-Atc", "select current_user", "-c", ARGUMENTS_OF_PSQL, stdout=PIPE
    )
    printed = (await query.communicate())[0].decode()
    await run(variables, "migrate")

    user, arguments = printed.split("\n", 1)
    assert (query.returncode, user) == (0, f"selfsame_{role}")
    assert address in arguments
    assert not [it for it in passwords_in(directory) if it in arguments]
    assert (directory / f"{role}.pgpass").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    ("url", "address", "kept"),
    [
        ("postgresql://me@db/name", "postgresql://me@db/name", None),
        (
            "postgresql://me:a%3Ab%5Cc@db:1/name?sslmode=require",
            "postgresql://me@db:1/name?sslmode=require&passfile={file}",
            "*:*:*:*:a\\:b\\\\c\n",
        ),
        (
            "postgresql:///name?host=%2Frun&password=p%26q",
            "postgresql:///name?host=%2Frun&passfile={file}",
            "*:*:*:*:p&q\n",
        ),
    ],
)
async def test_d4_an_address_of_ones_own_is_printed_without_its_password_too(
    tmp_path: Path, url: str, address: str, kept: str | None
) -> None:
    file = tmp_path / "new" / "owner.pgpass"

    variables = environment(file.parent, SELFSAME_DATABASE_URL=url)
    finished = await run(variables, "database-url")
    whole = await run(variables, "database-url", "--with-password")

    assert finished.out.strip() == address.format(file=str(file).replace("/", "%2F"))
    assert (file.read_text() if file.exists() else None) == kept
    assert whole.out.strip() == url


@pytest.mark.parametrize("script", ["settle-a-pair", "issue-a-birth"])
async def test_d4_the_documents_scripts_hand_no_token_to_curl_as_an_argument(
    registry: Registry, tmp_path: Path, script: str
) -> None:
    await seed_access(registry.owner)
    await pair(registry)
    arguments, curl = tmp_path / "arguments", tmp_path / "bin" / "curl"
    curl.parent.mkdir()
    curl.write_text(f'#!/bin/sh\necho "$@" >> {arguments}\nexec {shutil.which("curl")} "$@"\n')
    curl.chmod(0o755)
    variables = environment(
        tmp_path,
        registry.database,
        SELFSAME=f"{sys.executable} -m server.cli",
        SELFSAME_URL=registry.url,
        PATH=f"{curl.parent}{os.pathsep}{os.environ['PATH']}",
    )

    running = await create_subprocess_exec(
        "sh", f"docs/{script}.sh", cwd=ROOT, env=variables, stdout=PIPE, stderr=PIPE
    )
    _, complaint = await running.communicate()

    assert running.returncode == 0, complaint.decode()
    assert registry.url in arguments.read_text()
    assert "eyJhbGciOi" not in arguments.read_text()


async def test_d4_the_address_works_for_who_migrates_a_database_of_their_own(
    database: Database, tmp_path: Path
) -> None:
    finished = await run(environment(tmp_path, database), "database-url", "--role", "app")

    connection = await asyncpg.connect(finished.out.strip())
    assert await connection.fetchval("select current_user::text") == "selfsame_app"
    await connection.close()

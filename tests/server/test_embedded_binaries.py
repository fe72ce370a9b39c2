"""For root the embedded PostgreSQL runs as another user, who can read what it needs."""

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from server.postgres import embedded_binaries
from server.postgres.embedded import EmbeddedPostgres, EmbeddedPostgresError
from tests.embedding import ask, pid_of

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="what root alone has to do")


async def test_root_keeps_the_rights_of_a_private_directory(
    directory: Path, system_directory: Path
) -> None:
    directory.mkdir(mode=0o700)

    with EmbeddedPostgres(directory, fast=True) as server:
        answer = await ask(server, "select 1")

    assert answer == 1
    assert directory.stat().st_mode & 0o777 == 0o700
    assert server.cluster.readlink().parent == system_directory
    # Where this environment itself is private, the programs are copied there too.
    names = {path.name for path in system_directory.iterdir()}
    assert {name for name in names if "pgserver" not in name} == {server.cluster.readlink().name}


def test_a_link_to_a_database_that_is_gone_is_not_taken_for_a_first_start(
    directory: Path, system_directory: Path
) -> None:
    directory.mkdir()
    (directory / "postgres").symlink_to(system_directory / "gone")

    with pytest.raises(EmbeddedPostgresError, match="which is gone"):
        EmbeddedPostgres(directory).start()
    (directory / "postgres").unlink()


def test_programs_beneath_a_private_directory_are_copied_once_however_many_want_them(
    directory: Path, system_directory: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reaches = embedded_binaries.Account.reaches
    monkeypatch.setattr(
        embedded_binaries.Account,
        "reaches",
        lambda account, path: "pginstall" not in str(path) and reaches(account, path),
    )

    with ThreadPoolExecutor() as pool:
        binaries = set(pool.map(embedded_binaries.binaries_for, [directory / "postgres"] * 4))

    assert len(binaries) == 1
    assert binaries.pop().directory.is_relative_to(system_directory)
    assert len(list(system_directory.iterdir())) == 1
    with EmbeddedPostgres(directory, fast=True) as server:
        assert pid_of(server)


def test_a_system_directory_that_others_can_write_to_is_refused(
    directory: Path, system_directory: Path
) -> None:
    system_directory.mkdir()
    system_directory.chmod(0o777)
    directory.mkdir(mode=0o700)

    with pytest.raises(EmbeddedPostgresError, match="only root can write to"):
        EmbeddedPostgres(directory).start()

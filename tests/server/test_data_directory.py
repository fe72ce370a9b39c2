"""The data directory is its owner's alone: as it is made, as it is found, and all that is in it."""

import os
import stat
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from server.identity.issuer import Issuer
from server.postgres.data_directory import make
from server.postgres.embedded import EmbeddedPostgres
from tests.databases import Database
from tests.embedding import ask
from tests.server.commands import environment, run, serving

IS_ROOT = os.geteuid() == 0
CLOSED = 0o710 if IS_ROOT else 0o700
"""For root PostgreSQL's account passes through: its group, which sees no names."""


@pytest.fixture(autouse=True)
def _an_open_hand() -> Iterator[None]:
    """The widest umask there is, so that every mode is one that was chosen."""
    before = os.umask(0)
    yield
    os.umask(before)


def mode_of(path: Path) -> int:
    return stat.S_IMODE(path.lstat().st_mode)


def open_to_others(directory: Path) -> list[Path]:
    """Everything below that others than the owner could read, write or enter."""
    below = [path for path in directory.rglob("*") if not path.is_symlink()]
    return [path for path in below if mode_of(path) & 0o077]


async def test_d4_an_embedded_installation_is_closed_to_others(directory: Path) -> None:
    async with serving(environment(directory), "--workers", "1"):
        mode, opened = mode_of(directory), open_to_others(directory)

    assert mode == CLOSED
    assert (directory / "keys" / "0001.pem").exists()
    assert (directory / "webhooks.key").exists()
    assert opened == []


def test_d4_one_that_holds_every_key_of_ours_is_closed(tmp_path: Path) -> None:
    directory = tmp_path / "data"
    directory.mkdir(mode=0o755)
    for name in ("webhooks.key", "second_factors.key"):
        (directory / name).write_text("")

    make(directory, is_embedded=False)

    assert mode_of(directory) == 0o700


async def test_d4_with_a_database_of_ones_own_the_directory_is_the_owners_alone(
    tmp_path: Path, database: Database
) -> None:
    directory = tmp_path / "var" / "data"

    async with serving(environment(directory, database)):
        mode, opened = mode_of(directory), open_to_others(directory)

    assert mode == 0o700
    assert opened == []


def test_d4_the_first_key_makes_the_directory_for_its_owner_alone(tmp_path: Path) -> None:
    Issuer(tmp_path / "data")

    assert mode_of(tmp_path / "data") == 0o700
    assert open_to_others(tmp_path / "data") == []


async def test_d4_a_directory_from_before_is_closed_and_still_serves(directory: Path) -> None:
    with EmbeddedPostgres(directory, fast=True) as server:
        where = server.cluster.resolve()
    directory.chmod(0o755)
    server.log_file.chmod(0o644)

    with EmbeddedPostgres(directory, fast=True) as server:
        answer = await ask(server, "select 1")

    assert answer == 1
    assert server.cluster.resolve() == where
    assert mode_of(directory) == CLOSED
    assert open_to_others(directory) == []


async def test_d4_a_directory_with_something_of_others_stays_and_is_warned_of(
    directory: Path,
) -> None:
    directory.mkdir(mode=0o755)
    (directory / "theirs").touch()

    async with serving(environment(directory)) as server:
        pass

    assert mode_of(directory) == 0o755
    assert server.finished is not None
    assert '"data_directory.open_to_others"' in server.finished.err
    assert open_to_others(directory) == [directory / "theirs"]


@pytest.mark.parametrize("mode", [0o700, 0o500, 0o710])
def test_a_directory_that_is_closed_already_keeps_its_mode(tmp_path: Path, mode: int) -> None:
    directory = tmp_path / "data"
    directory.mkdir()
    directory.chmod(mode)

    make(directory, is_embedded=False)

    assert mode_of(directory) == mode


def test_of_many_who_make_it_at_once_all_find_the_same_closed_one(tmp_path: Path) -> None:
    directory = tmp_path / "data"

    def make_and_use(name: int) -> None:
        make(directory, is_embedded=False)
        (directory / f"{name}.password").touch(0o600)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(make_and_use, range(40)))

    assert mode_of(directory) == 0o700
    assert len(list(directory.iterdir())) == 40
    assert list(tmp_path.iterdir()) == [directory]


@pytest.mark.skipif(not IS_ROOT, reason="others can be tried by root alone")
async def test_d4_another_account_sees_nothing_of_it(directory: Path) -> None:
    await run(environment(directory), "seed", "--persons", "0")
    listed = directory / "selfsame_owner.password"

    def as_stranger(path: Path) -> str:
        reading, writing = os.pipe()
        if (child := os.fork()) == 0:
            os.setgroups([])
            os.setgid(54321)
            os.setuid(54321)
            try:
                list(path.iterdir()) if path == directory else path.read_text()
                os.write(writing, b"read")
            except PermissionError:
                os.write(writing, b"refused")
            finally:
                os._exit(0)
        os.waitpid(child, 0)
        return os.read(reading, 10).decode()

    answers = [as_stranger(path) for path in (directory, listed, directory / "postgres.log")]

    assert answers == ["refused"] * 3


async def test_z5_to_look_what_a_migration_would_do_makes_no_database(directory: Path) -> None:
    looked = await run(environment(directory), "migrate", "--check")

    assert looked.status == 0
    assert looked.out == "There is no database: a new one is made, of this version.\n"
    assert not directory.exists() or list(directory.iterdir()) == []

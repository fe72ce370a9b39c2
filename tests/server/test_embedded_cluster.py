"""The embedded PostgreSQL: its settings, its secrets, and the sentence when it cannot run."""

from contextlib import suppress
from pathlib import Path

import asyncpg
import pytest

from server.postgres import embedded_binaries, embedded_cluster
from server.postgres.embedded import EmbeddedPostgres, EmbeddedPostgresError
from tests.embedding import ask, pid_of

OWNER_PASSWORD = f"{embedded_cluster.OWNER}.password"


async def test_the_server_has_our_settings(directory: Path) -> None:
    with EmbeddedPostgres(directory, fast=True) as server:
        for name, value in (embedded_cluster.SETTINGS | embedded_cluster.FAST_SETTINGS).items():
            assert str(await ask(server, f"show {name}")).lower() == value.lower()
        assert await ask(server, "select upper('é') || pg_client_encoding()") == "ÉUTF8"
        assert await ask(server, "select 'a' < 'B'") is False


async def test_d4_the_log_repeats_nothing_of_a_statement(directory: Path) -> None:
    with EmbeddedPostgres(directory, fast=True) as server:
        for statement in (
            "select 'Undine'::date",
            "do $$ begin raise warning 'Undine'; end $$",
            "do $$ begin raise exception 'it failed' using detail = 'Undine'; end $$",
        ):
            with suppress(asyncpg.PostgresError):
                await ask(server, statement)

    assert "ready to accept connections" in server.log_file.read_text()
    assert "Undine" not in server.log_file.read_text()


async def test_d4_passwords_stay_in_files_that_only_their_owner_reads(directory: Path) -> None:
    with EmbeddedPostgres(directory, fast=True) as server:
        secret = (directory / OWNER_PASSWORD).read_text()
        arguments = Path(f"/proc/{pid_of(server)}/cmdline").read_text()
        stranger = server.owner_url.replace(secret, "guessed")

        with pytest.raises(asyncpg.InvalidPasswordError):
            await asyncpg.connect(stranger)
        assert secret not in arguments + server.log_file.read_text()
        for file in directory.glob("*.password"):
            assert file.stat().st_mode & 0o777 == 0o600


def test_a_database_of_another_major_version_is_refused_by_name(directory: Path) -> None:
    with EmbeddedPostgres(directory, fast=True) as server:
        pass
    (server.cluster / "PG_VERSION").write_text("15\n")

    with pytest.raises(EmbeddedPostgresError, match="was written by PostgreSQL 15"):
        server.start()


def test_a_lost_password_is_an_error_that_names_the_file(directory: Path) -> None:
    with EmbeddedPostgres(directory, fast=True) as server:
        pass
    (directory / OWNER_PASSWORD).unlink()

    with pytest.raises(EmbeddedPostgresError, match=OWNER_PASSWORD):
        server.start()


def test_a_lasting_reason_is_reported_at_once(directory: Path) -> None:
    with EmbeddedPostgres(directory, fast=True) as server:
        pass
    (server.cluster / "global" / "pg_control").unlink()

    with pytest.raises(EmbeddedPostgresError, match=r"PostgreSQL could not start: .*pg_control"):
        server.start()


def test_a_data_directory_that_cannot_be_is_an_error_in_one_sentence(directory: Path) -> None:
    directory.write_text("a file")

    with pytest.raises(EmbeddedPostgresError, match=r"cannot use .*: File exists\.$"):
        EmbeddedPostgres(directory).start()


def test_a_platform_without_binaries_is_an_error_with_advice(
    directory: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(embedded_binaries, "PACKAGE", "no_such_package")

    with pytest.raises(EmbeddedPostgresError, match="SELFSAME_DATABASE_URL"):
        EmbeddedPostgres(directory).start()


def test_a_full_disk_is_named_before_what_follows_from_it() -> None:
    output = (
        "creating configuration files ... ok\n"
        '2026-11-30 FATAL:  could not write to file "base/1/1255": No space left on device\n'
        "2026-11-30 PANIC:  cannot abort transaction 1, it was already committed\n"
        "child process was terminated by signal 6: Aborted\n"
    )

    reason = embedded_cluster.reason_in(output)

    assert reason == 'could not write to file "base/1/1255": No space left on device'

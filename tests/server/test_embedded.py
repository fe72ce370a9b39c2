"""The embedded PostgreSQL serves any number of processes, whatever is killed."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
import textwrap
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from server.postgres import embedded_process
from server.postgres.embedded import EmbeddedPostgres
from tests.embedding import ask, is_stopped, pid_of

TIMEOUT_SECONDS = 300.0
"""How long a test waits for a server: only one that hangs takes longer, on a busy machine too."""


def python(directory: Path, program: str) -> subprocess.Popen[str]:
    """Start another process that uses the data directory; what it prints can be read."""
    before = """
        import asyncio, asyncpg, os, signal, sys
        from pathlib import Path
        from server.postgres.embedded import EmbeddedPostgres
        server = EmbeddedPostgres(Path(sys.argv[1]), fast=True)
    """
    source = textwrap.dedent(before) + textwrap.dedent(program)
    command = [sys.executable, "-c", source, str(directory)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(TIMEOUT_SECONDS):
        while not condition():
            await asyncio.sleep(0.01)


async def test_the_first_process_starts_the_server_and_the_last_one_stops_it(
    directory: Path,
) -> None:
    first, second = EmbeddedPostgres(directory, fast=True), EmbeddedPostgres(directory, fast=True)
    first.start()

    second.start()
    first.stop()

    assert await ask(second, "select 1") == 1
    second.stop()
    assert is_stopped(second)


async def test_what_was_written_is_there_after_the_next_start(directory: Path) -> None:
    with EmbeddedPostgres(directory) as server:
        await ask(server, "create table remembered ()")

    with EmbeddedPostgres(directory) as server:
        table = await ask(server, "select to_regclass('remembered')::text")

    assert table == "remembered"


async def test_processes_that_come_and_go_at_once_always_find_a_server(directory: Path) -> None:
    program = """
        async def ask():
            connection = await asyncpg.connect(server.owner_url)
            assert await connection.fetchval("select 1") == 1
            await connection.close()
        for _ in range(5):
            with server:
                asyncio.run(ask())
    """

    processes = [python(directory, program) for _ in range(4)]
    statuses = [process.wait(TIMEOUT_SECONDS) for process in processes]

    for process in processes:
        process.communicate()
    assert statuses == [0, 0, 0, 0]
    assert is_stopped(EmbeddedPostgres(directory))


async def test_a_killed_process_leaves_a_server_that_the_next_one_takes_over(
    directory: Path,
) -> None:
    with python(directory, "print(server.start().port, flush=True)\nsignal.pause()") as process:
        assert process.stdout is not None
        port = int(process.stdout.readline())
        process.kill()

    with EmbeddedPostgres(directory, fast=True) as server:
        taken_over = server.port

        assert taken_over == port
        assert await ask(server, "select 1") == 1
    assert is_stopped(server)


async def test_a_server_that_is_killed_is_started_again_on_its_port(directory: Path) -> None:
    with EmbeddedPostgres(directory, fast=True) as server:
        port, killed = server.port, pid_of(server)
        watching = asyncio.create_task(server.watch())

        os.kill(killed, signal.SIGKILL)
        await until(lambda: server._postmaster is not None and server._postmaster.pid != killed)

        watching.cancel()
        assert server.port == port
        assert await ask(server, "select 1") == 1


async def test_a_server_that_died_while_nobody_watched_is_started_again(directory: Path) -> None:
    with python(directory, "print(server.start().port, flush=True)\nsignal.pause()") as process:
        assert process.stdout is not None
        process.stdout.readline()
        server = EmbeddedPostgres(directory)
        killed = pid_of(server)
        os.kill(killed, signal.SIGKILL)
        await until(lambda: not embedded_process.is_postmaster(killed, server.cluster))
        process.kill()

    with server:
        assert await ask(server, "select 1") == 1


async def test_an_initialisation_that_was_killed_is_begun_anew(directory: Path) -> None:
    program = """
        import threading
        def kill_in_the_middle():
            while not list(server.directory.glob("making-*/cluster/base/1/PG_VERSION")):
                pass
            os.kill(os.getpid(), signal.SIGKILL)
        threading.Thread(target=kill_in_the_middle).start()
        server.start()
    """
    with python(directory, program) as process:
        assert process.wait(TIMEOUT_SECONDS) == -signal.SIGKILL
    assert not (directory / "postgres").exists()

    with EmbeddedPostgres(directory, fast=True) as server:
        answer = await ask(server, "select current_database()")

    assert answer == "selfsame"
    assert not list(directory.glob("making-*"))


async def test_a_process_number_that_was_given_to_another_is_not_taken_for_the_server(
    directory: Path,
) -> None:
    with EmbeddedPostgres(directory, fast=True) as server:
        recorded = (server.cluster / "postmaster.pid").read_text().splitlines()
    with python(directory, "signal.pause()") as other:
        recorded[0] = str(other.pid)
        (server.cluster / "postmaster.pid").write_text("\n".join(recorded))

        with server:
            assert await ask(server, "select 1") == 1

        assert other.poll() is None
        other.kill()


async def test_a_port_that_somebody_takes_in_between_is_replaced(
    directory: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.socket() as other, socket.socket() as free:
        other.bind(("127.0.0.1", 0))
        other.listen()
        free.bind(("127.0.0.1", 0))
        ports = iter([other.getsockname()[1], free.getsockname()[1]])
        free.close()
        monkeypatch.setattr(embedded_process, "free_port", lambda: next(ports))

        with EmbeddedPostgres(directory, fast=True) as server:
            assert server.port != other.getsockname()[1]
            assert await ask(server, "select 1") == 1


@pytest.mark.parametrize(("size", "is_kept"), [(10 * 1024**2, False), (10 * 1024**2 + 1, True)])
async def test_a_log_of_more_than_ten_mebibytes_is_begun_anew(
    directory: Path, size: int, *, is_kept: bool
) -> None:
    with EmbeddedPostgres(directory, fast=True) as server:
        log = server.log_file
    os.truncate(log, size)

    with EmbeddedPostgres(directory, fast=True):
        begun = log.stat().st_size

    former = log.with_suffix(".log.1")
    assert former.exists() is is_kept
    assert (begun < size) is is_kept


async def test_a_server_that_has_left_its_directory_is_waited_for_until_it_ends(
    directory: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[subprocess.Popen[bytes]] = []
    spawn = embedded_process.ServerProcess._spawn

    def noting(process: embedded_process.ServerProcess, *arguments: Any) -> int:
        offset = spawn(process, *arguments)
        assert process._child is not None
        started.append(process._child)
        return offset

    monkeypatch.setattr(embedded_process.ServerProcess, "_spawn", noting)
    server = EmbeddedPostgres(directory, fast=True)
    server.start()

    # A process that ends has no directory any more before its end can be waited for.
    monkeypatch.setattr(embedded_process.ServerProcess, "is_running", lambda *_: False)
    server.stop()

    assert [it.returncode for it in started] == [0]

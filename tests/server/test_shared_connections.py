"""When connections that statements share are opened, kept, replaced, and given up."""

import asyncio
import io
from collections.abc import Iterator

import pytest

from server.observability import logs
from server.postgres import pipeline
from server.postgres.pipelines import MAX_STATEMENTS, Pipelines
from tests.server.pools import QUOTIENT, TIMEOUT_SECONDS, until_fetched


async def test_texts_are_utf_8_whatever_the_environment_says(
    pipelines: Pipelines, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PGCLIENTENCODING", "LATIN1")

    text = "select chr(235), octet_length($1::text)"
    assert await until_fetched(pipelines, text, "ë") == [("ë", 2)]
    sent = await pipelines.fetch(text, ("ë",), binary=True)

    assert sent is not None
    assert sent[0][0] == "ë".encode()


async def test_a_row_that_cannot_be_read_leaves_nobody_waiting(
    pipelines: Pipelines, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pipelines, "_size", 1)
    await until_fetched(pipelines, "select chr(235)")
    await until_fetched(pipelines, "select set_config('client_encoding', 'LATIN1', false)")

    async with asyncio.timeout(TIMEOUT_SECONDS):
        assert await pipelines.fetch("select chr(235)", ()) is None


async def fill(pipelines: Pipelines) -> None:
    """Have as many statements prepared as a connection keeps."""
    for number in range(MAX_STATEMENTS):
        await until_fetched(pipelines, f"select {number}")


async def test_a_connection_that_is_full_is_replaced_once_it_is_old(
    pipelines: Pipelines, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pipeline, "RENEWAL_SECONDS", 0.0)
    monkeypatch.setattr(pipelines, "_size", 1)
    await fill(pipelines)
    full = {*pipelines._open}

    await until_fetched(pipelines, "select 'another'")

    assert not full >= {*pipelines._open}
    for open_one in pipelines._open:
        assert len(open_one.statements) <= MAX_STATEMENTS


async def test_a_full_connection_is_kept_while_it_is_young(pipelines: Pipelines) -> None:
    await fill(pipelines)
    full = [*pipelines._open]

    for number in range(20):
        pipelines.note(f"select -{number}", 0)
        await pipelines.fetch(f"select -{number}", ())

    assert pipelines._open[: len(full)] == full
    assert not any(it.has_ended for it in full)
    assert len(full[0].statements) <= MAX_STATEMENTS


@pytest.fixture
def log() -> Iterator[io.BytesIO]:
    written = io.BytesIO()
    logs.configure(written)
    yield written
    logs.configure()


async def test_an_attempt_to_connect_that_fails_is_logged_and_further_ones_wait_longer(
    log: io.BytesIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("server.postgres.pipelines.PAUSES", (0.0, 3600.0))
    nobody = Pipelines(lambda: "postgresql://nobody@127.0.0.1:1/none", 1)
    nobody.note(QUOTIENT, 0)

    for _ in range(5):
        assert await nobody.fetch(QUOTIENT, (1, 1)) is None
        async with asyncio.timeout(TIMEOUT_SECONDS):
            while nobody.is_preparing:
                await asyncio.sleep(0.01)

    assert log.getvalue().count(b'"event":"connection.not_shared"') == 2
    assert nobody.size == 0
    nobody.close()

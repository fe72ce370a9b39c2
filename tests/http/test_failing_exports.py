"""Rules S6 and S15: what a source of exports may answer without ending a run, and what ends one."""

from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from outbound.sources import exports
from rules.messages import MOST_ATTEMPTS
from tests.exporting import asked_for, exporting, source_of
from tests.hitobito import Asked
from tests.killing_syncs import begun
from tests.runs import run_of, until
from tests.serving import Registry
from tests.sources import syncing
from tests.synced import World

BROKEN = b"HTTP/1.1 500 X\r\nContent-Length: 0\r\n\r\n"
NOT_YET = b"HTTP/1.1 202 X\r\nContent-Length: 0\r\nRetry-After: 0\r\n\r\n"


@pytest.fixture
async def world(
    admin: Registry, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[World]:
    monkeypatch.setattr(exports, "SOONEST_SECONDS", 0.0)
    async with exporting(admin, tmp_path) as made:
        yield made


def polled(world: World, answers: list[bytes]) -> Callable[[Asked], bytes | None]:
    """Let the source answer so to whoever asks how far an export is, and then as ever."""

    def instead(asked: Asked) -> bytes | None:
        if asked.path == "/api/exports/1" and asked.method == "GET" and answers:
            return answers.pop(0)
        return source_of(world).exported(asked)

    return instead


async def test_s6_failures_between_which_a_source_answers_end_no_run(world: World) -> None:
    run = await begun(world, token=None)
    answers = [BROKEN, BROKEN, BROKEN, BROKEN, NOT_YET] * 3
    world.source.instead = polled(world, answers)

    async with syncing(world.registry, world.directory):
        await until(world.registry, run, "SUCCEEDED")

    assert not answers
    assert len(await world.members()) == 8


async def test_s6_a_source_that_fails_five_times_in_a_row_ends_its_run(world: World) -> None:
    run = await begun(world, token=None)
    world.source.instead = polled(world, [NOT_YET, *[BROKEN] * MOST_ATTEMPTS])

    async with syncing(world.registry, world.directory):
        await world.until_over(run)

    failed = await run_of(world.registry, "kim", run)
    assert (failed["status"], failed["lastError"]) == ("FAILED", "The source answered 500")
    assert len(asked_for(world, "exports/1")) == MOST_ATTEMPTS + 1

"""Rules S6 and S15: what a source of exports may answer without ending a run, and what ends one."""

import re
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from outbound.sources.exports import FhirExports
from rules.messages import MOST_ATTEMPTS
from tests.exporting import EXPORTS, asked_for, deleted_at_source, exporting, source_of
from tests.hitobito import Asked
from tests.killing_syncs import begun
from tests.runs import run_of, settle, until
from tests.serving import Registry
from tests.sources import syncing
from tests.synced import World
from workflows.syncs import Sync

BROKEN = b"HTTP/1.1 500 X\r\nContent-Length: 0\r\n\r\n"
NOT_YET = b"HTTP/1.1 202 X\r\nContent-Length: 0\r\nRetry-After: 0\r\n\r\n"


@pytest.fixture
async def world(admin: Registry, tmp_path: Path) -> AsyncIterator[World]:
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
    assert failed["status"] == "FAILED"
    assert re.fullmatch(r"127\.0\.0\.1:\d+ answered 500", failed["lastError"])
    assert len(asked_for(world, "exports/1")) == MOST_ATTEMPTS + 1


def meanwhile(monkeypatch: pytest.MonkeyPatch, what: Callable[[], Awaitable[Any]]) -> None:
    """Let something happen while a source has begun an export, and the step is not over."""
    begin = FhirExports.begin

    async def begun_and_more(self: FhirExports, *asked: Any) -> str:
        url = await begin(self, *asked)
        await what()
        return url

    monkeypatch.setattr(FhirExports, "begin", begun_and_more)


@pytest.mark.parametrize("how", ["cancelled", "role lost"])
async def test_s15_an_export_that_begins_as_its_run_ends_is_deleted(
    world: World, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    run = await begun(world, token=None)

    async def end() -> None:
        if how == "cancelled":
            await settle(world.registry, "kim", "cancel", run)
        else:
            # The registry's own connection looks for the end of the run meanwhile.
            owner = await asyncpg.connect(world.registry.database.owner_url)
            async with owner.transaction():
                await owner.execute("select begin_act('role.revoked', null, null, uuidv7(), null)")
                await owner.execute("delete from role_grants where role = 'STEWARD'")
            await owner.close()

    meanwhile(monkeypatch, end)
    async with syncing(world.registry, world.directory):
        await world.until_over(run)
    left = len(source_of(world).exports)
    await deleted_at_source(world)

    assert left == 1
    assert source_of(world).exports == {}
    assert await world.registry.owner.fetchval(EXPORTS) == 0


async def test_s15_an_export_is_not_deleted_before_the_step_that_began_it_is_done(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    do = Sync.do

    async def do_after_a_look(self: Sync, *it: Any) -> Any:
        await deleted_at_source(world)
        return await do(self, *it)

    monkeypatch.setattr(Sync, "do", do_after_a_look)
    run = await begun(world, token=None)

    async with syncing(world.registry, world.directory):
        await until(world.registry, run, "SUCCEEDED")
    await deleted_at_source(world)

    assert source_of(world).begun == 1
    assert source_of(world).exports == {}

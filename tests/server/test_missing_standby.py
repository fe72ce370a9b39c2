"""Commits that wait for a standby that is not there are refused in time, not lost (rule Z1)."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from server.postgres import pool
from tests.events import birth, office, try_declare
from tests.server.replicas import pair
from tests.serving import Answer, Registry, served

TIMEOUT_SECONDS = 45.0
LIST = "{ vitalEvents(first: 5) { edges { node { id } } } }"


async def _refused(asked: Any) -> Answer:
    async with asyncio.timeout(TIMEOUT_SECONDS):
        answer: Answer = await asked
    assert answer.refusal[0] == "UNAVAILABLE", answer.body
    return answer


async def _taken(registry: Registry, portal: Any, given: dict[str, Any]) -> Answer:
    async with asyncio.timeout(TIMEOUT_SECONDS):
        while "errors" in (answer := await try_declare(registry, portal, given)).body:
            assert answer.refusal[0] == "UNAVAILABLE", answer.body
            await asyncio.sleep(0.05)
    return answer


async def test_z1_what_waits_for_a_missing_standby_is_refused_and_stands_once_it_is_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pool, "HUNG_SECONDS", 1.0)
    given = birth()
    async with pair() as servers, served(servers.database(), tmp_path) as registry:
        registrar, portal = await office(registry)
        servers.standby.kill()

        await _refused(try_declare(registry, portal, given))
        await _refused(try_declare(registry, portal, given))  # the first still holds the key
        read = await registry.ask(registrar, LIST)
        await servers.standby.start()
        event = (await _taken(registry, portal, given)).data["declareBirth"]["vitalEvent"]
        kept = await servers.primary.ask("select array_agg(id::text) from vital_events")

    assert read.data["vitalEvents"]["edges"] == []
    assert kept == [event["databaseId"]]

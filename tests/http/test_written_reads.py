"""A query that is written down shows nothing before that lasts, whatever else is asked (H21)."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from rules.access import Role
from server.postgres.pipelines import Pipelines
from tests.databases import Database
from tests.people import id_of, person
from tests.serving import Registry, served
from tests.unmerging import merge_of, merged

READINGS = {
    "personVersions": """
query ($id: ID!) { personVersions(personId: $id) { nodes { version record action } } }
""",
    "unmergePreview": """
query ($id: ID!) { unmergePreview(mergeId: $id) { changesSince { version record } } }
""",
    "viewer": "{ viewer { user { username } } }",
}
VIEWS = "select count(*) from audit_log where action = 'person_version.viewed'"
ASKED = 6


@pytest.fixture
async def registry(database: Database, tmp_path: Path) -> AsyncIterator[Registry]:
    """A server where one decision is a quorum, with an administrator."""
    async with served(database, tmp_path, merge_quorum=1) as running:
        await running.user("reviewer0", Role.NHS_REVIEWER)
        await running.user("admin", Role.ADMIN)
        yield running


async def ask(registry: Registry, name: str, key: str, **more: Any) -> Any:
    variables = {} if name == "viewer" else {"id": key}
    return (await registry.ask("admin", READINGS[name], variables, **more)).data[name]


async def changed_since_merged(registry: Registry) -> tuple[UUID, str]:
    """Return somebody who was merged and corrected after that, with the merge's id."""
    ada = await person(registry)
    await merged(registry, ada, await person(registry, "Augusta"))
    async with registry.acting("person.corrected") as owner:
        await owner.execute("update persons set first_name = 'Eve' where id = $1", ada)
    return ada, await merge_of(registry, ada)


async def test_h21_a_reading_of_versions_shares_no_connection(
    registry: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[str] = []
    fetch = Pipelines.fetch

    async def watched(self: Pipelines, text: str, *values: Any, **more: Any) -> Any:
        rows = await fetch(self, text, *values, **more)
        sent.append(text)
        return rows

    monkeypatch.setattr("server.postgres.pipelines.QUICK_SECONDS", 60.0)
    monkeypatch.setattr(Pipelines, "fetch", watched)
    ada, merge = await changed_since_merged(registry)
    keys = {"personVersions": id_of("Person", ada), "unmergePreview": merge, "viewer": ""}

    answers = [
        answer
        for _ in range(ASKED)
        for answer in await asyncio.gather(*(ask(registry, it, key) for it, key in keys.items()))
    ]

    assert all(answers)
    assert sent
    assert [it for it in sent if "versions" in it] == []
    assert await registry.owner.fetchval(VIEWS) == 2 * ASKED

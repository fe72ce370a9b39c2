"""Who was compared with everybody is due no more, but who failed or changed meanwhile (H10)."""

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import pytest

from rules.blocking_keys import RECIPE
from rules.comparison import Record
from rules.match_weights import Weighed
from tests.databases import Database
from tests.server.commands import environment, run_here
from tests.server.detecting import figures, register
from workflows import compared_matches, person_keys
from workflows.detection_models import ActiveModel

DUE = """
select array_agg(external_id order by external_id)
  from due_matches join persons on persons.id = person_id
"""
SECRET = "hidden"


@pytest.fixture
async def settings(database: Database, tmp_path: Path) -> dict[str, str]:
    """The settings of a register in which five persons are on record twice."""
    settings = environment(tmp_path, database)
    await register(settings, tmp_path)
    return settings


async def change(owner: asyncpg.Connection, external_id: str, columns: str) -> None:
    async with owner.transaction():
        await owner.execute("select begin_act('person.corrected', null, null, $1, null)", uuid4())
        await owner.execute(
            f"update persons set {columns}, version = version + 1 where external_id = $1",
            external_id,
        )


async def test_h10_who_was_compared_with_everybody_is_due_no_more(
    settings: dict[str, str], owner: asyncpg.Connection
) -> None:
    everybody = await owner.fetchval(DUE)
    # Whose keys are missing is not settled anyway.
    await run_here(settings, "keys", "rebuild")
    for options in (["--dry-run"], ["--since", "2999-01-01"], ["--limit", "1"]):
        await run_here(settings, "detect", *options)
        assert await owner.fetchval(DUE) == everybody, options
    await change(owner, "b4", "status = 'INACTIVE'")

    finished = await run_here(settings, "detect")

    assert finished.status == 0, finished.err
    assert await owner.fetchval(DUE) is None
    assert await owner.fetchval("select count(*) from person_keys") == 9


async def test_h10_who_changed_while_all_were_compared_stays_due(
    settings: dict[str, str],
    database: Database,
    owner: asyncpg.Connection,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    settle = compared_matches.settle

    async def late(connection: Any, noted: int, failed: Collection[UUID]) -> None:
        other = await asyncpg.connect(database.owner_url)
        await change(other, "a1", "email = 'a1@example.org'")
        await other.execute(  # as a pair does that somebody names, or another worker's claim
            "update due_matches set claimed_at = null"
            " where person_id = (select id from persons where external_id = 'b2')"
        )
        await other.close()
        await settle(connection, noted, failed)

    monkeypatch.setattr(compared_matches, "settle", late)

    finished = await run_here(settings, "detect")

    assert finished.status == 0, finished.err
    assert await owner.fetchval(DUE) == ["a1", "b2"]


async def test_h10_whose_keys_cannot_be_made_is_named_by_id_and_stays_due(
    settings: dict[str, str],
    owner: asyncpg.Connection,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    make = person_keys.RECIPES[RECIPE]

    def fail_for_grace(record: Any, placeholders: Any) -> frozenset[int]:
        if record.first_name == "Grace":
            raise ValueError(SECRET)
        return make(record, placeholders)

    monkeypatch.setitem(person_keys.RECIPES, RECIPE, fail_for_grace)
    ran = [
        await run_here(settings, *command)
        for command in (["keys", "rebuild"], ["detect", "--dry-run"], ["detect"])
    ]

    graces = await owner.fetch("select id from persons where first_name = 'Grace' order by id")
    for finished in ran:
        assert (finished.status, figures(finished.out)["failed"]) == (1, "2")
        assert all(f"ValueError at the person {who['id']}" in finished.out for who in graces)
        assert SECRET not in finished.out + finished.err
    assert figures(ran[-1].out)["found"].startswith("4 ")
    assert await owner.fetchval(DUE) == ["a1", "b1"]


async def test_h10_a_pair_that_cannot_be_weighed_costs_nobody_the_others(
    settings: dict[str, str],
    owner: asyncpg.Connection,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    weigh = ActiveModel.weigh_with_merged

    def fail_for_grace(
        active: ActiveModel, persons: Sequence[Record], others: Sequence[Record]
    ) -> Weighed:
        if persons[0].first_name == "Grace":
            raise ValueError(SECRET)
        return weigh(active, persons, others)

    with monkeypatch.context() as patched:
        patched.setattr(ActiveModel, "weigh_with_merged", fail_for_grace)
        first = await run_here(settings, "detect")
    assert (first.status, figures(first.out)["failed"]) == (1, "2")
    assert await owner.fetchval(DUE) == ["a1", "b1"]
    second = await run_here(settings, "detect")

    assert (second.status, figures(second.out)["found"].split()[0]) == (0, "1")
    assert await owner.fetchval(DUE) is None

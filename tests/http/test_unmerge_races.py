"""Undoing a merge beside whatever else happens to the same records at that moment (H15 to H19)."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from uuid import UUID

import asyncpg
import pytest

from tests.databases import Database
from tests.deaths import died, dora, imported, registered_death
from tests.events import office
from tests.people import assigned, key_of, pair, person, row, say
from tests.serving import Answer, Registry
from tests.unmerging import confirm, masters, merge_of, merged, preview, proposed, staffed
from workflows.unmerging import LOCK_EVENTS, LOCK_REQUESTS, LOCK_REVIEWS

ROUNDS = 6
STALE = ("CONFLICT", "Records have changed since they were shown")
UNDONE = ("CONFLICT", "Merge is undone already")
CALLS = "select calls from pg_stat_xact_user_functions where funcname = $1"
WAITING = "select count(*) from pg_locks where not granted"


@pytest.fixture
async def registry(database: Database, tmp_path: Path) -> AsyncIterator[Registry]:
    """A server where one decision is a quorum, with all who are needed."""
    async with staffed(database, tmp_path) as running:
        yield running


async def ready(registry: Registry, duplicate: UUID) -> tuple[str, str]:
    """Propose to undo somebody's merge, and return the proposal and the digest."""
    merge = await merge_of(registry, duplicate)
    proposal = await proposed(registry, "first", merge)
    return proposal, (await preview(registry, "second", merge))["digest"]


async def surely(registry: Registry, answer: Answer, duplicate: UUID, proposal: str) -> None:
    """Undo a merge now, where what it met has changed the records before."""
    if answer.errors:
        assert answer.refusal == STALE
        digest = (await preview(registry, "second", await merge_of(registry, duplicate)))["digest"]
        assert (await confirm(registry, "second", proposal, digest)).errors == []


@pytest.mark.usefixtures("untried")
async def test_h15_of_two_confirmations_at_once_one_undoes_the_merge(registry: Registry) -> None:
    for _ in range(ROUNDS):
        duplicate, master = await person(registry), await person(registry, "Augusta")
        await merged(registry, duplicate, master)
        proposal, digest = await ready(registry, duplicate)

        answers = await asyncio.gather(
            *(confirm(registry, who, proposal, digest) for who in ("second", "third"))
        )

        refused = [answer.refusal for answer in answers if answer.errors]
        assert refused == [UNDONE]
        assert await masters(registry, duplicate) == [None]
        events = await registry.owner.fetchval(
            "select count(*) from outbox where type = 'person.reactivated' and aggregateid = $1",
            str(duplicate),
        )
        assert events == 1


@pytest.mark.usefixtures("untried")
async def test_h16_who_changes_the_master_at_that_moment_is_waited_for(registry: Registry) -> None:
    duplicate, master = await person(registry), await person(registry, "Augusta")
    await merged(registry, duplicate, master)
    proposal, digest = await ready(registry, duplicate)

    async with registry.acting("person.corrected") as owner:
        await owner.execute("update persons set email = 'a@b.example' where id = $1", master)
        confirming = asyncio.create_task(confirm(registry, "second", proposal, digest))
        watching = await asyncpg.connect(registry.database.owner_url)
        while not confirming.done() and not await watching.fetchval(WAITING):
            await asyncio.sleep(0)
        await watching.close()
    answer = await confirming

    assert answer.refusal == STALE
    assert await masters(registry, duplicate) == [master]


@pytest.mark.usefixtures("untried")
async def test_h18_an_undone_merge_beside_a_merge_of_its_master(registry: Registry) -> None:
    for _ in range(ROUNDS):
        a, b, c = [await person(registry, name) for name in "abc"]
        await merged(registry, a, b)
        proposal, digest = await ready(registry, a)
        await pair(registry, b, c, requests_count=99)
        request = await assigned(registry, "reviewer1")

        answer, decided = await asyncio.gather(
            confirm(registry, "second", proposal, digest),
            say(registry, "reviewer1", request, "MERGE"),
        )

        assert decided.errors == []
        await surely(registry, answer, a, proposal)
        assert await masters(registry, a, b, c) == [None, c, None]


@pytest.mark.usefixtures("untried")
async def test_h17_an_undone_merge_beside_an_import_of_both(registry: Registry) -> None:
    for number in range(ROUNDS):
        numbers = [f"84000{number:02}0{it}0" for it in range(2)]
        people = [dora(numbers[it], f"d{number}{it}") for it in range(2)]
        a, b = await imported(registry, people[0]), await imported(registry, people[1])
        await merged(registry, a, b)
        proposal, digest = await ready(registry, a)
        changed = [dora(numbers[it], f"d{number}{it}", email="a@b.example") for it in range(2)]

        answer, _ = await asyncio.gather(
            confirm(registry, "second", proposal, digest), imported(registry, *changed)
        )

        await surely(registry, answer, a, proposal)
        assert await masters(registry, a, b) == [None, None]
        assert {(await row(registry, "persons", it))["email"] for it in (a, b)} == {"a@b.example"}


@pytest.mark.usefixtures("untried")
async def test_h17_a_death_that_is_registered_meanwhile_is_the_duplicates(
    registry: Registry,
) -> None:
    registrar, portal = await office(registry)
    for number in range(ROUNDS):
        numbers = [f"85000{number:02}0{it}0" for it in range(2)]
        people = [dora(numbers[it], f"e{number}{it}") for it in range(2)]
        a, b = await imported(registry, people[0]), await imported(registry, people[1])
        await merged(registry, a, b)
        proposal, digest = await ready(registry, a)

        answer, _ = await asyncio.gather(
            confirm(registry, "second", proposal, digest),
            registered_death(registry, registrar, portal, people[0]),
        )

        await surely(registry, answer, a, proposal)
        assert await died(registry, a) is not None
        assert await died(registry, b) is None


@pytest.mark.usefixtures("untried")
async def test_h19_a_reviewer_whose_request_was_closed_decides_meanwhile(
    registry: Registry,
) -> None:
    for _ in range(ROUNDS):
        a, b, c = [await person(registry, name) for name in "abc"]
        closed = await pair(registry, a, c, requests_count=99)
        request = await assigned(registry, "reviewer2")
        await merged(registry, a, b)
        proposal, digest = await ready(registry, a)

        answer, decided = await asyncio.gather(
            confirm(registry, "second", proposal, digest),
            say(registry, "reviewer2", request, "SPLIT"),
        )

        assert answer.errors == []
        found = await row(registry, "merge_requests", key_of(request))
        if decided.errors:
            assert decided.refusal in {("CONFLICT", "Incorrect transition status"), STALE}
            assert (found["status"], found["superseded_at"]) == ("POSTPONE", None)
            versions = [(await row(registry, "persons", it))["version"] for it in (a, c)]
            seen = {"person": versions[0], "masterPerson": versions[1]}
            assert (await say(registry, "reviewer2", request, "SPLIT", seen=seen)).errors == []
        review = await row(registry, "manual_merge_candidates", closed.candidate)
        assert (review["status"], review["decision"]) == ("PROCESSED", "SPLIT")


@pytest.mark.parametrize(
    ("lock", "function"),
    [
        (LOCK_EVENTS, "events_of_undoing"),
        (LOCK_REVIEWS, "reopened_reviews"),
        (LOCK_REQUESTS, "returning_requests"),
    ],
)
async def test_what_undoing_concerns_is_looked_for_once_to_be_locked(
    registry: Registry, lock: str, function: str
) -> None:
    a, b, c = [await person(registry, name) for name in "abc"]
    await pair(registry, a, c, requests_count=99)
    await assigned(registry, "reviewer2")
    await merged(registry, a, b)
    merge = key_of(await merge_of(registry, a))

    async with registry.owner.transaction():
        await registry.owner.execute("set local track_functions = 'all'")
        await registry.owner.fetch(lock, merge)

        assert await registry.owner.fetchval(CALLS, function) == 1

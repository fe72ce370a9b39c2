"""Deaths, merges and imports that meet at the same persons at the same moment (rules C6, N6, G)."""

import asyncio
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import UUID

import asyncpg
import pytest

from rules.access import Role
from tests.databases import Database
from tests.deaths import DAY, died, dora, imported
from tests.edits import versions
from tests.events import attempt, death, declared, done, office
from tests.http.test_merge_races import WAITING
from tests.http.test_races import ROUNDS
from tests.people import assigned, id_of, key_of, pair, person, reviewers, row, say
from tests.serving import Answer, Registry, served

RING = 6
STALE = "Records have changed since they were shown"


async def until_stuck(registry: Registry, count: int, last: asyncio.Task[Any]) -> None:
    """Wait until so many wait for locks, or the last of them is done without."""
    while not last.done() and await registry.owner.fetchval(WAITING) < count:
        await asyncio.sleep(0)


async def declared_death(registry: Registry, registrar: str, portal: UUID, number: str) -> str:
    deceased = {"firstName": "Dora", "lastName": "Falk", "nationalId": number}
    given = death(deceased=deceased, dateOfDeath=str(DAY), lateRegistrationReason="Found late")
    event = await declared(registry, portal, given, "Death")
    if event["isPotentialDuplicate"]:
        await done(registry, registrar, "markAsNotDuplicate", event["id"])
    found: str = event["id"]
    return found


async def merge_as_it_stands(
    registry: Registry, database: Database, who: str, request: str
) -> Answer:
    """Let a reviewer decide, and again where the records changed meanwhile (rule B14)."""
    connection = await asyncpg.connect(database.owner_url)
    try:
        while True:
            seen = await versions(registry, UUID(key_of(request)), connection)
            answer = await say(registry, who, request, "MERGE", seen=seen)
            if not answer.errors or answer.refusal[1] != STALE:
                return answer
    finally:
        await connection.close()


@pytest.mark.usefixtures("untried")
async def test_c6_deaths_and_merges_of_the_same_persons_at_once_do_not_deadlock(
    database: Database, tmp_path: Path
) -> None:
    async with served(database, tmp_path, merge_quorum=1) as registry:
        registrar, portal = await office(registry)
        everyone = await reviewers(registry, RING)
        for turn in range(ROUNDS):
            number = f"84{turn:08}"
            ring = [await person(registry, "Dora", "Falk", national_id=number) for _ in range(RING)]
            for place in range(RING):
                await pair(registry, ring[place], ring[(place + 1) % RING])
            requests = [await assigned(registry, who) for who in everyone]
            deaths = [
                await declared_death(registry, registrar, portal, number) for _ in range(RING)
            ]
            named = [id_of("Person", each) for each in reversed(ring)]

            answers = await asyncio.gather(
                *(
                    merge_as_it_stands(registry, database, *each)
                    for each in zip(everyone, requests, strict=True)
                ),
                *(
                    attempt(registry, registrar, "register", event, personId=who)
                    for event, who in zip(deaths, named, strict=True)
                ),
            )

            refusals = {answer.refusal for answer in answers if answer.errors}
            assert refusals <= {("CONFLICT", "Incorrect transition status")}
            for key in ring:
                found = await row(registry, "persons", key)
                assert await died(registry, found["master_person_id"] or key) == DAY


@pytest.mark.usefixtures("untried")
@pytest.mark.parametrize("is_death_first", [True, False])
async def test_n6_a_death_and_a_merge_of_one_person_at_once_leave_the_master_dead(
    database: Database, tmp_path: Path, *, is_death_first: bool
) -> None:
    async with served(database, tmp_path, merge_quorum=1) as registry:
        registrar, portal = await office(registry)
        await registry.user("reviewer", Role.NHS_REVIEWER)
        duplicate = await person(registry, "Dora", "Falk", national_id="8400000001")
        master = await person(registry, "Dora", "Falck")
        await pair(registry, duplicate, master)
        request = await assigned(registry, "reviewer")
        event = await declared_death(registry, registrar, portal, "8400000001")

        holder = await asyncpg.connect(database.owner_url)
        await holder.execute("begin")
        await holder.execute("select from persons where id = $1 for update", duplicate)
        dying = attempt(registry, registrar, "register", event, acceptedAlerts=[])
        merging = say(registry, "reviewer", request, "MERGE")
        tasks = []
        for waiting, doing in enumerate((dying, merging) if is_death_first else (merging, dying)):
            tasks.append(asyncio.create_task(doing))
            await until_stuck(registry, waiting + 1, tasks[-1])
        await holder.execute("commit")
        await holder.close()
        answers = await asyncio.gather(*tasks)

        # A merge that waited for the death is of records that changed since they were seen (B14).
        if is_death_first:
            assert answers[1].refusal[1] == STALE
            seen = {"person": 2, "masterPerson": 1}
            answers[1] = await say(registry, "reviewer", request, "MERGE", seen=seen)
        assert [answer.errors for answer in answers] == [[], []]
        assert await died(registry, master) == DAY


@pytest.mark.parametrize("is_import_first", [True, False])
async def test_n6_a_death_and_an_import_of_the_person_at_once_do_not_miss_each_other(
    registry: Registry, database: Database, *, is_import_first: bool
) -> None:
    registrar, portal = await office(registry)
    # Whoever comes first waits for this person in the middle of the act: an import that changes
    # them with Dora, or a death whose number they have.
    number = "8400000009" if is_import_first else "8400000001"
    other = dora(number, "d9", first_name="Livia")
    held = await imported(registry, other)
    event = await declared_death(registry, registrar, portal, "8400000001")
    expected = [] if is_import_first else ["PERSON_NOT_FOUND", "NUMBER_IS_HELD_BY_ANOTHER"]

    holder = await asyncpg.connect(database.owner_url)
    await holder.execute("begin")
    await holder.execute("select from persons where id = $1 for update", held)
    dying = attempt(registry, registrar, "register", event, acceptedAlerts=expected)
    changed = [replace(other, email="l@example.org")] if is_import_first else []
    importing = imported(registry, *changed, dora())
    tasks: list[asyncio.Task[Any]] = []
    for waiting, doing in enumerate((importing, dying) if is_import_first else (dying, importing)):
        tasks.append(asyncio.create_task(doing))
        await until_stuck(registry, waiting + 1, tasks[-1])
    await holder.execute("commit")
    await holder.close()
    answers = await asyncio.gather(*tasks)

    assert [it.errors for it in answers if isinstance(it, Answer)] == [[]]
    brought = await registry.owner.fetchval("select id from persons where external_id = 'd1'")
    assert await died(registry, brought) == DAY

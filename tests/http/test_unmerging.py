"""A merge is taken back by two people, and everything is as if it had not been (H13, H17, H18)."""

from collections.abc import AsyncIterator
from itertools import permutations
from json import loads
from pathlib import Path
from uuid import UUID

import pytest

from rules.access import Role
from tests.databases import Database
from tests.deaths import DAY, died, dora, imported, registered_death
from tests.events import office
from tests.people import assigned, candidate_of, key_of, pair, person, row, say
from tests.serving import Registry, served
from tests.unmerging import (
    MERGE,
    masters,
    merge_of,
    merged,
    merged_again,
    preview,
    propose,
    seniors,
    states,
    told_of,
    unmerge,
)

NUMBERS = ("8400000001", "8400000002")
IN_TRAIL = """
select resource, resource_id, changeset, previous from audit_log
 where previous is not null
   and act_id = (select act_id from audit_log where resource_id = $1 order by id limit 1)
"""


@pytest.fixture
async def registry(database: Database, tmp_path: Path) -> AsyncIterator[Registry]:
    """A server where one decision is a quorum, with reviewers and those who undo merges."""
    async with served(database, tmp_path, merge_quorum=1) as running:
        for number in range(3):
            await running.user(f"reviewer{number}", Role.NHS_REVIEWER)
        await seniors(running, *(f"senior{number}" for number in range(6)))
        yield running


async def test_h13_the_effects_of_a_merge_are_what_the_trail_says_of_it(
    registry: Registry,
) -> None:
    follower = await person(registry, "Follower")
    duplicate = await person(registry, "Duplicate", death_date=DAY)
    master = await person(registry, "Master")
    await merged(registry, follower, duplicate)
    of = await pair(registry, duplicate, master, requests_count=9)
    others = [await pair(registry, duplicate), await pair(registry, None, duplicate)]
    deciding, open_request = [await assigned(registry, f"reviewer{it}") for it in (1, 2)]
    assert await candidate_of(registry, open_request) in {it.candidate for it in others}

    assert (await say(registry, "reviewer1", deciding, "MERGE")).errors == []

    merge_id = await merge_of(registry, duplicate)
    found = (await registry.ask("senior0", MERGE, {"id": merge_id})).data["merge"]
    assert (found["personVersion"], found["masterPersonVersion"]) == (1, 1)
    effects = {
        (it["resource"], UUID(it["resourceId"]), it["column"]): (it["before"], it["after"])
        for it in found["effects"]
    }
    in_trail = {
        (it["resource"], it["resource_id"], name): (
            loads(it["previous"]).get(name),
            loads(it["changeset"])[name],
        )
        for it in await registry.owner.fetch(IN_TRAIL, UUID(key_of(merge_id)))
        for name in loads(it["changeset"])
        if it["resource_id"] not in {UUID(key_of(deciding)), of.candidate}
    }
    assert effects.keys() == in_trail.keys()
    assert {key for key in effects if key[0] == "person"} >= {
        ("person", follower, "master_person_id"),
        ("person", duplicate, "status"),
        ("person", master, "death_date"),
    }
    assert effects["person", duplicate, "status"] == ("ACTIVE", "INACTIVE")
    assert effects["person", master, "death_date"] == (None, str(DAY))
    assert {key[1] for key in effects if key[0] == "manual_merge_candidate"} == {
        it.candidate for it in others
    }
    assert ("manual_merge_process", UUID(key_of(open_request)), "superseded_at") in effects


async def test_h13_of_a_merge_whose_effects_are_unknown_nobody_proposes_anything(
    registry: Registry,
) -> None:
    duplicate, master = await person(registry), await person(registry, "Augusta")
    await merged(registry, duplicate, master)
    async with registry.acting("merged_pair.changed") as owner:
        await owner.execute("update merged_pairs set person_version = null")

    answer = await propose(registry, "senior0", await merge_of(registry, duplicate))

    assert answer.refusal == ("CONFLICT", "What the merge changed is not known")


async def test_h17_the_duplicate_stands_again(registry: Registry) -> None:
    follower, duplicate, master = [await person(registry, name) for name in ("F", "D", "M")]
    before = await states(registry, duplicate, master)
    await merged(registry, follower, duplicate)
    await merged(registry, duplicate, master, 1)

    shown = await preview(registry, "senior0", await merge_of(registry, duplicate))
    done = await unmerge(registry, duplicate, "senior0", "senior1")

    assert [it["databaseId"] for it in shown["returningPersons"]] == [str(follower)]
    assert done["person"]["status"] == "ACTIVE"
    assert done["merge"]["undoneAt"] is not None
    assert done["merge"]["proposals"] == [
        {"status": "CONFIRMED", "settledBy": {"username": "senior1"}}
    ]
    assert await states(registry, duplicate, master) == before
    assert await masters(registry, follower) == [duplicate]


@pytest.mark.parametrize("order", list(permutations("ab")))
async def test_h18_a_chain_is_undone_in_any_order(
    registry: Registry, order: tuple[str, ...]
) -> None:
    people = {name: await person(registry, name) for name in "abc"}
    people_keys = list(people.values())
    before = await states(registry, *people_keys)
    await merged(registry, people["a"], people["b"])
    await merged(registry, people["b"], people["c"], 1)

    after_first = {"a": [None, people["c"]], "b": [people["b"], None]}
    for place, name in enumerate(order):
        first, second = f"senior{place * 2}", f"senior{place * 2 + 1}"
        await unmerge(registry, people[name], first, second)
        if place == 0:
            assert await masters(registry, people["a"], people["b"]) == after_first[name]

    assert await states(registry, *people_keys) == before


async def test_h17_a_death_goes_back_with_the_duplicate(registry: Registry) -> None:
    duplicate = await person(registry, "Duplicate", death_date=DAY)
    master = await person(registry, "Master")
    await merged(registry, duplicate, master)
    assert await died(registry, master) == DAY

    shown = await preview(registry, "senior0", await merge_of(registry, duplicate))
    await unmerge(registry, duplicate, "senior0", "senior1")

    assert [(it["column"], it["after"]) for it in shown["returningFacts"]] == [
        ("death_date", str(DAY))
    ]
    assert await died(registry, duplicate) == DAY
    assert await died(registry, master) is None


@pytest.mark.parametrize("whose", ["duplicate", "master", "nobody's alone"])
async def test_h17_a_death_since_goes_with_the_number_that_it_came_by(
    registry: Registry, whose: str
) -> None:
    registrar, portal = await office(registry)
    same = whose == "nobody's alone"
    duplicate, master = dora(NUMBERS[0], "d1"), dora(NUMBERS[0] if same else NUMBERS[1], "d2")
    keys = await imported(registry, duplicate), await imported(registry, master)
    await merged(registry, *keys)
    deceased = master if whose == "master" else duplicate
    event = await registered_death(registry, registrar, portal, deceased)
    assert [await died(registry, key) for key in keys] == [None, DAY]
    assert await told_of(registry, registrar, event) == keys[1]

    shown = await preview(registry, "senior0", await merge_of(registry, keys[0]))
    await unmerge(registry, keys[0], "senior0", "senior1")

    after = {
        "duplicate": ([DAY, None], keys[0]),
        "master": ([None, DAY], keys[1]),
        "nobody's alone": ([None, None], None),
    }
    assert [await died(registry, key) for key in keys] == after[whose][0]
    assert await told_of(registry, registrar, event) == after[whose][1]
    facts = {(it["resource"], it["column"], it["before"]) for it in shown["returningFacts"]}
    on_master, of_event = ("person", "death_date", None), ("vital_event", "person_id")
    assert (
        facts
        == {
            "duplicate": {on_master, (*of_event, str(keys[0]))},
            "master": set(),
            "nobody's alone": {on_master, (*of_event, None)},
        }[whose]
    )


async def test_h17_who_came_on_record_as_dead_by_a_merge_lives_without_it(
    registry: Registry,
) -> None:
    registrar, portal = await office(registry)
    one, other = dora(NUMBERS[0], "d1", last_name="Falck"), dora(NUMBERS[1], "d2")
    keys = await imported(registry, one), await imported(registry, other)
    await registered_death(registry, registrar, portal, one)
    await merged(registry, *keys)
    third = await imported(registry, dora(NUMBERS[1], "d3"))
    assert await died(registry, third) == DAY

    await unmerge(registry, keys[0], "senior0", "senior1")

    assert [await died(registry, key) for key in (*keys, third)] == [DAY, None, None]


async def test_h17_a_change_since_stays_on_the_record_that_got_it(registry: Registry) -> None:
    one, other = dora(NUMBERS[0], "d1"), dora(NUMBERS[1], "d2")
    keys = await imported(registry, one), await imported(registry, other)
    await merged(registry, *keys)
    await imported(registry, dora(NUMBERS[0], "d1", email="a@b.example", phone="+380501234567"))
    await imported(registry, dora(NUMBERS[1], "d2", email="c@d.example"))

    await unmerge(registry, keys[0], "senior0", "senior1")

    assert [(await row(registry, "persons", key))["email"] for key in keys] == [
        "a@b.example",
        "c@d.example",
    ]


async def test_h18_a_follower_whose_own_merge_is_undone_and_who_was_merged_again_stays(
    registry: Registry,
) -> None:
    a, b, c = [await person(registry, name) for name in "abc"]
    await merged(registry, a, b)
    await merged(registry, b, c, 1)
    await unmerge(registry, a, "senior0", "senior1")
    await merged_again(registry, a, c, "senior0")

    await unmerge(registry, b, "senior2", "senior3")
    assert await masters(registry, a, b) == [c, None]

    await unmerge(registry, a, "senior4", "senior5")
    assert await masters(registry, a, b) == [None, None]


async def test_h18_who_was_given_back_is_not_touched_by_what_came_later(
    registry: Registry,
) -> None:
    a, b, c, d = [await person(registry, name) for name in "abcd"]
    await merged(registry, a, b)
    await merged(registry, b, c, 1)
    await merged(registry, c, d, 2)

    await unmerge(registry, b, "senior0", "senior1")
    assert await masters(registry, a, b, c) == [b, None, d]

    await unmerge(registry, c, "senior2", "senior3")
    assert await masters(registry, a, b, c) == [b, None, None]

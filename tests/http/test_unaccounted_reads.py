"""No page reveals others' records to a machine without being counted and written down (rule C9)."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from tests.events import brought_to, death, declared, today
from tests.http.attacks import (
    CURSORS,
    LOOK,
    QUOTA,
    SECRET_NAME,
    UNKNOWN,
    WAYS,
    Attack,
    Way,
    bare,
    counted,
    written,
)
from tests.people import key_of

NODES = "query ($ids: [ID!]!) { nodes(ids: $ids) { id } }"
LETTERS = "aqvz"
FILTERS = [
    ({"name": SECRET_NAME}, {"name": "Qavx"}),
    ({"nationalId": "9876543210"}, {"nationalId": "9876543211"}),
    ({"kind": "DEATH"}, {"kind": "MARRIAGE"}),
    ({"status": ["REGISTERED"]}, {"status": ["ISSUED"]}),
    ({"eventDateFrom": "2000-01-01", "kind": "DEATH"}, {"eventDateTo": "2000-01-01"}),
    (
        {"declaredFrom": str(today() - timedelta(days=1)), "kind": "DEATH"},
        {"declaredTo": "2000-01-01"},
    ),
    ({"registrationNumber": f"D-{today().year}-0000001"}, {"registrationNumber": "D-2000-0000001"}),
]
NAMES = ["name", "nationalId", "kind", "status", "eventDate", "declared", "registrationNumber"]


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
async def test_c9_a_name_read_letter_by_letter_is_counted_by_the_letter(
    attack: Attack, way: Way
) -> None:
    name = ""
    while len(name) < len(SECRET_NAME):
        for letter in LETTERS:
            if await attack.is_revealed(way, name=name + letter):
                name += letter
                break

    assert name == SECRET_NAME.lower()
    assert await counted(attack.registry, attack.machine) == len(SECRET_NAME)
    assert await written(attack.registry, attack.machine, attack.target) == len(SECRET_NAME)


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
async def test_c9_a_day_found_by_halves_is_counted_by_each_yes(attack: Attack, way: Way) -> None:
    first, last, revealed = today() - timedelta(days=255), today(), 0
    while first < last:
        middle = first + (last - first) // 2
        narrowed = {"kind": "DEATH", "eventDateFrom": str(first), "eventDateTo": str(middle)}
        if await attack.is_revealed(way, **narrowed):
            last, revealed = middle, revealed + 1
        else:
            first = middle + timedelta(days=1)

    assert str(first) == death()["dateOfDeath"]
    assert revealed > 0
    assert await counted(attack.registry, attack.machine) == revealed
    assert await written(attack.registry, attack.machine, attack.target) == revealed


@pytest.mark.parametrize(("matching", "other"), FILTERS, ids=NAMES)
async def test_c9_every_filter_reveals_what_is_counted_and_nothing_once_nothing_is_left(
    limited_attack: Attack, matching: dict[str, Any], other: dict[str, Any]
) -> None:
    way = WAYS["first"]

    revealed = [await limited_attack.is_revealed(way, **matching) for _ in range(QUOTA)]

    assert revealed == [True] * QUOTA
    assert await counted(limited_attack.registry, limited_attack.machine) == QUOTA
    for each in WAYS.values():
        seen = await limited_attack.probe(each, **matching)
        unseen = await limited_attack.probe(each, **other)
        assert seen.refusal == ("RATE_LIMITED", "Daily limit of records is reached")
        assert bare(seen) == bare(unseen)


async def test_c9_what_the_quota_refuses_reveals_no_more_often_than_the_quota(
    limited_attack: Attack,
) -> None:
    """A refusal reveals a record too, where others fill the quota to the brim."""
    registry, machine = limited_attack.registry, limited_attack.machine
    filler = [
        await brought_to(registry, limited_attack.registrar, limited_attack.other, "REGISTERED")
        for _ in range(QUOTA)
    ]

    refused = [
        await registry.ask(machine, NODES, {"ids": [*filler, limited_attack.target]})
        for _ in range(QUOTA)
    ]
    seen = await registry.ask(machine, NODES, {"ids": [*filler, limited_attack.target]})
    unseen = await registry.ask(machine, NODES, {"ids": [*filler, UNKNOWN]})

    assert {it.status for it in [*refused, seen]} == {429}
    assert bare(seen) == bare(unseen)
    assert await counted(registry, machine) == 0
    # What is shown is still counted one by one.
    shown = await registry.ask(machine, NODES, {"ids": filler})
    assert len(shown.data["nodes"]) == QUOTA
    assert await counted(registry, machine) == QUOTA


async def test_c9_its_own_records_are_read_with_nothing_left(exhausted_attack: Attack) -> None:
    registry, machine = exhausted_attack.registry, exhausted_attack.machine
    own = await declared(registry, machine)
    tracking = {"id": own["trackingId"]}

    shown = [
        await registry.ask(
            machine, query, tracking if field == "vitalEventByTrackingId" else {"id": own["id"]}
        )
        for field, query in LOOK.items()
    ]
    listed = await registry.ask(machine, CURSORS)

    assert all(own["id"] in str(it.data) for it in shown)
    assert len(listed.data["vitalEvents"]["edges"]) == 3


async def test_c9_a_flag_that_an_own_record_answers_counts_nothing(attack: Attack) -> None:
    way = WAYS["first after"]

    assert await attack.is_revealed(way, status=["DECLARED"])
    assert await counted(attack.registry, attack.machine) == 0


async def test_c9_a_record_that_is_revealed_of_and_shown_counts_once(attack: Attack) -> None:
    query = """query ($id: ID!) {
        a: vitalEvents(first: 0, filter: {kind: DEATH}) { pageInfo { hasNextPage } }
        b: vitalEvents(last: 0, filter: {kind: DEATH}) { pageInfo { hasPreviousPage } }
        c: node(id: $id) { id }
    }"""

    answer = await attack.registry.ask(attack.machine, query, {"id": attack.target})

    assert answer.data["a"]["pageInfo"] == {"hasNextPage": True}
    assert await counted(attack.registry, attack.machine) == 1


async def test_c9_people_see_the_same_flags_and_not_counted(attack: Attack) -> None:
    for way in WAYS.values():
        answer = await attack.probe(way, who=attack.registrar, name=SECRET_NAME)
        assert answer.data["vitalEvents"]["pageInfo"] == {way.flag: True}
    assert await attack.registry.owner.fetchval("select count(*) from read_quotas") == 0


async def test_c9_a_flag_of_similarity_is_noted_and_then_answered_by_the_own_record(
    attack: Attack,
) -> None:
    """Rule C5 lets a machine learn it; each guess stays on record for a registrar to see."""
    registry, machine = attack.registry, attack.machine
    known = death()
    secret = known | {"deceased": known["deceased"] | {"lastName": "Moroz"}}
    await declared(registry, attack.other, secret, "Death")

    guesses = []
    for name in ("Moroz", "Morov", "Moro"):
        guess = death(deceased=secret["deceased"] | {"lastName": name})
        guesses.append(await declared(registry, machine, guess, "Death"))

    assert [it["isPotentialDuplicate"] for it in guesses] == [True] * 3
    noted = await registry.owner.fetch(
        "select resembled_id::text from potential_duplicates where vital_event_id = any($1::uuid[])"
        " and resembled_id <> all($1::uuid[])",
        [key_of(it["id"]) for it in guesses],
    )
    assert len(noted) == 3
    assert await counted(registry, machine) == 0


async def test_c9_flags_at_once_cannot_pass_the_limit(limited_attack: Attack) -> None:
    answers = await asyncio.gather(
        *(limited_attack.probe(WAYS["first"], name=SECRET_NAME) for _ in range(20))
    )

    assert sorted(it.status for it in answers) == [200] * QUOTA + [429] * (20 - QUOTA)
    assert await counted(limited_attack.registry, limited_attack.machine) == QUOTA

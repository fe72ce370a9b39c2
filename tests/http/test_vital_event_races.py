"""What holds when many act at once on vital events (rules C1, C5, C6, C8)."""

import asyncio
from collections import Counter

from tests.events import attempt, birth, brought_to, declared, done, office
from tests.people import key_of
from tests.serving import Registry


async def test_c8_one_of_64_issues_at_once_is_paid(registry: Registry) -> None:
    registrar, portal = await office(registry)
    event = await brought_to(registry, registrar, portal, "CERTIFIED")

    answers = await asyncio.gather(*(attempt(registry, portal, "issue", event) for _ in range(64)))

    outcomes = Counter(it.refusal if it.errors else "ISSUED" for it in answers)
    refused = ("CONFLICT", "Action is not available in this status")
    assert outcomes == {"ISSUED": 1, refused: 63}
    assert await registry.owner.fetchval("select count(*) from payments") == 1


async def test_c8_whoever_waits_for_a_record_sees_what_became_of_it(registry: Registry) -> None:
    registrar, portal = await office(registry)
    event = await brought_to(registry, registrar, portal, "CERTIFIED")

    async with registry.owner.transaction():
        await registry.owner.execute("select from vital_events for update")
        issuing = [asyncio.create_task(attempt(registry, portal, "issue", event)) for _ in range(8)]
        while await registry.owner.fetchval(WAITING) < len(issuing):
            await asyncio.sleep(0)
    answers = await asyncio.gather(*issuing)

    refused = [it.refusal for it in answers if it.errors]
    assert refused == [("CONFLICT", "Action is not available in this status")] * 7


WAITING = "select count(distinct pid) from pg_locks where not granted"


async def test_c6_100_registrations_at_once_get_100_numbers(registry: Registry) -> None:
    registrar, portal = await office(registry)
    events = [await declared(registry, portal) for _ in range(100)]

    registered = await asyncio.gather(
        *(done(registry, registrar, "register", it["id"]) for it in events)
    )

    numbers = sorted(it["registrationNumber"] for it in registered)
    assert len(set(numbers)) == 100
    assert numbers[0].startswith("B-20")
    assert numbers[0].endswith("-0000001")
    assert await registry.owner.fetchval("select count(*) from persons") == 100


async def test_c1_of_two_different_acts_at_once_one_wins(registry: Registry) -> None:
    registrar, portal = await office(registry)

    for _ in range(10):
        event = (await declared(registry, portal))["id"]
        answers = await asyncio.gather(
            *(attempt(registry, registrar, act, event) for act in ("register", "reject"))
        )
        refused = [it.refusal for it in answers if it.errors]
        assert refused == [("CONFLICT", "Action is not available in this status")]


async def test_c5_of_twins_declared_at_once_one_is_flagged(registry: Registry) -> None:
    _, portal = await office(registry)

    for _ in range(10):
        one, other = birth(), birth()
        other["mother"] = one["mother"]
        flags = [
            it["isPotentialDuplicate"]
            for it in await asyncio.gather(
                declared(registry, portal, one), declared(registry, portal, other)
            )
        ]
        assert sorted(flags) == [False, True]


async def test_c5_of_two_misspelt_alike_at_once_one_is_flagged(registry: Registry) -> None:
    _, portal = await office(registry)

    for number in range(10):
        one, other = birth(), birth()
        one["mother"] = {"firstName": "Marianne", "lastName": f"Kowalskaia{'abcdefghij'[number]}"}
        other["mother"] = {"firstName": "Mariane", "lastName": f"Kowlaskaia{'abcdefghij'[number]}"}
        flags = [
            it["isPotentialDuplicate"]
            for it in await asyncio.gather(
                declared(registry, portal, one), declared(registry, portal, other)
            )
        ]
        assert True in flags


async def test_d1_f1_each_change_is_one_audit_row_and_each_move_one_event(
    registry: Registry,
) -> None:
    registrar, portal = await office(registry)
    event = key_of(await brought_to(registry, registrar, portal, "ISSUED"))

    audited = await registry.owner.fetch(
        "select action, resource, count(*) from audit_log where correlation_id in"
        " (select correlation_id from outbox where aggregateid = $1)"
        " group by correlation_id, action, resource order by min(id::text), resource",
        event,
    )
    events = await registry.owner.fetch("select * from outbox where aggregateid = $1", event)

    assert {(row["action"], row["resource"], row["count"]) for row in audited} == {
        ("birth.declared", "individual", 2),
        ("birth.declared", "vital_event", 1),
        ("birth.registered", "person", 1),
        ("birth.registered", "vital_event", 1),
        ("birth.certified", "certificate", 1),
        ("birth.certified", "vital_event", 1),
        ("birth.issued", "certificate", 1),
        ("birth.issued", "payment", 1),
        ("birth.issued", "vital_event", 1),
    }
    assert sorted(row["type"] for row in events) == [
        "birth.certified",
        "birth.declared",
        "birth.issued",
        "birth.registered",
    ]

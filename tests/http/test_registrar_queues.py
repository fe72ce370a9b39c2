"""What waits for registrars: queues with their counts, and the records behind each count (C16)."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from rules.access import Role
from tests.assignments import taken, wait_a_day
from tests.corrections import requested, settled, two_registrars
from tests.events import MADE, birth, brought_to, declared, done
from tests.people import key_of
from tests.serving import Registry

QUEUES = "{ registrarQueues { kind status waiting mine flagged oldestAt } }"
FIND = """query ($filter: VitalEventFilter) {
  vitalEvents(orderBy: INSERTED_AT_ASC, filter: $filter) { nodes { id } } }"""


async def queues(registry: Registry, who: str) -> dict[tuple[str, str], dict[str, Any]]:
    """Read the queues that are not empty."""
    rows = (await registry.ask(who, QUEUES)).data["registrarQueues"]
    return {
        (it["kind"], it["status"]): {name: it[name] for name in ("waiting", "mine", "flagged")}
        for it in rows
        if it["waiting"] or it["oldestAt"]
    }


async def found(registry: Registry, who: str | UUID, **filters: Any) -> list[str]:
    """List the records that a filter finds, the oldest first."""
    answer = await registry.ask(who, FIND, {"filter": filters})
    return [it["id"] for it in answer.data["vitalEvents"]["nodes"]]


async def age(registry: Registry, event: str, days: int) -> None:
    """Let a record have come earlier, past the triggers that would not have it."""
    async with registry.owner.transaction():
        await registry.owner.execute("set local session_replication_role = replica")
        await registry.owner.execute(
            "update vital_events set inserted_at = now() - make_interval(days => $1)"
            " where id::text = $2",
            days,
            key_of(event),
        )


async def test_empty_queues_are_told_in_the_order_of_kinds_and_statuses(
    registry: Registry,
) -> None:
    await registry.user("registrar", Role.REGISTRAR)

    rows = (await registry.ask("registrar", QUEUES)).data["registrarQueues"]

    assert [(it["kind"], it["status"]) for it in rows] == [
        (kind, status)
        for kind in ("BIRTH", "DEATH", "MARRIAGE")
        for status in ("DECLARED", "REGISTERED", "CERTIFIED", "ISSUED")
    ]
    nothing = {"waiting": 0, "mine": 0, "flagged": 0, "oldestAt": None}
    assert all(it | nothing == it for it in rows)


async def test_what_waits_is_declared_or_certified_or_has_an_open_correction(
    registry: Registry,
) -> None:
    one, other, portal = await two_registrars(registry)
    by_status = {
        status: await brought_to(registry, one, portal, status)
        for status in ("DECLARED", "REJECTED", "ARCHIVED", "REGISTERED", "CERTIFIED", "ISSUED")
    }
    await brought_to(registry, one, portal, "ANNULLED")
    await declared(registry, portal, MADE["Death"](), "Death")

    before = await queues(registry, other)
    asked = await requested(registry, one, by_status["ISSUED"])
    during = await queues(registry, other)
    await requested(registry, one, by_status["CERTIFIED"])
    await settled(registry, other, "reject", asked["id"], reason="It is right as it is")
    after = await queues(registry, other)

    single = {"waiting": 1, "mine": 0, "flagged": 0}
    usual = dict.fromkeys(
        [("BIRTH", "DECLARED"), ("BIRTH", "CERTIFIED"), ("DEATH", "DECLARED")], single
    )
    assert before == after == usual
    assert during == usual | {("BIRTH", "ISSUED"): single}
    assert await found(registry, one, hasOpenCorrection=True) == [by_status["CERTIFIED"]]
    waiting = await found(registry, one, hasOpenCorrection=False, status=["CERTIFIED", "ISSUED"])
    assert waiting == [by_status["ISSUED"]]


async def test_c16_mine_are_those_that_i_have_taken(registry: Registry) -> None:
    one, other, portal = await two_registrars(registry)
    events = [(await declared(registry, portal))["id"] for _ in range(4)]
    for event in events[:2]:
        await taken(registry, one, event)
    await taken(registry, other, events[2])

    assert (await queues(registry, one))["BIRTH", "DECLARED"] == {
        "waiting": 4,
        "mine": 2,
        "flagged": 0,
    }
    assert await found(registry, one, isMine=True) == events[:2]
    assert await found(registry, one, isMine=False) == events[2:]
    assert await found(registry, other, isMine=True) == [events[2]]
    assert await found(registry, portal, isMine=True) == []

    await done(registry, one, "register", events[0])
    await wait_a_day(registry, events[1], 25)

    assert (await queues(registry, one))["BIRTH", "DECLARED"]["mine"] == 0
    assert await found(registry, one, isMine=True) == []


async def test_c5_flagged_are_those_that_resemble_others(registry: Registry) -> None:
    one, other, portal = await two_registrars(registry)
    given = birth()
    for number in range(3):  # the third resembles two, and is one
        await declared(registry, portal, given | {"idempotencyKey": f"same {number}"})
    plain = (await declared(registry, portal))["id"]

    flagged = await found(registry, one, isPotentialDuplicate=True)

    assert (await queues(registry, other))["BIRTH", "DECLARED"] == {
        "waiting": 4,
        "mine": 0,
        "flagged": 2,
    }
    assert len(flagged) == 2
    assert plain in await found(registry, one, isPotentialDuplicate=False)
    assert len(await found(registry, one, isPotentialDuplicate=False)) == 2
    await done(registry, one, "markAsNotDuplicate", flagged[0])
    assert await found(registry, one, isPotentialDuplicate=True) == flagged[1:]


async def test_c9_machines_do_not_find_what_is_flagged(registry: Registry) -> None:
    _, _, portal = await two_registrars(registry)
    given = birth()
    for number in range(2):
        await declared(registry, portal, given | {"idempotencyKey": f"same {number}"})

    for is_flagged in (True, False):
        assert await found(registry, portal, isPotentialDuplicate=is_flagged) == []


async def test_the_oldest_waits_since_it_was_declared_or_its_correction_asked_for(
    registry: Registry,
) -> None:
    one, _, portal = await two_registrars(registry)
    old = (await declared(registry, portal))["id"]
    await declared(registry, portal)
    registered = await brought_to(registry, one, portal, "REGISTERED")
    for event in (old, registered):
        await age(registry, event, 40)
    await requested(registry, one, registered)

    rows = (await registry.ask(one, QUEUES)).data["registrarQueues"]

    since = {it["status"]: it["oldestAt"] for it in rows if it["waiting"]}
    ages = {status: datetime.now(UTC) - datetime.fromisoformat(at) for status, at in since.items()}
    assert ages["DECLARED"] > timedelta(days=39)
    assert ages["REGISTERED"] < timedelta(days=1)


@pytest.mark.parametrize("who", ["admin", "reviewer", "portal"])
async def test_a5_queues_are_told_to_registrars(registry: Registry, who: str) -> None:
    await registry.user("admin", Role.ADMIN)
    await registry.user("reviewer", Role.NHS_REVIEWER)
    portal = await registry.client("portal")

    answer = await registry.ask(portal if who == "portal" else who, QUEUES)

    assert (answer.status, answer.refusal[0]) == (403, "FORBIDDEN")


async def test_queues_are_counted_by_indexes_alone(registry: Registry) -> None:
    """Of what there may be millions, no row is read: neither of records nor of what is flagged."""
    async with registry.owner.transaction():
        for rather_not in ("enable_seqscan", "enable_bitmapscan"):
            await registry.owner.execute(f"set local {rather_not} = off")
        rows = await registry.owner.fetch("explain select * from registrar_queues")
    plan = "\n".join(row[0] for row in rows)

    assert "Index Only Scan using vital_events_by_status on vital_events" in plan
    assert "Index Only Scan using uncertified_vital_events on vital_events" in plan
    assert "Index Only Scan using unsettled_potential_duplicates" in plan
    assert "Seq Scan" not in plan


async def test_records_are_found_by_the_day_of_their_declaration_in_utc(registry: Registry) -> None:
    one, _, portal = await two_registrars(registry)
    midnight = datetime(2026, 3, 2, tzinfo=UTC)
    second = timedelta(seconds=1)
    events = []
    for moment in (midnight - second, midnight, midnight + timedelta(days=1) - second):
        events.append((await declared(registry, portal))["id"])
        async with registry.owner.transaction():
            await registry.owner.execute("set local session_replication_role = replica")
            await registry.owner.execute(
                "update vital_events set inserted_at = $1 where id::text = $2",
                moment,
                key_of(events[-1]),
            )

    first, later, latest = events
    assert await found(registry, one, declaredFrom="2026-03-02") == [later, latest]
    assert await found(registry, one, declaredTo="2026-03-01") == [first]
    on_the_day = {"declaredFrom": "2026-03-02", "declaredTo": "2026-03-02"}
    assert await found(registry, one, **on_the_day) == [later, latest]
    assert await found(registry, one, **on_the_day, status=["ISSUED"]) == []
    assert await found(registry, one, declaredTo="9999-12-31") == events

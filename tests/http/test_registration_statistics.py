"""How far declarations come and what waits by age, as administrators read it (rule C17)."""

from datetime import UTC, date, datetime, time, timedelta
from random import Random
from statistics import median
from typing import Any
from uuid import UUID

import pytest

from rules.access import Role
from rules.ages import AGE_DAYS
from tests.events import brought_to, declared, office
from tests.people import key_of, pairs
from tests.serving import Registry

FUNNEL = """
query ($from: Date!, $to: Date!, $kind: VitalEventKind, $by: DayOfRecord) {
  registrationStatistics(from: $from, to: $to, kind: $kind, by: $by) {
    declared registered certified issued stopped
    daysToRegister daysToCertify daysToIssue daysInAll
  }
}
"""
WAITING = "{ waitingByAge { firstDay lastDay pairs toRegister toCertify toIssue } }"
FIND = """query ($filter: VitalEventFilter) { vitalEvents(filter: $filter) { nodes { id } } }"""
STATUSES = ("DECLARED", "REGISTERED", "CERTIFIED", "ISSUED", "REJECTED", "ARCHIVED", "ANNULLED")
NOTHING = dict.fromkeys(("declared", "registered", "certified", "issued", "stopped"), 0)
NO_DAYS = dict.fromkeys(("daysToRegister", "daysToCertify", "daysToIssue", "daysInAll"))
FIRST = date(2026, 3, 1)
MOVES = {
    "declared": "update vital_events set inserted_at = $1 where id = $2",
    "registered": "update audit_log set inserted_at = $1 where resource_id = $2"
    " and resource = 'vital_event' and action like '%.registered'",
    "certified": "update certificates set inserted_at = $1 where vital_event_id = $2",
    "issued": "update certificates set issued_at = $1 where vital_event_id = $2",
}
"""What says when each step of a record was."""
ONCE_MORE = """
insert into audit_log (action, resource, resource_id, changeset, correlation_id, inserted_at)
select action, resource, resource_id, '{}', correlation_id, $1
  from audit_log where resource_id = $2 and action = 'birth.registered' limit 1
"""


def midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


async def ask(registry: Registry, query: str, **variables: Any) -> Any:
    if "admin" not in registry.users:
        await registry.user("admin", Role.ADMIN)
    (answer,) = (await registry.ask("admin", query, variables)).data.values()
    return answer


async def funnel(
    registry: Registry, from_day: date = FIRST, to_day: date = FIRST, **more: str | None
) -> Any:
    days = {"from": str(from_day), "to": str(to_day)}
    return await ask(registry, FUNNEL, **days, **more)


async def date_back(registry: Registry, event: str, **moments: datetime) -> None:
    """Let the steps of a record be of other moments, past the triggers that would not have it."""
    async with registry.owner.transaction():
        await registry.owner.execute("set local session_replication_role = replica")
        for step, moment in moments.items():
            await registry.owner.execute(MOVES[step], moment, UUID(key_of(event)))


async def test_c17_where_nothing_was_declared_nothing_is_counted(registry: Registry) -> None:
    assert await funnel(registry) == NOTHING | NO_DAYS


async def test_c17_steps_and_their_days_are_those_that_a_plain_count_finds(
    registry: Registry,
) -> None:
    registrar, client = await office(registry)
    random = Random(17)
    records = []
    for status in STATUSES * 3:
        event = await brought_to(registry, registrar, client, status)
        moments = [midnight(FIRST) + timedelta(days=random.uniform(0, 3))]
        for _ in range(3):
            moments.append(moments[-1] + timedelta(days=random.uniform(0, 9)))
        await date_back(registry, event, **dict(zip(MOVES, moments, strict=True)))
        records.append((status, moments))

    found = await funnel(registry, FIRST, FIRST + timedelta(days=1))

    closes = midnight(FIRST + timedelta(days=2))
    assert found == plainly([it for it in records if it[1][0] < closes])
    everything = await funnel(registry, FIRST, FIRST + timedelta(days=3))
    assert everything == plainly(records)


def plainly(records: list[tuple[str, list[datetime]]]) -> dict[str, Any]:
    """Count the same by hand: records by their status, and moments of their steps."""
    got = {
        "registered": [it for it in records if it[0] in ("REGISTERED", "CERTIFIED", "ISSUED")],
        "certified": [it for it in records if it[0] in ("CERTIFIED", "ISSUED")],
        "issued": [it for it in records if it[0] == "ISSUED"],
    }

    def days(of: str, earlier: int, later: int) -> Any:
        spans = [(steps[later] - steps[earlier]) / timedelta(days=1) for _, steps in got[of]]
        return pytest.approx(median(spans))

    return {
        "declared": len(records),
        **{name: len(those) for name, those in got.items()},
        "stopped": sum(status in ("REJECTED", "ARCHIVED", "ANNULLED") for status, _ in records),
        "daysToRegister": days("registered", 0, 1),
        "daysToCertify": days("certified", 1, 2),
        "daysToIssue": days("issued", 2, 3),
        "daysInAll": days("issued", 0, 3),
    }


async def test_c17_days_are_in_utc_and_both_inclusive_and_one_kind_can_be_asked_for(
    registry: Registry,
) -> None:
    _, client = await office(registry)
    moment = midnight(FIRST)
    second = timedelta(seconds=1)
    for at in (moment - second, moment, moment + timedelta(days=1) - second):
        await date_back(registry, (await declared(registry, client))["id"], declared=at)
    death = await declared(registry, client, kind="Death")
    await date_back(registry, death["id"], declared=moment)

    assert (await funnel(registry))["declared"] == 3
    assert (await funnel(registry, kind="BIRTH"))["declared"] == 2
    assert (await funnel(registry, kind="MARRIAGE"))["declared"] == 0


async def test_c17_records_are_counted_by_the_day_of_declaration_event_or_first_registration(
    registry: Registry,
) -> None:
    registrar, client = await office(registry)
    moment = midnight(FIRST)
    day = timedelta(days=1)
    for registered in (moment - day, moment, moment + day):
        event = await brought_to(registry, registrar, client, "REGISTERED")
        await date_back(registry, event, declared=moment - 9 * day, registered=registered)
    stopped = await brought_to(registry, registrar, client, "ANNULLED")
    await date_back(registry, stopped, declared=moment, registered=moment)
    happened = await registry.owner.fetchval("select event_date from vital_events limit 1")

    by_declaration = await funnel(registry, by="DECLARED")
    by_registration = await funnel(registry, by="REGISTERED")
    deaths = await funnel(registry, by="REGISTERED", kind="DEATH")
    by_event = await funnel(registry, happened, happened, by="EVENT")

    counts = ("declared", "registered", "stopped")
    assert [by_declaration[it] for it in counts] == [1, 0, 1]
    assert [by_registration[it] for it in counts] == [2, 1, 1]
    assert by_registration["daysToRegister"] == pytest.approx(9)
    assert deaths["declared"] == 0
    assert [by_event[it] for it in counts] == [4, 3, 1]


async def test_c17_the_list_finds_what_was_first_registered_on_certain_days(
    registry: Registry,
) -> None:
    registrar, client = await office(registry)
    second, day = timedelta(seconds=1), timedelta(days=1)
    first, last = midnight(FIRST), midnight(FIRST + 2 * day) - second
    events = []
    for registered in (first - second, first, last, last + second):
        event = await brought_to(registry, registrar, client, "REGISTERED")
        await date_back(registry, event, declared=first - 9 * day, registered=registered)
        events.append(event)
    await brought_to(registry, registrar, client, "DECLARED")
    # What is registered once more was so before.
    await registry.owner.execute(ONCE_MORE, first, UUID(key_of(events[0])))
    days = [str(FIRST), str(FIRST + day)]

    async def found(**given: str) -> set[int]:
        listed = await ask(registry, FIND, filter=given)
        return {events.index(node["id"]) for node in listed["nodes"]}

    assert await found(registeredFrom=days[0], registeredTo=days[1]) == {1, 2}
    assert await found(registeredFrom=days[0]) == {1, 2, 3}
    assert await found(registeredTo=days[1]) == {0, 1, 2}
    assert await found(registeredFrom=days[1], registeredTo=days[0]) == set()
    assert await found(registeredFrom="0001-01-01", registeredTo="9999-12-31") == {0, 1, 2, 3}
    counted = await funnel(registry, FIRST, FIRST + day, by="REGISTERED")
    assert counted["declared"] == counted["registered"] == 2


async def test_c17_a_period_that_ends_before_it_begins_is_refused(registry: Registry) -> None:
    await registry.user("admin", Role.ADMIN)

    answer = await registry.ask("admin", FUNNEL, {"from": "2026-03-02", "to": "2026-03-01"})

    assert answer.refusal == ("UNPROCESSABLE_ENTITY", "Input is invalid")


@pytest.mark.parametrize("query", [FUNNEL, WAITING])
async def test_c17_both_are_for_administrators(registry: Registry, query: str) -> None:
    registrar, _ = await office(registry)
    days = {"from": "2026-03-01", "to": "2026-03-01"} if query == FUNNEL else {}

    answer = await registry.ask(registrar, query, days)

    assert answer.refusal == ("FORBIDDEN", "User doesn't have required role")


async def test_c17_what_waits_is_counted_by_its_age_and_found_by_the_same_days(
    registry: Registry,
) -> None:
    registrar, client = await office(registry)
    today = datetime.now(UTC).date()
    for age in (0, 1, 2, 3, 6, 7, 13, 14, 29, 30, 400):
        moment = midnight(today - timedelta(days=age)) + timedelta(seconds=1)
        for status in ("DECLARED", "REGISTERED", "CERTIFIED", "ISSUED", "REJECTED"):
            event = await brought_to(registry, registrar, client, status)
            await date_back(registry, event, declared=moment)
    await pairs(registry, 2)

    groups = await ask(registry, WAITING)

    assert [group["lastDay"] for group in groups] == [
        str(today - timedelta(days=days)) for days in AGE_DAYS
    ]
    assert [group["toRegister"] for group in groups] == [1, 2, 2, 2, 2, 2]
    assert [group["toIssue"] for group in groups] == [1, 2, 2, 2, 2, 2]
    assert [group["toCertify"] for group in groups] == [0] * 6, "never revoked"
    assert [group["pairs"] for group in groups] == [2, 0, 0, 0, 0, 0]
    for group in groups:
        given = {"declaredFrom": group["firstDay"], "declaredTo": group["lastDay"]}
        listed = await ask(registry, FIND, filter={"status": ["DECLARED"]} | given)
        assert len(listed["nodes"]) == group["toRegister"]


async def test_c17_what_was_revoked_waits_since_it_was_declared(registry: Registry) -> None:
    registrar, client = await office(registry)
    event = await brought_to(registry, registrar, client, "REGISTERED")
    async with registry.owner.transaction():
        await registry.owner.execute("set local session_replication_role = replica")
        await registry.owner.execute("update vital_events set uncertified_since = now()")
    week = midnight(datetime.now(UTC).date() - timedelta(days=8))
    await date_back(registry, event, declared=week)

    groups = await ask(registry, WAITING)

    assert [group["toCertify"] for group in groups] == [0, 0, 0, 1, 0, 0]


@pytest.mark.parametrize(
    "rows", ["registration_statistics('2026-03-01', '2026-03-02', null)", "waiting_by_age"]
)
async def test_c17_both_are_read_from_indexes(registry: Registry, rows: str) -> None:
    async with registry.owner.transaction():
        await registry.owner.execute("set local enable_seqscan = off")
        found = await registry.owner.fetch(f"explain select * from {rows}")

    plan = "\n".join(row[0] for row in found)
    assert "Index" in plan
    assert "Seq Scan" not in plan

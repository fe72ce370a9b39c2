"""How what was done is found: as acts, by a record's numbers, by a person and by their number."""

import json
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from rules.access import Role
from tests.databases import Database
from tests.events import birth, declared, done, office
from tests.people import assigned, id_of, judge, key_of, pair, person, reviewers, say
from tests.plans import explained
from tests.serving import Registry, served

TRAIL = """
query ($filter: AuditLogFilter, $first: Int = 100, $after: String) {
  auditLog(filter: $filter, first: $first, after: $after, orderBy: INSERTED_AT_ASC) {
    pageInfo { hasNextPage endCursor }
    nodes {
      databaseId actId action resource resourceId correlationId personId
      record { id kind trackingId registrationNumber }
      pair { personId masterPersonId reviews { status reviewer { displayName } } }
    }
  }
}
"""

Entries = list[dict[str, Any]]


async def trail(registry: Registry, **filter_: Any) -> Entries:
    if "admin" not in registry.users:
        await registry.user("admin", Role.ADMIN)
    answer = await registry.ask("admin", TRAIL, {"filter": filter_ or None})
    found: Entries = answer.data["auditLog"]["nodes"]
    return found


async def test_d1_each_act_is_found_by_its_first_entry_and_opens_into_its_rows(
    registry: Registry,
) -> None:
    registrar, portal = await office(registry)
    event = await declared(registry, portal)
    await done(registry, registrar, "register", event["id"])
    everything = await trail(registry)

    acts = await trail(registry, isFirstOfAct=True)

    by_act: dict[str, Entries] = {}
    for entry in everything:
        by_act.setdefault(entry["actId"], []).append(entry)
    assert [it["databaseId"] for it in acts] == list(by_act)
    assert acts == [rows[0] for rows in by_act.values()]
    for act, rows in by_act.items():
        assert await trail(registry, actId=act) == rows
        assert len({it["action"] for it in rows}) == 1
    declaring = next(it for it in by_act.values() if it[0]["action"] == "birth.declared")
    assert {it["resource"] for it in declaring} >= {"vital_event", "individual"}
    assert await trail(registry, isFirstOfAct=False) == everything
    assert await trail(registry, actId=str(uuid4())) == []
    by_action = await trail(registry, isFirstOfAct=True, action="birth.registered")
    assert [it["actId"] for it in by_action] == [
        it["actId"] for it in acts if it["action"] == "birth.registered"
    ]


async def test_d1_two_acts_are_two_whatever_request_or_correlation_id_they_share(
    registry: Registry,
) -> None:
    registrar, portal = await office(registry)
    events = [(await declared(registry, portal))["id"] for _ in range(3)]
    twice = """mutation ($one: ID!, $other: ID!) {
        one: rejectVitalEvent(input: {id: $one, reason: "No"}) { vitalEvent { id } }
        other: rejectVitalEvent(input: {id: $other, reason: "No"}) { vitalEvent { id } } }"""
    shared = str(uuid4())
    headers: dict[str, Any] = {"x-correlation-id": shared}

    for one, other in (events[:2], events[2:] * 2):
        await registry.ask(registrar, twice, {"one": one, "other": other}, **headers)

    acts = await trail(registry, correlationId=shared, isFirstOfAct=True)
    assert len({it["actId"] for it in acts}) == len(acts) == 3
    assert [it["resourceId"] for it in acts] == [key_of(it) for it in events]
    for act in acts:
        opened = await trail(registry, actId=act["actId"])
        assert {it["actId"] for it in opened} == {act["actId"]}


async def test_d1_entries_of_earlier_versions_are_an_act_each(registry: Registry) -> None:
    await registry.user("admin", Role.ADMIN)
    for resource in ("person", "vital_event"):
        await registry.owner.execute(
            "insert into audit_log (action, resource, resource_id, changeset, correlation_id)"
            " values ('person.corrected', $1, uuidv7(), '{}', uuidv7())",
            resource,
        )

    acts = await trail(registry, isFirstOfAct=True, action="person.corrected")

    assert len(acts) == 2
    assert [it["actId"] for it in acts] == [it["databaseId"] for it in acts]
    assert await trail(registry, actId=acts[0]["actId"]) == acts[:1]


async def test_d1_what_was_done_with_a_record_is_found_by_its_numbers(registry: Registry) -> None:
    registrar, portal = await office(registry)
    first = birth()
    other = await declared(registry, portal, first)
    event = await declared(registry, portal, birth(mother=first["mother"]))
    await done(registry, registrar, "markAsNotDuplicate", event["id"])
    record = await done(registry, registrar, "register", event["id"])
    for act in ("certify", "issue"):
        await done(registry, registrar, act, event["id"])

    by_number = await trail(registry, record=record["registrationNumber"])
    by_tracking_id = await trail(registry, record=f" {event['trackingId'].lower()} ")
    certificate = await registry.owner.fetchval("select serial_number from certificates")
    by_certificate = await trail(registry, record=certificate.lower())

    assert by_number == by_tracking_id == by_certificate
    acts = dict.fromkeys(it["action"] for it in by_number)
    assert list(acts) == [
        *("birth.declared", "birth.marked_as_not_duplicate"),
        *("birth.registered", "birth.certified", "birth.issued"),
    ]
    assert {it["resource"] for it in by_number} == {
        *("vital_event", "individual", "potential_duplicate", "certificate", "payment"),
    }
    assert {json.dumps(it["record"]) for it in by_number} == {
        json.dumps(
            {
                "id": event["id"],
                "kind": "BIRTH",
                "trackingId": event["trackingId"],
                "registrationNumber": record["registrationNumber"],
            }
        )
    }
    assert {it["record"]["id"] for it in await trail(registry, record=other["trackingId"])} == {
        other["id"]
    }
    for nothing in ("B000000", "", "x" * 200):
        assert await trail(registry, record=nothing) == []


async def test_d1_a_person_whom_a_registration_made_leads_to_the_record(
    registry: Registry,
) -> None:
    registrar, portal = await office(registry)
    event = await declared(registry, portal)
    await done(registry, registrar, "register", event["id"])
    await person(registry)

    (act,) = await trail(registry, isFirstOfAct=True, action="birth.registered")
    (imported,) = await trail(registry, isFirstOfAct=True, action="person.imported")

    assert act["resource"] == "person"
    assert act["record"]["id"] == event["id"]
    assert imported["record"] is None


async def test_d1_who_merged_a_person_is_answered_with_all_reviewers(
    database: Database, tmp_path: Path
) -> None:
    async with served(database, tmp_path, merge_quorum=2) as registry:
        names = await reviewers(registry, 4)
        numbered = await person(registry, national_id="9988776655")
        of = await pair(registry, numbered)
        await judge(registry, names[0], "SPLIT")
        await judge(registry, names[1], "MERGE")
        waiting = await assigned(registry, names[3])
        await say(registry, names[3], waiting, "POSTPONE")
        await judge(registry, names[2], "MERGE")

        entries = await trail(registry, person=str(numbered), action="merge_request.merged")
        by_number = await trail(registry, person=" 9988776655 ", action="merge_request.merged")
        of_master = await trail(registry, person=str(of.master), action="merge_request.merged")

        merged = [it for it in entries if it["resource"] == "person"]
        assert [it["personId"] for it in merged] == [id_of("Person", numbered)]
        assert merged[0]["pair"] == {
            "personId": id_of("Person", numbered),
            "masterPersonId": id_of("Person", of.master),
            "reviews": [
                {"status": "SPLIT", "reviewer": {"displayName": names[0]}},
                {"status": "MERGE", "reviewer": {"displayName": names[1]}},
                {"status": "POSTPONE", "reviewer": {"displayName": names[3]}},
                {"status": "MERGE", "reviewer": {"displayName": names[2]}},
            ],
        }
        assert {it["resource"] for it in entries} == {
            *("person", "merged_pair", "manual_merge_process", "manual_merge_candidate"),
        }
        assert all(it["pair"] == merged[0]["pair"] for it in entries)
        assert by_number == entries
        assert [it for it in of_master if it["resource"] != "person"] == [
            it for it in entries if it["resource"] != "person"
        ]


async def test_d4_who_searches_by_a_number_leaves_it_nowhere(registry: Registry) -> None:
    await person(registry, national_id="5554443332")

    found = await trail(registry, person="5554443332")

    assert [it["action"] for it in found] == ["person.imported"]
    trails = await registry.owner.fetch("select audit_log::text from audit_log")
    assert "5554443332" not in str(trails)


@pytest.mark.parametrize("name", ["record", "person"])
async def test_g_what_is_looked_for_has_a_bound(registry: Registry, name: str) -> None:
    await registry.user("admin", Role.ADMIN)

    answer = await registry.ask("admin", TRAIL, {"filter": {name: "x" * 201}})

    assert answer.status == 400


FILTERS: dict[str, dict[str, Any]] = {
    "of acts": {"isFirstOfAct": True},
    "without renewals": {"isFirstOfAct": True, "actionNot": ["session.renewed"]},
    "of an act": {"actId": "0198a1de-0000-7000-8000-000000000001"},
    "of a record": {"record": "B-2026-0000001"},
    "of a person": {"person": "9988776655"},
    "of an account": {"user": "0198a1de-0000-7000-8000-000000000001"},
    "of revocations": {"revokesCertificate": True},
}
INDEXES = {
    "of acts": "first_entries_of_acts",
    "without renewals": "first_entries_of_acts",
    "of an act": "audit_log_by_correlation",
    "of a record": "audit_log_by_resource_id",
    "of a person": "audit_log_by_resource_id",
    "of an account": "audit_log_by_resource_id",
    "of revocations": "audit_log_by_",
}


@pytest.mark.parametrize("asked", FILTERS)
async def test_no_filter_reads_a_large_trail_from_end_to_end(
    registry: Registry, asked: str
) -> None:
    registrar, portal = await office(registry)
    event = await declared(registry, portal)
    await done(registry, registrar, "register", event["id"])
    await person(registry, national_id="9988776655")
    await registry.owner.execute(
        "insert into audit_log (act_id, id, action, resource, resource_id, changeset,"
        " correlation_id)"
        " select act, case when number % 50 = 0 then act else uuidv7() end, 'person.imported',"
        " 'person', uuidv7(), '{}', act from (select number, uuidv7() act"
        " from generate_series(1, 50000) number) made"
    )
    await registry.owner.execute("analyze")

    plan = "\n".join(await explained(registry, TRAIL, {"filter": FILTERS[asked], "first": 5}))

    # The partitions to come are empty.
    assert "Seq Scan on audit_log_before" not in plan
    assert INDEXES[asked] in plan

"""Who has seen a person's record (rule D7)."""

from pathlib import Path
from uuid import UUID

import pytest

from rules.access import Role
from tests.consents import accepted, hospital, link
from tests.databases import Database
from tests.events import brought_to, office
from tests.papers import certified, fetched
from tests.people import assigned, id_of, pair, person, reviewers
from tests.serving import Registry, served
from tests.unmerge_requests import merged

PERSON = "query ($id: ID!) { person(id: $id) { firstName } }"
NODE = "query ($id: ID!) { node(id: $id) { ... on Person { firstName } } }"
READINGS = """
query ($id: ID!, $first: Int, $after: String) {
  personReadings(personId: $id, first: $first, after: $after) {
    nodes { reader { username } client { name } action correlationId }
    pageInfo { endCursor hasNextPage }
  }
}
"""
OWN = """
{ ownReadings(first: 20) { nodes { clientName byMachine organisations roles action } } }
"""
OF_THE_RECORD = "select person_id from vital_events"
ALSO_REVIEWS = """
insert into role_grants (user_id, client_id, role) values ($1, $2, 'NHS_REVIEWER')
"""
MERGE = "query ($id: ID!) { merge(id: $id) { person { firstName } } }"
MERGE_NODE = "query ($id: ID!) { node(id: $id) { ... on Merge { person { firstName } } } }"
MERGE_NODES = "query ($id: ID!) { nodes(ids: [$id]) { ... on Merge { person { firstName } } } }"
LOOKS_AT_MERGES = "select resource_id from audit_log where action = 'merge.viewed'"
LOOKS = "select count(*) from audit_log where action = 'person.viewed'"


async def readings(registry: Registry, key: UUID) -> list[tuple[str | None, str]]:
    answer = await registry.ask("auditor", READINGS, {"id": id_of("Person", key), "first": 50})
    found = answer.data["personReadings"]["nodes"]
    return [(it["reader"] and it["reader"]["username"], it["action"]) for it in found]


@pytest.mark.parametrize("document", [MERGE, MERGE_NODE])
@pytest.mark.parametrize("role", [Role.ADMIN, Role.SENIOR_REVIEWER])
async def test_d7_who_opens_a_merge_has_seen_both_persons(
    database: Database, tmp_path: Path, role: Role, document: str
) -> None:
    async with served(database, tmp_path, merge_quorum=2) as registry:
        await registry.user("auditor", Role.ADMIN)
        who = await registry.user("opening", role)
        for name in ("ada", "bea", "cleo"):
            await registry.user(name, Role.NHS_REVIEWER)
        both = await person(registry), await person(registry, "Augusta")
        _, merge = await merged(registry, *both)

        shown = await registry.ask(who, document, {"id": merge})
        again = await registry.ask(who, MERGE_NODES, {"id": merge})

        assert shown.errors == again.errors == []
        seen = [it for it in await readings(registry, both[0]) if it[1] == "merge.viewed"]
        assert seen == [(who, "merge.viewed")], "one act, and none for what a page asks for anew"
        rows = await registry.owner.fetch(LOOKS_AT_MERGES)
        assert {it["resource_id"] for it in rows} == set(both)


@pytest.mark.parametrize("document", [PERSON, NODE])
@pytest.mark.parametrize("role", [Role.ADMIN, Role.REGISTRAR])
async def test_d7_who_opens_a_person_is_written_down(
    registry: Registry, role: Role, document: str
) -> None:
    await registry.user("auditor", Role.ADMIN)
    who = await registry.user("ada", role)
    key = await person(registry)
    asked = "0198a1de-0000-7000-8000-000000000001"

    await registry.ask(who, document, {"id": id_of("Person", key)}, **{"x-correlation-id": asked})

    answer = await registry.ask("auditor", READINGS, {"id": id_of("Person", key)})
    assert answer.data["personReadings"]["nodes"] == [
        {
            "reader": {"username": who},
            "client": {"name": "console"},
            "action": "person.viewed",
            "correlationId": asked,
        }
    ]


async def test_d7_a_steward_who_sees_by_a_consent_is_written_down(registry: Registry) -> None:
    await registry.user("auditor", Role.ADMIN)
    of = await hospital(registry)
    await accepted(registry, of)

    shown = await registry.ask("sam", PERSON, {"id": id_of("Person", of.person)})

    assert shown.data["person"] == {"firstName": "Ada"}
    assert await readings(registry, of.person) == [("sam", "person.viewed")]


async def test_d7_who_finds_nobody_or_is_refused_has_seen_nobody(registry: Registry) -> None:
    await registry.user("ada", Role.REGISTRAR)
    reviewer = await registry.user("reviewer", Role.NHS_REVIEWER)
    key = id_of("Person", await person(registry))

    found = await registry.ask("ada", PERSON, {"id": id_of("Person", UUID(int=1))})
    refused = await registry.ask(reviewer, PERSON, {"id": key})

    assert found.data == {"person": None}
    assert refused.refusal[0] == "FORBIDDEN"
    assert await registry.owner.fetchval(LOOKS) == 0


async def test_d7_lists_and_several_nodes_are_no_looks(registry: Registry) -> None:
    await registry.user("ada", Role.REGISTRAR)
    key = await person(registry)
    found = "{ persons(filter: {status: ACTIVE}) { nodes { firstName } } }"
    several = "query ($id: ID!) { nodes(ids: [$id]) { ... on Person { firstName } } }"

    await registry.ask("ada", found)
    await registry.ask("ada", several, {"id": id_of("Person", key)})

    assert await registry.owner.fetchval(LOOKS) == 0


async def test_d7_who_reads_or_does_something_with_a_record_of_theirs_has_seen_them(
    registry: Registry,
) -> None:
    await registry.user("auditor", Role.ADMIN)
    registrar, portal = await office(registry)
    event = await brought_to(registry, registrar, portal, "REGISTERED")
    key = await registry.owner.fetchval("select person_id from vital_events")

    await registry.ask(portal, "query ($id: ID!) { vitalEvent(id: $id) { status } }", {"id": event})

    found = await readings(registry, key)
    assert found[0] == (None, "vital_event.viewed")
    assert (registrar, "birth.registered") in found
    assert (None, "birth.declared") in found


async def test_d7_reviewers_have_seen_both_persons_of_their_pair(
    registry: Registry,
) -> None:
    await registry.user("auditor", Role.ADMIN)
    (reviewer,) = await reviewers(registry, 1)
    both = await pair(registry)

    await assigned(registry, reviewer)

    for key in (both.person, both.master):
        assert await readings(registry, key) == [(reviewer, "merge_request.assigned")]


async def test_d7_what_was_seen_of_a_merged_record_is_found_at_the_one_that_stands(
    registry: Registry,
) -> None:
    await registry.user("auditor", Role.ADMIN)
    merged = await person(registry)
    await registry.ask("auditor", PERSON, {"id": id_of("Person", merged)})
    stands = await person(registry, "Augusta")

    async with registry.acting("person.imported") as owner:
        await owner.execute(
            "update persons set status = 'INACTIVE', master_person_id = $2 where id = $1",
            merged,
            stands,
        )

    assert await readings(registry, stands) == [("auditor", "person.viewed")]


async def test_d7_who_opens_a_certificate_of_theirs_has_seen_them(registry: Registry) -> None:
    await registry.user("auditor", Role.ADMIN)
    registrar, portal = await office(registry)
    _, made = await certified(registry, registrar, portal)
    key = await registry.owner.fetchval(OF_THE_RECORD)
    await link(registry, "ada", key)

    await fetched(registry, made["pdfUrl"])

    assert (await readings(registry, key))[0] == (registrar, "certificate.viewed")
    seen = (await registry.ask("ada", OWN)).data["ownReadings"]["nodes"][0]
    assert (seen["action"], seen["roles"]) == ("certificate.viewed", ["REGISTRAR"])


async def test_d7_a_person_sees_looks_at_their_record_and_no_names_and_no_reviewers(
    registry: Registry,
) -> None:
    await registry.user("auditor", Role.ADMIN)
    (reviewer,) = await reviewers(registry, 1)
    of = await hospital(registry)
    await pair(registry, of.person)
    await assigned(registry, reviewer)
    for who in ("ada", "auditor"):
        await registry.ask(who, PERSON, {"id": id_of("Person", of.person)})

    answer = await registry.ask("ada", OWN)

    assert answer.data["ownReadings"]["nodes"] == [
        {
            "clientName": "console",
            "byMachine": False,
            "organisations": [],
            "roles": ["ADMIN"],
            "action": "person.viewed",
        }
    ]
    by = [who for who, _ in await readings(registry, of.person)]
    assert by == ["auditor", "ada", reviewer]


async def test_d7_a_person_sees_which_office_it_was_and_never_that_a_reviewer_works_there(
    registry: Registry,
) -> None:
    of = await hospital(registry)
    await accepted(registry, of)
    async with registry.acting("role.granted") as owner:
        await owner.execute(ALSO_REVIEWS, registry.users["sam"], registry.console_id)
    await registry.ask("sam", PERSON, {"id": id_of("Person", of.person)})

    (seen,) = (await registry.ask("ada", OWN)).data["ownReadings"]["nodes"]

    assert (seen["organisations"], seen["roles"]) == (["Hospital"], ["STEWARD"])
    assert "sam" not in str(seen)


async def test_d7_a_person_sees_that_a_machine_read_by_the_name_of_the_machine(
    registry: Registry,
) -> None:
    registrar, portal = await office(registry)
    event = await brought_to(registry, registrar, portal, "REGISTERED")
    await link(registry, "ada", await registry.owner.fetchval(OF_THE_RECORD))
    await registry.ask(portal, "query ($id: ID!) { vitalEvent(id: $id) { status } }", {"id": event})

    seen = (await registry.ask("ada", OWN)).data["ownReadings"]["nodes"][0]

    assert (seen["byMachine"], seen["roles"], seen["organisations"]) == (True, [], [])
    assert seen["clientName"] == await registry.owner.fetchval(
        "select name from clients where id = $1", portal
    )


async def test_d7_nobody_else_reads_who_has_seen_somebody(registry: Registry) -> None:
    of = await hospital(registry)
    await registry.user("registrar", Role.REGISTRAR)
    asked = {"id": id_of("Person", of.person)}

    for who in ("ada", "sam", "registrar"):
        assert (await registry.ask(who, READINGS, asked)).refusal[0] == "FORBIDDEN"
    for who in ("sam", "registrar"):
        assert (await registry.ask(who, OWN)).refusal[0] == "FORBIDDEN"


async def test_d7_who_is_no_person_on_record_has_been_seen_by_nobody(registry: Registry) -> None:
    await registry.user("auditor", Role.ADMIN)
    await registry.user("eve", Role.PERSON)
    await registry.ask("auditor", PERSON, {"id": id_of("Person", await person(registry))})

    assert (await registry.ask("eve", OWN)).data["ownReadings"]["nodes"] == []


async def test_d7_pages_follow_each_other_and_reading_them_is_a_reading_of_the_trail(
    registry: Registry,
) -> None:
    await registry.user("auditor", Role.ADMIN)
    key = await person(registry)
    asked = {"id": id_of("Person", key)}
    for who in ("eve", "bob"):
        await registry.user(who, Role.REGISTRAR)
        await registry.ask(who, PERSON, asked)

    first = (await registry.ask("auditor", READINGS, asked | {"first": 1})).data["personReadings"]
    after = {"first": 1, "after": first["pageInfo"]["endCursor"]}
    second = (await registry.ask("auditor", READINGS, asked | after)).data["personReadings"]

    readers = [it["nodes"][0]["reader"]["username"] for it in (first, second)]
    assert readers == ["bob", "eve"]
    assert (first["pageInfo"]["hasNextPage"], second["pageInfo"]["hasNextPage"]) == (True, False)
    written = await registry.owner.fetch("select question, filter::text, rows from audit_readings")
    assert [tuple(it) for it in written] == [("personReadings", f'{{"person": "{key}"}}', 1)] * 2

"""Rules R3 and R6: who sees consents and memberships, and who acts for whom."""

from typing import Any
from uuid import uuid4

import pytest

from rules.access import Role
from tests.consents import (
    MY_DATA,
    Hospital,
    accepted,
    answered,
    do,
    hospital,
    link,
    listed,
    offer,
    offered,
)
from tests.organisations import limit, organisation, steward
from tests.people import id_of, person, set_person
from tests.serving import Registry

INCORRECT = ("CONFLICT", "Incorrect transition status")
CHANGED = ("CONFLICT", "Consent was changed meanwhile")
NO_CONSENT = ("NOT_FOUND", "Consent not found")
NO_PERSON = ("NOT_FOUND", "Person not found")
BOTH = ["VIEW", "CONTRIBUTE"]
MEMBERS = "select title, ended_on is null as is_open from memberships order by id"
PERSONS = (
    'query { persons(filter: {name: "ada"}) { nodes { consents { id } memberships { id } } } }'
)


@pytest.fixture
async def at(registry: Registry) -> Hospital:
    await registry.user("admin", Role.ADMIN)
    return await hospital(registry)


async def test_r6_what_is_withdrawn_exists_for_the_hospital_no_more(
    registry: Registry, at: Hospital
) -> None:
    consent = await accepted(registry, at)
    node = "query ($id: ID!) { node(id: $id) { ... on Consent { person { firstName } } } }"
    seen = await registry.ask("sam", node, {"id": consent["id"]})

    gone = answered(await do(registry, "ada", "withdrawConsent", consent))

    assert seen.data["node"] == {"person": {"firstName": "Ada"}}
    assert (gone["status"], gone["version"]) == ("WITHDRAWN", 3)
    assert (await registry.ask("sam", node, {"id": consent["id"]})).data == {"node": None}
    assert await listed(registry, "sam") == []
    assert await listed(registry, "ada") == [("WITHDRAWN", "Ada")]


async def test_r6_nobody_acts_for_another(registry: Registry, at: Hospital) -> None:
    consent = await offered(registry, at)
    bo = await person(registry, "Bo")
    await link(registry, "bo", bo)
    elsewhere = await organisation(registry, "Elsewhere", at.ministry)
    await steward(registry, "eve", elsewhere)
    # A user who is a person on record and not PERSON, and one who is PERSON and nobody.
    await registry.user("reviewer", Role.NHS_REVIEWER)
    await registry.user("nobody", Role.PERSON)

    offers = [await offer(registry, who, at) for who in ("bo", "nobody", "sam", "eve")]
    unknown = await offer(registry, "ada", at, personId=id_of("Person", uuid4()))
    persons = [
        await do(registry, who, mutation, consent, permissions=["VIEW"])
        for who in ("bo", "nobody", "sam", "eve")
        for mutation in ("changeConsent", "withdrawConsent")
    ]
    stewards = [
        await do(registry, "eve", mutation, consent)
        for mutation in ("acceptConsent", "declineConsent")
    ]
    by_role = [
        await do(registry, who, "acceptConsent", consent) for who in ("ada", "admin", "reviewer")
    ]

    assert [it.refusal for it in (*offers, unknown)] == [NO_PERSON] * 5
    assert [it.refusal for it in (*persons, *stewards)] == [NO_CONSENT] * 10
    assert {it.refusal for it in by_role} == {("FORBIDDEN", "User doesn't have required role")}
    assert [await listed(registry, who) for who in ("bo", "nobody", "eve")] == [[], [], []]


async def test_r6_a_steward_above_accepts_too_and_one_whose_grant_ended_does_not(
    registry: Registry, at: Hospital
) -> None:
    await steward(registry, "minister", at.ministry)
    await registry.user("former")
    await limit(registry, "former", "STEWARD", at.hospital, "-1 second")
    consent = await offered(registry, at)

    former = await do(registry, "former", "acceptConsent", consent)
    above = await do(registry, "minister", "acceptConsent", consent)

    assert former.refusal == ("FORBIDDEN", "User doesn't have required role")
    assert above.errors == []


async def test_r6_a_person_sees_their_own_data_and_the_roles_of_others_show_nothing(
    registry: Registry, at: Hospital
) -> None:
    await accepted(registry, at)
    await person(registry, "Ada", "Lovelace")

    mine = (await registry.ask("ada", MY_DATA)).data["viewer"]
    without = (await registry.ask("ada", MY_DATA, scope="person:read")).data["viewer"]
    others = [(await registry.ask(it, MY_DATA)).data["viewer"]["person"] for it in ("sam", "admin")]
    search = await registry.ask("ada", PERSONS)

    assert mine["roles"] == ["PERSON"]
    (membership,) = mine["person"]["memberships"]
    assert membership["organisation"] == {"name": "Hospital"}
    assert membership["endedOn"] is None
    assert mine["person"]["consents"] == [
        {"status": "ACCEPTED", "permissions": ["VIEW"], "organisation": {"name": "Hospital"}}
    ]
    assert without["person"] is None
    assert others == [None, None]
    (found,) = search.data["persons"]["nodes"]  # not the other one of that name
    assert len(found["memberships"]) == len(found["consents"]) == 1


async def test_r3_a_steward_sees_no_consents_and_memberships_of_elsewhere(
    registry: Registry, at: Hospital
) -> None:
    elsewhere = Hospital(
        at.ministry, await organisation(registry, "Elsewhere", at.ministry), at.person
    )
    await steward(registry, "eve", elsewhere.hospital)
    await accepted(registry, at)
    consent = await offered(registry, elsewhere)
    await do(registry, "eve", "acceptConsent", consent)
    nested = """
      { consents { nodes { person {
          consents { organisation { name parent { name } } }
          memberships { organisation { name parent { name } } person { firstName } }
      } } } }
    """

    (shown,) = (await registry.ask("sam", nested)).data["consents"]["nodes"]
    everything = (await registry.ask("admin", PERSONS)).data["persons"]["nodes"][0]

    there = {"organisation": {"name": "Hospital", "parent": None}}
    assert shown["person"] == {
        "consents": [there],
        "memberships": [there | {"person": {"firstName": "Ada"}}],
    }
    assert [len(it) for it in everything.values()] == [2, 2]


async def test_r3_a_reviewer_sees_nothing_of_it_and_a_machine_needs_to_read_persons(
    registry: Registry, at: Hospital
) -> None:
    await accepted(registry, at)
    key = await registry.owner.fetchval("select id from memberships")
    node = "query ($id: ID!) { node(id: $id) { ... on Membership { person { firstName } } } }"
    asked = {"id": id_of("Membership", key)}
    machine = await registry.client("clinic", scopes=["organisation:read", "person:read"])

    with_scope, without = [
        (await registry.ask(machine, node, asked, scope=scope)).data["node"]
        for scope in ("organisation:read person:read", "organisation:read")
    ]
    steward_sees = (await registry.ask("sam", node, asked)).data["node"]
    of_consent = await registry.ask(
        machine, "{ consents { nodes { id } } }", scope="organisation:read person:read"
    )

    assert with_scope == steward_sees == {"person": {"firstName": "Ada"}}
    assert without == {"person": None}
    assert of_consent.refusal == ("FORBIDDEN", "Invalid scopes")


async def test_r3_a_membership_is_no_leave_to_look(registry: Registry, at: Hospital) -> None:
    async with registry.acting("person.imported") as owner:
        key = await owner.fetchval(
            "insert into memberships (person_id, organisation_id) values ($1, $2) returning id",
            at.person,
            at.hospital,
        )
    node = "query ($id: ID!) { node(id: $id) { ... on Membership { person { id } title } } }"
    asked = {"id": id_of("Membership", key)}

    seen = [await registry.ask("sam", node, asked)]
    consent = await offered(registry, at)
    seen.append(await registry.ask("sam", node, asked))
    await do(registry, "ada", "withdrawConsent", consent)
    seen.append(await registry.ask("sam", node, asked))

    assert [it.data for it in seen] == [{"node": {"person": None, "title": None}}] * 3


async def test_r6_who_is_linked_to_a_record_and_not_person_is_nobody_there(
    registry: Registry, at: Hospital
) -> None:
    bo = await person(registry, "Bo")
    await set_person(registry, "admin", "sam", id_of("Person", bo))

    mine = (await registry.ask("sam", MY_DATA)).data["viewer"]["person"]
    refused = await offer(registry, "sam", Hospital(at.ministry, at.hospital, bo))

    assert mine is None
    assert refused.refusal == NO_PERSON


async def test_d4_the_trail_tells_of_consents_by_ids_alone(
    registry: Registry, at: Hospital
) -> None:
    await do(registry, "ada", "withdrawConsent", await accepted(registry, at))

    rows = await registry.owner.fetch(
        "select action, resource, changeset from audit_log where resource = any ($1) order by id",
        ["consent", "membership"],
    )

    assert [(row["action"], row["resource"]) for row in rows] == [
        ("consent.offered", "consent"),
        ("consent.accepted", "membership"),
        ("consent.accepted", "consent"),
        ("consent.withdrawn", "membership"),
        ("consent.withdrawn", "consent"),
    ]
    written: Any = "".join(row["changeset"] for row in rows)
    assert "Ada" not in written
    assert str(at.person) in written


async def test_r6_what_waits_for_a_steward_is_found_by_itself(
    registry: Registry, at: Hospital
) -> None:
    consent = await accepted(registry, at)
    waiting = "{ consents(isWaiting: true) { nodes { status offered } } }"

    before = (await registry.ask("sam", waiting)).data
    await do(registry, "ada", "changeConsent", consent, permissions=BOTH)
    after = (await registry.ask("sam", waiting)).data

    assert before["consents"]["nodes"] == []
    assert after["consents"]["nodes"] == [{"status": "ACCEPTED", "offered": BOTH}]

"""Rules R6 and R7: what a person offers an organisation, and what becomes of it."""

import asyncio

import asyncpg
import pytest

from rules.access import Role
from tests.consents import (
    Hospital,
    accepted,
    answered,
    do,
    hospital,
    listed,
    offer,
    offered,
)
from tests.serving import Registry

INCORRECT = ("CONFLICT", "Incorrect transition status")
CHANGED = ("CONFLICT", "Consent was changed meanwhile")
NO_CONSENT = ("NOT_FOUND", "Consent not found")
NO_PERSON = ("NOT_FOUND", "Person not found")
BOTH = ["VIEW", "CONTRIBUTE"]
MEMBERS = "select title, ended_on is null as is_open from memberships order by id"
PERSONS = 'query { persons(filter: {name: "ada"}) { nodes { consents { status } } } }'


@pytest.fixture
async def at(registry: Registry) -> Hospital:
    await registry.user("admin", Role.ADMIN)
    return await hospital(registry)


async def test_r6_a_person_offers_and_a_steward_accepts(registry: Registry, at: Hospital) -> None:
    consent = await offered(registry, at, BOTH)
    before = await listed(registry, "sam")

    result = answered(await do(registry, "sam", "acceptConsent", consent))

    assert (consent["status"], consent["version"], consent["permissions"]) == ("OFFERED", 1, BOTH)
    assert result == consent | {"status": "ACCEPTED", "version": 2}
    assert before == [("OFFERED", "Ada")]
    assert await listed(registry, "sam") == await listed(registry, "ada") == [("ACCEPTED", "Ada")]


async def test_r6_who_is_accepted_is_a_member_until_they_withdraw(
    registry: Registry, at: Hospital
) -> None:
    consent = await accepted(registry, at)
    async with registry.acting("person.imported") as owner:
        await owner.execute(
            "insert into memberships (person_id, organisation_id, title) values ($1, $2, 'Nurse')",
            at.person,
            at.hospital,
        )
    during = [tuple(row) for row in await registry.owner.fetch(MEMBERS)]

    await do(registry, "ada", "withdrawConsent", consent)

    assert during == [(None, True), ("Nurse", True)]
    assert [tuple(row) for row in await registry.owner.fetch(MEMBERS)] == [
        (None, False),
        ("Nurse", True),
    ]


async def test_r6_a_member_stays_one_and_is_none_twice(registry: Registry, at: Hospital) -> None:
    async with registry.acting("person.imported") as owner:
        await owner.execute(
            "insert into memberships (person_id, organisation_id, title) values ($1, $2, 'Nurse')",
            at.person,
            at.hospital,
        )

    await accepted(registry, at)

    assert [tuple(row) for row in await registry.owner.fetch(MEMBERS)] == [("Nurse", True)]


async def test_r6_less_holds_at_once_and_more_once_it_is_accepted(
    registry: Registry, at: Hospital
) -> None:
    consent = await accepted(registry, at, BOTH)

    less = answered(await do(registry, "ada", "changeConsent", consent, permissions=["VIEW"]))
    more = answered(await do(registry, "ada", "changeConsent", less, permissions=BOTH))
    taken = answered(await do(registry, "sam", "acceptConsent", more))

    assert (less["permissions"], less["offered"], less["version"]) == (["VIEW"], None, 3)
    assert (more["permissions"], more["offered"], more["version"]) == (["VIEW"], BOTH, 4)
    assert (taken["permissions"], taken["offered"], taken["version"]) == (BOTH, None, 5)
    assert {it["status"] for it in (less, more, taken)} == {"ACCEPTED"}


async def test_r6_a_steward_declines_what_is_offered_and_gives_back_what_is_held(
    registry: Registry, at: Hospital
) -> None:
    first = answered(await do(registry, "sam", "declineConsent", await offered(registry, at)))
    consent = await accepted(registry, at)
    wider = answered(await do(registry, "ada", "changeConsent", consent, permissions=BOTH))

    kept = answered(await do(registry, "sam", "declineConsent", wider))
    given_back = answered(await do(registry, "sam", "declineConsent", kept))

    assert first["status"] == "DECLINED"
    assert (kept["status"], kept["permissions"], kept["offered"]) == ("ACCEPTED", ["VIEW"], None)
    assert given_back["status"] == "WITHDRAWN"


async def test_r6_an_offer_is_changed_and_withdrawn_before_it_is_answered(
    registry: Registry, at: Hospital
) -> None:
    consent = await offered(registry, at)

    changed = answered(await do(registry, "ada", "changeConsent", consent, permissions=BOTH))
    withdrawn = answered(await do(registry, "ada", "withdrawConsent", changed))

    assert (changed["status"], changed["permissions"], changed["offered"]) == (
        "OFFERED",
        BOTH,
        None,
    )
    assert withdrawn["status"] == "WITHDRAWN"
    assert await registry.owner.fetch(MEMBERS) == []


async def test_r6_nothing_leads_on_from_the_end_and_one_is_live_at_a_time(
    registry: Registry, at: Hospital
) -> None:
    consent = await accepted(registry, at)
    twice = await offer(registry, "ada", at)
    again = await do(registry, "sam", "acceptConsent", consent)
    gone = answered(await do(registry, "ada", "withdrawConsent", consent))

    refused = [
        await do(registry, who, mutation, gone, permissions=["VIEW"])
        for who, mutation in [
            ("sam", "acceptConsent"),
            ("sam", "declineConsent"),
            ("ada", "changeConsent"),
            ("ada", "withdrawConsent"),
        ]
    ]
    anew = await offer(registry, "ada", at)

    assert [it.refusal for it in (twice, again, *refused)] == [INCORRECT] * 6
    assert anew.errors == []


async def test_r7_another_version_is_refused_with_the_one_that_there_is(
    registry: Registry, at: Hospital
) -> None:
    consent = await offered(registry, at)
    changed = answered(await do(registry, "ada", "changeConsent", consent, permissions=BOTH))

    refused = [
        await do(registry, who, mutation, consent, permissions=["VIEW"])
        for who, mutation in [
            ("sam", "acceptConsent"),
            ("sam", "declineConsent"),
            ("ada", "changeConsent"),
            ("ada", "withdrawConsent"),
        ]
    ]

    assert changed["version"] == 2
    assert [it.refusal for it in refused] == [CHANGED] * 4
    assert {it.errors[0]["extensions"]["version"] for it in refused} == {2}


async def test_r7_what_changes_nothing_is_no_version(registry: Registry, at: Hospital) -> None:
    consent = await accepted(registry, at)

    same = answered(await do(registry, "ada", "changeConsent", consent, permissions=["VIEW"]))

    assert same == consent


async def test_r6_of_withdrawing_and_accepting_at_once_one_comes_first(
    registry: Registry, at: Hospital
) -> None:
    for _ in range(8):
        consent = await offered(registry, at)

        withdrawn, taken = await asyncio.gather(
            do(registry, "ada", "withdrawConsent", consent),
            do(registry, "sam", "acceptConsent", consent),
        )

        status = await registry.owner.fetchval(
            "select status from consents where id::text = $1", consent["databaseId"]
        )
        if withdrawn.errors:
            assert (status, withdrawn.refusal) == ("ACCEPTED", CHANGED)
            await do(registry, "ada", "withdrawConsent", answered(taken))
        else:
            assert (status, taken.refusal) == ("WITHDRAWN", INCORRECT)


async def test_r6_of_many_offers_at_once_one_is_made(registry: Registry, at: Hospital) -> None:
    answers = await asyncio.gather(*(offer(registry, "ada", at) for _ in range(8)))

    assert [it.refusal for it in answers if it.errors] == [INCORRECT] * 7


@pytest.mark.parametrize(
    ("permissions", "rule"),
    [([], "view"), (["CONTRIBUTE"], "view"), (["VIEW", "CUSTODY"], "custody")],
)
async def test_r6_view_is_part_of_each_and_custody_is_not_offered(
    registry: Registry, at: Hospital, permissions: list[str], rule: str
) -> None:
    consent = await accepted(registry, at)

    refused = [
        await do(registry, "ada", "changeConsent", consent, permissions=permissions),
        await offer(registry, "ada", at, permissions),
    ]

    for answer in refused:
        (error,) = answer.errors
        assert [it["rule"] for it in error["extensions"]["violations"]] == [rule]


async def test_r6_a_change_says_to_what(registry: Registry, at: Hospital) -> None:
    refused = await do(registry, "ada", "changeConsent", await offered(registry, at))

    assert refused.errors[0]["extensions"]["violations"][0]["path"] == ["permissions"]


async def test_r1_nothing_is_offered_to_or_accepted_by_what_has_ended(
    registry: Registry, at: Hospital
) -> None:
    consent = await offered(registry, at)
    async with registry.acting("organisation.archived") as owner:
        await owner.execute(
            "update organisations set status = 'ARCHIVED' where id = $1", at.hospital
        )

    taken = await do(registry, "sam", "acceptConsent", consent)
    withdrawn = await do(registry, "ada", "withdrawConsent", consent)
    anew = await offer(registry, "ada", at)
    with pytest.raises(asyncpg.CheckViolationError, match="is not active"):
        async with registry.acting("person.imported") as owner:
            await owner.execute(
                "insert into memberships (person_id, organisation_id) values ($1, $2)",
                at.person,
                at.hospital,
            )

    assert withdrawn.errors == []
    assert taken.refusal == anew.refusal == ("CONFLICT", "Organisation is not active")


async def test_r6_hand_typed_sql_moves_a_consent_by_the_rules(
    registry: Registry, at: Hospital
) -> None:
    await do(registry, "ada", "withdrawConsent", await offered(registry, at))

    with pytest.raises(asyncpg.CheckViolationError, match="does not become OFFERED"):
        async with registry.acting("consent.changed") as owner:
            await owner.execute("update consents set status = 'OFFERED'")

"""Rule R6: persons in the custody of an organisation, until they have a user of their own."""

import asyncio
from typing import Any
from uuid import UUID

import pytest

from rules.access import Role
from tests.consents import DO, Hospital, answered, do, hospital, link
from tests.deaths import BORN, DAY, died, dora, registered_death
from tests.events import office
from tests.http.administering import opaque
from tests.organisations import organisation, steward
from tests.people import id_of, person, row, set_person
from tests.serving import Answer, Registry

PERSON = "person { id databaseId firstName birthDate nationalId email }"
CUSTODIAL = ["VIEW", "CONTRIBUTE", "CUSTODY"]
KEY_WAS_USED = ("CONFLICT", "Idempotency key was used with a different request")
LISTED = "{ consents { nodes { id version status permissions person { firstName } } } }"


@pytest.fixture
async def at(registry: Registry) -> Hospital:
    await registry.user("admin", Role.ADMIN)
    return await hospital(registry)


async def take(registry: Registry, who: str, of: Hospital, **more: Any) -> Answer:
    """Let somebody put a person on record for the hospital to act for."""
    given: dict[str, Any] = {
        "idempotencyKey": "one",
        "organisationId": id_of("Organisation", of.hospital),
        "individual": {
            "firstName": " Nova ",
            "birthDate": "2024-05-06",
            "nationalId": "1234567890",
        },
        "email": "nova@example.org",
    }
    asked = DO % ("CreateCustodialPersonInput", "createCustodialPerson", PERSON)
    return await registry.ask(who, asked, {"input": given | more})


async def taken(registry: Registry, of: Hospital) -> UUID:
    """Put such a person on record; return their id."""
    answer = await take(registry, "sam", of)
    return UUID(answer.data["createCustodialPerson"]["person"]["databaseId"])


async def consent_of(registry: Registry) -> dict[str, Any]:
    """Return the one consent that the steward sees."""
    (found,) = (await registry.ask("sam", LISTED)).data["consents"]["nodes"]
    consent: dict[str, Any] = found
    return consent


async def test_r6_a_steward_puts_a_person_on_record_who_is_in_custody_and_a_member(
    registry: Registry, at: Hospital
) -> None:
    made = (await take(registry, "sam", at)).data["createCustodialPerson"]["person"]

    assert {name: made[name] for name in ("firstName", "birthDate", "nationalId", "email")} == {
        "firstName": "Nova",
        "birthDate": "2024-05-06",
        "nationalId": "1234567890",
        "email": "nova@example.org",
    }
    consent = await consent_of(registry)
    assert (consent["status"], consent["permissions"]) == ("ACCEPTED", CUSTODIAL)
    assert await registry.owner.fetchval("select count(*) from memberships") == 1


async def test_c4_one_key_makes_one_person(registry: Registry, at: Hospital) -> None:
    answers = await asyncio.gather(*(take(registry, "sam", at) for _ in range(6)))
    other = await take(registry, "sam", at, individual={"firstName": "Other"})
    else_key = await take(registry, "sam", at, idempotencyKey="two")

    ids = {it.data["createCustodialPerson"]["person"]["id"] for it in answers}
    assert len(ids) == 1
    assert other.refusal == KEY_WAS_USED
    assert else_key.data["createCustodialPerson"]["person"]["id"] not in ids


async def test_r3_an_old_key_shows_nobody_a_person_whom_they_do_not_see(
    registry: Registry, at: Hospital
) -> None:
    await steward(registry, "eve", await organisation(registry, "Elsewhere"))
    nova = await taken(registry, at)
    consent = await consent_of(registry)

    elsewhere = await take(registry, "eve", at)
    again = await take(registry, "sam", at)
    await link(registry, "nova", nova)
    await do(registry, "nova", "withdrawConsent", consent | {"version": 2})
    withdrawn = await take(registry, "sam", at)

    assert elsewhere.refusal == withdrawn.refusal == KEY_WAS_USED
    assert again.data["createCustodialPerson"]["person"]["databaseId"] == str(nova)


async def test_r6_only_stewards_there_take_somebody_into_custody(
    registry: Registry, at: Hospital
) -> None:
    await steward(registry, "eve", await organisation(registry, "Elsewhere"))

    refused = [await take(registry, who, at) for who in ("eve", "ada", "admin")]

    assert refused[0].refusal == ("NOT_FOUND", "Organisation not found")
    assert [it.refusal for it in refused[1:]] == [
        ("FORBIDDEN", "User doesn't have required role")
    ] * 2
    assert (await take(registry, "sam", at)).errors == []


async def test_r6_all_that_is_wrong_comes_at_once(registry: Registry, at: Hospital) -> None:
    refused = await take(
        registry,
        "sam",
        at,
        idempotencyKey=" ",
        individual={"birthDate": "2999-01-01", "nationalId": "12"},
        email="nobody",
    )

    (error,) = refused.errors
    assert {".".join(it["path"]) for it in error["extensions"]["violations"]} == {
        "idempotencyKey",
        "individual.firstName",
        "individual.birthDate",
        "individual.nationalId",
        "email",
    }


async def test_r6_the_organisation_acts_for_them_until_their_user_is_linked(
    registry: Registry, at: Hospital
) -> None:
    nova = await taken(registry, at)
    elsewhere = await organisation(registry, "Elsewhere")
    given = {
        "personId": id_of("Person", nova),
        "organisationId": id_of("Organisation", elsewhere),
        "permissions": ["VIEW"],
    }
    offering = DO % ("OfferConsentInput", "offerConsent", "consent { id version }")
    by_sam = await registry.ask("sam", offering, {"input": given})
    before = await consent_of(registry)

    await registry.user("nova", Role.PERSON)
    linking = DO % ("LinkUserInput", "linkUserToPerson", "user { username }")
    ids = {"userId": opaque("User", registry.users["nova"]), "personId": id_of("Person", nova)}
    linked = await registry.ask("admin", linking, {"input": ids})
    consent = await consent_of(registry)
    refused = [
        await do(registry, "sam", "withdrawConsent", consent),
        await do(registry, "sam", "changeConsent", consent, permissions=["VIEW"]),
    ]
    later = await registry.ask("sam", offering, {"input": given})
    theirs = await do(registry, "nova", "changeConsent", consent, permissions=["VIEW"])

    assert by_sam.errors == linked.errors == []
    assert before["permissions"] == CUSTODIAL
    assert (consent["permissions"], consent["version"]) == (["VIEW", "CONTRIBUTE"], 2)
    assert {it.refusal for it in refused} == {("NOT_FOUND", "Consent not found")}
    assert later.refusal == ("NOT_FOUND", "Person not found")
    assert answered(theirs)["permissions"] == ["VIEW"]


async def test_r6_set_user_person_ends_custody_too_and_the_trail_says_so(
    registry: Registry, at: Hospital
) -> None:
    nova = await taken(registry, at)
    await registry.user("nova", Role.PERSON)

    await set_person(registry, "admin", "nova", id_of("Person", nova))
    await set_person(registry, "admin", "nova", None)

    assert (await consent_of(registry))["permissions"] == ["VIEW", "CONTRIBUTE"]
    actions = await registry.owner.fetch(
        "select action, resource from audit_log where action like 'consent.custody%'"
    )
    assert [tuple(row) for row in actions] == [("consent.custody_ended", "consent")]


async def test_r6_a_steward_in_whose_custody_they_are_keeps_it_when_they_change_the_rest(
    registry: Registry, at: Hospital
) -> None:
    await taken(registry, at)
    consent = await consent_of(registry)

    changed = answered(
        await do(registry, "sam", "changeConsent", consent, permissions=["VIEW", "CUSTODY"])
    )

    assert (changed["permissions"], changed["offered"]) == (["VIEW", "CUSTODY"], None)


async def test_r6_a_person_on_record_is_nobodys_in_custody(
    registry: Registry, at: Hospital
) -> None:
    other = await person(registry, "Bo")

    given = {
        "personId": id_of("Person", other),
        "organisationId": id_of("Organisation", at.hospital),
        "permissions": ["VIEW"],
    }
    refused = await registry.ask(
        "sam", DO % ("OfferConsentInput", "offerConsent", "consent { id }"), {"input": given}
    )

    assert refused.refusal == ("NOT_FOUND", "Person not found")


async def test_a_viewer_is_told_where_they_hold_roles(registry: Registry, at: Hospital) -> None:
    async with registry.acting("role.granted") as owner:
        await owner.execute(
            "insert into role_grants (user_id, client_id, role, organisation_id)"
            " values ($1, $2, 'REGISTRAR', $3)",
            registry.users["sam"],
            registry.console_id,
            at.hospital,
        )
    asked = """
      { viewer { roles organisations {
          organisation { name parent { name } } name kind roles canSync canErase canInvite why
          sourceLinkId externalId lastSyncedAt } } }
    """

    mine = (await registry.ask("sam", asked)).data["viewer"]
    nobodys = (await registry.ask("ada", asked)).data["viewer"]["organisations"]
    machine = await registry.client("clinic")

    assert mine == {
        "roles": [],
        "organisations": [
            {
                "organisation": {"name": "Hospital", "parent": None},
                "name": "Hospital",
                "kind": "OFFICE",
                "roles": ["REGISTRAR", "STEWARD"],
                "canSync": False,
                "canErase": True,
                "canInvite": True,
                "why": "No source is linked",
                "sourceLinkId": None,
                "externalId": None,
                "lastSyncedAt": None,
            }
        ],
    }
    assert nobodys == []
    assert (await registry.ask(machine, asked)).data["viewer"]["organisations"] == []


async def test_r6_who_is_linked_to_a_record_in_custody_sees_it(
    registry: Registry, at: Hospital
) -> None:
    nova = await taken(registry, at)
    await link(registry, "nova", nova)

    seen = await registry.ask("nova", "{ viewer { person { firstName email } } }")

    assert seen.data["viewer"]["person"] == {"firstName": "Nova", "email": "nova@example.org"}
    assert (await row(registry, "users", registry.users["nova"]))["person_id"] == nova


async def test_n6_who_comes_in_custody_and_is_among_the_registered_dead_is_dead(
    registry: Registry, at: Hospital
) -> None:
    registrar, portal = await office(registry)
    await registered_death(registry, registrar, portal, dora())
    of_dora = {"lastName": "Falk", "birthDate": str(BORN), "nationalId": "8400000001"}

    keys = [
        UUID(answer.data["createCustodialPerson"]["person"]["databaseId"])
        for answer in [
            await take(registry, "sam", at, idempotencyKey=name, individual=individual)
            for name, individual in (
                ("dora", {"firstName": "Dora", **of_dora}),
                ("namesake", {"firstName": "Dora", **of_dora, "nationalId": "8400000002"}),
                ("another", {"firstName": "Livia", **of_dora}),
            )
        ]
    ]

    assert [await died(registry, key) for key in keys] == [DAY, None, None]

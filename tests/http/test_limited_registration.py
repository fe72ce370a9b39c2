"""Rule R3: who is limited registers, and learns nothing of what is out of their reach."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from rules.access import Role
from tests.events import attempt, birth, death, marriage, today
from tests.limited_grants import Tree, tree_of
from tests.organisations import limit
from tests.people import id_of, person
from tests.serving import Answer, Registry

DECLARE = """
mutation ($input: Declare%sInput!) {
  declare%s(input: $input) { isPotentialDuplicate vitalEvent { id databaseId alerts } }
}
"""
SEEN = """
query ($id: ID!) {
  vitalEvent(id: $id) {
    status alerts acceptedAlerts unansweredAlerts availableActions person { databaseId }
    potentialDuplicates { databaseId }
  }
}
"""
FLAGGED = """
{ vitalEvents(filter: { isPotentialDuplicate: true }) { nodes { databaseId } } }
"""
JOIN = "insert into memberships (person_id, organisation_id) values ($1, $2)"
MOTHER = {"firstName": "Mia", "lastName": "Moss", "birthDate": "1990-02-03"}
ADA = {
    "firstName": "Ada",
    "lastName": "Veces",
    "birthDate": "1950-03-04",
    "nationalId": "8600000003",
}
EVA = {
    "firstName": "Eva",
    "lastName": "Novak",
    "birthDate": "1951-03-04",
    "nationalId": "8600000004",
}
BEA = {
    "firstName": "Bea",
    "lastName": "Adler",
    "birthDate": "1952-03-04",
    "nationalId": "8600000005",
}
WITNESSES = [{"firstName": "Wi", "lastName": name} for name in ("One", "Two")]
NEEDS_AN_ANSWER = ("CONFLICT", "Alerts need an answer")


@pytest.fixture
async def tree(registry: Registry) -> Tree:
    await registry.user("all", Role.REGISTRAR)
    found = await tree_of(registry)
    for name in ("root", "leaf", "right"):
        await registry.user(name)
        await limit(registry, name, "REGISTRAR", getattr(found, name))
    return found


async def declare(registry: Registry, who: str, kind: str, given: dict[str, Any]) -> dict[str, Any]:
    """Let somebody declare, and return the record with whether it may be a duplicate."""
    answer = await registry.ask(who, DECLARE % (kind, kind), {"input": given})
    declared = answer.data[f"declare{kind}"]
    found: dict[str, Any] = declared["vitalEvent"] | {"flag": declared["isPotentialDuplicate"]}
    return found


async def register(registry: Registry, who: str, record: dict[str, Any], *accepted: str) -> Answer:
    """Let somebody register."""
    return await attempt(registry, who, "register", record["id"], acceptedAlerts=list(accepted))


async def seen(registry: Registry, who: str, record: dict[str, Any]) -> dict[str, Any]:
    """Return what somebody sees of a record."""
    found: dict[str, Any] = (await registry.ask(who, SEEN, {"id": record["id"]})).data["vitalEvent"]
    return found


async def known(registry: Registry, whom: dict[str, str], place: UUID | None, **more: Any) -> UUID:
    """Put a person on record, perhaps as a member somewhere."""
    born = date.fromisoformat(whom["birthDate"])
    columns = {"birth_date": born, "national_id": whom["nationalId"]} | more
    made = await person(registry, whom["firstName"], whom["lastName"], **columns)
    if place is not None:
        async with registry.acting("membership.started") as owner:
            await owner.execute(JOIN, made, place)
    return made


async def test_r3_what_resembles_a_record_elsewhere_is_registered_and_left_to_who_sees_both(
    registry: Registry, tree: Tree
) -> None:
    elsewhere = await declare(registry, "right", "Birth", birth(mother=MOTHER))
    record = await declare(registry, "leaf", "Birth", birth(mother=MOTHER))

    registered = await register(registry, "leaf", record)
    own, above = await seen(registry, "leaf", record), await seen(registry, "root", record)
    flagged = {
        who: [
            it["databaseId"]
            for it in (await registry.ask(who, FLAGGED)).data["vitalEvents"]["nodes"]
        ]
        for who in ("leaf", "right", "root", "all")
    }

    assert registered.errors == []
    assert record["flag"] is False
    assert own["status"] == "REGISTERED"
    assert own["potentialDuplicates"] == []
    assert "MARK_AS_NOT_DUPLICATE" not in own["availableActions"]
    assert above["potentialDuplicates"] == [{"databaseId": elsewhere["databaseId"]}]
    both = [record["databaseId"]]
    assert flagged == {"leaf": [], "right": [], "root": both, "all": both}


async def test_r3_what_resembles_a_record_in_reach_is_settled_first(
    registry: Registry, tree: Tree
) -> None:
    await declare(registry, "right", "Birth", birth(mother=MOTHER))
    await declare(registry, "leaf", "Birth", birth(mother=MOTHER))
    record = await declare(registry, "leaf", "Birth", birth(mother=MOTHER))

    refused = await register(registry, "leaf", record)
    await attempt(registry, "leaf", "markAsNotDuplicate", record["id"])
    registered = await register(registry, "leaf", record)
    again = await attempt(registry, "leaf", "markAsNotDuplicate", record["id"])
    left = await seen(registry, "all", record)
    settled = await attempt(registry, "all", "markAsNotDuplicate", record["id"])

    doubt = ("CONFLICT", "A registrar must first say whether it is a duplicate")
    assert refused.refusal == doubt
    assert registered.errors == []
    assert again.refusal == ("CONFLICT", "Action is not available in this status")
    assert len(left["potentialDuplicates"]) == 1
    assert settled.errors == []
    assert (await seen(registry, "all", record))["potentialDuplicates"] == []


async def test_r3_no_record_is_a_duplicate_of_one_elsewhere(registry: Registry, tree: Tree) -> None:
    elsewhere = await declare(registry, "right", "Birth", birth(mother=MOTHER))
    inside = await declare(registry, "leaf", "Birth", birth(mother=MOTHER))
    record = await declare(registry, "leaf", "Birth", birth(mother=MOTHER))

    async def marks(other: str) -> list[dict[str, Any]]:
        given = {"duplicateOf": other, "reason": "The same child"}
        answer = await attempt(registry, "leaf", "markAsDuplicate", record["id"], **given)
        return [it["extensions"] | {"correlationId": ""} for it in answer.errors]

    nobody = id_of("VitalEvent", UUID(int=7))
    refused, unknown = await marks(elsewhere["id"]), await marks(nobody)

    assert refused == unknown != []
    assert await marks(inside["id"]) == []


async def test_r3_an_act_by_hand_that_passes_a_likely_duplicate_by_is_refused(
    registry: Registry, tree: Tree
) -> None:
    """The database lets pass what was left to others, and nothing else."""
    await declare(registry, "leaf", "Birth", birth(mother=MOTHER))
    record = await declare(registry, "leaf", "Birth", birth(mother=MOTHER))

    with pytest.raises(Exception, match="A potential duplicate is not registered"):
        async with registry.acting("birth.registered") as owner:
            await owner.execute(
                "update vital_events set status = 'REGISTERED', registration_number = 'B-1'"
                " where id = $1",
                UUID(record["databaseId"]),
            )


@pytest.mark.parametrize("spouse_is", ["married", "dead"])
async def test_r3_alerts_are_about_those_in_reach_and_others_stay_unanswered(
    registry: Registry, tree: Tree, spouse_is: str
) -> None:
    accepted: tuple[str, ...] = ()
    if spouse_is == "married":
        given = marriage(spouses=[ADA, EVA], witnesses=WITNESSES)
        before = await declare(registry, "right", "Marriage", given)
    else:
        before = await declare(registry, "right", "Death", death(deceased=ADA))
        accepted = ("PERSON_NOT_FOUND",)
    assert (await register(registry, "right", before, *accepted)).errors == []
    given = marriage(spouses=[ADA, BEA], witnesses=WITNESSES)
    here = await declare(registry, "leaf", "Marriage", given)
    there = await declare(
        registry, "right", "Marriage", marriage(spouses=[ADA, BEA], witnesses=WITNESSES)
    )
    expected = ["SPOUSE_IS_MARRIED" if spouse_is == "married" else "SPOUSE_IS_DECEASED"]

    registered = await register(registry, "leaf", here)
    refused = await register(registry, "right", there)

    assert (here["alerts"], there["alerts"]) == ([], expected)
    assert registered.errors == []
    assert refused.refusal == NEEDS_AN_ANSWER
    assert refused.errors[0]["extensions"]["alerts"] == expected
    own, all_of_it = await seen(registry, "leaf", here), await seen(registry, "all", here)
    assert (own["acceptedAlerts"], own["unansweredAlerts"]) == ([], [])
    assert (all_of_it["acceptedAlerts"], all_of_it["unansweredAlerts"]) == ([], expected)


async def test_r3_a_death_marks_whom_it_is_about_wherever_they_are(
    registry: Registry, tree: Tree
) -> None:
    elsewhere = await known(registry, ADA, tree.right)
    record = await declare(registry, "leaf", "Death", death(deceased=ADA))

    refused = await register(registry, "leaf", record)
    registered = await register(registry, "leaf", record, "PERSON_NOT_FOUND")

    assert record["alerts"] == ["PERSON_NOT_FOUND"]
    assert refused.errors[0]["extensions"]["alerts"] == ["PERSON_NOT_FOUND"]
    assert registered.errors == []
    assert (await seen(registry, "leaf", record))["person"] is None
    all_of_it = await seen(registry, "all", record)
    assert all_of_it["person"] == {"databaseId": str(elsewhere)}
    assert all_of_it["unansweredAlerts"] == []


@pytest.mark.parametrize("why", ["dead", "born later", "two"])
async def test_r3_what_speaks_against_marking_somebody_elsewhere_refuses_nothing(
    registry: Registry, tree: Tree, why: str
) -> None:
    died = today() - timedelta(days=3)
    more = {"dead": {"death_date": died}, "born later": {}, "two": {}}[why]
    whom = ADA | ({"birthDate": str(today())} if why == "born later" else {})
    await known(registry, whom, tree.right, **more)
    if why == "two":
        await known(registry, whom, tree.right)
    deceased = {key: value for key, value in ADA.items() if key != "birthDate"}
    record = await declare(registry, "leaf", "Death", death(deceased=deceased))

    registered = await register(registry, "leaf", record, "PERSON_NOT_FOUND")

    assert registered.errors == []
    assert (await seen(registry, "leaf", record))["unansweredAlerts"] == []
    all_of_it = await seen(registry, "all", record)
    assert all_of_it["person"] is None
    expected = {"dead": ["PERSON_IS_DEAD_ALREADY"], "born later": [], "two": []}[why]
    assert all_of_it["unansweredAlerts"] == expected


async def test_r3_whom_who_registers_sees_is_marked_although_others_have_the_number(
    registry: Registry, tree: Tree
) -> None:
    inside = await known(registry, ADA, tree.leaf)
    await known(registry, ADA, tree.right)
    record = await declare(registry, "leaf", "Death", death(deceased=ADA))

    registered = await register(registry, "leaf", record)

    assert record["alerts"] == []
    assert registered.errors == []
    assert (await seen(registry, "leaf", record))["person"] == {"databaseId": str(inside)}


async def test_r3_who_is_elsewhere_is_named_by_nobody_who_does_not_see_them(
    registry: Registry, tree: Tree
) -> None:
    elsewhere = await known(registry, ADA, tree.right)
    record = await declare(registry, "leaf", "Death", death(deceased=EVA))

    async def names(whom: UUID) -> list[dict[str, Any]]:
        given = {"personId": id_of("Person", whom), "acceptedAlerts": ["PERSON_NOT_FOUND"]}
        answer = await attempt(registry, "leaf", "register", record["id"], **given)
        return [it["extensions"] | {"correlationId": ""} for it in answer.errors]

    assert await names(elsewhere) == await names(UUID(int=7)) != []


async def test_r3_a_child_who_died_elsewhere_is_a_dead_person(
    registry: Registry, tree: Tree
) -> None:
    born = today() - timedelta(days=30)
    child = {
        "firstName": "Kim",
        "lastName": "Veces",
        "birthDate": str(born),
        "nationalId": "8600000009",
    }
    dead = await declare(registry, "right", "Death", death(deceased=child))
    assert (await register(registry, "right", dead, "PERSON_NOT_FOUND")).errors == []
    record = await declare(
        registry, "leaf", "Birth", birth(child=child | {"gender": "FEMALE"}, mother=MOTHER)
    )

    registered = await register(registry, "leaf", record)

    assert record["alerts"] == []
    assert registered.errors == []
    died = await registry.owner.fetchval("select death_date from persons where first_name = 'Kim'")
    assert died == today() - timedelta(days=3)

"""A registrar learns whom somebody resembles before writing them down, and that is known (H8)."""

import asyncio
from typing import Any
from uuid import UUID

import asyncpg
import pytest

from rules import similar_persons
from rules.access import Role
from tests.people import person
from tests.serving import Answer, Registry
from workflows.detection_models import ensure_active
from workflows.matching import match_pending

SIMILAR = """
query ($input: SimilarPersonsInput!) {
  similarPersons(input: $input) {
    band
    person { databaseId firstName }
    comparison { field person masterPerson agreement }
  }
}
"""
NAMED = """
select actor_id, resource_id, correlation_id from audit_log
 where action = 'similar_person.viewed' and resource = 'person' order by id
"""
NOT_FOUND = {"firstName": "Nobody", "lastName": "Atall"}


@pytest.fixture
async def registrar(registry: Registry) -> str:
    return await registry.user("registrar", Role.REGISTRAR)


async def find_keys(registry: Registry) -> None:
    """Do as the worker does until nobody is due."""
    connection = await asyncpg.connect(registry.database.app_url)
    active = await ensure_active(connection)
    await match_pending(connection, active)
    await connection.close()


async def similar(registry: Registry, who: Any, scope: str | None = None, **known: Any) -> Answer:
    """Ask whom somebody resembles."""
    return await registry.ask(who, SIMILAR, {"input": known}, scope=scope)


def names(answer: Answer) -> list[tuple[str, str]]:
    """Return whom an answer names, with their bands."""
    return [(it["person"]["firstName"], it["band"]) for it in answer.data["similarPersons"]]


async def test_h8_whoever_resembles_somebody_is_told_the_best_first(
    registry: Registry, registrar: str
) -> None:
    ada = await person(registry, "Ada", "Byron", national_id="1234567890")
    await person(registry, "Adda", "Byron")
    await person(registry, "Zoe", "Chorna")
    await find_keys(registry)

    answer = await similar(
        registry,
        registrar,
        firstName=" Ada ",
        lastName="BYRON",
        birthDateKnown="1990-01-01",
        nationalId="123 456 7890",
    )

    first, _ = found = answer.data["similarPersons"]
    assert [it["person"]["firstName"] for it in found] == ["Ada", "Adda"]
    assert (first["band"], first["person"]["databaseId"]) == ("CERTAIN", str(ada))
    compared = {it["field"]: it for it in first["comparison"]}
    assert compared["lastName"] == {
        "field": "lastName",
        "person": "BYRON",
        "masterPerson": "Byron",
        "agreement": "EXACT",
    }


async def test_h8_whom_a_user_is_told_is_in_the_trail(registry: Registry, registrar: str) -> None:
    ada, other = await person(registry), await person(registry)
    await find_keys(registry)
    known = {"firstName": "Ada", "lastName": "Byron", "birthDateKnown": "1990-01-01"}

    answer = await similar(registry, registrar, **known)
    await similar(registry, registrar, **NOT_FOUND)

    named = await registry.owner.fetch(NAMED)
    assert {it["resource_id"] for it in named} == {ada, other}
    assert {it["actor_id"] for it in named} == {registry.users[registrar]}
    assert {str(it["correlation_id"]) for it in named} == {answer.headers["x-correlation-id"]}
    assert len(named) == 2


async def test_h8_only_records_that_stand_are_told_and_ten_at_most(
    registry: Registry, registrar: str
) -> None:
    people: list[UUID] = [await person(registry) for _ in range(12)]
    async with registry.acting("person.corrected") as owner:
        await owner.execute("update persons set status = 'INACTIVE' where id = $1", people[0])
    await find_keys(registry)
    known = {"firstName": "Ada", "lastName": "Byron", "birthDateKnown": "1990-01-01"}

    found = (await similar(registry, registrar, **known)).data["similarPersons"]

    assert len(found) == similar_persons.MOST_TOLD
    assert str(people[0]) not in {it["person"]["databaseId"] for it in found}


@pytest.mark.parametrize(
    "known",
    [
        {},
        {"firstName": "Ada", "birthDateKnown": "1900-01-01"},
        {"nationalId": "0000000000"},
        {"phoneNumber": "0000000"},
    ],
)
async def test_h8_nobody_is_found_by_what_says_nothing(
    registry: Registry, registrar: str, known: dict[str, str]
) -> None:
    await person(registry, national_id="0000000000")
    await find_keys(registry)

    assert names(await similar(registry, registrar, **known)) == []


async def test_h8_all_that_is_wrong_is_said_at_once(registry: Registry, registrar: str) -> None:
    answer = await similar(
        registry,
        registrar,
        firstName=" ",
        lastName="x" * 65,
        secondName="a\u0000b",
        birthDateKnown="2999",
        nationalId="\t",
        taxId="",
        phoneNumber="1" * 2000,
    )

    assert answer.refusal[0] == "UNPROCESSABLE_ENTITY"
    violations = answer.errors[0]["extensions"]["violations"]
    assert {it["path"][0] for it in violations} == {
        *("firstName", "lastName", "secondName", "birthDateKnown"),
        *("nationalId", "taxId", "phoneNumber"),
    }


async def test_h8_sixty_searches_a_minute_are_let_through(
    registry: Registry, registrar: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("workflows.similar_persons.SEARCHES_A_MINUTE", 3)
    other = await registry.user("other", Role.REGISTRAR)

    answers = await asyncio.gather(*(similar(registry, registrar, **NOT_FOUND) for _ in range(6)))

    refused = [it for it in answers if it.errors]
    assert len(refused) == 3
    for answer in refused:
        assert answer.refusal == ("RATE_LIMITED", "Too many searches for similar persons")
        assert 1 <= answer.errors[0]["extensions"]["retryAfter"] <= 60
    assert names(await similar(registry, other, **NOT_FOUND)) == []
    assert similar_persons.SEARCHES_A_MINUTE == 60


@pytest.mark.parametrize("role", [Role.ADMIN, Role.NHS_REVIEWER])
async def test_h8_only_registrars_search(registry: Registry, role: Role) -> None:
    who = await registry.user("somebody", role)
    machine = await registry.client("machine")
    await person(registry)
    await find_keys(registry)

    for caller in (who, machine):
        answer = await similar(registry, caller, firstName="Ada", birthDateKnown="2999")
        assert answer.refusal == ("FORBIDDEN", "User doesn't have required role")
    assert await registry.owner.fetch(NAMED) == []

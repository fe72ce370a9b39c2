"""Names, contacts and dates as people and programs type them, by way of the API (N5)."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest

from rules.access import Role
from tests.events import DECLARE, birth, unique_key
from tests.people import UPDATE, assigned, pairs
from tests.serving import Answer, Registry

KEPT = """
query ($id: ID!) { vitalEvent(id: $id) { reason details { ... on Birth {
  child { firstName birthDate } informant { relationship email phoneNumber } placeOfBirth } } } }
"""
REJECT = """
mutation ($input: RejectVitalEventInput!) { rejectVitalEvent(input: $input) { vitalEvent { id } } }
"""
LITERAL = """
mutation { declareBirth(input: { idempotencyKey: "k", placeOfBirth: "Ward 3",
  informant: { relationship: "MOTHER" },
  child: { firstName: "Ann", lastName: "Lee", gender: FEMALE, birthDate: %s } }) {
  vitalEvent { id } } }
"""
NO_NAMES = ["\u200b", "\u200d", "\ufeff", "\u2060", "\u00ad", "\u180e", "\u3164", "\u2800"]
NO_NAMES += ["\u0301", "\U000e0041", "Ann\u202eeel", "\uffff", "12345", "-", "Ann\nLee"]
NO_EMAILS = ["<a@b.org>", "mailto:a@b.org", "a,b@c.org", "a@b,c.org", ".a@b.org", "a\u200b@b.org"]
PHONES = {
    "(044) 123-45-67": "0441234567",
    "044/1234567": "0441234567",
    "+380\u00a096\u00a0599\u00a021\u00a021": "+380965992121",
    "+380\u201196\u2011599\u201121\u201121": "+380965992121",
}


@pytest.fixture(scope="module")
async def registrar(shared_registry: Registry) -> str:
    return await shared_registry.user("registrar", Role.REGISTRAR)


@pytest.fixture(scope="module")
async def portal(shared_registry: Registry) -> UUID:
    return await shared_registry.client("portal")


async def declare(
    registry: Registry, who: Any, child: dict[str, str] | None = None, **more: Any
) -> Answer:
    """Declare a birth, with other details of the child and of the rest."""
    whole = birth()
    whole |= more | {"child": whole["child"] | (child or {})}
    return await registry.ask(who, DECLARE["Birth"], {"input": whole})


async def kept(registry: Registry, who: Any, answer: Answer) -> dict[str, Any]:
    """Return the details of the record that was just declared."""
    event = answer.data["declareBirth"]["vitalEvent"]["id"]
    details: dict[str, Any] = (await registry.ask(who, KEPT, {"id": event})).data["vitalEvent"]
    return details["details"] | {"id": event}  # type: ignore[no-any-return]


def paths(answer: Answer) -> list[list[str | int]]:
    return [fault["path"] for fault in answer.errors[0]["extensions"]["violations"]]


@pytest.mark.parametrize("name", NO_NAMES, ids=ascii)
async def test_n5_a_name_that_shows_no_letter_or_is_unfit_is_refused(
    shared_registry: Registry, portal: UUID, name: str
) -> None:
    answer = await declare(shared_registry, portal, {"firstName": name, "lastName": name})

    assert answer.refusal == ("UNPROCESSABLE_ENTITY", "Input is invalid")
    assert {tuple(path) for path in paths(answer)} == {
        ("child", "firstName"),
        ("child", "lastName"),
    }


async def test_n5_a_name_is_kept_composed_and_without_what_shows_nothing_at_its_ends(
    shared_registry: Registry, portal: UUID
) -> None:
    typed = {
        "\u200bAnn\ufeff": "Ann",
        "Mari\u0301a ": "Mar\u00eda",
        "\u0646\u200c\u0645": "\u0646\u200c\u0645",
    }

    for name, expected in typed.items():
        answer = await declare(
            shared_registry, portal, {"firstName": name}, placeOfBirth=f"{name}1"
        )
        details = await kept(shared_registry, portal, answer)

        assert details["child"]["firstName"] == expected
        assert details["placeOfBirth"] == f"{name}1".strip("\u200b ").replace("i\u0301", "\u00ed")


@pytest.mark.parametrize(("typed", "expected"), PHONES.items())
async def test_n5_a_phone_number_is_kept_by_its_digits(
    shared_registry: Registry, portal: UUID, typed: str, expected: str
) -> None:
    informant = {"relationship": "MOTHER", "phoneNumber": typed, "email": " a@b.org\u200b"}

    details = await kept(
        shared_registry, portal, await declare(shared_registry, portal, informant=informant)
    )

    assert details["informant"] == informant | {"phoneNumber": expected, "email": "a@b.org"}


@pytest.mark.parametrize("email", NO_EMAILS, ids=ascii)
async def test_n5_an_email_is_one_address_with_nothing_around_it(
    shared_registry: Registry, portal: UUID, email: str
) -> None:
    informant = {"relationship": "MOTHER", "email": email}

    answer = await declare(shared_registry, portal, informant=informant)

    assert paths(answer) == [["informant", "email"]]


@pytest.mark.parametrize("day", ["2024-W09-4", "20261101", "2026-11", "2026-11-01T00:00:00Z"])
async def test_n5_a_date_of_another_form_is_no_date(
    shared_registry: Registry, portal: UUID, day: str
) -> None:
    in_variable = await declare(shared_registry, portal, {"birthDate": day})
    in_literal = await shared_registry.ask(portal, LITERAL % f'"{day}"')

    for answer in (in_variable, in_literal):
        assert answer.status == 400
        assert answer.refusal[0] == "BAD_REQUEST"


async def test_c3_a_day_before_the_calendar_began_is_a_slip_of_the_year(
    shared_registry: Registry, portal: UUID
) -> None:
    late = {"lateRegistrationReason": "x"}

    slip = await declare(shared_registry, portal, {"birthDate": "0001-01-01"}, mother=None, **late)
    first = await declare(shared_registry, portal, {"birthDate": "1582-10-15"}, mother=None, **late)

    assert [(it["path"], it["rule"]) for it in slip.errors[0]["extensions"]["violations"]] == [
        (["child", "birthDate"], "calendar"),
    ]
    assert first.errors == []


@pytest.mark.parametrize("text", ["\u200b", "\u3164", "\u2800", "a\u202eb", "a\uffffb", "a\ufdd0"])
async def test_n5_places_reasons_and_relationships_show_something_and_hold_nothing_unfit(
    shared_registry: Registry, registrar: str, portal: UUID, text: str
) -> None:
    informant = {"relationship": text}
    declared = await declare(shared_registry, portal)
    event = declared.data["declareBirth"]["vitalEvent"]["id"]

    refused = await declare(
        shared_registry,
        portal,
        informant=informant,
        placeOfBirth=text,
        lateRegistrationReason=text,
    )
    rejected = await shared_registry.ask(
        registrar, REJECT, {"input": {"id": event, "reason": text}}
    )

    assert sorted(map(str, paths(refused))) == sorted(
        map(str, (["informant", "relationship"], ["placeOfBirth"], ["lateRegistrationReason"]))
    )
    assert paths(rejected) == [["reason"]]


def _somebody(name: str) -> dict[str, str]:
    return {"firstName": name, "secondName": name, "lastName": name, "birthDate": "1980-01-01"}


def _whole(kind: str, text: str) -> dict[str, Any]:
    """Return a declaration that has all texts that its kind may have, each of them this one."""
    informant = {"relationship": text, "individual": _somebody(text)}
    people = {"spouses": [_somebody(text), _somebody(text)], "witnesses": [_somebody(text)] * 2}
    late = {"lateRegistrationReason": text, "informant": informant}
    parents = {"mother": _somebody(text), "father": _somebody(text)}
    child = _somebody(text) | {"birthDate": "2010-01-01", "gender": "MALE"}
    whole: dict[str, dict[str, Any]] = {
        "Birth": {"child": child, "placeOfBirth": text, **parents, **late},
        "Death": {
            "deceased": _somebody(text),
            "dateOfDeath": "2010-01-01",
            "placeOfDeath": text,
            "causeOfDeath": text,
            **late,
        },
        "Marriage": {
            **people,
            "dateOfMarriage": "2010-01-01",
            "placeOfMarriage": text,
            "informant": informant,
        },
    }
    return whole[kind] | {"idempotencyKey": unique_key()}


def _leaves(
    value: Any, text: str, path: tuple[str | int, ...] = ()
) -> Iterator[tuple[str | int, ...]]:
    """Return where in an input a text stands."""
    items = value.items() if isinstance(value, dict) else enumerate(value)
    for name, part in items:
        if isinstance(part, dict | list):
            yield from _leaves(part, text, (*path, name))
        elif part == text:
            yield (*path, name)


@pytest.mark.parametrize("kind", ["Birth", "Death", "Marriage"])
async def test_n5_every_text_of_a_declaration_is_looked_at(
    shared_registry: Registry, portal: UUID, kind: str
) -> None:
    text = "Ann\u202eeel"
    given = _whole(kind, text)

    answer = await shared_registry.ask(portal, DECLARE[kind], {"input": given})

    noted = answer.errors[0]["extensions"]["violations"]
    unfit = [tuple(fault["path"]) for fault in noted if fault["rule"] == "characters"]
    assert sorted(unfit, key=str) == sorted(_leaves(given, text), key=str)
    assert len(unfit) >= 10


@pytest.mark.parametrize("character", ["\u202e", "\uffff", "\ufdd0", "\U0001fffe"], ids=ascii)
async def test_b8_a_comment_holds_nothing_unfit(shared_registry: Registry, character: str) -> None:
    who = await shared_registry.user(f"says {ord(character)}", Role.NHS_REVIEWER)
    await pairs(shared_registry, 1)
    request = await assigned(shared_registry, who)

    answer = await shared_registry.ask(
        who, UPDATE, {"input": {"id": request, "status": "SPLIT", "comment": f"a{character}b"}}
    )

    assert answer.refusal == ("UNPROCESSABLE_ENTITY", "Comment has control characters")


CREATE_USER = """
mutation ($input: CreateUserInput!) { createUser(input: $input) { user { displayName } } }
"""
CREATE_CLIENT = """
mutation ($input: CreateClientInput!) { createClient(input: $input) { client { name } } }
"""


async def test_e3_names_of_users_and_clients_hold_nothing_invisible(
    shared_registry: Registry,
) -> None:
    admin = await shared_registry.user("admin", Role.ADMIN)
    user = {"username": "reg\u200bistrar", "displayName": "\u3164", "password": "x" * 12}
    client = {"name": "por\u2060tal", "kind": "SYSTEM", "scopes": []}

    refused = await shared_registry.ask(admin, CREATE_USER, {"input": user})
    unseen = await shared_registry.ask(admin, CREATE_CLIENT, {"input": client})
    persian = {"username": unique_key(), "displayName": "\u0645\u06cc\u200c\u0646\u0627\ufeff"}
    taken = await shared_registry.ask(admin, CREATE_USER, {"input": user | persian})

    assert paths(refused) == [["username"], ["displayName"]]
    assert paths(unseen) == [["name"]]
    assert taken.data["createUser"]["user"]["displayName"] == "\u0645\u06cc\u200c\u0646\u0627"

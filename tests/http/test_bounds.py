"""Lists and texts beyond their bounds are refused by name, before anything runs (rule G)."""

from typing import Any

import pytest

from resolvers.bounds import BY_ARGUMENT, LISTS, TEXTS
from rules import bounds
from rules.access import Role
from rules.texts import TEXT_LIMIT
from tests.events import DECLARE, marriage, office
from tests.serving import Registry

FIELDS = {
    "PersonFilter": "persons",
    "VitalEventFilter": "vitalEvents",
    "AuditLogFilter": "auditLog",
    "MessageFilter": "messages",
    "MergeRequestFilter": "mergeRequests",
}
VALUES = {"VitalEventFilter.status": "DECLARED", "MessageFilter.status": "FAILED"}
FILTERED = [place for place in {**LISTS, **TEXTS} if place.partition(".")[0] in FIELDS]


def witnesses(count: int) -> list[dict[str, str]]:
    """Name witnesses who differ."""
    names = (f"{chr(97 + number // 26)}{chr(97 + number % 26)}" for number in range(count))
    return [{"firstName": name, "lastName": "Lysenko"} for name in names]


@pytest.mark.parametrize("as_variable", [True, False], ids=["variable", "literal"])
async def test_g_a_declaration_has_thirty_people_of_one_kind_at_most(
    registry: Registry, *, as_variable: bool
) -> None:
    _, portal = await office(registry)
    given = marriage(witnesses=witnesses(31))
    document, variables = DECLARE["Marriage"], {"input": given}
    if not as_variable:
        people = " ".join(
            f'{{firstName: "{each["firstName"]}", lastName: "{each["lastName"]}"}}'
            for each in given["witnesses"]
        )
        document = f"""mutation ($spouses: [IndividualInput!]!, $on: Date!) {{
            declareMarriage(input: {{
              idempotencyKey: "k", spouses: $spouses, dateOfMarriage: $on, placeOfMarriage: "Odesa",
              witnesses: [{people}], informant: {{relationship: "SPOUSE"}}
            }}) {{ vitalEvent {{ id }} }} }}"""
        variables = {"spouses": given["spouses"], "on": given["dateOfMarriage"]}

    refused = await registry.ask(portal, document, variables)
    made = await registry.ask(
        portal, DECLARE["Marriage"], {"input": marriage(witnesses=witnesses(30))}
    )

    place = "$input.witnesses" if as_variable else "input.witnesses"
    assert refused.status == 400
    assert refused.refusal == ("BAD_REQUEST", f"{place} has more than 30 values")
    assert made.errors == []


async def test_g_spouses_by_the_thousand_are_refused_before_they_are_looked_at(
    registry: Registry,
) -> None:
    _, portal = await office(registry)
    given = marriage(spouses=[{"firstName": "x", "lastName": 1}] * 17_000)

    answer = await registry.ask(portal, DECLARE["Marriage"], {"input": given})

    assert answer.refusal == ("BAD_REQUEST", "$input.spouses has more than 30 values")


async def test_g_an_input_has_no_more_fields_than_its_type(registry: Registry) -> None:
    _, portal = await office(registry)
    unknown = {f"x{number}": 1 for number in range(80_000)}

    answer = await registry.ask(portal, DECLARE["Marriage"], {"input": unknown})

    assert answer.refusal == ("BAD_REQUEST", "$input has more fields than DeclareMarriageInput")


@pytest.mark.parametrize("place", FILTERED)
async def test_g_a_filter_has_a_bound_at_every_list_and_text(
    registry: Registry, place: str
) -> None:
    who = await registry.user("everybody", *Role)
    type_name, _, name = place.partition(".")
    root = FIELDS[type_name]
    document = f"query ($filter: {type_name}!) {{ {root}(filter: $filter) {{ nodes {{ id }} }} }}"

    async def ask(value: Any) -> Any:
        return await registry.ask(who, document, {"filter": {name: value}})

    if place in LISTS:
        item = "MERGE" if type_name == "MergeRequestFilter" else VALUES.get(place, "x")
        taken, refused = await ask([item] * 100), await ask([item] * 101)
        assert refused.refusal == ("BAD_REQUEST", f"$filter.{name} has more than 100 values")
    else:
        most = TEXT_LIMIT if place == "VitalEventFilter.place" else 200
        taken, refused = await ask("x" * most), await ask("x" * (most + 1))
        assert refused.refusal == (
            "BAD_REQUEST",
            f"$filter.{name} is longer than {most} characters",
        )
    assert refused.status == 400
    assert taken.errors == []


async def test_g_a_list_that_is_a_variable_itself_is_bounded_before_it_is_coerced(
    registry: Registry,
) -> None:
    who = await registry.user("registrar", Role.REGISTRAR)
    document = """query ($status: [VitalEventStatus!]) {
        vitalEvents(filter: {status: $status}) { nodes { id } } }"""

    many = await registry.ask(who, document, {"status": ["DECLARED"] * 101})
    most = await registry.ask(who, document, {"status": ["x"] * 200_000})

    assert many.refusal == ("BAD_REQUEST", "filter.status has more than 100 values")
    assert most.refusal == ("BAD_REQUEST", "$status has more than 1000 values")


@pytest.mark.parametrize("name", BY_ARGUMENT)
async def test_g_a_cursor_and_a_tracking_id_have_bounds(registry: Registry, name: str) -> None:
    who = await registry.user("registrar", Role.REGISTRAR)
    longest = bounds.CURSOR_CHARACTERS

    cursor = await registry.ask(
        who, f'{{ vitalEvents({name}: "{"x" * (longest + 1)}") {{ nodes {{ id }} }} }}'
    )
    tracking = await registry.ask(
        who, f'{{ vitalEventByTrackingId(trackingId: "{"x" * 201}") {{ id }} }}'
    )

    assert cursor.refusal == ("BAD_REQUEST", f"{name} is longer than {longest} characters")
    assert tracking.refusal == ("BAD_REQUEST", "trackingId is longer than 200 characters")


async def test_g_an_id_that_is_too_long_names_nothing(registry: Registry) -> None:
    who = await registry.user("registrar", Role.REGISTRAR)

    answer = await registry.ask(
        who, "query ($id: ID!) { vitalEvent(id: $id) { id } }", {"id": "x" * 500_000}
    )

    assert answer.data == {"vitalEvent": None}

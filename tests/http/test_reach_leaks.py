"""Rule R3: no answer has an id that a model of grants, tree and consents does not allow."""

from random import Random
from uuid import UUID

import pytest

from resolvers.schema import schema
from tests.reach_asks import GIVEN, OFTEN, ask, leaks
from tests.reach_world import world
from tests.serving import Registry

ASKS = 120
LISTS = {
    "Person": '{ persons(filter: {name: "name"}, first: 100) { nodes { databaseId } } }',
    "VitalEvent": "{ vitalEvents(first: 100) { nodes { databaseId } } }",
}


@pytest.mark.parametrize("seed", range(3))
async def test_r3_no_answer_shows_what_is_out_of_reach(registry: Registry, seed: int) -> None:
    chance = Random(seed)
    made = await world(registry, chance)
    hidden = {caller.who: made.hidden(caller) for caller in made.callers}

    for _ in range(ASKS):
        caller, asked = chance.choice(made.callers), ask(made, chance)
        assert await leaks(made, caller, asked, hidden[caller.who]) == [], (caller, asked)


@pytest.mark.parametrize("seed", range(3))
async def test_r3_lists_have_all_that_is_in_reach(registry: Registry, seed: int) -> None:
    made = await world(registry, Random(seed))

    for caller in made.callers:
        shown = {str(it) for it in made.shown(caller)}
        for kind, text in LISTS.items():
            answer = await registry.ask(caller.who, text)
            if answer.errors:
                continue
            (page,) = answer.data.values()
            expected = {str(key) for it, key, *_ in made.rows if it == kind} & shown
            if kind == "Person":
                # Whose consent is offered is shown by the consent alone.
                expected = {it for it in expected if made.sees_person(caller, UUID(it))}
            named = {it["databaseId"] for it in page["nodes"]}
            if kind == "Person":
                expected &= {str(it) for it in made.persons}
            assert named == expected, (caller, kind)


def test_every_root_field_of_a_query_can_be_asked() -> None:
    root = schema.graphql.query_type
    assert root is not None
    needy = {
        name
        for name, field in root.fields.items()
        if any(it.type.__class__.__name__ == "GraphQLNonNull" for it in field.args.values())
    }

    assert needy <= GIVEN.keys()
    assert {*OFTEN} <= root.fields.keys()

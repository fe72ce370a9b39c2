"""Rule R3: the statements of those who are limited are closed unless something is declared open."""

from dataclasses import fields, replace
from typing import Any

import pytest
from graphql import get_named_type

from planner.reach import OutOfReach
from planner.row_queries import Condition
from planner.sources import Sources, ToOne, TypeSource
from resolvers.definitions import NODES
from resolvers.schema import schema
from tests.planner.statements_of_nodes import statement, statements

OPEN_NODES = {
    "CertificateTemplate",
    "Consent",
    "Correction",
    "ExplanationRequest",
    "Invitation",
    "Membership",
    "Message",
    "Organisation",
    "OrganisationPlan",
    "Person",
    "Run",
    "Source",
    "SourceLink",
    "VitalEvent",
    "Webhook",
    "WebhookDelivery",
}


def stripped(sources: Sources) -> dict[str, TypeSource]:
    """Return the sources without a word of what they are for those who are limited."""
    return {
        name: replace(
            it,
            reach=None,
            limited_roots=None,
            fields={field: closed(source) for field, source in it.fields.items()},
        )
        for name, it in sources.items()
    }


def closed(source: Any) -> Any:
    """Return a source that says nothing of those who are limited."""
    names = {it.name for it in fields(source)}
    if "limited" not in names:
        return source
    return replace(source, limited=None if "on" in names else False)


def test_r3_nothing_changes_for_those_who_are_not_limited() -> None:
    assert statements() == statements(stripped(schema.sources))
    assert not any(
        word in text for text in statements().values() for word in ("reach", "limited_places")
    )


@pytest.mark.parametrize("name", sorted(NODES))
def test_r3_a_type_is_closed_until_somebody_opens_it(name: str) -> None:
    if name in OPEN_NODES:
        is_narrower = statement(name, limited=True) != statement(name)
        assert is_narrower or name in ("CertificateTemplate", "Source")  # which are of no person
    else:
        with pytest.raises(OutOfReach):
            statement(name, limited=True)


def test_r3_a_field_and_what_it_joins_are_closed_until_somebody_opens_them() -> None:
    person = schema.sources["Person"]
    for name in ("birthDateKnown", "firstName"):
        changed = replace(person, fields={**person.fields, name: closed(person.fields[name])})
        with pytest.raises(OutOfReach, match=f"Person.{name}"):
            statement("Person", {**schema.sources, "Person": changed}, limited=True)
    phones = replace(schema.sources["PersonPhone"], reach=None)
    with pytest.raises(OutOfReach, match="PersonPhone"):
        statement("Person", {**schema.sources, "PersonPhone": phones}, limited=True)


def test_r3_what_must_be_there_is_never_left_out_for_its_reach() -> None:
    """A row that must be there and is out of reach would be an internal error."""
    for name, type_source in schema.sources.items():
        for field, source in type_source.fields.items():
            if not isinstance(source, ToOne) or source.optional or source.limited is not None:
                continue
            object_type: Any = schema.graphql.type_map[name]
            its = schema.sources[get_named_type(object_type.fields[field].type).name]
            assert type_source.reach is None or not isinstance(its.reach, Condition), field

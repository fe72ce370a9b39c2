"""Every element of the schema has a description, and one that says more than its name."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, StrEnum

import pytest
from graphql import (
    GraphQLArgument,
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSchema,
    build_schema,
    get_named_type,
    is_introspection_type,
    is_specified_directive,
    is_specified_scalar_type,
)

from resolvers.definitions import enumeration
from resolvers.enumerations import describe_enum
from resolvers.schema import schema

WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|[0-9]+")
SENTENCES = re.compile(r"[A-Z0-9`]\S*( \S+)*\.")
"""From a capital, a digit or code to a full stop, with single spaces."""


@dataclass(frozen=True, slots=True)
class Element:
    """What may be described: its coordinate, the names in its place, its description."""

    coordinate: str
    names: tuple[str, ...]
    description: str | None


def elements(of: GraphQLSchema) -> Iterator[Element]:
    """Give all that a schema declares itself: types, fields, arguments, values, directives."""
    for name, named in of.type_map.items():
        if is_introspection_type(named) or is_specified_scalar_type(named):
            continue
        yield Element(name, (name,), named.description)
        if isinstance(named, GraphQLEnumType):
            for value, declared in named.values.items():
                yield Element(f"{name}.{value}", (name, value), declared.description)
        if isinstance(named, GraphQLInputObjectType):
            yield from _arguments(f"{name}.{{}}", (name,), named.fields)
        if isinstance(named, GraphQLObjectType | GraphQLInterfaceType):
            yield from _fields(named)
    for directive in of.directives:
        if not is_specified_directive(directive):
            name = f"@{directive.name}"
            yield Element(name, (directive.name,), directive.description)
            yield from _arguments(f"{name}({{}}:)", (directive.name,), directive.args)


def _fields(of: GraphQLObjectType | GraphQLInterfaceType) -> Iterator[Element]:
    for name, field in of.fields.items():
        coordinate, names = f"{of.name}.{name}", (of.name, name)
        type_name = get_named_type(field.type).name
        yield Element(coordinate, (*names, type_name), field.description)
        yield from _arguments(f"{coordinate}({{}}:)", names, field.args)


def _arguments(
    coordinate: str, names: tuple[str, ...], arguments: dict[str, GraphQLArgument]
) -> Iterator[Element]:
    for name, argument in arguments.items():
        type_name = get_named_type(argument.type).name
        yield Element(coordinate.format(name), (*names, name, type_name), argument.description)


def undescribed(of: GraphQLSchema) -> list[str]:
    return [it.coordinate for it in elements(of) if not (it.description or "").strip()]


def repeating(of: GraphQLSchema) -> list[str]:
    """List the descriptions that say nothing but the names which a reader sees anyway."""
    return [
        f"{it.coordinate}: {it.description}"
        for it in elements(of)
        if it.description and not words(it.description) - words(*it.names) - FILLERS
    ]


def malformed(of: GraphQLSchema) -> list[str]:
    return [
        f"{it.coordinate}: {it.description}"
        for it in elements(of)
        if it.description and not SENTENCES.fullmatch(it.description)
    ]


def words(*texts: str) -> set[str]:
    """Return the words of texts or names, without case or the s of a plural."""
    found = (word.lower() for text in texts for word in WORD.findall(text))
    return {word.removesuffix("s") if len(word) > 2 else word for word in found}


FILLERS = words(
    "a an and are as at be by for from has have how in is it its of on or that the their they"
    " this to value was were what when where whether which who whom whose with 's"
)
"""Words that say nothing of their own."""


def test_every_element_is_described() -> None:
    assert undescribed(schema.graphql) == []


def test_no_description_only_repeats_names() -> None:
    assert repeating(schema.graphql) == []


def test_every_description_is_written_as_sentences() -> None:
    assert malformed(schema.graphql) == []


BARE = """
    directive @shown(to: String) on FIELD
    scalar Day
    union Thing = Pair
    interface Named { name: String }
    type Pair implements Named { name: String, of(first: Int): Pair }
    input PairInput { size: Int }
    enum Size { SMALL }
    type Query { pair(input: PairInput, size: Size): Pair, day: Day }
"""


def test_whatever_has_no_description_is_found() -> None:
    expected = (
        "@shown @shown(to:) Day Thing Named Named.name Pair Pair.name Pair.of Pair.of(first:)"
    )
    expected += " PairInput PairInput.size Size Size.SMALL Query Query.pair Query.pair(input:)"
    expected += " Query.pair(size:) Query.day"

    assert sorted(undescribed(build_schema(BARE))) == sorted(expected.split())


@pytest.mark.parametrize(
    "description",
    ["The id.", "Its id, of the user.", "ID of this User.", "The user's id.", "Users' ids."],
)
def test_a_description_that_only_repeats_names_is_found(description: str) -> None:
    poor = build_schema(f'type Query {{ user: User }} type User {{ "{description}" id: ID }}')

    assert repeating(poor) == [f"User.id: {description}"]


@pytest.mark.parametrize(
    "description",
    ["Opaque and lasting", "opaque and lasting.", " Opaque.", "Opaque,  lasting.", "Opaque. "],
)
def test_a_description_that_is_no_sentence_is_found(description: str) -> None:
    poor = build_schema(f'type Query {{ "{description}" id: ID }}')

    assert malformed(poor) == [f"Query.id: {description}"]


class Colour(StrEnum):
    RED = "RED"
    GREEN = "GREEN"


@pytest.mark.parametrize(
    ("descriptions", "which"),
    [
        ({"RED": "As fire."}, "GREEN"),
        ({"RED": "As fire.", "GREEN": "As grass.", "BLUE": "As the sky."}, "BLUE"),
    ],
)
def test_an_enumeration_is_declared_with_a_description_of_each_value_and_no_other(
    descriptions: dict[str, str], which: str
) -> None:
    with pytest.raises(TypeError, match=which):
        describe_enum(Colour, "What something looks like.", **descriptions)


def test_values_stay_what_they_were_when_they_are_described() -> None:
    @enumeration(SMALL="Fits in a hand.")
    class Size(Enum):
        """How much room something takes."""

        SMALL = "SMALL"

    assert Size("SMALL") is Size.SMALL
    assert Size.SMALL.value == "SMALL"

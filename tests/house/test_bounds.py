"""Every list and every text that a client can send has a bound (rule G)."""

from collections.abc import Iterator

from graphql import (
    GraphQLInputObjectType,
    GraphQLInputType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    get_named_type,
)

from resolvers.bounds import BY_ARGUMENT, LISTS, TEXTS
from resolvers.bounds_of_rules import HELD_BY_RULES
from resolvers.schema import schema

TEXT_TYPES = {"String", "Decimal"}


def places() -> Iterator[tuple[str, GraphQLInputType]]:
    """Yield every place of the schema where a client sends something, with its type."""
    for type_ in schema.graphql.type_map.values():
        if isinstance(type_, GraphQLInputObjectType):
            for name, given in type_.fields.items():
                yield f"{type_.name}.{name}", given.type
        elif isinstance(type_, GraphQLObjectType) and not type_.name.startswith("__"):
            of_type = "" if type_.name in ("Query", "Mutation") else f"{type_.name}."
            for field_name, field in type_.fields.items():
                for name, argument in field.args.items():
                    yield f"{of_type}{field_name}.{name}", argument.type


def is_list(type_: GraphQLInputType) -> bool:
    inner = type_.of_type if isinstance(type_, GraphQLNonNull) else type_
    return isinstance(inner, GraphQLList)


def test_g_every_list_has_a_bound() -> None:
    lists = {place for place, type_ in places() if is_list(type_)}

    assert lists - LISTS.keys() - HELD_BY_RULES.keys() == set()


def test_g_every_text_has_a_bound() -> None:
    texts = {place for place, type_ in places() if get_named_type(type_).name in TEXT_TYPES}
    bounded = TEXTS.keys() | HELD_BY_RULES.keys()

    assert {
        place for place in texts - bounded if place.rpartition(".")[2] not in BY_ARGUMENT
    } == set()


def test_g_no_bound_is_for_a_place_that_the_schema_does_not_have() -> None:
    known = {place for place, _ in places()}

    assert (LISTS.keys() | TEXTS.keys() | HELD_BY_RULES.keys()) - known == set()

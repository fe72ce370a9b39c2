"""Whether arguments become the same as Strawberry makes of them, by a quicker way."""

from dataclasses import is_dataclass
from typing import Any

import pytest
from graphql import (
    GraphQLEnumType,
    GraphQLField,
    GraphQLInputObjectType,
    GraphQLInputType,
    GraphQLList,
    GraphQLNonNull,
    is_required_argument,
    is_required_input_field,
)
from hypothesis import given, settings
from hypothesis import strategies as st
from strawberry.types.arguments import convert_arguments

from resolvers.schema import schema

ROOTS = [
    (root, name)
    for root in ("Query", "Mutation")
    for name in schema.roots[root]
    if schema.graphql.type_map[root].fields[name].args  # type: ignore[attr-defined]
]


def values(of: GraphQLInputType) -> st.SearchStrategy[Any]:
    """Give coerced values of a type, as graphql-core hands them on."""
    if isinstance(of, GraphQLNonNull):
        return values(of.of_type)
    return st.none() | of_some(of)


def of_some(of: GraphQLInputType) -> st.SearchStrategy[Any]:
    """Give values other than null."""
    if isinstance(of, GraphQLNonNull):
        return of_some(of.of_type)
    if isinstance(of, GraphQLList):
        item = of_some if isinstance(of.of_type, GraphQLNonNull) else values
        return st.lists(item(of.of_type), max_size=3)
    if isinstance(of, GraphQLEnumType):
        return st.sampled_from([it.value for it in of.values.values()])
    if isinstance(of, GraphQLInputObjectType):
        return of_fields(of.fields, is_required_input_field)
    return st.sampled_from(["text", 7, True])


def of_fields(fields: Any, is_required: Any) -> st.SearchStrategy[dict[str, Any]]:
    """Give any choice of fields that has the required ones."""
    required = {name: of_some(it.type) for name, it in fields.items() if is_required(it)}
    optional = {name: values(it.type) for name, it in fields.items() if not is_required(it)}
    return st.fixed_dictionaries(required, optional=optional)


def comparable(value: Any) -> Any:
    """Write inputs, which compare by identity, as their class and fields."""
    if isinstance(value, list):
        return [comparable(it) for it in value]
    if isinstance(value, dict):
        return {name: comparable(it) for name, it in value.items()}
    return (type(value), comparable(vars(value))) if is_dataclass(value) else value


@pytest.mark.parametrize(("root", "name"), ROOTS)
@settings(max_examples=20)
@given(draw=st.data())
def test_arguments_become_what_strawberry_makes_of_them(
    root: str, name: str, draw: st.DataObject
) -> None:
    field: GraphQLField = schema.graphql.type_map[root].fields[name]  # type: ignore[attr-defined]
    taken = draw.draw(of_fields(field.args, is_required_argument))
    declared = schema._declared
    asked = next(
        it
        for it in schema._definitions()[root].fields
        if declared.config.name_converter.get_graphql_name(it) == name
    )

    converted = schema.roots[root][name].arguments(taken)

    converter = declared.schema_converter
    expected = convert_arguments(taken, asked.arguments, converter.scalar_registry, declared.config)
    assert comparable(converted) == comparable(expected)


def test_a_list_is_a_copy_because_one_default_serves_many() -> None:
    given_names = ["NEW"]

    converted = schema.roots["Query"]["mergeRequests"].arguments(
        {"filter": {"status": given_names}}
    )

    assert converted["filter"].status == given_names
    assert converted["filter"].status is not given_names

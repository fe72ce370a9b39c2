"""Values are coerced as graphql-core coerces them, whatever is given."""

from typing import Any

import pytest
from graphql import (
    GraphQLInputType,
    Undefined,
    build_schema,
    coerce_input_value,
    is_input_object_type,
    is_input_type,
    type_from_ast,
)
from graphql.language import parse_type
from hypothesis import given
from hypothesis import strategies as st

from resolvers.schema import schema
from server.graphql.input_coercion import coercer_of

SMALL = build_schema("""
    enum Colour { RED GREEN }
    input Pair { left: Int!, right: Int = 3, more: [Pair!], colour: Colour = GREEN }
    input Either @oneOf { left: Int, right: String }
    type Query { all(pair: Pair, either: Either, key: ID, number: Float): Int }
""")
TYPES = ("Pair!", "Either", "[Either!]", "[[Int]]", "ID!", "String", "Float", "Boolean", "Colour")
NAMES = st.sampled_from(("left", "right", "more", "colour", "other"))
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.sampled_from(("RED", "GREEN", "", "3", "other", "2026-01-31"))
)
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3)
)


@pytest.mark.parametrize("written", TYPES)
@given(value=VALUES)
def test_values_are_coerced_as_graphql_core_coerces_them(written: str, value: Any) -> None:
    type_ = type_from_ast(SMALL, parse_type(written))
    assert type_ is not None
    assert is_input_type(type_)

    _compare(type_, value)


@given(data=st.data())
def test_inputs_of_the_schema_are_coerced_as_graphql_core_coerces_them(data: st.DataObject) -> None:
    inputs = [it for it in schema.graphql.type_map.values() if is_input_object_type(it)]
    type_ = data.draw(st.sampled_from(inputs))
    fields = dict.fromkeys(type_.fields, VALUES)
    value = data.draw(st.fixed_dictionaries({}, optional=fields))

    _compare(type_, value)


def _compare(type_: GraphQLInputType, value: Any) -> None:
    expected = coerce_input_value(value, type_)
    coerced = coercer_of(type_)(value)
    assert (coerced is Undefined) == (expected is Undefined)
    assert repr(coerced) == repr(expected)

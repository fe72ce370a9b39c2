"""Coerces values to input types by functions that are made once for each type.

graphql-core looks at every type anew for every value, which is a fifth of what a declaration takes
to be read. What these return is the same, also where it is `Undefined`: then graphql-core says what
is wrong.
"""

from collections.abc import Callable
from functools import cache
from typing import Any, Final, NamedTuple, TypeAlias

from graphql import (
    GraphQLID,
    GraphQLInputField,
    GraphQLInputObjectType,
    GraphQLInputType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLString,
    Undefined,
    is_leaf_type,
    is_required_input_field,
)
from graphql.utilities.coerce_input_value import coerce_default_value

TEXTS: Final = (GraphQLID, GraphQLString)
Coercer: TypeAlias = Callable[[Any], Any]
"""Returns the coerced form of a value of JSON, `Undefined` where it is not valid."""


def coercer_of(type_: GraphQLInputType) -> Coercer:
    """Return what coerces values of JSON to a type."""
    if isinstance(type_, GraphQLNonNull):
        return _non_null(coercer_of(type_.of_type))
    if isinstance(type_, GraphQLList):
        return _list(coercer_of(type_.of_type))
    return _named(type_)


@cache
def _named(type_: GraphQLInputType) -> Coercer:
    """Return the coercer of a named type, of which a schema has so many."""
    if isinstance(type_, GraphQLInputObjectType):
        coerce = _input_object(type_)
        return _one_of(coerce) if type_.is_one_of else coerce
    return _leaf(type_)


def _non_null(coerce: Coercer) -> Coercer:
    def coerced(value: Any) -> Any:
        return Undefined if value is None else coerce(value)

    return coerced


def _list(coerce: Coercer) -> Coercer:
    def coerced(value: Any) -> Any:
        if value is None:
            return None
        # A value that is no list stands for a list of one.
        items = [coerce(it) for it in (value if isinstance(value, list) else [value])]
        return Undefined if any(it is Undefined for it in items) else items

    return coerced


def _leaf(type_: GraphQLInputType) -> Coercer:
    assert is_leaf_type(type_)
    parse = type_.coerce_input_value
    takes_texts = type_ in TEXTS

    def coerced(value: Any) -> Any:
        if value is None or (takes_texts and type(value) is str):
            return value
        try:
            return parse(value)
        except Exception:
            return Undefined

    return coerced


class _Field(NamedTuple):
    """A field of an input object: by which names it is given and kept, and what it may be."""

    name: str
    key: str
    coerce: Coercer
    is_required: bool
    has_default: bool
    definition: GraphQLInputField


def _input_object(type_: GraphQLInputObjectType) -> Coercer:
    fields: list[_Field] = []

    def coerced(value: Any) -> Any:
        if value is None:
            return None
        if not fields:  # not before: an input object may have fields of its own type
            fields.extend(_field(name, it) for name, it in type_.fields.items())
        if not isinstance(value, dict) or not value.keys() <= type_.fields.keys():
            return Undefined
        found = {}
        for field in fields:
            if field.name in value:
                inner = field.coerce(value[field.name])
                if inner is Undefined:
                    return Undefined
                found[field.key] = inner
            elif field.is_required:
                return Undefined
            elif field.has_default:
                found[field.key] = coerce_default_value(field.definition)
        return type_.out_type(found)

    return coerced


def _one_of(coerce: Coercer) -> Coercer:
    def coerced(value: Any) -> Any:
        if isinstance(value, dict) and (len(value) != 1 or None in value.values()):
            return Undefined
        return coerce(value)

    return coerced


def _field(name: str, definition: GraphQLInputField) -> _Field:
    return _Field(
        name,
        definition.out_name or name,
        coercer_of(definition.type),
        is_required_input_field(definition),
        coerce_default_value(definition) is not Undefined,
        definition,
    )

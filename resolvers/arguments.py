"""Converts coerced arguments into what a root field's function takes: instances of input classes.

Strawberry converts the same way, but looks every name and type up again for each request, which
takes longer than anything else that is done in Python for a declaration. Here it is looked up
once, when the schema is built; a test holds the two together.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias

from strawberry import Schema
from strawberry.types.arguments import StrawberryArgument
from strawberry.types.base import (
    StrawberryList,
    StrawberryObjectDefinition,
    StrawberryOptional,
    has_object_definition,
)
from strawberry.types.field import StrawberryField
from strawberry.types.unset import UNSET

Converter: TypeAlias = Callable[[Any], Any]
Renaming: TypeAlias = Callable[[Mapping[str, Any]], dict[str, Any]]


def converter_of(arguments: Sequence[StrawberryArgument], declared: Schema) -> Renaming:
    """Return the function that converts arguments by their GraphQL names into keyword arguments."""
    name = declared.config.name_converter.from_argument
    return _renaming([(name(it), str(it.python_name), _of(it.type, declared)) for it in arguments])


def _renaming(names: list[tuple[str, str, Converter | None]]) -> Renaming:
    def convert(arguments: Mapping[str, Any]) -> dict[str, Any]:
        converted = {}
        for name, python_name, of_value in names:
            if name in arguments:
                value = arguments[name]
                if of_value is not None and value is not None and value is not UNSET:
                    value = of_value(value)
                converted[python_name] = value
        return converted

    return convert


def _of(type_: Any, declared: Schema) -> Converter | None:
    """Return the converter of a type's values; None where they stay as they are."""
    if isinstance(type_, StrawberryOptional):
        return _of(type_.of_type, declared)
    if isinstance(type_, StrawberryList):
        return _of_list(_of(type_.of_type, declared))
    if has_object_definition(type_):
        return _of_input(type_.__strawberry_definition__, declared)
    return None


def _of_list(of_item: Converter | None) -> Converter:
    if of_item is None:
        return list  # a copy: one default may serve many requests
    return lambda items: [None if item is None else of_item(item) for item in items]


def _of_input(definition: StrawberryObjectDefinition, declared: Schema) -> Converter:
    name = declared.config.name_converter.from_field

    def of_field(field: StrawberryField) -> tuple[str, str, Converter | None]:
        type_ = field.resolve_type(type_definition=definition)
        return name(field), field.python_name, _of(type_, declared)

    renamed = _renaming([of_field(field) for field in definition.fields])
    input_class = definition.origin
    return lambda arguments: input_class(**renamed(arguments))

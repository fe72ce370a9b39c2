"""Picks what a selection asks for of objects that the database wrote as JSON."""

from collections.abc import Callable
from typing import Any

import orjson
from graphql import (
    FieldNode,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLOutputType,
    GraphQLSchema,
    get_named_type,
    is_abstract_type,
    is_interface_type,
    is_leaf_type,
    is_object_type,
)

from planner.selections import Collector
from rules.refusals import BadRequest

Pick = Callable[[Any], Any]


def reader(
    schema: GraphQLSchema, collector: Collector, type_: GraphQLOutputType, nodes: list[FieldNode]
) -> Callable[[str], Any]:
    """Return the function that reads JSON as text and picks what the fields of `nodes` select."""
    pick = _picker(schema, collector, type_, nodes)
    return lambda text: pick(orjson.loads(text))


def _picker(
    schema: GraphQLSchema, collector: Collector, type_: GraphQLOutputType, nodes: list[FieldNode]
) -> Pick:
    named = get_named_type(type_)
    if is_leaf_type(named):
        return _as_it_is
    if is_interface_type(named):
        _check_own_fields(schema, collector, named, nodes)
    possible = schema.get_possible_types(named) if is_abstract_type(named) else [named]
    by_name = {
        object_type.name: _object(schema, collector, object_type, nodes)
        for object_type in possible
        if is_object_type(object_type)
    }
    only = by_name[named.name] if is_object_type(named) else None

    def pick(value: Any) -> Any:
        if value is None:
            return None
        if isinstance(value, list):
            return [pick(each) for each in value]
        return (only or by_name[value["__typename"]])(value)

    return pick


def _check_own_fields(
    schema: GraphQLSchema,
    collector: Collector,
    interface: GraphQLInterfaceType,
    nodes: list[FieldNode],
) -> None:
    """Refuse what only the types of an interface have: the database wrote none of it.

    Raises BadRequest.
    """
    for object_type in schema.get_possible_types(interface):
        for fields in collector.subfields(object_type, nodes).values():
            name = fields[0].name.value
            if name != "__typename" and name not in interface.fields:
                raise BadRequest(
                    f"{nodes[0].name.value} has no more than {', '.join(interface.fields)}: ask"
                    " node for the rest"
                )


def _object(
    schema: GraphQLSchema,
    collector: Collector,
    object_type: GraphQLObjectType,
    nodes: list[FieldNode],
) -> Pick:
    members = []
    for key, fields in collector.subfields(object_type, nodes).items():
        name = fields[0].name.value
        if name == "__typename":
            members.append((key, name, _constant(object_type.name)))
        else:
            field_type = object_type.fields[name].type
            members.append((key, name, _picker(schema, collector, field_type, fields)))
    return lambda value: {key: pick(value.get(name)) for key, name, pick in members}


def _as_it_is(value: Any) -> Any:
    return value


def _constant(text: str) -> Pick:
    return lambda _: text

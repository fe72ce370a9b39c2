"""The contract that clients hold us to, and the part of it that is still to come."""

from dataclasses import replace
from pathlib import Path

from graphql import (
    GraphQLSchema,
    build_ast_schema,
    get_named_type,
    is_input_object_type,
    is_interface_type,
    is_object_type,
    is_union_type,
    parse,
)
from graphql.language import DefinitionNode, ObjectTypeDefinitionNode, TypeDefinitionNode

CONTRACT = Path(__file__).with_name("contract.graphql")

STILL_TO_COME: frozenset[str] = frozenset()
"""Root fields of the contract that are not built yet, as `Query.persons`, and with them the types
that only they lead to. Whoever builds one takes it out; nothing is ever added."""


def whole() -> GraphQLSchema:
    """Read the contract as it is."""
    return build_ast_schema(parse(CONTRACT.read_text()))


def so_far() -> GraphQLSchema:
    """Read the contract without what is still to come."""
    document = parse(CONTRACT.read_text())
    kept = replace(document, definitions=tuple(map(_without_coming, document.definitions)))
    pruned = build_ast_schema(kept)
    reached: set[str] = set()
    waiting = ["Query", "Mutation"]
    while waiting:
        name = waiting.pop()
        if name not in reached:
            reached.add(name)
            waiting += _led_to(pruned, name)
    definitions = (it for it in kept.definitions if _name(it) in reached)
    return build_ast_schema(replace(kept, definitions=tuple(definitions)))


def _without_coming(definition: DefinitionNode) -> DefinitionNode:
    if not isinstance(definition, ObjectTypeDefinitionNode):
        return definition
    owner = definition.name.value
    fields = (
        it for it in definition.fields or () if f"{owner}.{it.name.value}" not in STILL_TO_COME
    )
    return replace(definition, fields=tuple(fields))


def _name(definition: DefinitionNode) -> str:
    assert isinstance(definition, TypeDefinitionNode)
    return definition.name.value


def _led_to(pruned: GraphQLSchema, name: str) -> list[str]:
    named = pruned.type_map[name]
    if is_union_type(named):
        return [member.name for member in named.types]
    if is_input_object_type(named):
        return [get_named_type(field.type).name for field in named.fields.values()]
    if is_object_type(named) or is_interface_type(named):
        fields = named.fields.values()
        arguments = [argument for field in fields for argument in field.args.values()]
        return [get_named_type(it.type).name for it in [*fields, *arguments]]
    return []

"""Whether every field of the schema has a source: without, it does not build."""

from graphql import (
    GraphQLObjectType,
    GraphQLOutputType,
    GraphQLSchema,
    get_named_type,
    is_abstract_type,
)

from planner.sources import FromJson, JsonMember, NodeByColumn, Source, Sources, TypeByColumn


class FieldWithoutSource(Exception):
    """A field of the schema has no source; a schema with such a field does not build."""


def fields_without_source(schema: GraphQLSchema, sources: Sources) -> list[str]:
    """List the fields of object types that have no source, as `Type.field`; there must be none."""
    missing = []
    for name, object_type in schema.type_map.items():
        if not isinstance(object_type, GraphQLObjectType) or name.startswith("__"):
            continue
        if object_type in (schema.query_type, schema.mutation_type):
            continue
        known = sources[name].fields if name in sources else {}
        missing += [
            f"{name}.{field}"
            for field, declared in object_type.fields.items()
            if not _covers(known.get(field), declared.type)
        ]
    return missing


def _covers(source: Source | None, answered: GraphQLOutputType) -> bool:
    if is_abstract_type(get_named_type(answered)):
        return isinstance(source, TypeByColumn | NodeByColumn | FromJson | JsonMember)
    return source is not None

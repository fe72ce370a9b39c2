"""The fields with arguments below a root field: what these ask for, of each request anew."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from graphql import FieldNode, GraphQLObjectType, get_named_type, is_abstract_type
from graphql.execution.values import VariableValues

from planner.pages import LARGEST_SIZE
from planner.row_queries import NestedQuery, RowQuery, key_of_nodes
from planner.selections import Collector
from resolvers.declared_schema import FieldWithArguments, Schema
from resolvers.nodes import ListQuery, NodesQuery, QueryContext, SearchQuery
from rules.bounds import NESTED_ROWS
from rules.frozen import frozen
from rules.refusals import BadRequest
from server.graphql.field_arguments import FieldArguments


@frozen
class NestedField:
    """A field with arguments below a root field, at one place of the answer.

    `within` are the keys of those around it, below the root, from the outermost on.
    """

    key: int
    declared: FieldWithArguments
    arguments: FieldArguments
    within: tuple[int, ...]


def nested_fields(
    schema: Schema, collector: Collector, object_type: Any, nodes: Sequence[FieldNode]
) -> tuple[NestedField, ...]:
    """Return the fields with arguments below a field whose value is of a type."""
    return tuple(_Finder(schema, collector).below(object_type, list(nodes), ()))


@frozen
class _Finder:
    schema: Schema
    collector: Collector

    def below(
        self, named: Any, nodes: list[FieldNode], within: tuple[int, ...]
    ) -> Iterator[NestedField]:
        if is_abstract_type(named):
            for possible in self.schema.graphql.get_possible_types(named):
                yield from self.below(possible, nodes, within)
        elif isinstance(named, GraphQLObjectType):
            for selected in self.collector.subfields(named, nodes).values():
                yield from self._of_field(named, selected, within)

    def _of_field(
        self, parent: GraphQLObjectType, nodes: list[FieldNode], within: tuple[int, ...]
    ) -> Iterator[NestedField]:
        name = nodes[0].name.value
        definition = parent.fields.get(name)
        if definition is None:
            return
        declared = self.schema.nested.get((parent.name, name))
        if declared is not None:
            key = key_of_nodes(nodes)
            arguments = FieldArguments(declared, definition, nodes[0])
            yield NestedField(key, declared, arguments, within)
            within = (*within, key)
        yield from self.below(get_named_type(definition.type), nodes, within)


def nested_queries(
    fields: Sequence[NestedField], asking: QueryContext, variables: VariableValues
) -> dict[int, NestedQuery]:
    """Return what the fields ask for, by their keys. Raises BadRequest."""
    queries: dict[int, NestedQuery] = {}
    for field in fields:
        if field.key not in queries:
            query = field.declared.resolve(asking, **field.arguments.values(variables))
            queries[field.key] = replace(query, prefix=f"nested_{len(queries)}_")
    return queries


def check_rows(
    fields: Sequence[NestedField], queries: Mapping[int, NestedQuery], query: Any
) -> None:
    """Refuse more rows in the lists below one root field than are read. Raises BadRequest."""
    objects = _most_objects(query)
    most = 0
    for field in fields:
        rows = objects
        for key in (*field.within, field.key):
            rows *= queries[key].most_rows
        most += rows
    if most > NESTED_ROWS:
        raise BadRequest(f"The lists below a field have up to {most} rows, more than {NESTED_ROWS}")


def _most_objects(query: Any) -> int:
    """Return of how many objects at most a root field is the value."""
    match query:
        case RowQuery():
            return query.sought if query.page is None else query.page.size
        case NodesQuery():
            return len(query.places)
        case ListQuery() | SearchQuery():
            return LARGEST_SIZE
    return 1

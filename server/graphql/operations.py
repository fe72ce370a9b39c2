"""Prepares an operation for execution: its root fields with their plans, made once and kept."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from graphql import (
    FieldNode,
    GraphQLField,
    GraphQLObjectType,
    get_named_type,
    is_non_null_type,
)
from graphql.execution.values import VariableValues

from db import erasures, outbox, person_versions
from planner.compiler import Compiler
from planner.plans import Plan, plan
from planner.row_queries import RowQuery
from planner.selections import Collector, fragments_of
from planner.statements import Guard
from resolvers import ids
from resolvers.declared_schema import RootField, Schema
from rules.frozen import frozen
from rules.refusals import BadRequest
from server.graphql.documents import Document, Operation
from server.graphql.field_arguments import FieldArguments, uses_variables
from server.graphql.introspection import INTROSPECTION_FIELDS, Introspection, document_of
from server.graphql.nested_fields import NestedField, nested_fields

FUNCTIONS_THAT_WRITE = (
    outbox.FUNCTIONS_THAT_WRITE
    | person_versions.FUNCTIONS_THAT_WRITE
    | erasures.FUNCTIONS_THAT_WRITE
)
MAX_PREPARED = 50
"""How many values of its booleans one operation is kept prepared for."""
MAX_PLANS = 120
"""How many plans one root field of a prepared operation keeps, by its row queries' plan keys."""


@dataclass(slots=True)
class SelectedRootField:
    """A root field that an operation selects, under one response key."""

    response_key: str
    nodes: list[FieldNode]
    name: str
    parent_name: str
    root: RootField | None
    """None for `__typename` and introspection."""
    definition: GraphQLField | None
    nullable: bool
    """Whether the field may be null, or else makes all of `data` null."""
    compiler: Compiler
    guard: Guard | None
    nested: tuple[NestedField, ...] = ()
    """The connections below it that take arguments."""
    plans: dict[Hashable, Plan] = field(default_factory=dict)
    _arguments: FieldArguments | None = None

    def __post_init__(self) -> None:
        """Look at how its arguments are given."""
        if self.root is not None and self.definition is not None:
            self._arguments = FieldArguments(self.root, self.definition, self.nodes[0])

    def arguments(self, variables: VariableValues) -> Mapping[str, Any]:
        """Return the arguments as the field's function takes them. Raises BadRequest."""
        assert self._arguments is not None
        return self._arguments.values(variables)

    def plan(self, row_query: RowQuery) -> Plan:
        """Return the plan for row queries of this key; it is compiled at the first of them."""
        key = row_query.plan_key
        known = self.plans.get(key)
        if known is None:
            if len(self.plans) >= MAX_PLANS:
                self.plans.clear()
            known = plan(self.compiler, self.nodes, row_query, self.guard)
            self.plans[key] = known
        return known


@frozen
class PreparedOperation:
    """The root fields that are executed, in order, for one set of values of `@skip` and `@include`."""  # noqa: E501

    fields: tuple[SelectedRootField, ...]
    introspection: Introspection | None


def prepare(
    schema: Schema,
    document: Document,
    operation: Operation,
    variables: Mapping[str, Any],
    *,
    has_session: bool,
) -> PreparedOperation:
    """Return the operation as these variables' booleans make it; each such form is kept.

    And as it is for callers with a session, whose statements check that too, or without one.
    Raises BadRequest where a boolean of `@skip` or `@include` is null.
    """
    values = (has_session, *(variables.get(name) for name in operation.booleans))
    known: PreparedOperation | None = operation.prepared.get(values)
    if known is None:
        if len(operation.prepared) >= MAX_PREPARED:
            operation.prepared.clear()
        booleans = {name: _not_null(variables.get(name)) for name in operation.booleans}
        known = operation.prepared[values] = _prepare(
            schema, document, operation, booleans, partial(schema.guard, has_session=has_session)
        )
    return known


def _not_null(value: bool | None) -> bool:
    if value is None:
        raise BadRequest("@skip and @include take a boolean that is not null")
    return value


def _prepare(
    schema: Schema,
    document: Document,
    operation: Operation,
    booleans: Mapping[str, bool],
    guard: Guard,
) -> PreparedOperation:
    collector = Collector(schema.graphql, fragments_of(document.node), booleans)
    compiler = Compiler(
        schema.graphql, schema.sources, ids.identity, collector, writing=FUNCTIONS_THAT_WRITE
    )
    parent = schema.graphql.type_map[operation.kind.title()]
    assert isinstance(parent, GraphQLObjectType)
    is_query = operation.kind == "query"
    fields = tuple(
        _selected_root_field(
            response_key, nodes, schema, parent, compiler, guard if is_query else None
        )
        for response_key, nodes in collector.fields(parent, operation.node.selection_set).items()
    )
    return PreparedOperation(fields, _introspection(schema, document, operation, fields))


def _selected_root_field(
    response_key: str,
    nodes: list[FieldNode],
    schema: Schema,
    parent: GraphQLObjectType,
    compiler: Compiler,
    guard: Guard | None,
) -> SelectedRootField:
    name = nodes[0].name.value
    definition = parent.fields.get(name)
    return SelectedRootField(
        response_key,
        nodes,
        name,
        parent.name,
        schema.roots[parent.name].get(name),
        definition,
        definition is None or not is_non_null_type(definition.type),
        compiler,
        guard,
        _nested(schema, compiler, definition, nodes),
    )


def _nested(
    schema: Schema, compiler: Compiler, definition: GraphQLField | None, nodes: list[FieldNode]
) -> tuple[NestedField, ...]:
    if definition is None:
        return ()
    return nested_fields(schema, compiler.collector, get_named_type(definition.type), nodes)


def _introspection(
    schema: Schema, document: Document, operation: Operation, fields: tuple[SelectedRootField, ...]
) -> Introspection | None:
    introspected = [it for it in fields if it.name in INTROSPECTION_FIELDS]
    if not introspected:
        return None
    nodes = [node for it in introspected for node in it.nodes]
    alone = document_of(document.node, operation.node, nodes)
    return Introspection(schema.graphql, alone, uses_variables(nodes))

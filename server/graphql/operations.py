"""Prepares an operation for execution: its root fields with their plans, made once and kept."""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from graphql import (
    FieldNode,
    GraphQLArgument,
    GraphQLError,
    GraphQLField,
    GraphQLObjectType,
    Node,
    Undefined,
    VariableNode,
    Visitor,
    is_non_null_type,
    visit,
)
from graphql.execution.values import VariableValues, get_argument_values

from db import outbox, person_versions
from planner.compiler import Compiler
from planner.plans import Plan, plan
from planner.row_queries import RowQuery
from planner.selections import Collector, fragments_of
from planner.statements import Guard
from resolvers import ids
from resolvers.schema import RootField, Schema
from rules.refusals import BadRequest
from server.graphql.documents import Document, Operation
from server.graphql.introspection import INTROSPECTION_FIELDS, Introspection, document_of

FUNCTIONS_THAT_WRITE = outbox.FUNCTIONS_THAT_WRITE | person_versions.FUNCTIONS_THAT_WRITE
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
    uses_variables: bool
    compiler: Compiler
    guard: Guard | None
    plans: dict[Hashable, Plan] = field(default_factory=dict)
    _constant_arguments: Mapping[str, Any] | None = None
    _variables: tuple[tuple[str, str], ...] | None = None
    """The argument and the variable, where every argument is a variable; null and absent ones are
    left to graphql-core."""

    def __post_init__(self) -> None:
        """Note which variables are its arguments."""
        if self.definition is not None:
            self._variables = _variables_of(self.definition, self.nodes[0])

    def arguments(self, variables: VariableValues) -> Mapping[str, Any]:
        """Return the arguments as the field's function takes them. Raises BadRequest."""
        if self._constant_arguments is not None:
            return self._constant_arguments
        assert self.root is not None
        coerced = self._coerced(variables)
        if self.root.check_bounds is not None:
            self.root.check_bounds(coerced, "")
        arguments = self.root.arguments(coerced)
        if not self.uses_variables:
            self._constant_arguments = arguments
        return arguments

    def _coerced(self, variables: VariableValues) -> dict[str, Any]:
        assert self.definition is not None
        if self._variables is not None:
            known = variables.coerced
            given = {name: known.get(variable) for name, variable in self._variables}
            if None not in given.values():
                return given
        try:
            return get_argument_values(self.definition, self.nodes[0], variables)
        except GraphQLError as error:
            raise BadRequest(error.message) from None

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


@dataclass(frozen=True, slots=True)
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
        _uses_variables(nodes[0].arguments or ()),
        compiler,
        guard,
    )


def _introspection(
    schema: Schema, document: Document, operation: Operation, fields: tuple[SelectedRootField, ...]
) -> Introspection | None:
    introspected = [it for it in fields if it.name in INTROSPECTION_FIELDS]
    if not introspected:
        return None
    nodes = [node for it in introspected for node in it.nodes]
    alone = document_of(document.node, operation.node, nodes)
    return Introspection(schema.graphql, alone, _uses_variables(nodes))


def _variables_of(field: GraphQLField, node: FieldNode) -> tuple[tuple[str, str], ...] | None:
    """Return the variables that a field's arguments are; None where one is anything else."""
    given = {it.name.value: it.value for it in node.arguments or ()}
    found = []
    for name, argument in field.args.items():
        value = given.get(name)
        if isinstance(value, VariableNode):
            found.append((argument.out_name or name, value.name.value))
        elif value is not None or _has_default(argument):
            return None
    return tuple(found)


def _has_default(argument: GraphQLArgument) -> bool:
    return argument.default is not None or argument.default_value is not Undefined


class _VariableFinder(Visitor):
    found = False

    def enter_variable(self, node: VariableNode, *_: Any) -> None:
        self.found = True


def _uses_variables(nodes: Iterable[Node]) -> bool:
    """Return whether a variable stands anywhere in these nodes."""
    finder = _VariableFinder()
    for node in nodes:
        visit(node, finder)
    return finder.found

"""What one operation runs, for one setting of its booleans: its root fields with their plans."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    GraphQLError,
    GraphQLField,
    GraphQLObjectType,
    SelectionSetNode,
    VariableNode,
    Visitor,
    is_non_null_type,
    visit,
)
from graphql.execution.values import VariableValues, get_argument_values

from planner.compiler import Compiler
from planner.plans import Plan, plan
from planner.row_queries import RowQuery
from planner.selections import Collector, fragments_of
from planner.statements import Guard
from resolvers import ids
from resolvers.schema import RootField, Schema
from rules.refusals import BadRequest
from server.graphql.documents import Document, Operation

META_FIELDS = frozenset({"__schema", "__type"})
MOST_RUNS = 50
"""How many settings of its booleans one operation is remembered with."""
MOST_PLANS = 120
"""How many statements one root field of one document may have, by the shapes of its questions."""


@dataclass(slots=True)
class Entry:
    """A root field that is asked for: under which key, by which nodes, answered by what."""

    key: str
    nodes: list[FieldNode]
    name: str
    parent_name: str
    root: RootField | None
    definition: GraphQLField | None
    uses_variables: bool
    compiler: Compiler
    guard: Guard | None
    constant: Mapping[str, Any] | None = None
    plans: dict[Hashable, Plan] = field(default_factory=dict)

    @property
    def is_meta(self) -> bool:
        """Whether introspection answers it."""
        return self.name in META_FIELDS

    @property
    def nullable(self) -> bool:
        """Whether the field may be null, or takes the whole answer with it."""
        return self.definition is None or not is_non_null_type(self.definition.type)

    def arguments(self, variables: VariableValues) -> Mapping[str, Any]:
        """Give the field's arguments as its function takes them. Raises BadRequest."""
        if self.constant is not None:
            return self.constant
        assert self.root is not None
        assert self.definition is not None
        try:
            given = get_argument_values(self.definition, self.nodes[0], variables)
        except GraphQLError as error:
            raise BadRequest(error.message) from None
        arguments = self.root.arguments(given)
        if not self.uses_variables:
            self.constant = arguments
        return arguments

    def plan(self, row_query: RowQuery) -> Plan:
        """Find the statement for a question of this shape, compiled at its first time."""
        shape = row_query.shape
        known = self.plans.get(shape)
        if known is None:
            if len(self.plans) >= MOST_PLANS:
                self.plans.clear()
            order = row_query.page.order if row_query.page else None
            known = plan(replace(self.compiler, order=order), self.nodes, row_query, self.guard)
            self.plans[shape] = known
        return known


@dataclass(slots=True)
class Run:
    """The root fields of an operation in their order, and what of it introspection answers."""

    entries: tuple[Entry, ...]
    meta: DocumentNode | None
    meta_answer: Mapping[str, Any] | None = None


def run_of(
    schema: Schema, document: Document, operation: Operation, variables: Mapping[str, Any]
) -> Run:
    """Find what the operation runs with these variables; it is collected once for their booleans.

    Raises BadRequest where a boolean that steers a selection is null.
    """
    values = tuple(variables.get(name) for name in operation.booleans)
    known: Run | None = operation.runs.get(values)
    if known is None:
        if len(operation.runs) >= MOST_RUNS:
            operation.runs.clear()
        booleans = {name: _steering(variables.get(name)) for name in operation.booleans}
        known = operation.runs[values] = _collected(schema, document, operation, booleans)
    return known


def _steering(value: bool | None) -> bool:
    if value is None:
        raise BadRequest("@skip and @include take a boolean that is not null")
    return value


def _collected(
    schema: Schema, document: Document, operation: Operation, booleans: Mapping[str, bool]
) -> Run:
    collector = Collector(schema.graphql, fragments_of(document.node), booleans)
    compiler = Compiler(schema.graphql, schema.sources, ids.identify, collector)
    parent = schema.graphql.type_map[operation.kind.title()]
    assert isinstance(parent, GraphQLObjectType)
    fields = collector.fields(parent, operation.node.selection_set)
    guard = schema.guard if operation.kind == "query" else None
    entries = tuple(
        _entry(key, nodes, schema, parent, compiler, guard) for key, nodes in fields.items()
    )
    meta = [node for entry in entries if entry.is_meta for node in entry.nodes]
    return Run(entries, _only(document.node, operation, meta) if meta else None)


def _only(document: DocumentNode, operation: Operation, nodes: list[FieldNode]) -> DocumentNode:
    """Make the document with nothing but these nodes at the root of the operation."""
    alone = replace(operation.node, selection_set=SelectionSetNode(selections=tuple(nodes)))
    fragments = [it for it in document.definitions if isinstance(it, FragmentDefinitionNode)]
    return DocumentNode(definitions=(alone, *fragments))


def _entry(
    key: str,
    nodes: list[FieldNode],
    schema: Schema,
    parent: GraphQLObjectType,
    compiler: Compiler,
    guard: Guard | None,
) -> Entry:
    name = nodes[0].name.value
    finder = _Variables()
    for argument in nodes[0].arguments or ():
        visit(argument, finder)
    root = schema.roots[parent.name].get(name)
    definition = parent.fields.get(name)
    uses_variables = finder.found
    return Entry(key, nodes, name, parent.name, root, definition, uses_variables, compiler, guard)


class _Variables(Visitor):
    """Finds out whether a value depends on variables."""

    found = False

    def enter_variable(self, node: VariableNode, *_: Any) -> None:
        self.found = True

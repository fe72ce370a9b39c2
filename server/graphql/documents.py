"""The documents that were sent: parsed, bounded and validated once, with their operations."""

from collections import OrderedDict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentSpreadNode,
    GraphQLError,
    InlineFragmentNode,
    NoSchemaIntrospectionCustomRule,
    OperationDefinitionNode,
    SelectionSetNode,
    VariableDefinitionNode,
    VariableNode,
    Visitor,
    specified_rules,
    validate,
    visit,
)
from graphql.execution.get_variable_signature import (
    GraphQLVariableSignature,
    get_variable_signature,
)

from planner.selections import fragments_of
from resolvers.access import Scoped
from resolvers.schema import RootField, Schema
from rules.refusals import BadRequest
from server.graphql import limits
from server.observability.metrics import label_of

REMEMBERED = 1000
REMEMBERED_CHARACTERS = 100_000
"""In all: a document's tree and plans take some 140 bytes of memory a character."""
LONGEST_REMEMBERED = 16_384
MAX_ERRORS = 20


@dataclass(slots=True)
class Operation:
    """One operation of a document: what it asks at its root, and what steers its selections."""

    node: OperationDefinitionNode
    kind: str
    roots: tuple[RootField, ...]
    booleans: tuple[str, ...]
    scopes: frozenset[str]
    """What the token must hold. Rule A2."""
    label: str
    """What it is called in metrics and logs."""
    signatures: tuple[GraphQLVariableSignature, ...]
    """Its variables."""
    runs: dict[tuple[bool | None, ...], Any] = field(default_factory=dict)
    """What it runs, by the values of its booleans."""


@dataclass(slots=True)
class Document:
    """A valid document."""

    node: DocumentNode
    operations: Mapping[str | None, Operation]

    def operation(self, name: str | None) -> Operation:
        """Find the operation to be run. Raises BadRequest where the request leaves it open."""
        if name is not None and name in self.operations:
            return self.operations[name]
        if name is not None:
            raise BadRequest(f"The document has no operation named {name}")
        if len(self.operations) != 1:
            raise BadRequest("The document has several operations: name one in operationName")
        return next(iter(self.operations.values()))


class Documents:
    """Reads documents, and remembers those that were valid, the least used of them last."""

    def __init__(self, schema: Schema, *, introspection: bool) -> None:
        self.schema = schema
        self.introspection = introspection
        self.hits = 0
        self.misses = 0
        self._rules = list(specified_rules)
        if not introspection:
            self._rules.append(NoSchemaIntrospectionCustomRule)
        self._known: OrderedDict[str, Document] = OrderedDict()
        self._characters = 0

    def read(self, text: str) -> Document:
        """Find or read a document.

        Raises BadRequest where it passes a bound, and InvalidDocument with all its faults.
        """
        known = self._known.get(text)
        if known is not None:
            self.hits += 1
            self._known.move_to_end(text)
            return known
        self.misses += 1
        document = self._read(text)
        if len(text) <= LONGEST_REMEMBERED:
            self._known[text] = document
            self._characters += len(text)
            while len(self._known) > REMEMBERED or self._characters > REMEMBERED_CHARACTERS:
                forgotten, _ = self._known.popitem(last=False)
                self._characters -= len(forgotten)
        return document

    def _read(self, text: str) -> Document:
        try:
            node = limits.check(text)
        except GraphQLError as error:
            raise InvalidDocument([error]) from None
        faults = validate(self.schema.graphql, node, self._rules, max_errors=MAX_ERRORS)
        if faults:
            raise InvalidDocument(faults)
        return Document(node, self._operations(node))

    def _operations(self, document: DocumentNode) -> dict[str | None, Operation]:
        steering = _booleans(document)
        found: dict[str | None, Operation] = {}
        for node in document.definitions:
            if isinstance(node, OperationDefinitionNode):
                name = node.name.value if node.name else None
                found[name] = self._operation(document, node, steering)
        return found

    def _operation(
        self, document: DocumentNode, node: OperationDefinitionNode, steering: set[str]
    ) -> Operation:
        kind = node.operation.value
        known = self.schema.roots[kind.title()]
        asked = sorted(set(_root_fields(document, node.selection_set)))
        roots = tuple(known[name] for name in asked if name in known)
        own = {variable.variable.name.value for variable in node.variable_definitions or ()}
        return Operation(
            node,
            kind,
            roots,
            tuple(sorted(steering & own)),
            frozenset(root.access.scope for root in roots if isinstance(root.access, Scoped)),
            label_of(kind, asked),
            tuple(self._signature(it) for it in node.variable_definitions or ()),
        )

    def _signature(self, node: VariableDefinitionNode) -> GraphQLVariableSignature:
        signature = get_variable_signature(self.schema.graphql, node)
        assert isinstance(signature, GraphQLVariableSignature), "the document is valid"
        return signature


class InvalidDocument(Exception):
    """A text that is no document of our schema, with all that is wrong with it."""

    def __init__(self, faults: list[GraphQLError]) -> None:
        super().__init__("invalid document")
        self.faults = faults


def _root_fields(document: DocumentNode, selections: SelectionSetNode) -> Iterator[str]:
    """Every root field that is mentioned, whatever @skip and @include may say later. Rule A2."""
    fragments = fragments_of(document)
    waiting = [selections]
    while waiting:
        for node in waiting.pop().selections:
            if isinstance(node, FieldNode):
                yield node.name.value
            elif isinstance(node, InlineFragmentNode):
                waiting.append(node.selection_set)
            elif isinstance(node, FragmentSpreadNode):
                waiting.append(fragments[node.name.value].selection_set)


class _Booleans(Visitor):
    """Collects the variables that @skip and @include look at."""

    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()

    def enter_directive(self, node: Any, *_: Any) -> None:
        for argument in node.arguments or ():
            if isinstance(argument.value, VariableNode):
                self.names.add(argument.value.name.value)


def _booleans(document: DocumentNode) -> set[str]:
    collecting = _Booleans()
    visit(document, collecting)
    return collecting.names

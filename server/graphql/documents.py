"""Parses and validates documents, and keeps many of them with their operations."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from random import randrange
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
from resolvers.bounds import Checker, checker_of_variable
from resolvers.declared_schema import RootField, Schema
from rules.persisted_documents import PersistedDocuments
from rules.refusals import BadRequest
from server import errors
from server.graphql import document_bounds
from server.graphql.input_coercion import Coercer, coercer_of
from server.graphql.kept_trees import TreeParser
from server.graphql.request import GraphQLRequest, RequestErrors
from server.graphql.source_locations import Locations
from server.observability.metrics import label_of

MAX_KEPT = 1000
MAX_KEPT_CHARACTERS = 118_000
"""Of all documents that are kept: their trees and plans are most of what a process grows by."""
MAX_KEPT_LENGTH = 16_384
"""Characters of one document; a longer one is parsed anew each time."""


@dataclass(slots=True)
class Operation:
    """One operation of a valid document.

    - `locations`: where the fields of its document stand in the text.
    - `kind`: `query` or `mutation`.
    - `root_fields`: those that it mentions anywhere, skipped or not.
    - `booleans`: the variables that `@skip` and `@include` depend on.
    - `scopes`: the scopes that the token must have (rule A2).
    - `label`: its name in metrics and logs.
    - `coercers`: what coerces the values of its variables.
    - `bounds`: what checks the values of variables, of those that hold lists or texts with a bound.
    - `prepared`: what is executed, by whether the caller has a session and the booleans' values.
    """

    node: OperationDefinitionNode
    locations: Locations
    kind: str
    root_fields: tuple[RootField, ...]
    booleans: tuple[str, ...]
    scopes: frozenset[str]
    label: str
    variables: tuple[GraphQLVariableSignature, ...]
    coercers: tuple[Coercer, ...]
    bounds: Mapping[str, Checker]
    prepared: dict[tuple[bool | None, ...], Any] = field(default_factory=dict)


@dataclass(slots=True)
class Document:
    """A valid document."""

    node: DocumentNode
    operations: Mapping[str | None, Operation]

    def operation(self, name: str | None) -> Operation:
        """Return the operation of this name, or the only one. Raises BadRequest."""
        if name is not None and name in self.operations:
            return self.operations[name]
        if name is not None:
            raise BadRequest(f"The document has no operation named {name}")
        if len(self.operations) != 1:
            raise BadRequest("The document has several operations: name one in operationName")
        return next(iter(self.operations.values()))


class Kept:
    """Documents by their texts, as many as there is room for.

    Where there are too many, any of them is forgotten, by lot: of documents that come in turns,
    the one used longest ago is the next that comes.
    """

    def __init__(self) -> None:
        self._documents: dict[str, Document] = {}
        self._texts: list[str] = []
        self._characters = 0

    def __len__(self) -> int:
        """Return how many are kept."""
        return len(self._texts)

    def get(self, text: str) -> Document | None:
        """Return the document of a text, None where it is not kept."""
        return self._documents.get(text)

    def add(self, text: str, document: Document) -> None:
        """Keep a document that is not kept yet."""
        self._documents[text] = document
        self._texts.append(text)
        self._characters += len(text)
        while len(self) > MAX_KEPT or self._characters > MAX_KEPT_CHARACTERS:
            drawn = randrange(len(self))
            forgotten, self._texts[drawn] = self._texts[drawn], self._texts[-1]
            self._texts.pop()
            del self._documents[forgotten]
            self._characters -= len(forgotten)


class Documents:
    """The valid documents, of which many are kept to be used again."""

    def __init__(
        self,
        schema: Schema,
        *,
        introspection: bool,
        persisted: PersistedDocuments | None = None,
    ) -> None:
        self.schema = schema
        self.introspection = introspection
        self.persisted = persisted or PersistedDocuments()
        self.hits = 0
        self.misses = 0
        self._rules = list(specified_rules)
        if not introspection:
            self._rules.append(NoSchemaIntrospectionCustomRule)
        self._trees = TreeParser(schema.graphql)
        self._kept = Kept()

    def requested(self, request: GraphQLRequest) -> Document:
        """Return the document of a request. Raises DocumentNotKnown (X3), and as `read` does."""
        if request.document_id is None:
            return self.read(request.query)
        return self.read(self.persisted.text_of(request.document_id))

    def kept(self, text: str) -> Document | None:
        """Return the document of a text, None where it was not read before; nothing is counted."""
        return self._kept.get(text)

    def read(self, text: str) -> Document:
        """Return the document of a text, parsed and validated where it is not kept.

        Raises BadRequest where it is too large, and RequestErrors with all that is invalid in it.
        """
        known = self._kept.get(text)
        if known is not None:
            self.hits += 1
            return known
        self.misses += 1
        self.persisted.check(text)  # here, as none is kept that was refused
        document = self._read(text)
        if len(text) <= MAX_KEPT_LENGTH:
            self._kept.add(text, document)
        return document

    def _read(self, text: str) -> Document:
        try:
            node = document_bounds.parse_bounded(text)
        except GraphQLError as error:
            raise RequestErrors([error]) from None
        invalid = validate(self.schema.graphql, node, self._rules, max_errors=errors.MAX_ERRORS)
        if invalid:
            raise RequestErrors(invalid)
        # What is invalid is named with its place; what is kept goes without: see Locations.
        bare = self._trees.parse(text)
        return Document(bare, self._operations(bare, Locations(text, bare)))

    def _operations(
        self, document: DocumentNode, locations: Locations
    ) -> dict[str | None, Operation]:
        finder = _BooleanFinder()
        visit(document, finder)
        return {
            node.name.value if node.name else None: self._operation(
                document, locations, node, finder.names
            )
            for node in document.definitions
            if isinstance(node, OperationDefinitionNode)
        }

    def _operation(
        self,
        document: DocumentNode,
        locations: Locations,
        node: OperationDefinitionNode,
        booleans: set[str],
    ) -> Operation:
        kind = node.operation.value
        known = self.schema.roots[kind.title()]
        names = sorted(set(_root_field_names(document, node.selection_set)))
        root_fields = tuple(known[name] for name in names if name in known)
        own = {variable.variable.name.value for variable in node.variable_definitions or ()}
        signatures = tuple(self._signature(it) for it in node.variable_definitions or ())
        return Operation(
            node,
            locations,
            kind,
            root_fields,
            tuple(sorted(booleans & own)),
            frozenset(it.access.scope for it in root_fields if isinstance(it.access, Scoped)),
            label_of(kind, names),
            signatures,
            tuple(coercer_of(it.type) for it in signatures),
            {
                signature.name: checker
                for signature in signatures
                if (checker := checker_of_variable(signature.type))
            },
        )

    def _signature(self, node: VariableDefinitionNode) -> GraphQLVariableSignature:
        signature = get_variable_signature(self.schema.graphql, node)
        assert isinstance(signature, GraphQLVariableSignature), "the document is valid"
        return signature


def _root_field_names(document: DocumentNode, selections: SelectionSetNode) -> Iterator[str]:
    """Yield every root field that is mentioned, skipped or not. Rule A2."""
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


class _BooleanFinder(Visitor):
    """Collects the variables that `@skip` and `@include` depend on."""

    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()

    def enter_directive(self, node: Any, *_: Any) -> None:
        for argument in node.arguments or ():
            if isinstance(argument.value, VariableNode):
                self.names.add(argument.value.name.value)

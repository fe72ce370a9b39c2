"""Parses documents within bounds, so that none is expensive to validate.

Validation compares fields that share a response name pair by pair, and fragments multiply what a
document selects, so a few hundred bytes can cost seconds. Every check here stops at its bound:
the text is scanned before the parser recurses into it, and the walk that expands fragments
visits at most `MAX_SELECTIONS` selections whatever the document says.
"""

from collections import defaultdict
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter

from graphql import (
    DefinitionNode,
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    InlineFragmentNode,
    Lexer,
    OperationDefinitionNode,
    SelectionNode,
    SelectionSetNode,
    Source,
    TokenKind,
    parse,
)

from rules.refusals import BadRequest

MAX_CHARACTERS = 65_536
MAX_LINES = 4_000
"""The lexer takes its time for each line, also where all of them are comments."""
MAX_TOKENS = 1_000
MAX_NESTING = 50
"""How deep brackets of any kind may nest, those of literals in arguments included."""
MAX_DIRECTIVES = 50
MAX_DEFINITIONS = 50
MAX_DEPTH = 16
"""How deep fields may nest; the standard introspection query needs 15."""
MAX_ALIASES = 30
MAX_SELECTIONS = 1_000
"""How much a document may select in all, each fragment counted wherever it is spread."""
MAX_FIELDS_OF_ONE_NAME = 20
"""How many fields may be merged into one place of the answer; validation compares all pairs."""

_IGNORED = " \t\r\n,\ufeff"
_OPENING = frozenset({TokenKind.BRACE_L, TokenKind.BRACKET_L, TokenKind.PAREN_L})
_CLOSING = frozenset({TokenKind.BRACE_R, TokenKind.BRACKET_R, TokenKind.PAREN_R})


def parse_bounded(text: str) -> DocumentNode:
    """Parse a document that is within every bound.

    Raises BadRequest, which names the bound, or GraphQLError where the text is no document or a
    fragment spreads itself. Everything else is left to validation.
    """
    if len(text) > MAX_CHARACTERS:
        # What is ignored at the end would cost the lexer time for every character.
        text = text.rstrip(_IGNORED)
        if len(text) > MAX_CHARACTERS:
            raise _too_large(f"is longer than {MAX_CHARACTERS} characters")
    if text.count("\n") + text.count("\r") >= MAX_LINES:
        raise _too_large(f"has more than {MAX_LINES} lines")
    _scan(text)
    document = parse(text)
    if len(document.definitions) > MAX_DEFINITIONS:
        raise _too_large(f"has more than {MAX_DEFINITIONS} operations and fragments")
    fragments = {
        definition.name.value: definition
        for definition in document.definitions
        if isinstance(definition, FragmentDefinitionNode)
    }
    spread_by = {name: frozenset(_spreads(it.selection_set)) for name, it in fragments.items()}
    _refuse_cycles(spread_by)
    Walk(fragments).over(_roots(document, fragments, spread_by))
    return document


def _too_large(what: str) -> BadRequest:
    return BadRequest(f"The document {what}.")


def _scan(text: str) -> None:
    lexer = Lexer(Source(text))
    tokens = nesting = directives = 0
    while (kind := lexer.advance().kind) is not TokenKind.EOF:
        tokens += 1
        if tokens > MAX_TOKENS:
            raise _too_large(f"has more than {MAX_TOKENS} tokens")
        if kind in _OPENING:
            nesting += 1
            if nesting > MAX_NESTING:
                raise _too_large(f"nests brackets more than {MAX_NESTING} deep")
        elif kind in _CLOSING:
            nesting -= 1
        elif kind is TokenKind.AT:
            directives += 1
            if directives > MAX_DIRECTIVES:
                raise _too_large(f"has more than {MAX_DIRECTIVES} directives")


def _spreads(selection_set: SelectionSetNode) -> Iterator[str]:
    """Yield the fragments that a selection set spreads, without following them."""
    waiting: list[SelectionNode] = list(selection_set.selections)
    while waiting:
        selection = waiting.pop()
        if isinstance(selection, FragmentSpreadNode):
            yield selection.name.value
        elif isinstance(selection, FieldNode | InlineFragmentNode) and selection.selection_set:
            waiting.extend(selection.selection_set.selections)


def _refuse_cycles(spread_by: dict[str, frozenset[str]]) -> None:
    try:
        TopologicalSorter(spread_by).prepare()
    except CycleError as error:
        circle: list[str] = error.args[1]
        raise GraphQLError(f"Cannot spread fragment '{circle[0]}' within itself.") from None


def _roots(
    document: DocumentNode,
    fragments: dict[str, FragmentDefinitionNode],
    spread_by: dict[str, frozenset[str]],
) -> Iterator[DefinitionNode]:
    """Yield operations, and fragments that no other reaches: validation reads those too."""
    spread = frozenset[str]().union(*spread_by.values())
    for definition in document.definitions:
        if isinstance(definition, OperationDefinitionNode):
            spread |= frozenset(_spreads(definition.selection_set))
            yield definition
    for definition in document.definitions:
        if isinstance(definition, FragmentDefinitionNode):
            name = definition.name.value
            if name not in spread or fragments[name] is not definition:
                yield definition


class Walk:
    """Counts what a document selects at each place of the response, fragments expanded."""

    def __init__(self, fragments: dict[str, FragmentDefinitionNode]) -> None:
        self.fragments = fragments
        self.selections = 0
        self.aliases = 0

    def over(self, roots: Iterator[DefinitionNode]) -> None:
        """Count these definitions. Raises BadRequest at the first bound that is passed."""
        places: list[tuple[int, list[SelectionSetNode]]] = [
            (1, [root.selection_set])
            for root in roots
            if isinstance(root, OperationDefinitionNode | FragmentDefinitionNode)
        ]
        while places:
            depth, selection_sets = places.pop()
            if depth > MAX_DEPTH:
                raise _too_large(f"nests fields more than {MAX_DEPTH} deep")
            for fields in self._by_response_name(selection_sets).values():
                if len(fields) > MAX_FIELDS_OF_ONE_NAME:
                    raise _too_large(
                        f"selects one field more than {MAX_FIELDS_OF_ONE_NAME} times in one place"
                    )
                inner = [field.selection_set for field in fields if field.selection_set]
                if inner:
                    places.append((depth + 1, inner))

    def _by_response_name(
        self, selection_sets: list[SelectionSetNode]
    ) -> dict[str, list[FieldNode]]:
        fields: dict[str, list[FieldNode]] = defaultdict(list)
        while selection_sets:
            for selection in selection_sets.pop().selections:
                self._count(selection)
                if isinstance(selection, FieldNode):
                    fields[(selection.alias or selection.name).value].append(selection)
                elif isinstance(selection, InlineFragmentNode):
                    selection_sets.append(selection.selection_set)
                elif isinstance(selection, FragmentSpreadNode):
                    fragment = self.fragments.get(selection.name.value)
                    if fragment is not None:
                        selection_sets.append(fragment.selection_set)
        return fields

    def _count(self, selection: SelectionNode) -> None:
        self.selections += 1
        if self.selections > MAX_SELECTIONS:
            raise _too_large(f"selects more than {MAX_SELECTIONS} fields and fragments in all")
        if isinstance(selection, FieldNode) and selection.alias is not None:
            self.aliases += 1
            if self.aliases > MAX_ALIASES:
                raise _too_large(f"has more than {MAX_ALIASES} aliases")

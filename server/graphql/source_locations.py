"""Finds where in its text a field of a document stands, which errors alone name."""

from collections.abc import Sequence
from typing import Any

from graphql import DocumentNode, FieldNode, SourceLocation, Visitor, parse, visit


class Locations:
    """The places of a document's fields, found in its text once somebody asks.

    A tree with all its tokens takes twice the memory of one without, and documents are kept.
    """

    def __init__(self, text: str, tree: DocumentNode) -> None:
        self._text = text
        self._tree = tree
        self._found: dict[int, SourceLocation] = {}

    def of(self, nodes: Sequence[FieldNode]) -> list[SourceLocation]:
        """Return the line and the column at which each of these nodes of the tree starts."""
        if not self._found:
            placed = parse(self._text)
            pairs = zip(_fields(self._tree), _fields(placed), strict=True)
            self._found = {id(node): _start(twin) for node, twin in pairs}
        return [self._found[id(node)] for node in nodes]


def _start(node: FieldNode) -> SourceLocation:
    assert node.loc is not None, "it was parsed with its locations"
    return SourceLocation(node.loc.start_token.line, node.loc.start_token.column)


def _fields(tree: DocumentNode) -> list[FieldNode]:
    finder = _FieldFinder()
    visit(tree, finder)
    return finder.found


class _FieldFinder(Visitor):
    """Collects all fields, in the order of the text."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[FieldNode] = []

    def enter_field(self, node: FieldNode, *_: Any) -> None:
        self.found.append(node)

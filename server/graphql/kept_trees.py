"""Parses the trees of documents that are kept, in as little memory as they can do with."""

from collections.abc import Iterator, Mapping

from graphql import (
    DocumentNode,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSchema,
    NameNode,
    TokenKind,
)
from graphql.language.parser import Parser


class TreeParser:
    """Parses valid documents without locations, with one node for each name of the schema.

    Of a tree with its tokens and names, two thirds of the memory are theirs.
    """

    def __init__(self, schema: GraphQLSchema) -> None:
        self._names = {name: NameNode(value=name) for name in _names(schema)}

    def parse(self, text: str) -> DocumentNode:
        """Return the tree of a text that is a document."""
        return _Sharing(text, self._names).parse_document()


class _Sharing(Parser):
    def __init__(self, text: str, names: Mapping[str, NameNode]) -> None:
        super().__init__(text, no_location=True)
        self._names = names

    def parse_name(self) -> NameNode:
        name = self.expect_token(TokenKind.NAME).value or ""
        return self._names.get(name) or NameNode(value=name)


def _names(schema: GraphQLSchema) -> Iterator[str]:
    for known in schema.type_map.values():
        yield known.name
        if isinstance(known, GraphQLObjectType | GraphQLInterfaceType):
            yield from known.fields
            for field in known.fields.values():
                yield from field.args

"""How many documents are kept, how many characters of them, and what is kept of each."""

from graphql import FieldNode, NameNode, Visitor, parse, visit

from resolvers.schema import schema
from server.graphql.documents import MAX_KEPT_CHARACTERS, MAX_KEPT_LENGTH, Documents


def _document(number: int) -> str:
    return f"{{ __typename }} # {number:{MAX_KEPT_LENGTH // 4}}"


FITTING = MAX_KEPT_CHARACTERS // len(_document(0))


def test_documents_are_forgotten_when_they_are_long_together() -> None:
    documents = Documents(schema, introspection=True)

    for number in range(2 * FITTING):
        documents.read(_document(number))
    for number in range(2 * FITTING):
        documents.read(_document(number))

    assert documents.hits + documents.misses == 4 * FITTING
    assert documents.misses >= 3 * FITTING, "no more than fit were found again"


def test_of_documents_that_come_in_turns_most_are_kept_though_not_all_fit() -> None:
    documents = Documents(schema, introspection=True)

    for _ in range(20):
        for number in range(FITTING + 2):
            documents.read(_document(number))

    assert documents.hits > documents.misses


class _Fields(Visitor):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[FieldNode] = []

    def enter_field(self, node: FieldNode, *_: object) -> None:
        self.found.append(node)


def test_fields_say_where_they_stand_though_the_tree_that_is_kept_does_not_know() -> None:
    text = """query Named { __typename
  again: __typename }
query Other { ...mine
    again: __typename   again: __typename }
fragment mine on Query { __typename }"""
    document = Documents(schema, introspection=True).read(text)

    fields = _Fields()
    visit(document.node, fields)

    assert [node.loc for node in fields.found] == [None] * 5
    for operation in document.operations.values():
        found = operation.locations.of(fields.found)
        assert found == [(1, 15), (2, 3), (4, 5), (4, 25), (5, 26)]
        assert operation.locations.of(fields.found[3:4]) == [(4, 25)]


class _Names(Visitor):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[NameNode] = []

    def enter_name(self, node: NameNode, *_: object) -> None:
        self.found.append(node)


def test_trees_that_are_kept_share_the_names_of_the_schema_and_no_others() -> None:
    texts = [f"query Mine {{ found{each}: viewer {{ scopes }} }}" for each in "ab"]
    documents = Documents(schema, introspection=True)

    trees = [documents.read(text).node for text in texts]

    assert trees == [parse(text, no_location=True) for text in texts]
    names, others = _Names(), _Names()
    visit(trees[0], names)
    visit(trees[1], others)
    pairs = zip(names.found, others.found, strict=True)
    shared = [one.value for one, other in pairs if one is other]
    assert shared == ["viewer", "scopes"]

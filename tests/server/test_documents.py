"""How many documents are kept, and how many characters of them."""

from resolvers.schema import schema
from server.graphql.documents import MAX_KEPT_CHARACTERS, MAX_KEPT_LENGTH, Documents


def _document(number: int) -> str:
    return f"{{ __typename }} # {number:{MAX_KEPT_LENGTH // 4}}"


def test_documents_are_forgotten_when_they_are_long_together() -> None:
    documents = Documents(schema, introspection=True)
    many = 2 * MAX_KEPT_CHARACTERS // len(_document(0))

    for number in range(many):
        documents.read(_document(number))
    documents.read(_document(many - 1))
    documents.read(_document(0))

    assert documents.hits == 1
    assert documents.misses == many + 1

"""How many documents are kept, and how many characters of them."""

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

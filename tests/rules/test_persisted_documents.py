"""Lists of documents by SHA-256, and what stands in them."""

import json

import pytest

from rules.persisted_documents import (
    DocumentListIsFaulty,
    DocumentNotKnown,
    PersistedDocuments,
    documents_of,
    sha256_of,
)

TEXT = "query Me { viewer { user { username } } } # ї"
HASH = sha256_of(TEXT)


@pytest.mark.parametrize(
    "listed",
    [
        {HASH: TEXT},
        {f"sha256:{HASH}": TEXT},
        {
            "format": "apollo-persisted-query-manifest",
            "version": 1,
            "operations": [{"id": HASH, "name": "Me", "type": "query", "body": TEXT}],
        },
    ],
)
def test_x3_a_list_is_read_as_generators_write_it(listed: object) -> None:
    assert documents_of(json.dumps(listed)) == (TEXT,)


@pytest.mark.parametrize(
    "content",
    [
        "",
        "nonsense",
        "[]",
        "[" * 100_000,
        json.dumps({HASH: 1}),
        json.dumps({HASH: f"{TEXT} "}),
        json.dumps({"Me": TEXT}),
        json.dumps({"format": "apollo-persisted-query-manifest"}),
        json.dumps({"format": "apollo-persisted-query-manifest", "operations": [{"id": HASH}]}),
    ],
)
def test_x3_a_list_that_is_none_or_has_a_wrong_sha256_is_faulty(content: str) -> None:
    with pytest.raises(DocumentListIsFaulty):
        documents_of(content)


def test_x3_a_document_is_known_by_its_sha256_alone() -> None:
    documents = PersistedDocuments([TEXT])

    assert documents.text_of(HASH) == documents.text_of(f"sha256:{HASH.upper()}") == TEXT
    for other in ("", "sha256:", HASH[:-1], f"md5:{HASH}", "\ud800"):
        with pytest.raises(DocumentNotKnown):
            documents.text_of(other)


def test_x3_texts_that_are_not_listed_are_refused_where_the_list_stands_alone() -> None:
    PersistedDocuments([TEXT]).check("{ __typename }")
    alone = PersistedDocuments([TEXT], alone=True)

    alone.check(TEXT)
    with pytest.raises(DocumentNotKnown):
        alone.check(f"{TEXT} ")

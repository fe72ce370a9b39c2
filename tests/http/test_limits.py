"""How large a document may be, and that finding out costs no more than the document."""

import pytest
from graphql import (
    DocumentNode,
    FragmentDefinitionNode,
    GraphQLError,
    OperationDefinitionNode,
    Source,
    get_introspection_query,
    parse,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.refusals import BadRequest
from server.graphql import document_bounds


def doubling_fragments(depth: int) -> str:
    """Write a document of `depth` fragments that selects a power of two."""
    steps = "".join(
        f"fragment f{it} on Query {{ ...f{it + 1} ...f{it + 1} }}" for it in range(depth)
    )
    return f"{{ ...f0 }} {steps} fragment f{depth} on Query {{ a }}"


ALLOWED = {
    "the smallest document": "{ a }",
    "1,000 tokens": "{" + "a(x: 1) " * 9 + "c(x: [" + "1 " * 937 + "]) }",
    "50 brackets inside one another": "{ a(x: " + "[" * 48 + "]" * 48 + ") }",
    "fields 16 deep": "{ a " * 16 + "}" * 16,
    "30 aliases": "{" + " ".join(f"a{it}: b" for it in range(30)) + "}",
    "50 directives": "{" + " ".join(f"a{it} @b" for it in range(50)) + "}",
    "50 definitions": " ".join(f"query q{it} {{ a }}" for it in range(50)),
    "20 fields of one name": "{" + "a " * 20 + "}",
    "998 selections": "{" + " ".join(f"a{it}" for it in range(998)) + "}",
    "one fragment in twenty places": "{"
    + " ".join(f"a{it} {{ ...f }}" for it in range(20))
    + "} fragment f on Query {"
    + " ".join(f"b{it}" for it in range(45))
    + "}",
    "a long comment": "#" + "x" * 65_000 + "\n{ a }",
    "4,000 lines": "#\n" * 3_999 + "{ a }",
    "a mebibyte of blanks after it": "{ a }" + " " * 1_000_000,
    "brackets in a string": '{ a(x: "' + "[{(" * 100 + '") }',
    "brackets in a block string": '{ a(x: """' + '[{( " ' * 100 + '""") }',
    "an unknown fragment": "{ ...unknown }",
    "two fragments of one name": "{ ...f } fragment f on A { a } fragment f on A { b }",
    "an unused fragment": "{ a } fragment f on A { b }",
    "a type definition": "type A { b: C }",
}

REFUSED = {
    "1,001 tokens": ("{ c(x: [" + "1 " * 993 + "]) }", "has more than 1000 tokens"),
    "a million tokens": ("[" + "1 " * 30_000, "has more than 1000 tokens"),
    "too many characters": ("#" + "x" * 70_000, "is longer than 65536 characters"),
    "a mebibyte of braces": ("{" * 1_048_576, "is longer than 65536 characters"),
    "4,001 lines": ("#\n" * 4_000 + "{ a }", "has more than 4000 lines"),
    "carriage returns": ("\r" * 4_000 + "{ a }", "has more than 4000 lines"),
    "51 brackets inside one another": (
        "{ a(x: " + "[" * 49 + "]" * 49 + ") }",
        "nests brackets more than 50 deep",
    ),
    "51 literal objects inside one another": (
        "{ a(x: " + "{b:" * 49 + "1" + "}" * 49 + ") }",
        "nests brackets more than 50 deep",
    ),
    "60,000 braces": ("{" * 60_000, "nests brackets more than 50 deep"),
    "nested types of a variable": (
        "query ($a: " + "[" * 60 + "A" + "]" * 60 + ") { a }",
        "nests brackets more than 50 deep",
    ),
    "fields 17 deep": ("{ a " * 17 + "}" * 17, "nests fields more than 16 deep"),
    "fields 17 deep through fragments": (
        "{ a " * 9 + "...f" + "}" * 9 + "fragment f on A " + "{ a " * 9 + "}" * 9,
        "nests fields more than 16 deep",
    ),
    "31 aliases": (
        "{" + " ".join(f"a{it}: b" for it in range(31)) + "}",
        "has more than 30 aliases",
    ),
    "31 aliases through one fragment": (
        "{" + " ".join(f"c{it} {{ ...f }}" for it in range(31)) + "} fragment f on A { a: b }",
        "has more than 30 aliases",
    ),
    "51 directives": (
        "{" + " ".join(f"a{it} @b" for it in range(51)) + "}",
        "has more than 50 directives",
    ),
    "directives on one field": ("{ a " + "@b " * 400 + "}", "has more than 50 directives"),
    "51 definitions": (
        " ".join(f"query q{it} {{ a }}" for it in range(51)),
        "has more than 50 operations and fragments",
    ),
    "21 fields of one name": (
        "{" + "a " * 21 + "}",
        "selects one field more than 20 times in one place",
    ),
    "21 fields of one name in parents that merge": (
        "{" + "a { b b b b b } " * 5 + "}",
        "selects one field more than 20 times in one place",
    ),
    "21 fields of one name in a shadowed fragment": (
        "{ ...f } fragment f on A {" + "a " * 21 + "} fragment f on A { b }",
        "selects one field more than 20 times in one place",
    ),
    "21 fields of one name in an unused fragment": (
        "{ b } fragment f on A {" + "a " * 21 + "}",
        "selects one field more than 20 times in one place",
    ),
    "more than 1,000 selections through a fragment": (
        "{"
        + " ".join(f"a{it} {{ ...f }}" for it in range(25))
        + "} fragment f on A {"
        + " ".join(f"b{it}" for it in range(45))
        + "}",
        "selects more than 1000 fields and fragments in all",
    ),
    "fragments that double 40 times": (
        doubling_fragments(40),
        "selects more than 1000 fields and fragments in all",
    ),
}


@pytest.mark.parametrize("text", ALLOWED.values(), ids=ALLOWED.keys())
def test_a_document_within_the_limits_is_parsed(text: str) -> None:
    assert isinstance(document_bounds.parse_bounded(text), DocumentNode)


@pytest.mark.parametrize(("text", "what"), REFUSED.values(), ids=REFUSED.keys())
def test_g_a_document_beyond_a_limit_is_refused_by_the_name_of_the_limit(
    text: str, what: str
) -> None:
    with pytest.raises(BadRequest) as refusal:
        document_bounds.parse_bounded(text)

    assert str(refusal.value) == f"The document {what}."


@pytest.mark.parametrize("type_depth", [7, 9])
def test_the_standard_introspection_query_fits_with_all_its_options(type_depth: int) -> None:
    text = get_introspection_query(
        descriptions=True,
        specified_by_url=True,
        directive_is_repeatable=True,
        schema_description=True,
        input_value_deprecation=True,
    )
    if type_depth == 7:
        text = text.replace("ofType { name kind }", "")

    document = document_bounds.parse_bounded(text)

    assert isinstance(document.definitions[0], OperationDefinitionNode)


@pytest.mark.parametrize(
    "text",
    [
        "{ ...f } fragment f on A { ...f }",
        "{ ...f } fragment f on A { a { ...g } } fragment g on A { ... { ...f } }",
        "{ a } fragment f on A { ...f }",
    ],
)
def test_a_fragment_within_itself_is_refused_as_validation_would(text: str) -> None:
    with pytest.raises(GraphQLError, match=r"Cannot spread fragment '[fg]' within itself\."):
        document_bounds.parse_bounded(text)


@pytest.mark.parametrize("text", ["", "{", "}", "{ a(x: ]) }", '{ a(x: "', "\x00", "{ a }}", ")))"])
def test_what_is_no_document_is_a_syntax_error(text: str) -> None:
    with pytest.raises(GraphQLError, match="Syntax Error"):
        document_bounds.parse_bounded(text)


@pytest.mark.parametrize("depth", [12, 24, 48])
def test_counting_visits_no_more_selections_than_the_limit_however_fragments_multiply(
    depth: int,
) -> None:
    document = parse(doubling_fragments(depth))
    fragments = {
        it.name.value: it for it in document.definitions if isinstance(it, FragmentDefinitionNode)
    }
    walk = document_bounds.Walk(fragments)

    with pytest.raises(BadRequest):
        walk.over(iter(document.definitions[:1]))

    assert walk.selections == document_bounds.MAX_SELECTIONS + 1


def test_a_long_chain_of_fragments_is_walked_without_recursion(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(document_bounds, "MAX_DEFINITIONS", 1000)
    monkeypatch.setattr(document_bounds, "MAX_TOKENS", 10_000)
    chain = "".join(f"fragment f{it} on A {{ ...f{it + 1} }}" for it in range(900))

    document = document_bounds.parse_bounded("{ ...f0 }" + chain + "fragment f900 on A { a }")

    assert len(document.definitions) == 902


names = st.sampled_from(["a", "b", "f0", "f1", "f2", "on"])
pieces = st.sampled_from(
    [
        "{",
        "}",
        "(",
        ")",
        "[",
        "]",
        "...",
        "...f0",
        "...f1",
        "...on A",
        "a:",
        "@",
        "$",
        "!",
        '"',
        "1",
        "fragment f0 on A {",
        "fragment f1 on A {",
        "query",
        "mutation",
        "#",
        "\n",
        '"""',
        "=",
        "|",
    ]
)
documents = st.lists(names | pieces, max_size=80).map(" ".join)


@settings(max_examples=300, deadline=None)
@given(documents | st.text(max_size=100))
def test_any_text_is_parsed_or_refused_and_nothing_else(text: str) -> None:
    try:
        document = document_bounds.parse_bounded(text)
    except (GraphQLError, BadRequest):
        return

    assert document == parse(text)


@pytest.mark.parametrize("blank", [" ", "\n", ",", "\t \r\n"], ids=repr)
def test_g_a_mebibyte_of_what_means_nothing_is_not_given_to_the_lexer(
    monkeypatch: pytest.MonkeyPatch, blank: str
) -> None:
    lexed: list[int] = []

    def measured(text: str) -> Source:
        lexed.append(len(text))
        return Source(text)

    monkeypatch.setattr(document_bounds, "Source", measured)

    document_bounds.parse_bounded("{ a }" + blank * (1_048_576 // len(blank)))

    assert lexed == [len("{ a }")]

"""What `make contract` refuses and names, and the policy of deprecations. Rule X1."""

from pathlib import Path

import pytest
from graphql import GraphQLSchema, build_schema

from resolvers.schema import schema
from tests.house import schema_changes
from tests.house.contract import CONTRACT

OLD = """
    enum Colour { RED GREEN }
    input Filter { colour: Colour }
    type Query {
        name: String @deprecated(reason: "Since 0.1: use `names`.")
        names(first: Int, after: String @deprecated(reason: "Since 0.1: give `from`.")): [String!]
        size: Int
    }
"""


def changed(*replacements: tuple[str, str]) -> GraphQLSchema:
    text = OLD
    for former, new in replacements:
        assert former in text
        text = text.replace(former, new)
    return build_schema(text)


BREAKING = [
    ("size: Int", ""),
    ("size: Int", "size: String"),
    ("RED GREEN", "RED"),
    ("first: Int", "first: Int!"),
    ("first: Int,", "first: Int, last: Int!,"),
    ("first: Int,", ""),
    ("colour: Colour }", "colour: Colour  hue: Int! }"),
    ("enum Colour { RED GREEN }", "scalar Colour"),
]
DEPRECATED = [
    ('name: String @deprecated(reason: "Since 0.1: use `names`.")', ""),
    (', after: String @deprecated(reason: "Since 0.1: give `from`.")', ""),
]


@pytest.mark.parametrize("replacement", BREAKING)
@pytest.mark.parametrize("now", ["0.1.9", "0.2.0", "1.0.0"])
def test_x1_what_breaks_and_was_not_deprecated_is_refused_in_every_version(
    replacement: tuple[str, str], now: str
) -> None:
    refused = schema_changes.refused(
        build_schema(OLD), changed(replacement), since="0.1.0", now=now
    )

    assert len(refused) == 1


@pytest.mark.parametrize("replacement", DEPRECATED)
def test_x1_what_was_deprecated_may_go_in_the_next_leading_version(
    replacement: tuple[str, str],
) -> None:
    old, new = build_schema(OLD), changed(replacement)

    assert len(schema_changes.refused(old, new, since="0.1.0", now="0.1.9")) == 1
    assert schema_changes.refused(old, new, since="0.1.0", now="0.2.0") == []
    assert schema_changes.refused(old, new, since="0.9.0", now="1.0.0") == []
    assert len(schema_changes.refused(old, new, since="1.0.0", now="1.9.0")) == 1


def test_x1_what_only_adds_is_named_and_not_refused() -> None:
    old = build_schema(OLD)
    new = changed(
        ("RED GREEN", "RED GREEN BLUE"),
        ("size: Int", 'size: Int @deprecated(reason: "Since 0.2: use `count`.")  count: Int'),
    )

    page = schema_changes.page(old, new)

    assert schema_changes.refused(old, new, since="0.1.0", now="0.1.0") == []
    assert "### What is new\n" in page
    assert "Query.count" in page
    assert "### What programs may notice\n" in page
    assert "BLUE" in page
    assert page.endswith("### What is deprecated\n\n- Query.size: Since 0.2: use `count`.\n")
    assert schema_changes.page(old, old) == "Nothing changed.\n"


def test_x1_every_deprecation_names_its_version_and_what_to_use() -> None:
    found = schema_changes.deprecations(schema.graphql)

    assert {it for it, why in found.items() if not schema_changes.REASON.fullmatch(why)} == set()


def test_x1_the_command_fails_where_something_breaks(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    more = tmp_path / "schema.graphql"
    more.write_text(f"{CONTRACT.read_text()} extend type Query {{ gone: Int }}")

    assert schema_changes.main([str(CONTRACT), ""]) == 0
    assert capsys.readouterr().out.startswith("### What ")
    assert schema_changes.main([str(more)]) == 1
    assert capsys.readouterr().err == "Breaks programs: Field Query.gone was removed.\n"
    assert schema_changes.main([]) == 2

"""Every rule that is cited stands in `docs/rules.md`, and every rule there is proved by a test."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from textwrap import dedent

import pytest

from resolvers.access import Scoped
from resolvers.schema import schema
from rules.refusals import Refusal
from server.errors import INTERNAL_MESSAGE
from tests.house.citations import areas, cited, cited_by_name, defined, named_tests, prose
from tests.house.repository import ROOT, files

PAGE = ROOT / "docs/rules.md"
LETTERS = frozenset("ABG")


def texts() -> dict[Path, str]:
    """Read every file of the repository that is a text."""
    found = {}
    for name in files():
        try:
            found[name] = (ROOT / name).read_text()
        except UnicodeDecodeError:
            continue
    return found


def is_of_tests(name: Path) -> bool:
    return name.parts[0] == "tests" and name.name.startswith("test_") and name.suffix == ".py"


def citations(texts: Mapping[Path, str], letters: frozenset[str]) -> dict[Path, set[str]]:
    """Return what each file cites, in its prose and in the names of its tests."""
    found = {name: cited(prose(name, text), letters) for name, text in texts.items()}
    for name in filter(is_of_tests, texts):
        for test, _ in named_tests(texts[name]):
            found[name] |= cited_by_name(test, letters)
    return found


def proofs(texts: Mapping[Path, str], letters: frozenset[str]) -> set[str]:
    """Return what tests cite: by a test's own name, or in its docstring and comments.

    What a module's docstring says of all its tests proves nothing.
    """
    found: set[str] = set()
    for name in filter(is_of_tests, texts):
        for test, source in named_tests(texts[name]):
            found |= cited_by_name(test, letters) | cited(prose(name, source), letters)
    return found


def undefined(cited_in: Mapping[Path, set[str]], rules: frozenset[str]) -> dict[str, list[str]]:
    """Return the numbers that are cited and are no rules, by the files that cite them."""
    return {str(name): sorted(it - rules) for name, it in cited_in.items() if it - rules}


@pytest.fixture(scope="module")
def rules() -> frozenset[str]:
    return frozenset(defined(PAGE.read_text()))


@pytest.fixture(scope="module")
def cited_in(rules: frozenset[str]) -> dict[Path, set[str]]:
    return citations(texts(), areas(rules))


def test_every_number_that_is_cited_is_a_rule(
    cited_in: dict[Path, set[str]], rules: frozenset[str]
) -> None:
    assert undefined(cited_in, rules) == {}


def test_every_rule_is_proved_by_a_test(rules: frozenset[str]) -> None:
    unproved = rules - proofs(texts(), areas(rules))

    assert unproved == set(), "a test has the number in its name: test_b7_…"


def test_a_rule_stands_once_behind_an_anchor_of_its_number() -> None:
    page = PAGE.read_text()

    numbers = defined(page)

    assert len(numbers) == len(set(numbers)) == page.count("<a id=")


def test_a_rule_that_goes_is_missed_wherever_it_is_cited(
    cited_in: dict[Path, set[str]], rules: frozenset[str]
) -> None:
    found = undefined(cited_in, rules - {"B7"})

    assert {"rules/merge_requests.py", "tests/http/test_merge_requests.py"} <= found.keys()
    assert {number for numbers in found.values() for number in numbers} == {"B7"}


def test_a5_the_table_of_the_page_is_what_the_fields_declare() -> None:
    rows = re.findall(r"^\| (`.+`) \| `(.+)` \| ([A-Z_, ]+) \| (yes|no)", PAGE.read_text(), re.M)

    written = {
        field: (scope, set(roles.split(", ")), machines == "yes")
        for fields, scope, roles, machines in rows
        for field in re.findall("`(.+?)`", fields)
    }

    declared = {
        name: (
            root.access.scope,
            {*root.access.roles, *root.access.within},
            root.access.is_open_to_machines,
        )
        for name, root in (schema.roots["Query"] | schema.roots["Mutation"]).items()
        if isinstance(root.access, Scoped)
    }
    assert written == declared, "the table under A5 in docs/rules.md"


def test_the_page_quotes_refusals_as_they_are() -> None:
    page = " ".join(PAGE.read_text().split())

    quoted = set(re.findall(r'(?<![:=] )"([A-Z][^"]+)"', page)) - {INTERNAL_MESSAGE}

    assert quoted
    assert quoted - {refusal.message for refusal in refusals(Refusal)} == set()


def refusals(of: type[Refusal]) -> Iterator[type[Refusal]]:
    for refusal in of.__subclasses__():
        yield refusal
        yield from refusals(refusal)


def test_a_module_that_names_its_rules_proves_none_of_them() -> None:
    module = '"""Rules B1 to B3."""\n\n\ndef test_b1_it_holds() -> None:\n    """So does B2."""\n'

    assert proofs({Path("tests/test_it.py"): module}, LETTERS) == {"B1", "B2"}


def test_only_tests_prove() -> None:
    function = "def test_b1_it_holds() -> None:\n    pass\n"
    elsewhere = [Path("rules/test_it.py"), Path("tests/it.py"), Path("tests/test_it.md")]

    assert proofs(dict.fromkeys(elsewhere, function), LETTERS) == set()


def test_rules_are_defined_by_their_anchors() -> None:
    page = dedent("""
        | <a id="a1"></a>A1 Token | The token is a JWT, see B7. |
        <a id="b10a"></a>**B10a Quorum.** <a id="c3"></a>C4 has another's anchor.
        <a id="g"></a>**G Answers.**
    """)

    assert defined(page) == ["A1", "B10a", "G"]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Refuse a status. Rule B7.", {"B7"}),
        ("the house says (rule B10) and rule B3's own words", {"B10", "B3"}),
        ("whatever comes (rules B1, B3\u2013B5) of it", {"B1", "B3", "B4", "B5"}),
        ("Rules B6 to B8. Raises NotFound.", {"B6", "B7", "B8"}),
        ("the refusals of rules A1 and A3 to A5; a caller", {"A1", "A3", "A4", "A5"}),
        ("rules A1, A2, and B2", {"A1", "A2", "B2"}),
        ("and may they (A1-A3).", {"A1", "A2", "A3"}),
        ("(rules A3\n    and A4)", {"A3", "A4"}),
        ("public, or loopback if allowed. B3.", {"B3"}),
        ("counts for A2 and A5, however", {"A2", "A5"}),
        ("the closed list of rule G; Rule G asks", {"G"}),
        ("Rule H3 and rules N1 to N3 are of areas to come", {"H3", "N1", "N2", "N3"}),
        ("see rule C10a", {"C10a"}),
    ],
)
def test_prose_cites(text: str, numbers: set[str]) -> None:
    assert cited(text, LETTERS) == numbers


@pytest.mark.parametrize(
    "text",
    [
        "P1 to P4 are measured, H2 is of another area",
        "noqa: E501, S603, A002 or B008",
        "SA003, UTF-8, ES256, UTC+14, C.UTF-8",
        "01a1fc0f-1b95-70ca-b8a6-0ca2583fB131, #A1B2C3, 0xB7, a1",
        "v1,B5oZfzN95Z9UVu and AB12, B7K2Q9X",
        "The rules are one page. A reviewer reads them; rule by rule, a rule a day",
        "images/A4/B7.png",
    ],
)
def test_prose_does_not_cite(text: str) -> None:
    assert cited(text, LETTERS) == set()


@pytest.mark.parametrize(
    ("test", "numbers"),
    [
        ("test_b7_a_status_becomes_only_what_it_may", {"B7"}),
        ("test_a3_a4_a_block_takes_effect", {"A3", "A4"}),
        ("test_a1_to_a3_and_g_whole_refusals", {"A1", "A2", "A3", "G"}),
        ("test_b1_speaks_before_b2", {"B1", "B2"}),
        ("test_g_a_body_is_read", {"G"}),
        ("test_n1_of_an_area_to_come", {"N1"}),
        ("test_b10a_has_a_letter_behind_it", {"B10a"}),
        ("test_a_page_has_0_to_100_rows_in_utf_8_over_h2", set()),
        ("test_of_64_calls_one_wins", set()),
    ],
)
def test_a_name_cites(test: str, numbers: set[str]) -> None:
    assert cited_by_name(test, LETTERS) == numbers


@pytest.mark.parametrize(
    ("name", "text", "left"),
    [
        ("a.py", "'''It knows B1.'''\nB7 = 'B8'  # noqa: E501 (B2)\n", {"B1", "B2"}),
        ("a.py", "def act():\n    '''Act. Rule B3.'''\n    return B7\n", {"B3"}),
        ("a.sql", "select B7 -- the rules B1\n-- and B2\n/* B3 */", {"B1", "B2", "B3"}),
        (
            "a.tsx",
            "let B7 = 'http://B8' // B1\n/**\n * of rules B2\n * and B3\n */",
            {"B1", "B2", "B3"},
        ),
        ("a.md", "B1 `B7`\n```\nB8\n```\n**B2**", {"B1", "B2"}),
        ("Makefile", "B7 = 1  # B1\n# B2", {"B1", "B2"}),
        ("a.graphql", '"""Of B1."""\ntype B7 # B2', {"B1", "B2"}),
        ("a.json", '"B7"', set()),
    ],
)
def test_only_what_is_written_for_people_cites(name: str, text: str, left: set[str]) -> None:
    assert cited(prose(Path(name), text), LETTERS) == left

"""docs/refusals.md names every violation and refusal that the code makes, and what to do."""

import ast
import re

import pytest

from rules.access import Unauthenticated
from rules.refusals import Code
from rules.remedies import OAUTH_ERRORS, REFUSALS
from rules.violation_remedies import VIOLATIONS
from tests.house import database_index, refusal_index, refusal_sources
from tests.house.refusal_sources import Call, NoLiteral
from tests.house.repository import ROOT, packages

OF_ANY_TEXT = {
    ("server/graphql/field_arguments.py", "_coerced"),  # graphql-core's
    ("server/http/forced_refusals.py", "answer"),  # what a sandbox is asked for
}
WRITE = "python -m tests.house.refusal_index > docs/refusals.md"


def test_the_page_is_what_the_code_says() -> None:
    assert (ROOT / refusal_index.DOCUMENT).read_text() == refusal_index.page(), WRITE


def test_every_rule_of_a_violation_has_its_meaning_and_none_is_left_over() -> None:
    found = refusal_sources.violations().keys()

    assert found == VIOLATIONS.keys(), "rules/violation_remedies.py"


def test_every_refusal_has_its_remedy_and_none_is_left_over() -> None:
    found = {it.message for it in refusal_sources.refusals()}

    assert found == REFUSALS.keys(), "rules/remedies.py"


def test_every_error_of_the_token_endpoint_has_its_meaning() -> None:
    assert refusal_sources.oauth_errors() == OAUTH_ERRORS.keys(), "rules/remedies.py"


def test_every_code_stands_in_the_table_of_codes() -> None:
    listed = [line.split(" | ")[0][2:] for line in refusal_index.OPENING.splitlines()]

    assert set(Code) <= set(listed)


def test_a_refusal_says_what_it_means_in_one_sentence() -> None:
    first = {it: (it.__doc__ or "").partition("\n\n")[0] for it in refusal_sources.refusals()}

    assert [it.__name__ for it, text in first.items() if not text.rstrip().endswith(".")] == []


def test_a_message_is_of_one_code_so_that_a_program_can_tell_refusals_apart() -> None:
    found: dict[str, set[Code]] = {}
    for it in refusal_sources.refusals():
        found.setdefault(it.message, set()).add(it.code)

    assert {message for message, codes in found.items() if len(codes) > 1} == set()


def test_every_sqlstate_that_sql_raises_is_explained() -> None:
    explained = set(re.findall(r"^\| (SA\d+) \|", database_index.OPENING, re.MULTILINE))

    assert refusal_sources.sqlstates() == explained


def test_only_the_known_helpers_make_bad_requests() -> None:
    """Another helper would hide its messages from the page."""
    hidden = {
        (call.module, call.function.name if call.function else "")
        for call in refusal_sources.calls()
        if call.name in refusal_sources.BAD_REQUESTS
        and call.node.args
        and call.text(call.node.args[0]) == refusal_sources.UNKNOWN
    }

    assert hidden - refusal_sources.HELPERS.keys() == OF_ANY_TEXT


def test_a_rule_that_nobody_could_find_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    node = ast.parse("violations.add(path, rule_of(it), 'It is wrong')").body[0]
    assert isinstance(node, ast.Expr)
    assert isinstance(node.value, ast.Call)
    hidden = (*refusal_sources.calls(), Call(node.value, None, "", "rules/money.py"))
    monkeypatch.setattr(refusal_sources, "calls", lambda: hidden)

    with pytest.raises(NoLiteral, match=r"rules/money\.py:1"):
        refusal_sources.violations()


def test_a_rule_that_is_new_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    node = ast.parse("violations.add(['name'], 'brand_new', f'It has {MAX} names')").body[0]
    assert isinstance(node, ast.Expr)
    assert isinstance(node.value, ast.Call)
    more = (*refusal_sources.calls(), Call(node.value, None, "", "rules/money.py"))
    monkeypatch.setattr(refusal_sources, "calls", lambda: more)

    found = refusal_sources.violations()

    assert found["brand_new"] == {"It has \u2026 names": {"rules/money.py"}}


def test_refusals_of_every_package_are_found() -> None:
    found = {it.__module__.split(".")[0] for it in refusal_sources.refusals()}

    assert {"rules", "server"} <= found <= packages()
    assert Unauthenticated in refusal_sources.refusals()

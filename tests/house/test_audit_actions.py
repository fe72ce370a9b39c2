"""The page of the rules names every action that the audit trail may have, and no other (D1)."""

import re

from tests.house.audit_actions import audit_actions, nouns
from tests.house.repository import ROOT


def named_on_the_page() -> set[str]:
    """Read the table of D1: `.split` goes on with the noun before, a bare noun is likewise."""
    page = (ROOT / "docs/rules.md").read_text()
    table = page.partition("| of | actions |\n")[2].partition("\n\n")[0]
    found: list[str] = []
    noun, participles = "", list[str]()
    for name in re.findall(r"`([\w.]+)`", table):
        before, dot, participle = name.partition(".")
        if not dot:
            found += [f"{before}.{each}" for each in participles]
            continue
        if before:
            noun, participles = before, []
        participles.append(participle)
        found.append(f"{noun}.{participle}")
    assert len(found) == len(set(found))
    return set(found)


def test_d1_the_page_names_the_actions_of_the_trail() -> None:
    actions = audit_actions()

    assert len(actions) > 60
    assert len(nouns()) > 10
    assert named_on_the_page() == actions, "the table under D1 in docs/rules.md"

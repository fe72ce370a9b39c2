"""The pages of the repository name what is there, and the README names every guide."""

import re
from pathlib import Path

import pytest

from tests.house.repository import ROOT

PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")])
ROOMS = "server|resolvers|outbound|workflows|planner|db|rules|ui|tests|bench|deploy|clients|docs"
PLACE = re.compile(rf"`((?:{ROOMS})/[\w./-]+)`")
MADE = {"tests/ui/differing/"}
"""What a run of the tests makes."""

OF_THE_PAST = "CHANGELOG.md"


@pytest.mark.parametrize(
    "page", [it for it in PAGES if it.name != OF_THE_PAST], ids=lambda it: it.name
)
def test_every_place_that_a_page_names_is_there(page: Path) -> None:
    named = set(PLACE.findall(page.read_text(encoding="utf-8"))) - MADE

    assert sorted(it for it in named if not (ROOT / it).exists()) == []


def test_the_readme_names_every_guide() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")

    assert [it.name for it in ROOT.glob("docs/*.md") if f"docs/{it.name}" not in readme] == []

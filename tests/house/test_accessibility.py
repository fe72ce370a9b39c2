"""docs/accessibility.md states each page of the console, and stories visit each of them."""

import re

from tests.house.repository import ROOT

ROUTES = (ROOT / "ui/console/shell/routes.ts").read_text(encoding="utf-8")
VISITED = (ROOT / "tests/ui/every-page.mjs").read_text(encoding="utf-8")
STATEMENT = (ROOT / "docs/accessibility.md").read_text(encoding="utf-8")
NOT_AMONG_THEM = {"/records/:id/certificates/:certificate", "/merges/:id", "/runs/:id"}
"""What stories of their own visit."""


def test_every_page_is_visited_and_stated() -> None:
    routes = set(re.findall(r'\{ path: "([^"]+)"', ROUTES))
    visited = set(re.findall(r'route: "([^"]+)"', VISITED))
    stated = set(re.findall(r"^\| `(/[^`]*)` ", STATEMENT, re.MULTILINE))

    assert routes
    assert visited == routes - NOT_AMONG_THEM
    assert routes <= stated

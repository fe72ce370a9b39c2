"""The console goes either way: no stylesheet and no page names a left or a right."""

import re
from pathlib import Path

from tests.house.repository import ROOT

CONSOLE = ROOT / "ui" / "console"
STYLES = sorted((CONSOLE / "styles").glob("*.css"))
PAGES = sorted(
    path
    for path in (*CONSOLE.rglob("*.tsx"), *CONSOLE.rglob("*.ts"))
    if not {"__generated__", "texts"} & set(path.parts)
)

PHYSICAL = re.compile(
    r"(?<![\w-])(?:(?:scroll-)?(?:margin|padding)-(?:left|right)|border-(?:left|right)[\w-]*"
    r"|border-(?:top|bottom)-(?:left|right)-radius|left|right)\s*:"
    r"|(?<![\w-])(?:text-align|float|clear)\s*:\s*(?:left|right)\b"
)
FOUR_SIDES = re.compile(
    r"(?<![\w-])(?:margin|padding|inset|border-(?:width|color|style)|scroll-(?:margin|padding))"
    r"\s*:\s*(?P<sides>[^;{}]+)"
)
SIDE = re.compile(r"(?:[^\s()]|\((?:[^()]|\([^()]*\))*\))+")
PHYSICAL_IN_CODE = re.compile(
    r"\b(?:margin|padding|border)(?:Left|Right)\b|textAlign: \"(?:left|right)\""
    r"|style=\{\{[^}]*\b(?:left|right):|[\u2190\u2192\u2039\u203a\u25b6\u25b8\u25c0\u25c2]"
)
DIRECTED = re.compile(
    r"^(?:Arrow(?!s?(?:Up|Down))|Chevrons?(?:Left|Right)|Undo|Redo|Log(?:In|Out)|Reply|Forward|Corner)"
)
"""Icons of lucide that point to a side."""


def code(path: Path) -> str:
    """Return a file without its comments."""
    return re.sub(r"/\*.*?\*/|(?<!:)//[^\n]*", "", path.read_text(), flags=re.DOTALL)


def test_no_stylesheet_names_a_left_or_a_right() -> None:
    found = [(path.name, match[0]) for path in STYLES for match in PHYSICAL.finditer(code(path))]

    assert found == []


def test_no_stylesheet_gives_the_left_something_else_than_the_right() -> None:
    sides = [
        (path.name, SIDE.findall(match["sides"]))
        for path in STYLES
        for match in FOUR_SIDES.finditer(code(path))
    ]

    assert len(sides) > 50
    assert [(name, four) for name, four in sides if len(four) == 4 and four[1] != four[3]] == []


def test_no_page_names_a_left_or_a_right_or_writes_an_arrow() -> None:
    found = {path.name: PHYSICAL_IN_CODE.findall(code(path)) for path in PAGES}

    assert {name: names for name, names in found.items() if names} == {}


def test_an_icon_that_points_to_a_side_is_mirrored_where_the_page_is() -> None:
    pointing = [
        (path.name, use)
        for path in PAGES
        for name in filter(DIRECTED.match, icons(code(path)))
        for use in re.findall(rf"\b{name}\b[^,;>]*", body(code(path)))
    ]

    assert len(pointing) > 1
    assert [(name, use) for name, use in pointing if "directed" not in use] == []


def icons(text: str) -> list[str]:
    """Return what a module imports from lucide."""
    lists = re.findall(r"import \{([^}]*)\} from \"lucide-react\"", text)
    return [name.strip() for names in lists for name in names.split(",")]


def body(text: str) -> str:
    """Return a module without its imports."""
    return re.sub(r"^import [^;]*;", "", text, flags=re.MULTILINE)

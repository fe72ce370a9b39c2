"""The console has one visual language: what it is made of stands in tokens.css, nowhere else."""

import re
from pathlib import Path

import pytest

from tests.house.repository import ROOT

STYLES = ROOT / "ui" / "console" / "styles"
TOKENS = STYLES / "tokens.css"

COLOUR = re.compile(
    r"#[0-9a-f]{3,8}\b|\b(?:rgba?|hsla?|hwb|lab|lch|oklab|oklch|color|color-mix|light-dark)\("
    r"|:[^;]*\b(?:white|black|red|green|blue|gr[ae]y|orange|yellow|purple|silver)\b",
    re.IGNORECASE,
)
SCALED = re.compile(
    r"^\s*(?P<name>(?:padding|margin|font|border-radius|(?:row-|column-)?gap|box-shadow|transition)[\w-]*)"
    r":(?P<value>[^;{]*)",
    re.MULTILINE,
)
LENGTH = re.compile(r"(?<![\w.-])-?\d*\.?\d+(?:rem|m?s)\b")


def sentences(path: Path) -> str:
    """Return a stylesheet without its comments."""
    return re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.DOTALL)


OTHERS = sorted(path for path in STYLES.glob("*.css") if path != TOKENS)
SCRIPTS = sorted((ROOT / "ui" / "console").rglob("*.ts*"))


@pytest.mark.parametrize("path", OTHERS, ids=lambda path: path.name)
def test_no_stylesheet_but_the_tokens_holds_a_colour(path: Path) -> None:
    found = [line.strip() for line in sentences(path).splitlines() if COLOUR.search(line)]

    assert found == []


@pytest.mark.parametrize("path", OTHERS, ids=lambda path: path.name)
def test_space_type_radius_shadow_and_motion_are_said_by_their_names(path: Path) -> None:
    found = [
        match[0].strip()
        for match in SCALED.finditer(sentences(path))
        if LENGTH.search(match["value"])
    ]

    assert found == []


def test_every_name_that_is_used_is_a_token_and_every_token_is_used() -> None:
    tokens = set(re.findall(r"^\s*(--[\w-]+):", sentences(TOKENS), re.MULTILINE))
    used = {
        name
        for path in (*OTHERS, *SCRIPTS)
        for name in re.findall(r"var\((--[\w-]+)", sentences(path))
    }

    assert used - tokens == set()
    assert tokens - used == set()

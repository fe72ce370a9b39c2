"""Positions are written as PostgreSQL writes them (rule Z3)."""

import pytest

from rules import positions
from rules.refusals import BadRequest


@pytest.mark.parametrize(
    ("text", "position"),
    [("0/0", 0), ("0/1A2B3C4", 0x1A2B3C4), ("1/0", 1 << 32), ("FFFFFFFF/FFFFFFFF", (1 << 64) - 1)],
)
def test_z3_a_position_comes_back_as_it_went(text: str, position: int) -> None:
    assert positions.parse(text) == position
    assert positions.written(position) == text


@pytest.mark.parametrize(
    "text", ["", "0", "0/", "/0", "0/123456789", "g/0", "0/0 ", "-1/0", "0/0/0"]
)
def test_z3_nonsense_is_no_position(text: str) -> None:
    with pytest.raises(BadRequest, match=r"^Selfsame-Position is no position"):
        positions.parse(text)

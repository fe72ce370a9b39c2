"""The table by which names are folded is the one that is generated (rule N4)."""

import unicodedata

import pytest

from rules.folding import CHANGES
from tests.house.folding_table import changes, table
from tests.house.repository import ROOT

WRITTEN = ROOT / "rules/folding_table.py"


def test_n4_the_table_is_what_its_generator_writes() -> None:
    if f"Unicode {unicodedata.unidata_version};" not in WRITTEN.read_text():
        pytest.skip("The table was written by another version of Unicode")

    assert WRITTEN.read_text() == table()
    assert changes() == CHANGES

"""Workbooks are well-formed whatever stands in a cell, and leave nothing behind."""

from contextlib import suppress
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest

from server.documents.workbooks import Workbook

SPREADSHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def written(*cells: str | int | None) -> ElementTree.Element:
    """Return the sheet of a workbook with one row."""
    file = BytesIO()
    with Workbook(file, "Plan & more") as workbook:
        workbook.add([cells])
        workbook.close()
    with ZipFile(file) as parts:
        for name in parts.namelist():
            ElementTree.fromstring(parts.read(name))
        return ElementTree.fromstring(parts.read("xl/worksheets/sheet1.xml"))


def test_what_xml_has_no_place_for_is_escaped() -> None:
    sheet = written("a\x00b\ufffec", '<">&', None, 5)

    texts = [cell.itertext() for cell in sheet.iter(f"{SPREADSHEET}c")]
    assert ["".join(it) for it in texts] == ["a_x0000_b_xFFFE_c", '<">&', "5"]


def test_w7_no_cell_is_a_formula_nor_the_escape_of_one() -> None:
    """A spreadsheet would read `_x003D_` as `=`, and save it so."""
    sheet = written("=1+1", "{=1+1}", "_x003D_1+1")

    assert [it.text for it in sheet.iter(f"{SPREADSHEET}t")] == [
        "=1+1",
        "{=1+1}",
        "_x005F_x003D_1+1",
    ]
    assert list(sheet.iter(f"{SPREADSHEET}f")) == []


def test_what_breaks_off_leaves_no_rows_on_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    kept = 0
    with suppress(ConnectionError), Workbook(BytesIO(), "Plan") as workbook:
        workbook.add([["Ada"]] * 3)
        kept = len(list(tmp_path.iterdir()))
        raise ConnectionError

    assert kept == 1
    assert list(tmp_path.iterdir()) == []

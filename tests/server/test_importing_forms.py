"""One table in the forms in which other programs write it (N2)."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from server.importing.csv_files import ImportImpossible
from server.importing.imports import import_persons
from server.postgres.connection import connect
from server.postgres.counting import CountingConnection
from tests.databases import Database

TABLE = "external_id,first_name,last_name,birth_date\n1,Ann,Lee,1990-01-02\n2,Bob,Ray,\n"
SEMICOLONS = TABLE.replace(",", ";")
STORED = "select external_id, first_name, last_name, birth_date::text from persons order by 1"
FORMS = {
    "with a byte order mark": b"\xef\xbb\xbf" + TABLE.encode(),
    "UTF-16": TABLE.encode("utf-16"),
    "UTF-32": TABLE.encode("utf-32"),
    "with the line ends of Windows": TABLE.replace("\n", "\r\n").encode(),
    "with the line ends of old Macs": TABLE.replace("\n", "\r").encode(),
    "after a line that says its separator": b"sep=;\r\n" + SEMICOLONS.encode(),
    "with columns in capitals": (TABLE[:43].upper() + TABLE[43:]).encode(),
    "with columns as words": TABLE.replace("_", " ").title().encode(),
    "with columns as words that no line may part": TABLE.replace("_", "\u00a0").encode(),
    "with a column that hides something": ("\u200b" + TABLE).encode(),
    "put together of two files": (TABLE + "\ufeff" + TABLE[:44] + "2,Bob,Ray,\n").encode(),
}


@pytest.fixture
async def connection(database: Database) -> AsyncIterator[CountingConnection]:
    opened = await connect(database.app_url)
    yield opened
    await opened.close()


@pytest.mark.parametrize("form", FORMS)
async def test_n2_one_table_is_read_in_all_its_forms(
    connection: CountingConnection, tmp_path: Path, form: str
) -> None:
    path = tmp_path / "people.csv"
    path.write_bytes(FORMS[form])

    summary = await import_persons(connection, path, "clinic", {})

    # The second of two files that were put together has a row of the first once more.
    assert (summary.added, summary.rejected) == (2, 1 if "together" in form else 0)
    assert [tuple(row) for row in await connection.fetch(STORED)] == [
        ("1", "Ann", "Lee", "1990-01-02"),
        ("2", "Bob", "Ray", None),
    ]


async def test_n2_a_column_that_is_named_exactly_comes_before_one_that_is_written_otherwise(
    connection: CountingConnection, tmp_path: Path
) -> None:
    path = tmp_path / "people.csv"
    path.write_text("External ID,NAME,Name,name\n1,Ann,Bea,Cat\n")
    mapping = {"first_name": "Name", "last_name": "NAME"}

    await import_persons(connection, path, "clinic", mapping)

    assert [tuple(row) for row in await connection.fetch(STORED)] == [("1", "Bea", "Ann", None)]


@pytest.mark.parametrize(
    ("header", "says"),
    [
        ("external_id,FIRST_NAME,First_Name", "two columns FIRST_NAME"),
        ("external_id,first name,first-name", "two columns first name"),
        ("external_id,first_name,first_name", "two columns first_name"),
    ],
)
async def test_n2_a_column_that_may_be_one_of_two_is_none(
    connection: CountingConnection, tmp_path: Path, header: str, says: str
) -> None:
    path = tmp_path / "people.csv"
    path.write_text(f"{header}\n1,Ann,Bea\n")

    with pytest.raises(ImportImpossible, match=says):
        await import_persons(connection, path, "clinic", {})


async def test_n2_utf_16_without_a_mark_is_named_as_what_cannot_be_read(
    connection: CountingConnection, tmp_path: Path
) -> None:
    path = tmp_path / "people.csv"
    path.write_bytes(TABLE.encode("utf-16-le"))

    with pytest.raises(ImportImpossible, match="is not UTF-8 text; --encoding says which one"):
        await import_persons(connection, path, "clinic", {})


@pytest.mark.parametrize(
    ("held", "says"),
    [
        (TABLE.replace(",", "|").encode(), "no column external_id .* --delimiter says which sign"),
        (b"PK\x03\x04" + b"\xff" * 100, "is a workbook or an archive: save it as CSV"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "is a workbook or an archive: save it as CSV"),
        (b"\x1f\x8b\x08" + b"\xff" * 100, "is a workbook or an archive: save it as CSV"),
    ],
)
async def test_n2_what_helps_is_said_of_what_cannot_be_read(
    connection: CountingConnection, tmp_path: Path, held: bytes, says: str
) -> None:
    path = tmp_path / "people.csv"
    path.write_bytes(held)

    with pytest.raises(ImportImpossible, match=says):
        await import_persons(connection, path, "clinic", {})

"""Files and rows that cannot be imported: how they are reported; nothing else is lost."""

import errno
import fcntl
import os
from collections.abc import AsyncIterator
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

import pytest

from server.importing import notes
from server.importing.imports import ImportImpossible, import_persons, read_mapping
from server.postgres.connection import connect
from server.postgres.counting import CountingConnection
from tests.databases import Database
from tests.server.csv_written import HEADER, rejects, written


@pytest.fixture
async def connection(database: Database) -> AsyncIterator[CountingConnection]:
    opened = await connect(database.app_url)
    yield opened
    await opened.close()


async def test_rows_that_cannot_be_imported_go_to_the_rejects_with_their_line(
    connection: CountingConnection, tmp_path: Path
) -> None:
    path = written(
        tmp_path,
        HEADER,
        '1,"Ann\nB",,19840203',
        "",
        "2,-,12345,19840231",
        "3,Jo,Fox,19840203",
        "4,Jo,Fox",
        "3,Jo,Foxx,19840203",
        ',Jo,"Fox",19840203',
    )

    summary = await import_persons(connection, path, "clinic")

    assert (summary.read, summary.added, summary.rejected) == (6, 1, 5)
    assert summary.rejects == tmp_path / "people.rejects.csv"
    assert rejects(tmp_path) == [
        ["line", "reason", *HEADER.split(",")],
        ["2", f"{CONTROLS}; no last name", "1", "Ann\nB", "", "19840203"],
        ["5", f"{NO_LETTER}; last {NO_LETTER[6:]}", "2", "-", "12345", "19840231"],
        ["7", "3 columns instead of 4", "4", "Jo", "Fox"],
        ["8", "external id is that of line 6", "3", "Jo", "Foxx", "19840203"],
        ["9", "no external id", "", "Jo", "Fox", "19840203"],
    ]
    assert summary.warnings is None


CONTROLS = "first name: it has control characters"
NO_LETTER = "first name: it shows no letter"


async def test_corrected_rejects_can_be_imported(
    connection: CountingConnection, tmp_path: Path
) -> None:
    await import_persons(connection, written(tmp_path, HEADER, "1,,,19840203"), "clinic")
    corrected = tmp_path / "people.rejects.csv"
    assert corrected.stat().st_mode & 0o077 == 0
    corrected.write_text(corrected.read_text().replace("1,,,", "1,-,,"))

    await import_persons(connection, corrected, "clinic")

    assert rejects(tmp_path, "people.rejects.rejects.csv") == [
        ["line", "reason", *HEADER.split(",")],
        ["2", f"{NO_LETTER}; no last name", "1", "-", "", "19840203"],
    ]


async def test_without_a_reject_no_file_of_them_is_left(
    connection: CountingConnection, tmp_path: Path
) -> None:
    await import_persons(connection, written(tmp_path, HEADER, "1,,,19840203"), "clinic")

    path = written(tmp_path, "\ufeff" + HEADER, "1,Ann,Lee,19840203")
    summary = await import_persons(connection, path, "clinic")

    assert (summary.added, summary.rejects) == (1, None)
    assert [file.name for file in tmp_path.iterdir()] == ["people.csv"]


UNREADABLE = [
    (b"", {}, "people.csv has no header: it is empty"),
    (
        b"1,Ann,Lee,19840203\n",
        {},
        r"no column external_id \(.*\); --map external_id=COLUMN takes it",
    ),
    (HEADER.encode() + b",email,email\n", {}, "people.csv has two columns email"),
    (HEADER.encode() + b"\n1,Ann,Lee,19840203\n2,J\xf6,Fox,19840203\n", {}, "UTF-8 .* line 3"),
    (b"\xff\xfe" + HEADER.encode(), {}, "people.csv is not UTF-16 text"),
    (b'external_id,"first_name\n1,Ann\n', {}, "quote that opens on line 1 is never closed"),
    (b"external_id,second_name\n1,Ann\n", {}, "no column first_name or last_name"),
    (",".join(f"c{n}" for n in range(40_000)).encode(), {}, "more than 64000 characters"),
    (",".join(f"c{n}" for n in range(1_001)).encode(), {}, "has more than 1000 columns"),
    (HEADER.encode() + b"\n1,Ann,Lee,19840203\n", {"name": "first_name"}, "no field name"),
    (
        HEADER.encode() + b"\n1,Ann,Lee,19840203\n",
        {"email": "mail"},
        "has no column mail for email",
    ),
]


@pytest.mark.parametrize(("content", "mapping", "sentence"), UNREADABLE)
async def test_a_file_that_cannot_be_read_writes_nothing(
    connection: CountingConnection,
    tmp_path: Path,
    content: bytes,
    mapping: dict[str, str],
    sentence: str,
) -> None:
    path = tmp_path / "people.csv"
    path.write_bytes(content)

    with pytest.raises(ImportImpossible, match=sentence):
        await import_persons(connection, path, "clinic", mapping)

    assert await connection.fetchval("select count(*) from persons") == 0
    assert list(tmp_path.iterdir()) == [path]


async def test_a_missing_file_and_a_blank_source_are_refused(
    connection: CountingConnection, tmp_path: Path
) -> None:
    with pytest.raises(ImportImpossible, match="There is no file"):
        await import_persons(connection, tmp_path / "people.csv", "clinic")
    with pytest.raises(ImportImpossible, match="There is no file"):
        await import_persons(connection, tmp_path, "clinic")
    with pytest.raises(ImportImpossible, match="/dev/null is read more than once"):
        await import_persons(connection, Path("/dev/null"), "clinic")

    path = written(tmp_path, HEADER, "1,Ann,Lee,19840203")
    for source in (" ", "\u200b", "\u3164", "a\u202eb", "x" * 65):
        with pytest.raises(ImportImpossible, match="A source is a name"):
            await import_persons(connection, path, source)


async def test_n5_a_source_is_one_in_whatever_form_it_is_typed(
    connection: CountingConnection, tmp_path: Path
) -> None:
    path = written(tmp_path, HEADER, "1,Ann,Lee,19840203")

    await import_persons(connection, path, "cl\u00ednic")
    again = await import_persons(connection, path, " cli\u0301nic\u200b")

    assert (again.added, again.unchanged) == (0, 1)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a disk that is full")
@pytest.mark.parametrize("rows", [1, 20_000], ids=["at its end", "on its way"])
async def test_a_disk_that_fills_up_is_named_with_the_file_and_nothing_is_left_of_it(
    connection: CountingConnection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rows: int
) -> None:
    path = written(tmp_path, HEADER, *(f",Ann,{number}," for number in range(rows)))

    def on_a_full_disk(mode: str, *, prefix: str, **more: Any) -> Any:
        made = NamedTemporaryFile(mode, prefix=prefix, **more)  # noqa: SIM115 - it is given on
        # Of the two files one alone: whoever locks the device waits for the other.
        if "rejects" in prefix:
            full = os.open("/dev/full", os.O_WRONLY)
            os.dup2(full, made.fileno())
            os.close(full)
        return made

    monkeypatch.setattr(notes, "NamedTemporaryFile", on_a_full_disk)

    with pytest.raises(ImportImpossible) as refused:
        await import_persons(connection, path, "clinic")

    sentence = f"{tmp_path / 'people.rejects.csv'} cannot be written: {os.strerror(errno.ENOSPC)}"
    assert str(refused.value) == sentence
    assert list(tmp_path.iterdir()) == [path]


async def test_what_a_killed_import_left_is_deleted_but_not_what_another_one_writes(
    connection: CountingConnection, tmp_path: Path
) -> None:
    abandoned = tmp_path / ".people.rejects.csv.x1"
    held, fresh = tmp_path / ".people.warnings.csv.x2", tmp_path / ".people.rejects.csv.x3"
    for path in (abandoned, held, fresh):
        path.write_text("line,reason\n")
    os.utime(abandoned, (0, 0))
    os.utime(held, (0, 0))

    with held.open() as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        await import_persons(connection, written(tmp_path, HEADER, "1,Ann,Lee,"), "clinic")

    assert {path.name for path in tmp_path.iterdir()} == {"people.csv", held.name, fresh.name}


async def test_nothing_is_loaded_where_rejects_could_not_be_written(
    connection: CountingConnection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr(notes, "NamedTemporaryFile", refuse)
    path = written(tmp_path, HEADER, "1,Ann,Lee,19840203")

    with pytest.raises(ImportImpossible, match="cannot be written: Read-only file system"):
        await import_persons(connection, path, "clinic")

    assert await connection.fetchval("select count(*) from persons") == 0


@pytest.mark.parametrize("kind", ["rejects", "warnings"])
async def test_nothing_is_loaded_where_a_folder_has_the_name_of_the_rejects(
    connection: CountingConnection, tmp_path: Path, kind: str
) -> None:
    folder = tmp_path / f"people.{kind}.csv"
    folder.mkdir()
    path = written(tmp_path, HEADER, "1,Ann,Lee,19840203", ",Bob,Lee,", "3,Cat,Lee,1984-02-30")

    with pytest.raises(ImportImpossible, match=f"{kind}.csv cannot be written: Is a directory"):
        await import_persons(connection, path, "clinic")

    assert await connection.fetchval("select count(*) from persons") == 0
    assert {it.name for it in tmp_path.iterdir()} == {path.name, folder.name}


@pytest.mark.parametrize("pairs", [["first_name"], ["=a"], ["first_name="], ["a=b", "a=c"]])
def test_a_mapping_is_field_equals_column(pairs: list[str]) -> None:
    with pytest.raises(ImportImpossible):
        read_mapping(pairs)

"""Files as other systems write them: no row is lost for one bad field (N2)."""

import asyncio
import signal
from collections.abc import AsyncIterator
from pathlib import Path

import asyncpg
import pytest

from rules.import_dates import DateOrder
from server.importing.csv_files import Format, ImportImpossible
from server.importing.imports import Options, Summary, import_candidates, import_persons
from server.postgres.connection import connect
from server.postgres.counting import CountingConnection
from tests.databases import Database
from tests.server.commands import environment, run, start
from tests.server.csv_written import HEADER, column, rejects, written


@pytest.fixture
async def connection(database: Database) -> AsyncIterator[CountingConnection]:
    opened = await connect(database.app_url)
    yield opened
    await opened.close()


async def test_n2_what_cannot_be_taken_is_left_out_counted_and_listed_without_values(
    connection: CountingConnection, tmp_path: Path
) -> None:
    path = written(
        tmp_path,
        "external_id,given,last_name,born,sex,national_id",
        "k1,Julia,,2015-10-29,F,1234567890",
        "k2,,Thomson,1972-03,M,",
        "k3,Ezra,Otim,,Femalw,830000011",
        "k4,Linda,Nash,6/2/1951,F,1.23E+09",
        "k5,-,Lee,1972,,",
        ",Bob,Lee,31.12.1990,M,ABC",
    )
    mapping = {"first_name": "given", "birth_date": "born", "gender": "sex"}

    summary = await import_persons(connection, path, "clinic", mapping)

    assert (summary.added, summary.rejected, summary.warned) == (5, 1, 3)
    assert summary.warnings == tmp_path / "people.warnings.csv"
    assert summary.warnings.stat().st_mode & 0o077 == 0
    assert rejects(tmp_path, "people.warnings.csv") == [
        ["line", "column", "reason"],
        ["4", "sex", "it is none of MALE, FEMALE, OTHER, UNKNOWN"],
        ["4", "national_id", "it is not ten digits"],
        ["5", "born", "it is no date as YYYY-MM-DD, YYYYMMDD or --date-order says"],
        ["5", "national_id", "it is not ten digits"],
        ["6", "given", "it shows no letter"],
    ]
    assert [tuple(row) for row in await connection.fetch(STORED)] == [
        ("k1", "Julia", None, "2015-10-29", "FEMALE", "1234567890"),
        ("k2", None, "Thomson", "1972-03", "MALE", None),
        ("k3", "Ezra", "Otim", None, "UNKNOWN", None),
        ("k4", "Linda", "Nash", None, "FEMALE", None),
        ("k5", None, "Lee", "1972", "UNKNOWN", None),
    ]


STORED = """
select external_id, first_name, last_name, coalesce(birth_date::text, partial_birth_date), gender,
       national_id
  from persons order by external_id
"""


async def test_n2_what_cannot_be_read_takes_nothing_away(
    connection: CountingConnection, tmp_path: Path
) -> None:
    header = f"{HEADER},gender,email,phone,document_type,document_number,street,zip"
    good = "7,Ann,Lee,1984,FEMALE,a@example.org,0441234567,PASSPORT,AB123456,Main,07400"
    bad = '7,-,Lee,soon,Femalw,none,none,VISA,"A\nB","A\nB",07400'
    await import_persons(connection, written(tmp_path, header, good), "clinic")
    before = [tuple(row) for row in await connection.fetch(WHOLE)]

    summary = await import_persons(connection, written(tmp_path, header, bad), "clinic")

    assert (summary.unchanged, summary.warned, summary.rejected) == (1, 1, 0)
    assert [tuple(row) for row in await connection.fetch(WHOLE)] == before
    added = bad.replace("7,-", "8,Bo")
    assert (await import_persons(connection, written(tmp_path, header, added), "clinic")).added == 1


WHOLE = """
select first_name, last_name, birth_date, partial_birth_date, gender, email, n.number, d.type,
       d.number, street, zip, country
  from persons p
  join person_documents d on d.person_id = p.id
  join person_phones n on n.person_id = p.id
  join person_addresses a on a.person_id = p.id
"""


async def test_n2_a_strict_import_rejects_what_it_would_leave_out(
    connection: CountingConnection, tmp_path: Path
) -> None:
    lines = ("1,Ann,Lee,1984-02-30", "2,Bob,Lee,1984-02-03")

    summary = await import_persons(
        connection, written(tmp_path, HEADER, *lines), "clinic", options=Options(is_strict=True)
    )

    assert (summary.added, summary.rejected, summary.warned) == (1, 1, 0)
    assert summary.warnings is None
    assert rejects(tmp_path)[1][:2] == ["2", "birth_date: there is no such date"]


@pytest.mark.parametrize(
    ("content", "options"),
    [
        (f"{HEADER}\n1,Ann,Łee,1951-02-06\n".encode(), Options()),
        (f"\ufeff{HEADER}\n1,Ann,Łee,1951-02-06\n".encode(), Options()),
        (f"{HEADER}\n1,Ann,Łee,1951-02-06\n".replace(",", ";").encode(), Options()),
        (f"{HEADER}\n1,Ann,Łee,1951-02-06\n".replace(",", "\t").encode(), Options()),
        (f"{HEADER},,,\r\n1,Ann,Łee,1951-02-06,,,\r\n".encode(), Options()),
        (f"\n,,,\n{HEADER}\n,,,\n\n1,Ann,Łee,1951-02-06\n,,,\n".encode(), Options()),
        (f"{HEADER}\n1,Ann,Łee,1951-02-06\n".encode("utf-16"), Options()),
        (
            f"{HEADER}\n1,Ann,Łee,1951-02-06\n".encode("cp1250"),
            Options(Format.read(None, "windows-1250")),
        ),
        (
            f"{HEADER}\n1,Ann,Łee,1951-02-06\n".replace(",", "|").encode(),
            Options(Format.read("|", None)),
        ),
        (
            f"{HEADER}\n1;Ann;Łee;6.2.1951\n".replace(",", ";").encode(),
            Options(date_order=DateOrder.DMY),
        ),
        (f"{HEADER}\n1,Ann,Łee,2/6/1951\n".encode(), Options(date_order=DateOrder.MDY)),
        ("birth_date;external_id;last_name;a, b\n1951-02-06;1;Łee;x\n".encode(), Options()),
    ],
)
async def test_n2_a_file_is_read_as_it_is_written(
    connection: CountingConnection, tmp_path: Path, content: bytes, options: Options
) -> None:
    path = tmp_path / "people.csv"
    path.write_bytes(content)

    summary = await import_persons(connection, path, "clinic", options=options)

    assert (summary.read, summary.added, summary.rejected, summary.warned) == (1, 1, 0, 0)
    assert await column(connection, "select last_name from persons") == ["Łee"]
    assert await column(connection, "select birth_date::text from persons") == ["1951-02-06"]
    assert [file.name for file in tmp_path.iterdir()] == ["people.csv"]


@pytest.mark.parametrize(
    ("delimiter", "encoding"),
    [
        *(("", None), ("ab", None), ('"', None), ("\n", None), ("x", None)),
        *((None, "klingon"), (None, "hex"), (None, "")),
    ],
)
def test_n2_a_format_that_is_none_is_refused(delimiter: str | None, encoding: str | None) -> None:
    with pytest.raises(ImportImpossible):
        Format.read(delimiter, encoding)


async def test_n2_rows_behind_a_quote_that_is_never_closed_are_taken(
    connection: CountingConnection, tmp_path: Path
) -> None:
    lines = ('1,"Ann,Lee,1990-01-01', "2,Bob,Lee,1991-01-01", "3,Cat,Lee,1992-01-01")

    summary = await import_persons(connection, written(tmp_path, HEADER, *lines), "clinic")

    assert (summary.added, summary.rejected) == (2, 1)
    assert rejects(tmp_path)[1][:2] == ["2", "the quote that opens on line 2 is never closed"]


async def test_n2_pairs_are_read_in_the_same_forms(
    connection: CountingConnection, tmp_path: Path
) -> None:
    people = [f"{number},Ann,Lee,1984" for number in (1, 2)]
    await import_persons(connection, written(tmp_path, HEADER, *people), "clinic")
    pairs = "person_external_id;master_external_id;score;;\n;;;;\n1;2;high;;\n"
    path = written(tmp_path, pairs, name="pairs.csv")

    summary: Summary = await import_candidates(connection, path, "clinic")

    assert (summary.read, summary.added, summary.warned) == (1, 1, 1)
    assert rejects(tmp_path, "pairs.warnings.csv")[1] == ["3", "score", "it is not a number"]


async def test_n2_the_command_says_what_it_did_and_fails_where_it_is_strict(
    database: Database, tmp_path: Path
) -> None:
    lines = ("1;Ann;Lee;6/2/1951", "2;Bob;Lee;31/12/1951")
    path = str(written(tmp_path, HEADER.replace(",", ";"), *lines))
    settings = environment(tmp_path / "data", database)
    words = ("import", "persons", path, "--source", "clinic", "--date-order", "mdy")

    strict = await run(settings, *words, "--strict")
    lax = await run(settings, *words, "--delimiter", ";", "--encoding", "utf-8")
    unknown = await run(settings, *words, "--encoding", "klingon")

    assert strict.status == 3
    assert "1 added, 0 updated, 0 unchanged, 1 rejected, 0 taken with a warning" in strict.out
    assert lax.status == 0
    assert "1 added, 0 updated, 1 unchanged, 0 rejected, 1 taken with a warning" in lax.out
    assert "people.warnings.csv" in lax.out
    assert "Persons who are due to be matched: 1." in strict.out
    assert "Persons who are due to be matched: 2." in lax.out
    assert (unknown.status, unknown.err) == (2, "There is no encoding klingon\n")


async def test_n2_an_import_that_is_killed_keeps_its_batches_and_is_run_again(
    database: Database, tmp_path: Path
) -> None:
    lines = [f"{number},Ann,Lee,1984,{number:010}" for number in range(5_010)]
    path = str(written(tmp_path, f"{HEADER},national_id", *lines))
    settings = environment(tmp_path / "data", database)
    watcher = await asyncpg.connect(database.owner_url)
    blocking = watcher.transaction()
    await blocking.start()
    await watcher.execute("select begin_act('person.imported', null, null, uuidv7(), null)")
    await watcher.execute(
        "insert into persons (first_name, source, external_id) values ('Ann', 'clinic', '5005')"
    )

    killed = await start(settings, "import", "persons", path, "--source", "clinic")
    while not await watcher.fetchval(IS_WAITED_FOR):
        await asyncio.sleep(0)
    killed.send_signal(signal.SIGKILL)
    await killed.communicate()
    await blocking.rollback()
    again = await run(settings, "import", "persons", path, "--source", "clinic")

    assert again.status == 0
    assert ", 0 rejected" in again.out
    assert await watcher.fetchval("select count(*) from persons") == 5_010
    assert await watcher.fetchval("select count(distinct resource_id) from audit_log") == 5_010
    assert await watcher.fetchval("select count(*) from audit_log") == 5_010
    await watcher.close()


IS_WAITED_FOR = """
select exists (select from pg_locks where not granted and pg_backend_pid() = any (
    pg_blocking_pids(pid)))
"""

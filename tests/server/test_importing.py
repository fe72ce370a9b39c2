"""Persons from CSV files: what is added, what is changed, and what is left as it is."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from server.importing.imports import import_persons, read_mapping
from server.postgres.connection import connect
from server.postgres.counting import CountingConnection
from tests.databases import Database
from tests.server.csv_written import HEADER, column, written


@pytest.fixture
async def connection(database: Database) -> AsyncIterator[CountingConnection]:
    opened = await connect(database.app_url)
    yield opened
    await opened.close()


async def test_a_person_comes_with_document_phone_and_address(
    connection: CountingConnection, tmp_path: Path
) -> None:
    path = written(
        tmp_path,
        HEADER + ",gender,phone,document_type,document_number,settlement,country",
        "7,Олена,Мельник,19840203,F,+380501234567,PASSPORT,AB123456,Львів,UA",
        "8,Ann,Lee,1990-01-02,,,,,,",
    )

    summary = await import_persons(connection, path, "clinic")

    assert (summary.read, summary.added, summary.rejected) == (2, 2, 0)
    assert [tuple(row) for row in await connection.fetch(WITH_PARTS)] == [
        ("7", "FEMALE", "PASSPORT", "AB123456", "+380501234567", "UA", "Львів"),
        ("8", "UNKNOWN", None, None, None, None, None),
    ]


WITH_PARTS = """
select external_id, gender, d.type, d.number, n.number, country, settlement from persons p
  left join person_documents d on d.person_id = p.id
  left join person_phones n on n.person_id = p.id
  left join person_addresses a on a.person_id = p.id
 order by external_id
"""


async def test_the_same_file_again_changes_nothing(
    connection: CountingConnection, tmp_path: Path
) -> None:
    lines = (HEADER + ",phone,street", "7,Ann,Lee,19840203,1234567,Main", "8,Jo,Fox,19840203,,")
    path = written(tmp_path, *lines)
    await import_persons(connection, path, "clinic")
    audited = await connection.fetchval("select count(*) from audit_log")

    summary = await import_persons(connection, path, "clinic")

    assert (summary.added, summary.updated, summary.unchanged) == (0, 0, 2)
    assert await connection.fetchval("select count(*) from audit_log") == audited
    assert await connection.fetchval("select count(*) from persons") == 2


@pytest.mark.parametrize(
    "changed",
    [
        "7,Anna,Lee,19840203,1234567,AB1,Main",
        "7,Ann,Lee,19840203,7654321,AB1,Main",
        "7,Ann,Lee,19840203,1234567,AB2,Main",
        "7,Ann,Lee,19840203,1234567,,Main",
        "7,Ann,Lee,19840203,1234567,AB1,High",
        "7,Ann,Lee,19840203,1234567,AB1,",
    ],
)
async def test_only_what_changed_is_updated_and_audited_once(
    connection: CountingConnection, tmp_path: Path, changed: str
) -> None:
    header = HEADER + ",phone,document_number,street"
    other = "8,Jo,Fox,19840203,7777777,CD1,Side"
    first = "7,Ann,Lee,19840203,1234567,AB1,Main"
    await import_persons(connection, written(tmp_path, header, first, other), "clinic")

    summary = await import_persons(connection, written(tmp_path, header, changed, other), "clinic")

    assert (summary.added, summary.updated, summary.unchanged) == (0, 1, 1)
    assert await connection.fetchval("select count(*) from audit_log") == 3
    assert await column(connection, STORED) == [changed, other]


STORED = """
select concat_ws(',', external_id, first_name, last_name, to_char(birth_date, 'YYYYMMDD'),
                 coalesce(n.number, ''), coalesce(d.number, ''), coalesce(street, ''))
  from persons p
  left join person_documents d on d.person_id = p.id
  left join person_phones n on n.person_id = p.id
  left join person_addresses a on a.person_id = p.id
 order by external_id
"""


async def test_fields_that_a_file_does_not_have_are_left_as_they_are(
    connection: CountingConnection, tmp_path: Path
) -> None:
    whole = written(tmp_path, HEADER + ",email,phone", "7,Ann,Lee,19840203,a@example.org,1234567")
    await import_persons(connection, whole, "clinic")

    await import_persons(connection, written(tmp_path, HEADER, "7,Anna,Lee,19840203"), "clinic")

    assert await column(connection, "select email from persons") == ["a@example.org"]
    assert await column(connection, "select first_name from persons") == ["Anna"]
    assert await column(connection, "select number from person_phones") == ["1234567"]


async def test_one_external_id_of_two_sources_is_two_persons(
    connection: CountingConnection, tmp_path: Path
) -> None:
    path = written(tmp_path, HEADER, "7,Ann,Lee,19840203")
    await import_persons(connection, path, "clinic")

    summary = await import_persons(connection, path, "tax office")

    assert summary.added == 1


async def test_columns_of_other_names_are_mapped(
    connection: CountingConnection, tmp_path: Path
) -> None:
    path = written(tmp_path, "rec_id, given_name, surname, born", "r-1, ann, lee, 19840203")
    pairs = ["external_id=rec_id", "first_name=given_name", "last_name=surname", "birth_date=born"]

    summary = await import_persons(connection, path, "clinic", read_mapping(pairs))

    assert summary.added == 1
    assert await column(connection, "select first_name from persons") == ["ann"]


async def test_d4_an_import_is_in_the_audit_trail_without_personal_data(
    connection: CountingConnection, tmp_path: Path
) -> None:
    await import_persons(connection, written(tmp_path, HEADER, "1,Ann,Lee,19840203"), "clinic")

    entry = await connection.fetchrow("select * from audit_log")

    assert (entry["action"], entry["resource"]) == ("person.imported", "person")
    assert "Ann" not in entry["changeset"]
    assert "first_name" in entry["changeset"]


async def test_two_imports_of_one_file_at_once_add_each_person_once(
    database: Database, tmp_path: Path
) -> None:
    lines = [f"{n},Ann,Lee,19840203,{n:07}" for n in range(6000)]
    one = written(tmp_path, HEADER + ",phone", *lines)
    other = written(tmp_path, HEADER + ",phone", *reversed(lines), name="other.csv")
    first, second = await connect(database.app_url), await connect(database.app_url)

    summaries = await asyncio.gather(
        import_persons(first, one, "clinic"), import_persons(second, other, "clinic")
    )

    assert sum(summary.added for summary in summaries) == 6000
    assert sum(summary.unchanged for summary in summaries) == 6000
    assert await first.fetchval("select count(*) from person_phones") == 6000
    await first.close()
    await second.close()


async def test_two_imports_that_change_one_person_at_once_leave_one_phone(
    database: Database, tmp_path: Path
) -> None:
    first, second = await connect(database.app_url), await connect(database.app_url)
    people = [f"{number},Ann,Lee,19840203" for number in range(500)]
    whole = written(tmp_path, HEADER + ",phone", *(f"{line},1111111" for line in people))
    await import_persons(first, whole, "clinic")
    one = written(tmp_path, HEADER + ",phone", *(f"{line},2222222" for line in people))
    lines = [f"{line},3333333" for line in reversed(people)]
    other = written(tmp_path, HEADER + ",phone", *lines, name="other.csv")

    await asyncio.gather(
        import_persons(first, one, "clinic"), import_persons(second, other, "clinic")
    )

    assert await first.fetchval("select count(*) from person_phones") == 500
    assert await first.fetchval("select count(distinct number) from person_phones") == 1
    await first.close()
    await second.close()

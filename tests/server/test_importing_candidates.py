"""Pairs from CSV files: which become candidates, once, and which cannot."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from server.importing.csv_files import ImportImpossible
from server.importing.imports import import_candidates, import_persons
from server.postgres.connection import connect
from server.postgres.counting import CountingConnection
from tests.databases import Database
from tests.server.csv_written import HEADER, column, rejects, written


@pytest.fixture
async def connection(database: Database) -> AsyncIterator[CountingConnection]:
    opened = await connect(database.app_url)
    yield opened
    await opened.close()


PAIRS = "person_external_id,master_external_id,score"


@pytest.fixture
async def people(connection: CountingConnection, tmp_path: Path) -> Path:
    lines = [f"{number},Ann,Lee,19840203" for number in range(1, 6)]
    await import_persons(connection, written(tmp_path, HEADER, *lines), "clinic")
    return tmp_path


async def test_b13_a_pair_in_both_directions_is_one_candidate(
    connection: CountingConnection, people: Path
) -> None:
    path = written(people, PAIRS, "1,2,0.9", "2,1,0.9", "3,4,", "1,2,0.9", name="pairs.csv")

    summary = await import_candidates(connection, path, "clinic")
    again = await import_candidates(connection, path, "clinic")

    assert (summary.added, summary.unchanged, summary.rejected) == (2, 2, 0)
    assert (again.added, again.updated, again.unchanged) == (0, 0, 4)
    statuses = await column(connection, "select status from manual_merge_candidates")
    assert statuses == ["NEW", "NEW"]


async def test_another_score_of_a_pair_is_stored(
    connection: CountingConnection, people: Path
) -> None:
    first = written(people, PAIRS, "1,2,0.9", "3,4,0.8", name="pairs.csv")
    await import_candidates(connection, first, "clinic")

    second = written(people, PAIRS, "2,1,0.7", "3,4,", name="pairs.csv")
    summary = await import_candidates(connection, second, "clinic")

    assert (summary.updated, summary.unchanged) == (1, 1)
    scores = await column(connection, "select score::text from merge_candidates order by score")
    assert scores == ["0.7", "0.8"]


async def test_a_file_of_pairs_without_its_columns_is_refused(
    connection: CountingConnection, tmp_path: Path
) -> None:
    path = written(tmp_path, "first,second", "1,2")

    with pytest.raises(ImportImpossible, match="--map person_external_id=COLUMN takes it"):
        await import_candidates(connection, path, "clinic")


async def test_pairs_come_from_columns_of_other_names(
    connection: CountingConnection, people: Path
) -> None:
    path = written(people, "first;second;likeness", "1;2;0.9", name="pairs.csv")
    names = ("person_external_id", "master_external_id", "score")
    mapping = dict(zip(names, ("first", "second", "likeness"), strict=True))

    summary = await import_candidates(connection, path, "clinic", mapping=mapping)

    assert (summary.added, summary.rejected) == (1, 0)
    assert await column(connection, "select score::text from merge_candidates") == ["0.9"]


async def test_b13_pairs_that_cannot_be_candidates_go_to_the_rejects(
    connection: CountingConnection, people: Path
) -> None:
    await merge(connection, "5")
    path = written(
        people, PAIRS, "1,9,0.9", "8,9,0.9", "1,1,0.9", "1,,high", "1,5,0.9", name="pairs.csv"
    )

    summary = await import_candidates(connection, path, "clinic")

    assert (summary.added, summary.rejected) == (0, 5)
    assert [row[:2] for row in rejects(people, "pairs.rejects.csv")[1:]] == [
        ["2", NOBODY],
        ["3", "person_external_id '8' is nobody on record; " + NOBODY],
        ["4", "a person is not their own duplicate"],
        ["5", "no master_external_id"],
        ["6", "master_external_id '5' is INACTIVE"],
    ]


NOBODY = "master_external_id '9' is nobody on record"


async def test_b3_a_pair_that_was_there_before_a_merge_is_no_reject(
    connection: CountingConnection, people: Path
) -> None:
    path = written(people, PAIRS, "5,1,0.9", name="pairs.csv")
    await import_candidates(connection, path, "clinic")
    await merge(connection, "5")

    summary = await import_candidates(connection, path, "clinic")

    assert (summary.unchanged, summary.rejected) == (1, 0)


async def test_b3_a_pair_that_comes_during_a_merge_waits_for_its_end(
    database: Database, connection: CountingConnection, people: Path
) -> None:
    path = written(people, PAIRS, "5,1,0.9", name="pairs.csv")
    importer = await connect(database.app_url)
    merging = connection.transaction()
    await merging.start()
    await merge(connection, "5")

    importing = asyncio.create_task(import_candidates(importer, path, "clinic"))
    while not importing.done() and not await connection.fetchval(IS_WAITED_FOR):
        await asyncio.sleep(0)
    await merging.commit()
    summary = await importing

    assert (summary.added, summary.rejected) == (0, 1)
    await importer.close()


IS_WAITED_FOR = """
select exists (select from pg_locks where not granted and pg_backend_pid() = any (
    pg_blocking_pids(pid)))
"""


async def test_masters_may_be_of_another_source(
    connection: CountingConnection, people: Path
) -> None:
    path = written(people, HEADER, "1,Anna,Lee,19840203", name="others.csv")
    await import_persons(connection, path, "tax office")
    pairs = written(people, PAIRS, "1,1,0.9", name="pairs.csv")

    summary = await import_candidates(connection, pairs, "clinic", "tax office")

    assert summary.added == 1
    assert await column(connection, MASTER_SOURCES) == ["tax office"]


MASTER_SOURCES = """
select source from merge_candidates pair join persons on persons.id = pair.master_person_id
"""


async def merge(connection: CountingConnection, external_id: str) -> None:
    async with connection.transaction():
        await connection.execute(
            "select begin_act('merge_request.merged', null, null, uuidv7(), null)"
        )
        await connection.execute(
            "update persons set status = 'INACTIVE' where external_id = $1", external_id
        )

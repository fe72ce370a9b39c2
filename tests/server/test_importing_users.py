"""Whose work an import is: a user who is named has edited its persons, else nobody (rule H21)."""

from collections.abc import AsyncIterator
from pathlib import Path
from uuid import uuid4

import asyncpg
import pytest

from server.importing.csv_files import ImportImpossible
from server.importing.imports import Options, import_persons
from server.postgres.connection import connect
from server.postgres.counting import CountingConnection
from tests.databases import Database
from tests.server.commands import environment, run
from tests.server.csv_written import HEADER, written

EDITORS = """
select external_id, username from person_editors
  join persons on persons.id = person_id join users on users.id = user_id order by external_id
"""
ENTRIES = "select distinct actor_id from audit_log where action = 'person.imported'"


@pytest.fixture
async def owner(database: Database) -> AsyncIterator[asyncpg.Connection]:
    opened = await asyncpg.connect(database.owner_url)
    async with opened.transaction():
        await opened.execute("select begin_act('user.created', null, null, $1)", uuid4())
        await opened.execute("insert into users (username, display_name) values ('clerk', 'Clerk')")
    yield opened
    await opened.close()


@pytest.fixture
async def connection(database: Database) -> AsyncIterator[CountingConnection]:
    opened = await connect(database.app_url)
    yield opened
    await opened.close()


async def test_h21_an_import_makes_nobody_an_editor(
    owner: asyncpg.Connection, connection: CountingConnection, tmp_path: Path
) -> None:
    await import_persons(connection, written(tmp_path, HEADER, "7,Ann,Lee,1990-01-02"), "clinic")

    assert await owner.fetch(EDITORS) == []
    assert [it["actor_id"] for it in await owner.fetch(ENTRIES)] == [None]


async def test_h21_an_import_that_is_a_users_work_makes_them_an_editor_of_what_it_changes(
    owner: asyncpg.Connection, database: Database, tmp_path: Path
) -> None:
    known = environment(tmp_path, database)
    first = written(tmp_path, HEADER, "7,Ann,Lee,1990-01-02", "8,Bob,Lee,1990-01-02")
    await run(known, "import", "persons", str(first), "--source", "clinic")

    second = written(tmp_path, HEADER, "7,Ann,Lea,1990-01-02", "8,Bob,Lee,1990-01-02")
    done = await run(
        known, "import", "persons", str(second), "--source", "clinic", "--user", "clerk"
    )

    assert done.status == 0, done.err
    assert [tuple(it) for it in await owner.fetch(EDITORS)] == [("7", "clerk")]
    clerk = await owner.fetchval("select id from users")
    assert {it["actor_id"] for it in await owner.fetch(ENTRIES)} == {None, clerk}


async def test_h21_an_import_is_nobodys_work_who_is_no_user(
    connection: CountingConnection, tmp_path: Path
) -> None:
    path = written(tmp_path, HEADER, "7,Ann,Lee,1990-01-02")

    with pytest.raises(ImportImpossible, match="No user has that name"):
        await import_persons(connection, path, "clinic", options=Options(username="nobody"))

    assert await connection.fetch("select from persons") == []

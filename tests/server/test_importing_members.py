"""Whom an import makes members of an organisation: once, and by no consent of theirs (rule R6)."""

from collections.abc import AsyncIterator
from pathlib import Path

import asyncpg
import pytest

from server.importing.imports import ImportImpossible, Options, import_persons
from server.postgres.connection import connect
from server.postgres.counting import CountingConnection
from tests.databases import Database
from tests.server.commands import environment, run_here
from tests.server.csv_written import HEADER, written
from tests.server.organisations_made import do, organisation
from workflows.organisation_names import OrganisationUnclear

MEMBERS = """
select external_id, name, ended_on is null as goes_on
  from memberships join persons on persons.id = person_id
  join organisations on organisations.id = organisation_id
 order by external_id, name
"""
ANN, BOB = "7,Ann,Lee,1990-01-02", "8,Bob,Lee,1990-01-02"
END = "update memberships set ended_on = current_date returning id"


@pytest.fixture
async def owner(database: Database) -> AsyncIterator[asyncpg.Connection]:
    opened = await asyncpg.connect(database.owner_url)
    yield opened
    await opened.close()


@pytest.fixture
async def connection(database: Database) -> AsyncIterator[CountingConnection]:
    opened = await connect(database.app_url)
    yield opened
    await opened.close()


async def members(owner: asyncpg.Connection) -> list[tuple[str, str, bool]]:
    return [tuple(row) for row in await owner.fetch(MEMBERS)]


async def test_r6_the_persons_of_an_import_are_members_without_a_consent(
    owner: asyncpg.Connection, database: Database, tmp_path: Path
) -> None:
    await organisation(owner, "Saint Mary")
    path = written(tmp_path, HEADER, ANN, BOB)
    words = ("import", "persons", str(path), "--source", "clinic", "--organisation", "saint  MARY")

    first = await run_here(environment(tmp_path, database), *words)
    again = await run_here(environment(tmp_path, database), *words)

    assert await members(owner) == [("7", "Saint Mary", True), ("8", "Saint Mary", True)]
    assert await owner.fetchval("select count(*) from consents") == 0
    assert "\nMembers of the organisation: 2 more.\n" in first.out
    assert "\nMembers of the organisation: 0 more.\n" in again.out


async def test_r6_who_left_is_not_brought_back_by_the_next_file(
    owner: asyncpg.Connection, connection: CountingConnection, tmp_path: Path
) -> None:
    place = await organisation(owner, "Saint Mary")
    options = Options(organisation=str(place))
    await import_persons(connection, written(tmp_path, HEADER, ANN), "clinic", options=options)
    await do(owner, "consent.withdrawn", END)

    path = written(tmp_path, HEADER, ANN, BOB)
    summary = await import_persons(connection, path, "clinic", options=options)

    assert summary.joined == 1
    assert await members(owner) == [("7", "Saint Mary", False), ("8", "Saint Mary", True)]


async def test_r6_a_record_that_was_merged_makes_a_member_of_whoever_stands_for_it(
    owner: asyncpg.Connection, connection: CountingConnection, tmp_path: Path
) -> None:
    path = written(tmp_path, HEADER, ANN, BOB)
    await import_persons(connection, path, "clinic")
    await do(
        owner,
        "person.merged",
        "update persons set status = 'INACTIVE', master_person_id ="
        " (select id from persons where external_id = '7') where external_id = '8' returning id",
    )
    await organisation(owner, "Saint Mary")

    options = Options(organisation="Saint Mary")
    summary = await import_persons(connection, path, "clinic", options=options)

    assert summary.joined == 1
    assert await members(owner) == [("7", "Saint Mary", True)]


async def test_r1_an_organisation_that_has_no_one_name_is_refused_and_those_of_the_name_listed(
    owner: asyncpg.Connection, connection: CountingConnection, tmp_path: Path
) -> None:
    one = await organisation(owner, "North")
    other = await organisation(owner, "South")
    offices = [await organisation(owner, "Office", place) for place in (one, other)]
    path = written(tmp_path, HEADER, ANN)

    with pytest.raises(OrganisationUnclear) as unclear:
        await import_persons(connection, path, "clinic", options=Options(organisation="office"))
    with pytest.raises(OrganisationUnclear, match="There is no organisation 'West'"):
        await import_persons(connection, path, "clinic", options=Options(organisation="West"))

    for place, path_of_names in zip(offices, ("North / Office", "South / Office"), strict=True):
        assert f"{path_of_names} ({place})" in str(unclear.value)
    assert await connection.fetch("select from persons") == []


async def test_r1_nobody_joins_an_organisation_that_has_ended(
    owner: asyncpg.Connection, connection: CountingConnection, tmp_path: Path
) -> None:
    await organisation(owner, "Saint Mary")
    ended = "update organisations set status = 'ARCHIVED' returning id"
    await do(owner, "organisation.archived", ended)
    path = written(tmp_path, HEADER, ANN)

    with pytest.raises(ImportImpossible, match="Nobody can join Saint Mary: it is ARCHIVED"):
        await import_persons(connection, path, "clinic", options=Options(organisation="Saint Mary"))

    assert await connection.fetch("select from persons") == []

"""The tables of the code are the tables of the database, from wherever a database comes."""

from collections.abc import Callable

import asyncpg
import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, TextClause, make_url
from sqlalchemy.ext.asyncio import create_async_engine

from db.migrating import MigrationFailed, migrate
from db.schema import metadata
from db.versions import HERE, applied_version, version
from tests.databases import Database
from tests.house.catalog import OF_MIGRATING, described


def config() -> Config:
    found = Config()
    found.set_main_option("script_location", str(HERE / "migrations"))
    return found


# Alembic cannot read these indexes back; the comparison of catalogs can.
INCOMPARABLE = {
    index.name
    for table in metadata.tables.values()
    for index in table.indexes
    if any(isinstance(expression, TextClause) for expression in index.expressions)
}
REVISIONS = [it.revision for it in ScriptDirectory.from_config(config()).walk_revisions()]
"""From the newest to the oldest."""


async def run(url: str, work: Callable[[Connection], object]) -> object:
    driver = make_url(url).set(drivername="postgresql+asyncpg")
    engine = create_async_engine(driver)
    try:
        async with engine.begin() as connection:
            return await connection.run_sync(work)
    finally:
        await engine.dispose()


def upgrade_to(revision: str) -> Callable[[Connection], None]:
    def upgrade(connection: Connection) -> None:
        settings = config()
        settings.attributes["connection"] = connection
        command.upgrade(settings, revision)

    return upgrade


def differences(connection: Connection) -> object:
    def included(_: object, name: str | None, *__: object) -> bool:
        return name not in (*OF_MIGRATING, *INCOMPARABLE)

    options = {"include_object": included, "compare_type": True, "compare_server_default": True}
    return compare_metadata(MigrationContext.configure(connection, opts=options), metadata)


async def catalog_of(url: str) -> dict[str, str]:
    connection = await asyncpg.connect(url)
    try:
        return await described(connection)
    finally:
        await connection.close()


async def test_the_catalog_is_what_the_tables_of_the_code_make(
    database: Database, empty: str
) -> None:
    await run(empty, metadata.create_all)

    made, migrated = await catalog_of(empty), await catalog_of(database.owner_url)

    assert migrated == made, "migrations make what db/<area>.py declares, word for word"


async def test_alembic_finds_nothing_to_generate(database: Database) -> None:
    assert await run(database.owner_url, differences) == []


def test_revisions_are_one_line() -> None:
    script = ScriptDirectory.from_config(config())

    assert len(script.get_heads()) == 1
    assert len(script.get_bases()) == 1


@pytest.mark.parametrize("revision", [*REVISIONS[:2], *REVISIONS[9::10], REVISIONS[-1]])
async def test_a_database_of_a_former_revision_comes_to_this_version(
    revision: str, database: Database, empty: str
) -> None:
    await run(empty, upgrade_to(revision))

    changed = await migrate(empty)

    assert changed
    assert await catalog_of(empty) == await catalog_of(database.owner_url)


async def test_a_database_that_took_every_revision_by_itself_is_like_any_other(
    database: Database, empty: str
) -> None:
    for revision in reversed(REVISIONS):
        await run(empty, upgrade_to(revision))

    await migrate(empty)

    assert await catalog_of(empty) == await catalog_of(database.owner_url)


@pytest.mark.parametrize(
    ("revision", "sentence"),
    [
        ("0001", "older than the first release.*seed it anew"),
        ("0007", "older than the first release.*seed it anew"),
        ("9999_of_another_day", "by a newer version"),
    ],
)
async def test_a_database_of_a_revision_that_is_not_ours_is_refused_in_a_sentence(
    revision: str, sentence: str, empty: str
) -> None:
    owner = await asyncpg.connect(empty)
    await owner.execute("create table alembic_version (version_num text)")
    await owner.execute("insert into alembic_version values ($1)", revision)

    with pytest.raises(MigrationFailed, match=sentence):
        await migrate(empty)

    assert await owner.fetchval("select to_regclass('persons')") is None
    await owner.close()


async def test_a_database_of_this_version_is_left_alone(database: Database) -> None:
    changed = await migrate(database.owner_url)

    assert not changed


async def test_changed_rules_are_applied_again(
    database: Database, owner: asyncpg.Connection
) -> None:
    await owner.execute("update applied_rules set version = 'another'")
    await owner.execute("drop trigger audited_insert on persons")

    changed = await migrate(database.owner_url)

    assert changed
    assert await applied_version(owner.fetchval) == version()
    assert await owner.fetchval(
        "select true from pg_trigger where tgname = 'audited_insert'"
        " and tgrelid = 'persons'::regclass"
    )


async def test_a_function_that_had_other_parameters_is_made_anew(
    database: Database, owner: asyncpg.Connection
) -> None:
    before = await catalog_of(database.owner_url)
    await owner.execute("update applied_rules set version = 'another'")
    await owner.execute("drop function access_refusal(uuid, uuid, text[], uuid)")
    await owner.execute(
        "create function access_refusal(program uuid, somebody uuid, words text[])"
        " returns table (reason text) language sql as $$ select null $$"
    )

    await migrate(database.owner_url)

    assert (
        await owner.fetchval("select pg_get_function_arguments('access_refusal'::regproc)")
        == "client uuid, acting_user uuid, roles text[], session uuid DEFAULT NULL::uuid"
    )
    assert await catalog_of(database.owner_url) == before

"""Brings a database to this version: migrations make tables, then the rule files are applied."""

import re
from functools import partial
from typing import Any

import asyncpg
from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, make_url
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.pool import NullPool

from db import advisory_locks
from db.catalog import REMEMBER
from db.certificate_templates import add_standards
from db.rule_files import rule_files
from db.versions import HERE, applied_version, version

OLDEST_SERVER = 180000
APPLICATION_ROLE = "selfsame_app"
BEFORE_THE_BASELINE = tuple(f"{number:04}" for number in range(1, 8))
"""The revisions that led to the baseline, before anything was released."""

BATCH = 10_000
"""How many persons get their first version in one transaction."""

HAVE_PERSONS_VERSIONS = (
    "select obj_description('person_version_rises()'::regprocedure, 'pg_proc') is not null"
)
ROUTINE = re.compile(r"^create or replace (?:function|procedure) (\w+)", re.MULTILINE)
DROP_ROUTINES = """
select format('drop routine %s', oid::regprocedure) as statement
  from pg_proc
 where pg_function_is_visible(oid) and proname = any ($1)
   and prorettype not in ('trigger'::regtype, 'event_trigger'::regtype)
   and not exists (select from pg_depend
                    where refclassid = 'pg_proc'::regclass and refobjid = pg_proc.oid
                      and deptype = 'n')
"""


class MigrationFailed(Exception):
    """The database cannot be brought to this version; the sentence says why."""


async def migrate(owner_url: str, app_url: str | None = None) -> bool:
    """Bring the database to this version and return whether anything was to be done.

    `owner_url` is a role that may create tables and roles; `app_url` is the address that the
    application uses, whose user is made where it does not exist, or is granted the role
    `selfsame_app`. Rule D3. Two at a time wait for each other. Raises MigrationFailed.
    """
    # asyncpg reads the address itself: SQLAlchemy would not know all of a URL's options.
    engine = create_async_engine(
        "postgresql+asyncpg://",
        async_creator=lambda: asyncpg.connect(owner_url),
        poolclass=NullPool,
    )
    try:
        async with engine.begin() as connection:
            await _refuse_old_server(connection)
            await connection.exec_driver_sql(
                f"select pg_advisory_xact_lock({advisory_locks.MIGRATION})"
            )
            is_current = await _applied(connection) == version()
            if not is_current:
                await connection.run_sync(_upgrade)
                await _apply_rules(connection)
                await add_standards((await connection.get_raw_connection()).driver_connection)
            await _admit(connection, app_url)
            if not is_current:
                await connection.exec_driver_sql(REMEMBER)
            has_versions = await _ask(connection, HAVE_PERSONS_VERSIONS)
        if not has_versions:
            await _begin_person_versions(engine)
        return not is_current
    finally:
        await engine.dispose()


async def _refuse_old_server(connection: AsyncConnection) -> None:
    number = (await connection.exec_driver_sql("show server_version_num")).scalar_one()
    if int(number) < OLDEST_SERVER:
        raise MigrationFailed("Selfsame needs PostgreSQL 18 or later; this server is older")


async def _applied(connection: AsyncConnection) -> str | None:
    return await applied_version(partial(_ask, connection))


async def _ask(connection: AsyncConnection, sql: str) -> Any:
    return (await connection.exec_driver_sql(sql)).scalar_one_or_none()


def _upgrade(connection: Connection) -> None:
    config = Config()
    config.set_main_option("script_location", str(HERE / "migrations"))
    config.attributes["connection"] = connection
    revisions = [it.revision for it in ScriptDirectory.from_config(config).walk_revisions()]
    current = MigrationContext.configure(connection).get_current_revision()
    if current in BEFORE_THE_BASELINE:
        raise MigrationFailed(
            "This database is older than the first release: delete it (the embedded one is in the"
            " data directory), and migrate and seed it anew"
        )
    if current is not None and current not in revisions:
        raise MigrationFailed("This database was migrated by a newer version of Selfsame")
    command.upgrade(config, "head")


async def _apply_rules(connection: AsyncConnection) -> None:
    # The driver's own execute takes many statements at once; SQLAlchemy's prepares a single one.
    raw = (await connection.get_raw_connection()).driver_connection
    assert raw is not None
    await raw.execute(
        "create table if not exists applied_rules"
        " (version text not null, applied_at timestamptz not null default now())"
    )
    await raw.execute("alter table applied_rules add column if not exists catalog jsonb")
    await _drop_routines(raw)
    for file in rule_files():
        await raw.execute(file.text)
    await raw.execute("call fold_anew()")
    await raw.execute("delete from applied_rules")
    await raw.execute("insert into applied_rules (version) values ($1)", version())


async def _begin_person_versions(engine: AsyncEngine) -> None:
    """Give every person of before a first version, in batches: a register is large. Rule H21.

    Stopped in between, it goes on with those who have none the next time.
    """
    after, is_done = None, False
    while not is_done:
        async with engine.begin() as connection:
            raw = (await connection.get_raw_connection()).driver_connection
            assert raw is not None
            after = await raw.fetchval("select begin_person_versions($1, $2)", after, BATCH)
        is_done = after is None
    async with engine.begin() as connection:
        await connection.exec_driver_sql("call end_beginning_of_person_versions()")


async def _drop_routines(raw: Any) -> None:
    """Drop the functions and procedures that the rule files make, as earlier versions made them.

    `create or replace` refuses one whose parameters have other names, or whose result has another
    type. Functions of triggers have neither, and stay, because the triggers depend on them; so do
    those of indexes.
    """
    names = {name for file in rule_files() for name in ROUTINE.findall(file.text)}
    for drop in await raw.fetch(DROP_ROUTINES, sorted(names)):
        await raw.execute(drop["statement"])


async def _admit(connection: AsyncConnection, app_url: str | None) -> None:
    if app_url is None:
        return
    url = make_url(app_url)
    raw = (await connection.get_raw_connection()).driver_connection
    assert raw is not None
    exists = await raw.fetchval("select true from pg_roles where rolname = $1", url.username)
    if not exists or url.username == APPLICATION_ROLE:
        statement = "create role %I login password %L"
        if exists:
            statement = "alter role %I login password %L"
        await raw.execute(
            await raw.fetchval(
                f"select format('{statement}', $1::text, $2::text)", url.username, url.password
            )
        )
    if url.username != APPLICATION_ROLE:
        await raw.execute(
            await raw.fetchval(
                f"select format('grant {APPLICATION_ROLE} to %I', $1::text)", url.username
            )
        )

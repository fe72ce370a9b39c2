"""Brings a database to this version: migrations make tables, then the rule files are applied."""

import json
import re
from typing import Any

import asyncpg
from alembic import command
from sqlalchemy import Connection
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.pool import NullPool

from db import rule_statements
from db.application_role import admit
from db.catalog import REMEMBER
from db.certificate_templates import add_standards
from db.lock_waits import LockWaits, MigrationFailed, Report
from db.migrating_steps import Steps, config_for, revision_of
from db.regions import IS_COPY, keep_region, keeps_its_region, stored_region
from db.rule_files import rule_files
from db.versions import applied_version, version

__all__ = ["MigrationFailed", "migrate", "plan"]

OLDEST_SERVER = 180000

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
TABLE = """
create table if not exists applied_rules
    (version text not null, applied_at timestamptz not null default now())
"""
COLUMNS = """
alter table applied_rules
    add column if not exists catalog jsonb,
    add column if not exists files jsonb,
    add column if not exists served text[] not null default '{}',
    add column if not exists outdated jsonb not null default '{}',
    add column if not exists unfinished text[] not null default '{}'
"""
"""One row says what was applied: the version, what the catalog was then, the statements of each
file; which older versions are served; which of their routines stay until the next version; and
what is to be done after a migration and is not done yet."""


def _say_nothing(_sentence: str) -> None:
    pass


async def migrate(
    owner_url: str,
    app_url: str | None = None,
    report: Report = _say_nothing,
    region: str | None = None,
) -> bool:
    """Bring the database to this version and return whether anything was to be done.

    `owner_url` is a role that may create tables and roles; `app_url` is the address that the
    application uses, whose user is made where it does not exist, or is granted the role
    `selfsame_app`. Rule D3. Two at a time wait for each other. A database that was never migrated
    is in one transaction; one that may be in use is step by step, so that nobody has to stop for
    it (rule Z5). `report` takes sentences about what takes long. A region is
    carried by numbers from then on, for those who connect (rule Z10); without one it stays, and a
    database that has one keeps it. Raises MigrationFailed.
    """
    # asyncpg reads the address itself: SQLAlchemy would not know all of a URL's options.
    engine = create_async_engine(
        "postgresql+asyncpg://",
        async_creator=lambda: asyncpg.connect(owner_url),
        poolclass=NullPool,
    )
    raw = await asyncpg.connect(owner_url)
    try:
        await _refuse_old_server(raw)
        await _refuse_another_region(raw, region)
        waits = LockWaits(report)
        await waits.for_turn(raw)
        applied = await applied_version(raw.fetchval)
        if applied is None:
            await _migrate_at_once(engine)
        elif applied != version():
            await _add_columns(raw)
            await Steps(raw, engine, waits).run(applied)
        await admit(raw, app_url)
        if not await raw.fetchval(HAVE_PERSONS_VERSIONS):
            await _begin_person_versions(engine)
        is_of_another_region = region is not None and await keep_region(raw, region)
        return applied != version() or is_of_another_region
    finally:
        await raw.close(timeout=1)
        await engine.dispose()


async def plan(owner_url: str, region: str | None = None) -> list[str]:
    """Return what `migrate` would do, in sentences; change nothing. Raises MigrationFailed."""
    raw = await asyncpg.connect(owner_url)
    engine = create_async_engine(
        "postgresql+asyncpg://", async_creator=lambda: asyncpg.connect(owner_url)
    )
    try:
        await _refuse_old_server(raw)
        await _refuse_another_region(raw, region)
        applied = await applied_version(raw.fetchval)
        if applied is None:
            return ["The database was never migrated: everything is made at once."]
        if applied == version():
            return ["The database is at this version."]
        return await Steps(raw, engine, LockWaits(_say_nothing)).plan()
    finally:
        await raw.close(timeout=1)
        await engine.dispose()


async def _refuse_another_region(raw: asyncpg.Connection, region: str | None) -> None:
    if region is None:
        return
    kept = await stored_region(raw)
    if kept is not None and kept != region:
        raise MigrationFailed(keeps_its_region(region, kept))
    if await raw.fetchval(IS_COPY):
        raise MigrationFailed(
            "This is a copy of several regions, which gives out no numbers: unset SELFSAME_REGION."
        )


async def _refuse_old_server(raw: asyncpg.Connection) -> None:
    if int(await raw.fetchval("show server_version_num")) < OLDEST_SERVER:
        raise MigrationFailed("Selfsame needs PostgreSQL 18 or later; this server is older")


async def _add_columns(raw: asyncpg.Connection) -> None:
    has_columns = await raw.fetchval(
        "select exists (select from pg_attribute"
        " where attrelid = 'applied_rules'::regclass and attname = 'unfinished')"
    )
    if not has_columns:
        await raw.execute(COLUMNS)


async def _migrate_at_once(engine: AsyncEngine) -> None:
    async with engine.begin() as connection:
        await connection.run_sync(_upgrade)
        await _apply_rules(connection)
        raw = (await connection.get_raw_connection()).driver_connection
        await add_standards(raw)
        await connection.exec_driver_sql(REMEMBER)


def _upgrade(connection: Connection) -> None:
    revision_of(connection)
    command.upgrade(config_for(connection), "head")


async def _apply_rules(connection: AsyncConnection) -> None:
    # The driver's own execute takes many statements at once; SQLAlchemy's prepares a single one.
    raw = (await connection.get_raw_connection()).driver_connection
    assert raw is not None
    await raw.execute(TABLE)
    await raw.execute(COLUMNS)
    await _drop_routines(raw)
    files = rule_files()
    for file in files:
        await raw.execute(file.text)
    await raw.execute("call fold_anew()")
    await raw.execute("delete from applied_rules")
    rules = rule_statements.Rules(rule_statements.read(files))
    await raw.execute(
        "insert into applied_rules (version, files) values ($1, $2)",
        version(),
        json.dumps(rules.as_json()),
    )


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

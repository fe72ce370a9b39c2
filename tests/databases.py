"""The databases that tests get: each clean and its own, copied from one that was migrated once.

To copy a database takes longer than most tests, so one that a test has left as it found it, but
for rows, is emptied and handed out again.
"""

import asyncio
import shutil
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import asyncpg

from server.postgres.embedded import EmbeddedPostgres
from tests.warm_connections import forget, kept_backends

MEMORY = Path("/dev/shm")
"""Where Linux keeps files in memory: to make and to copy a database takes a third of the time."""

MEMORY_NEEDED = 4_000_000_000
"""Free bytes with which it holds the servers of all workers; containers often have 64 MB of it."""

MOST_GROWTH = 3_000_000
"""Bytes by which a database may have grown and is still worth emptying: dead rows stay in it."""

FINGERPRINT = """
select md5(string_agg(part, ' ' order by part)) from (
    select format('relation %s %s %s', oid, xmin, reltuples >= 0) from pg_class
     where relnamespace = 'public'::regnamespace
    union all
    select format('function %s %s', oid, xmin) from pg_proc
     where pronamespace = 'public'::regnamespace
    union all select format('trigger %s %s', oid, xmin) from pg_trigger
    union all select format('constraint %s %s', oid, xmin) from pg_constraint
    union all select format('schema %s %s', oid, xmin) from pg_namespace where nspname !~ '^pg_'
    union all select format('extension %s', oid) from pg_extension
    union all select format('publication %s', oid) from pg_publication
    union all select format('version %s %s', tableoid, version) from applied_rules
    union all select format('version %s %s', tableoid, version_num) from alembic_version
    union all select format('setting %s', setrole) from pg_db_role_setting
               where setdatabase = (select oid from pg_database where datname = current_database())
) as catalog (part)
"""
"""What a copy has in common with its template until somebody changes or analyzes something."""

EMPTY = """
do $$
declare
    relation regclass;
    has_rows boolean;
begin
    set local session_replication_role = replica;
    for relation in
        select oid from pg_class
         where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
           and relname not in ('alembic_version', 'applied_rules', 'certificate_templates',
                               'template_fonts', 'font_files')
    loop
        execute format('select exists (select from %s)', relation) into has_rows;
        if has_rows then
            execute format('delete from %s', relation);
        end if;
    end loop;
    -- The standard templates come with the tables.
    delete from template_fonts where certificate_template_id in (
        select id from certificate_templates where name <> 'standard' or version > 1);
    delete from certificate_templates where name <> 'standard' or version > 1;
    update certificate_templates set retired_at = null where retired_at is not null;
    delete from font_files where digest not in (select digest from template_fonts);
    perform setval(format('%I.%I', schemaname, sequencename)::regclass, start_value, false)
       from pg_sequences where schemaname = 'public' and last_value is not null;
end
$$
"""


@dataclass(frozen=True, slots=True)
class Database:
    """A migrated, empty database: its addresses as the owner and as the application."""

    owner_url: str
    app_url: str

    @property
    def name(self) -> str:
        """Its name on its server."""
        return self.owner_url.rpartition("/")[2]


def at(url: str, name: str) -> str:
    """Give the address of another database on the same server."""
    return f"{url.rpartition('/')[0]}/{name}"


class Databases:
    """Copies of one template, lent to one test at a time."""

    def __init__(self, postgres: EmbeddedPostgres, template: str) -> None:
        self._postgres = postgres
        self._template = template
        self._clean: list[Database] = []
        self._owners: dict[Database, asyncpg.Connection] = {}
        self._fingerprint = ""
        self._size = 0

    async def start(self) -> None:
        """Connect to the server, and see what a copy looks like."""
        self._maintenance = await asyncpg.connect(at(self._postgres.owner_url, "postgres"))
        self._clean.append(await self._copy())
        owner = await self._owner_of(self._clean[0])
        self._fingerprint = await owner.fetchval(FINGERPRINT)
        self._size = await owner.fetchval("select pg_database_size(current_database())")

    async def close(self) -> None:
        """Delete the databases that are left."""
        for database in self._clean:
            await self._drop(database)
        await self._maintenance.close()

    async def lend(self) -> Database:
        """Hand out a clean database."""
        return self._clean.pop() if self._clean else await self._copy()

    async def take_back(self, database: Database) -> None:
        """Empty a database for the next test, or delete it where more than rows has changed."""
        owner = await self._owner_of(database)
        await self._disconnect_everybody_else(database, owner)
        is_as_before = await owner.fetchval(FINGERPRINT) == self._fingerprint
        size = await owner.fetchval("select pg_database_size(current_database())")
        if is_as_before and size <= self._size + MOST_GROWTH:
            await owner.execute(EMPTY)
            self._clean.append(database)
        else:
            await self._drop(database)

    async def _copy(self) -> Database:
        name = f"test_{uuid.uuid4().hex}"
        await self._maintenance.execute(
            f"CREATE DATABASE {name} TEMPLATE {self._template} STRATEGY file_copy"
        )
        return Database(at(self._postgres.owner_url, name), at(self._postgres.app_url, name))

    async def _owner_of(self, database: Database) -> asyncpg.Connection:
        """Return a connection that stays as long as the database: to make one takes 5 ms."""
        owner = self._owners.get(database)
        if owner is None or owner.is_closed():
            owner = self._owners[database] = await asyncpg.connect(database.owner_url)
        return owner

    async def _drop(self, database: Database) -> None:
        forget(database.app_url, database.owner_url)
        await self._owners.pop(database).close()
        await self._maintenance.execute(f"DROP DATABASE {database.name} WITH (FORCE)")

    async def _disconnect_everybody_else(
        self, database: Database, owner: asyncpg.Connection
    ) -> None:
        while await self._maintenance.fetch(
            "select pg_terminate_backend(pid) from pg_stat_activity"
            " where datname = $1 and pid <> all ($2)",
            database.name,
            [owner.get_server_pid(), *kept_backends(database.app_url, database.owner_url)],
        ):
            await asyncio.sleep(0)


@contextmanager
def reachable_directory() -> Iterator[Path]:
    """Make a directory that also the account which runs PostgreSQL for root may enter."""
    is_roomy = MEMORY.is_dir() and shutil.disk_usage(MEMORY).free >= MEMORY_NEEDED
    with tempfile.TemporaryDirectory(prefix="selfsame-", dir=MEMORY if is_roomy else None) as name:
        directory = Path(name)
        directory.chmod(0o755)
        yield directory


@contextmanager
def fast_postgres() -> Iterator[EmbeddedPostgres]:
    """Run a server that forgets everything."""
    with reachable_directory() as directory:
        with EmbeddedPostgres(directory, fast=True) as server:
            yield server
        server.remove()

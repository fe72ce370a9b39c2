"""Brings a database that is in use to this version, step by step, so that nobody stops (rule Z5).

Each step is one transaction that waits for locks for a moment only, and is begun anew where that
was not enough. A migration that is interrupted goes on with the next one.
"""

import json
import re
from dataclasses import dataclass, field
from typing import Any, Final

import asyncpg
from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import Script, ScriptDirectory
from sqlalchemy import Connection
from sqlalchemy.ext.asyncio import AsyncEngine

from db.catalog import DIFFERENCES, REMEMBER
from db.certificate_templates import add_standards
from db.lock_waits import LockWaits, MigrationFailed
from db.replaced_routines import Replacing, drop_outdated
from db.rule_files import rule_files
from db.rule_statements import Applied, Kind, Rules, read
from db.versions import HERE, version

BEFORE_THE_BASELINE: Final = tuple(f"{number:04}" for number in range(1, 8))
"""The revisions that led to the baseline, before anything was released."""

SERVED: Final = "The servers that run go on while it does, and after it until they are replaced."
STOPPED: Final = "Stop every server and worker first: {revision} is one that they cannot work with."
FOLDED: Final = "Names may be folded anew: whoever writes waits meanwhile."

# Of before there was such a column, nothing is known.
FILES: Final = "select to_jsonb(applied_rules) -> 'files' from applied_rules"

WHO_ACTS: Final = "who_acts.sql"

IN_TRANSACTIONS: Final = """
select virtualtransaction from pg_locks join pg_stat_activity using (pid)
 where locktype = 'virtualxid' and virtualxid = virtualtransaction
   and datname = current_database() and usesysid is not null and pid <> pg_backend_pid()
"""
"""The transactions of others, but for PostgreSQL's own. An owner who is no superuser is shown
neither when they began nor whether they have written something, and sees their locks."""

RIGHTS: Final = """
select relname::text, privilege_type
  from pg_class, aclexplode(relacl)
 where relnamespace = 'public'::regnamespace and grantee = 'selfsame_app'::regrole
"""

INDEX: Final = re.compile(r"create (?:unique )?index concurrently (\w+)")


def config_for(connection: Connection) -> Config:
    """Return Alembic's configuration for a connection."""
    config = Config()
    config.set_main_option("script_location", str(HERE / "migrations"))
    config.attributes["connection"] = connection
    return config


def revision_of(connection: Connection) -> str | None:
    """Return a database's newest migration. Raises MigrationFailed where it is not ours."""
    current = MigrationContext.configure(connection).get_current_revision()
    if current in BEFORE_THE_BASELINE:
        raise MigrationFailed(
            "This database is older than the first release: delete it (the embedded one is in the"
            " data directory), and migrate and seed it anew"
        )
    script = ScriptDirectory.from_config(config_for(connection))
    if current is not None and current not in [it.revision for it in script.walk_revisions()]:
        raise MigrationFailed("This database was migrated by a newer version of Selfsame")
    return current


def pending(connection: Connection) -> list[Script]:
    """Return the migrations that a database has not, in their order."""
    current = revision_of(connection)
    script = ScriptDirectory.from_config(config_for(connection))
    return [*reversed([*script.iterate_revisions("heads", current or "base")])]


def stops_older_servers(revision: Script) -> bool:
    """Return whether servers of earlier versions cannot work after a migration."""
    return bool(getattr(revision.module, "OLDER_SERVERS_STOP", False))


@dataclass(slots=True)
class Steps:
    """The steps of one migration, on a connection that holds the lock of migrations."""

    raw: asyncpg.Connection
    engine: AsyncEngine
    waits: LockWaits
    rules: Rules = field(default_factory=lambda: Rules(read(rule_files())))

    async def plan(self) -> list[str]:
        """Return what `run` would do, in sentences."""
        revisions, changed = await self._to_do()
        sentences = [f"Migration {it.revision}." for it in revisions]
        sentences += [f"Rules of {name}." for name in changed]
        if "folding.sql" in changed:
            sentences.append(FOLDED)
        for revision in filter(stops_older_servers, revisions):
            return [*sentences, STOPPED.format(revision=revision.revision)]
        return [*sentences, SERVED]

    async def run(self, applied: str) -> None:
        """Bring the database from the version that was applied to this one."""
        if await self.raw.fetch(DIFFERENCES):
            # Nothing of what is there is believed.
            await self.raw.execute("update applied_rules set files = '{}'")
        revisions, changed = await self._to_do()
        await self.waits.again(lambda bound: drop_outdated(self.raw, bound, applied))
        if any(map(stops_older_servers, revisions)):
            # From here on they are not ready, and start no more.
            await self.raw.execute("update applied_rules set version = '', served = '{}'")
        await self._finish()
        for revision in revisions:
            await self._migrate(revision.revision)
            await self._finish()
        await self.waits.again(lambda bound: self._define(bound, changed, applied))
        if WHO_ACTS in changed:
            began_before = await self._in_transactions()
            await self.waits.again(lambda _: self._let_end(began_before))
        for name in self.rules.files:
            if name in changed or revisions:
                await self._change_tables(name, tables_changed=bool(revisions))
        await self.waits.again(self._end)

    async def _to_do(self) -> tuple[list[Script], list[str]]:
        """Return the migrations and the files of rules that the database has not.

        Where its guards are not those that were applied, all of them are applied again.
        """
        async with self.engine.connect() as connection:
            revisions = await connection.run_sync(pending)
        row = await self.raw.fetchval(FILES)
        files: dict[str, Any] = json.loads(row or "{}") or {}
        if not await self.raw.fetch(DIFFERENCES):
            applied = {name: Applied.read(it) for name, it in files.items()}
            self.rules = Rules(self.rules.files, applied)
        return revisions, self.rules.changed()

    async def _migrate(self, revision: str) -> None:
        """Bring the database to one migration, and note what comes after it."""

        async def step(bound: str) -> None:
            async with self.engine.begin() as connection:
                await connection.exec_driver_sql(bound)
                later: list[str] = []

                def upgrade(it: Connection) -> None:
                    config = config_for(it)
                    config.attributes["later"] = later
                    command.upgrade(config, revision)

                await connection.run_sync(upgrade)
                raw: Any = (await connection.get_raw_connection()).driver_connection
                await raw.execute("update applied_rules set unfinished = unfinished || $1", later)
                await raw.execute(REMEMBER)

        await self.waits.again(step)

    async def _finish(self) -> None:
        """Do what comes after a migration, beside everybody's work: indexes, and looking at rows.

        It waits for as long as it takes, since nobody waits behind it.
        """
        while statement := await self.raw.fetchval("select unfinished[1] from applied_rules"):
            index = INDEX.match(statement)
            is_valid = index and await self.raw.fetchval(
                "select indisvalid from pg_index where indexrelid = to_regclass($1)", index[1]
            )
            if index and is_valid is False:
                # What was interrupted leaves an index that nothing uses.
                await self.raw.execute(f"drop index concurrently {index[1]}")
            if not is_valid:
                await self.raw.execute(statement)
            await self.raw.execute("update applied_rules set unfinished = unfinished[2:]")

    async def _define(self, bound: str, changed: list[str], applied: str) -> None:
        """Make the routines of all changed files in one transaction, and grant what is granted.

        One may call another's new form, and nobody waits for it: at once, so that nobody meets half
        of them.
        """
        async with self.raw.transaction():
            await self.raw.execute(bound)
            replacing = await Replacing.begin(self.raw, applied)
            names: set[str] = set()
            for name in changed:
                names |= {*self.rules.of(name).routines, *self.rules.routines(name)}
                for statement in self.rules.files[name]:
                    if statement.kind is Kind.DEFINITION:
                        await replacing.make(statement)
            await replacing.note_outdated(names)
            before = {tuple(row) for row in await self.raw.fetch(RIGHTS)}
            await self._grant(changed)
            after = {tuple(row) for row in await self.raw.fetch(RIGHTS)}
            # The former triggers need what the new ones do not: it goes at the end.
            for table, right in sorted(before - after):
                await self.raw.execute(f'grant {right} on "{table}" to selfsame_app')
            await self.raw.execute(REMEMBER)

    async def _grant(self, changed: list[str]) -> None:
        """Say again who may do what: with all tables, and with the functions of these files."""
        for name, statements in self.rules.files.items():
            for statement in statements:
                if statement.kind is Kind.GRANT and (
                    name in changed or not statement.is_about_a_function
                ):
                    await self.raw.execute(statement.text)

    async def _in_transactions(self) -> set[str]:
        return {row[0] for row in await self.raw.fetch(IN_TRANSACTIONS)}

    async def _let_end(self, began_before: set[str]) -> None:
        """Wait until those have ended who began before the rules said what is kept of an act.

        What they write afterwards would be refused (rule Y6). Whether one has begun an act without
        writing anything yet cannot be seen, so those who only read are waited for, too.
        """
        if began_before & await self._in_transactions():
            raise asyncpg.LockNotAvailableError

    async def _change_tables(self, name: str, *, tables_changed: bool) -> None:
        """Make the triggers of a file, each in a transaction of its own: one table at a time."""
        for statement in self.rules.waiting(name, tables_changed=tables_changed):

            async def step(bound: str, text: str = statement.text) -> None:
                async with self.raw.transaction():
                    await self.raw.execute(bound)
                    await self.raw.execute(text)
                    await self.raw.execute(REMEMBER)

            await self.waits.again(step)
        await self.raw.execute(
            "update applied_rules set files = coalesce(files, '{}') || $1",
            json.dumps({name: self.rules.file_as_json(name)}),
        )

    async def _end(self, bound: str) -> None:
        async with self.raw.transaction():
            await self.raw.execute(bound)
            await self.raw.execute("call fold_anew()")
            await add_standards(self.raw)
            await self._grant([])
            await self.raw.execute(
                "update applied_rules set version = $1, applied_at = now(), files = $2,"
                " served = array_remove(array_remove(served, $1) || version, '')",
                version(),
                json.dumps(self.rules.as_json()),
            )
            await self.raw.execute(REMEMBER)

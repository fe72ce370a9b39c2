"""A database that is in use comes to the next version step by step (rule Z5)."""

from collections.abc import Callable
from dataclasses import replace

import asyncpg
import pytest

from db import lock_waits, migrating, migrating_steps, rule_files, rule_statements, versions
from db.catalog import DIFFERENCES
from db.lock_waits import LockWaits, MigrationFailed
from db.migrating import migrate, plan
from db.rule_statements import Kind, statements
from db.versions import Standing, standing
from tests.databases import Database

ROUTINES = """
select oid::regprocedure::text || ' ' || oid as routine, xmin::text
  from pg_proc where pronamespace = 'public'::regnamespace
"""
SERVED = "select served from applied_rules"
LEFT = "select count(*) from pg_proc where oid = any ($1) and proname ~ '_until_'"
NEXT = "update alembic_version set version_num = '9999_next'"

FIRST = """
create or replace function spare(one integer) returns integer language plpgsql as
    'begin return 1; end';
create or replace function gone(one integer) returns integer language plpgsql as
    'begin return 1; end';
create or replace function named(one integer) returns integer language plpgsql as
    'begin return 1; end';
"""
SECOND = """
create or replace function spare(one integer, two integer default 2) returns integer
    language plpgsql as 'begin return 2; end';
create or replace function named(uno integer) returns integer language plpgsql as
    'begin return 2; end';
"""
THIRD = SECOND.replace("return 2", "return 3")
INDEX = """
select indisvalid from pg_index where indexrelid = to_regclass('persons_by_spare')
"""

Edit = Callable[[str, str], None]


@pytest.fixture
def add(monkeypatch: pytest.MonkeyPatch) -> Edit:
    """Let a rule file have more statements from now on."""
    original = rule_files.rule_files()
    more: dict[str, str] = {}

    def changed() -> list[rule_files.RuleFile]:
        return [replace(it, text=it.text + more.get(it.name, "")) for it in original]

    for module in (rule_files, migrating, migrating_steps, versions):
        monkeypatch.setattr(module, "rule_files", changed)
    return more.__setitem__


def test_a_statement_ends_where_no_text_and_no_function_goes_on() -> None:
    text = """
    -- One; of several.
    create or replace function f(a text) returns text language sql as $x$
        select ';' || $$;$$ -- ; here
    $x$;
    grant select on it to "somebody"; call audit('it;', 'b');
    create or replace trigger t before insert on it execute function f();
    """

    found = [*statements(text)]

    assert [(it.kind, it.name) for it in found] == [
        (Kind.DEFINITION, "f"),
        (Kind.GRANT, None),
        (Kind.CALL, "audit"),
        (Kind.TRIGGER, None),
    ]
    assert found[0].text.endswith("$x$")
    assert found[2].text == "call audit('it;', 'b')"


@pytest.mark.parametrize("text", ["grant select on it to me", "drop table persons;"])
def test_a_statement_of_no_known_kind_is_an_error(text: str) -> None:
    with pytest.raises(ValueError, match=text[:10]):
        [*statements(text)]


def test_the_rule_files_are_the_statements_that_were_read_from_them() -> None:
    for file in rule_files.rule_files():
        found = "".join(it.text for it in statements(file.text))
        bare = rule_statements.TOKEN.sub(
            lambda it: "" if it[0] == ";" or it[0].startswith("--") else it[0], file.text
        )
        assert "".join(found.split()) == "".join(bare.split()), file.name


async def routines(owner: asyncpg.Connection) -> dict[str, str]:
    return {row["routine"]: row["xmin"] for row in await owner.fetch(ROUTINES)}


async def test_z5_one_changed_file_replaces_its_own_functions_alone(
    database: Database, owner: asyncpg.Connection, add: Edit
) -> None:
    triggers = await owner.fetch("select oid, xmin::text from pg_trigger order by 1")
    before = await routines(owner)
    add("inbound.sql", FIRST)
    add("runs.sql", "\n-- Nothing else.\n")

    planned = await plan(database.owner_url)
    assert await migrate(database.owner_url)

    after = await routines(owner)
    rules = rule_statements.Rules(rule_statements.read(rule_files.rule_files()))
    assert planned == ["Rules of inbound.sql.", migrating_steps.SERVED]
    assert {it.partition("(")[0] for it in after if after[it] != before.get(it)} == {
        *rules.routines("inbound.sql")
    }
    assert before.keys() < after.keys()
    assert await owner.fetch("select oid, xmin::text from pg_trigger order by 1") == triggers


async def test_z5_servers_of_the_former_version_find_its_functions_until_the_next_one(
    database: Database, owner: asyncpg.Connection, add: Edit
) -> None:
    add("inbound.sql", FIRST)
    await migrate(database.owner_url)
    first = versions.version()
    planned = await owner.prepare("select array[spare(1), named(1)]")
    identities = await owner.fetchval("select array['spare'::regproc::oid, 'named'::regproc::oid]")
    assert await planned.fetchval() == [1, 1]

    add("inbound.sql", SECOND)
    await migrate(database.owner_url)

    assert await planned.fetchval() == [2, 2]
    assert await owner.fetchval("select array[spare(1), named(1), gone(1)]") == [2, 2, 1]
    assert first in await owner.fetchval(SERVED)
    # Whoever is in the middle of one goes on with it.
    assert await owner.fetchval(LEFT, identities) == 2
    second = versions.version()

    add("inbound.sql", THIRD)
    await migrate(database.owner_url)

    assert await owner.fetchval("select array[spare(1), named(1)]  ") == [3, 3]
    assert await owner.fetchval("select to_regprocedure('gone(integer)')") is None
    assert await owner.fetchval(SERVED) == [second]
    assert await owner.fetchval(LEFT, identities) == 0


async def test_z5_what_was_interrupted_goes_on_and_drops_nothing_that_is_used(
    database: Database,
    owner: asyncpg.Connection,
    add: Edit,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    add("inbound.sql", FIRST)
    await migrate(database.owner_url)
    first = versions.version()
    add("inbound.sql", SECOND)
    with monkeypatch.context() as patched:
        patched.setattr(migrating_steps, "add_standards", interrupted)
        with pytest.raises(InterruptedError):
            await migrate(database.owner_url)

    assert await versions.applied_version(owner.fetchval) == first
    assert await owner.fetchval("select gone(1)") == 1
    assert await owner.fetch(DIFFERENCES) == []

    await migrate(database.owner_url)

    assert await owner.fetchval("select gone(1)") == 1
    assert first in await owner.fetchval(SERVED)


async def interrupted(_connection: object) -> None:
    raise InterruptedError


async def test_z5_an_index_that_was_interrupted_is_made_anew_beside_the_work_of_others(
    database: Database, owner: asyncpg.Connection, add: Edit
) -> None:
    await owner.execute("alter table persons add column spare text")
    await owner.execute("create index persons_by_spare on persons (spare)")
    await owner.execute(
        "update pg_index set indisvalid = false where indexrelid = 'persons_by_spare'::regclass"
    )
    await owner.execute(
        "update applied_rules set unfinished = array['create index concurrently"
        " persons_by_spare on persons (spare)', 'analyze persons']"
    )
    add("inbound.sql", FIRST)

    await migrate(database.owner_url)

    assert await owner.fetchval(INDEX)
    assert await owner.fetchval("select unfinished from applied_rules") == []


async def test_z5_nobody_waits_long_behind_a_step_that_waits_for_a_lock(
    database: Database, owner: asyncpg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lock_waits, "LOCK_SECONDS", 0.05)
    monkeypatch.setattr(lock_waits, "PAUSE_SECONDS", 0.0)
    sentences: list[str] = []
    holder = await asyncpg.connect(database.owner_url)
    holding = holder.transaction()
    await holding.start()
    await holder.execute("lock table persons in share update exclusive mode")
    attempts = []

    async def step(bound: str) -> None:
        attempts.append(bound)
        if len(attempts) == 6:
            await holding.rollback()
        async with owner.transaction():
            await owner.execute(bound)
            await owner.execute("lock table persons in share row exclusive mode")

    await LockWaits(sentences.append).again(step)

    # Each fifth waits for longer than an autovacuum stays when somebody waits for it.
    short, long = "set local lock_timeout = 50", "set local lock_timeout = 1200"
    assert attempts == [short] * 4 + [long] + [short]
    assert sentences == [lock_waits.WAITING]
    await holder.close()


async def test_z5_patience_has_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lock_waits, "PATIENCE_SECONDS", -1.0)

    async def step(_bound: str) -> None:
        raise asyncpg.LockNotAvailableError("held")

    with pytest.raises(MigrationFailed, match="goes on from there"):
        await LockWaits(lambda _: None).again(step)


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ("update applied_rules set version = 'next'", Standing.BEHIND),
        ("update applied_rules set served = array[version], version = 'next'", Standing.SERVED),
        ("update applied_rules set version = 'next'; " + NEXT, Standing.NEWER),
        ("delete from applied_rules", Standing.BEHIND),
        (
            "alter table applied_rules drop served; update applied_rules set version = 'next'",
            Standing.BEHIND,
        ),
    ],
)
async def test_z5_a_version_knows_how_the_database_stands_to_it(
    owner: asyncpg.Connection, change: str, found: Standing
) -> None:
    assert await standing(owner.fetchval, versions.version()) is Standing.CURRENT

    await owner.execute(change)

    assert await standing(owner.fetchval, versions.version()) is found

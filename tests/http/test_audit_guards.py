"""Nothing gets round the audit trail, typed by hand or not: rules D1 and D3."""

from collections import Counter

import asyncpg
import pytest

from tests.people import (
    ASSIGN,
    assigned,
    pairs,
    person,
    reviewers,
)
from tests.serving import Registry


@pytest.mark.parametrize(
    "statement",
    [
        "insert into persons (first_name, last_name, birth_date) values ('A', 'B', '1990-01-01')",
        "update persons set gender = 'FEMALE'",
        "delete from merge_requests",
        "update manual_merge_candidates set requests_count = 7",
        "update clients set is_blocked = true",
        "update users set is_blocked = true",
        "delete from role_grants",
    ],
)
async def test_d1_a_change_typed_by_hand_is_recorded_or_refused(
    registry: Registry, statement: str
) -> None:
    (ada,) = await reviewers(registry, 1)
    await pairs(registry, 1)
    await assigned(registry, ada)
    before = await registry.owner.fetchval("select count(*) from audit_log")

    with pytest.raises(asyncpg.PostgresError) as refused:
        await registry.owner.execute(statement)
    after_refusal = await registry.owner.fetchval("select count(*) from audit_log")
    async with registry.acting("registry.corrected"):
        changed = int((await registry.owner.execute(statement)).split()[-1])

    assert refused.value.sqlstate == "SA001"
    assert after_refusal == before
    assert changed > 0
    entries = await registry.owner.fetch(
        "select actor_id, client_id, resource from audit_log where action = 'registry.corrected'"
    )
    assert {tuple(it)[:2] for it in entries} == {(None, None)}
    assert set(Counter(it["resource"] for it in entries).values()) == {changed}


async def test_d1_an_announcement_ends_with_its_transaction(registry: Registry) -> None:
    await person(registry)

    with pytest.raises(asyncpg.PostgresError) as refused:
        await registry.owner.execute("update persons set gender = 'FEMALE'")

    assert refused.value.sqlstate == "SA001"


async def test_d1_nothing_empties_a_table_or_changes_a_key_behind_the_trail(
    registry: Registry,
) -> None:
    await person(registry)
    tables = [
        it["relname"]
        for it in await registry.owner.fetch(
            "select distinct relname from pg_class join pg_trigger on tgrelid = pg_class.oid"
            " where tgname = 'audited_insert'"
        )
    ]

    for statement in (
        *(f"truncate {table} cascade" for table in tables),
        "update persons set id = uuidv7()",
    ):
        with pytest.raises(asyncpg.PostgresError) as refused:
            async with registry.acting("registry.corrected"):
                await registry.owner.execute(statement)

        assert refused.value.sqlstate == "SA002", statement
    assert len(tables) >= 8


@pytest.mark.parametrize(
    "statement",
    ["update audit_log set action = 'x.y'", "delete from audit_log", "truncate audit_log"],
)
async def test_d3_the_trail_itself_only_grows_even_for_the_owner(
    shared_registry: Registry, statement: str
) -> None:
    with pytest.raises(asyncpg.PostgresError) as refused:
        await shared_registry.owner.execute(statement)

    assert refused.value.sqlstate == "SA002"


@pytest.mark.parametrize(
    "statement",
    [
        "update audit_log set action = 'x.y'",
        "delete from audit_log",
        "truncate audit_log",
        "truncate persons cascade",
        "drop table audit_log",
        "alter table audit_log disable trigger all",
        "alter table persons disable trigger audited_insert",
        "alter table persons add column spare text",
        "drop trigger audited_insert on persons",
        "set session_replication_role = replica",
        "drop function set_updated_at() cascade",
        "create function spare() returns integer language sql as 'select 1'",
        "create table spare (id integer)",
        "create trigger spare before insert on audit_log execute function refuse_change()",
        "create rule spare as on insert to audit_log do instead nothing",
        "delete from alembic_version",
        "update applied_rules set version = ''",
        "set role selfsame_owner",
        "create role spare",
    ],
)
async def test_d3_the_applications_role_cannot_get_round_the_trail(
    shared_registry: Registry, statement: str
) -> None:
    working = await asyncpg.connect(
        shared_registry.database.app_url, server_settings={"role": "selfsame_app"}
    )
    try:
        with pytest.raises(
            (asyncpg.InsufficientPrivilegeError, asyncpg.InvalidParameterValueError)
        ):
            await working.execute(statement)
    finally:
        await working.close()


async def test_d3_the_server_works_under_that_role(registry: Registry) -> None:
    (ada,) = await reviewers(registry, 1)
    await registry.ask(ada, ASSIGN)

    found = await registry.owner.fetch(
        "select distinct usename, rolsuper from pg_stat_activity join pg_roles on rolname = usename"
        " where application_name = 'selfsame' and datname = current_database()"
    )

    assert [(it["usename"], it["rolsuper"]) for it in found] == [("selfsame_app", False)]
    owns = await registry.owner.fetchval(
        "select count(*) from pg_class where relowner = 'selfsame_app'::regrole"
    )
    assert owns == 0

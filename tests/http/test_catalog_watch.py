"""The product says by itself when the guards of its trail were touched (Y5)."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import asyncpg
import pytest

from db import rule_files, versions
from server.http.catalog_watch import CatalogWatch
from server.observability.metrics import Metrics
from server.postgres.pool import Pool
from tests.databases import Database
from tests.serving import Registry, served
from workflows import catalog_watch

PARTITION = f"audit_log_{datetime.now(UTC) + timedelta(days=70):%Y_%m}"
"""One of those ahead, whatever day it is."""

TOUCHES = {
    "alter table persons disable trigger audited_update": "trigger persons.audited_update",
    "alter table audit_log disable trigger all": "trigger audit_log.refuse_change",
    "alter table persons enable always trigger audited_update": "trigger persons.audited_update",
    "drop trigger refuse_change on audit_leaves": "trigger audit_leaves.refuse_change",
    "create trigger spare before insert on audit_log for each row"
    " execute function set_updated_at()": "trigger audit_log.spare",
    "create or replace function refuse_change() returns trigger language plpgsql as"
    " $$ begin return null; end $$": "function refuse_change()",
    "create or replace function audited_persons() returns trigger language plpgsql as"
    " $$ begin return null; end $$": "function audited_persons()",
    "create rule spare as on insert to audit_log do instead nothing": "rule audit_log.spare",
    "grant update on audit_log to selfsame_app": "table audit_log",
    "grant update (action) on audit_log to selfsame_app": "table audit_log",
    "grant insert on audit_log to selfsame_app": "table audit_log",
    "grant usage on sequence who_acts to selfsame_app": "sequence who_acts",
    "grant execute on function audited_persons to public": "function audited_persons()",
    "alter function audited_persons security invoker": "function audited_persons()",
    **{
        touch.format(PARTITION): f"partition {PARTITION}"
        for touch in (
            "alter table partitions.{} set unlogged",
            "alter table partitions.{} disable trigger refuse_change",
            "drop trigger refuse_change on partitions.{}",
            "grant delete on partitions.{} to selfsame_app",
            "create rule spare as on delete to partitions.{} do also notify spare",
        )
    },
    "alter role selfsame_app bypassrls": "role selfsame_app",
    "alter function append_leaves owner to selfsame_app": "function append_leaves",
}


@pytest.mark.parametrize("touch", TOUCHES)
async def test_y5_a_guard_that_was_touched_is_named(owner: asyncpg.Connection, touch: str) -> None:
    before = await catalog_watch.differences(owner)
    transaction = owner.transaction()
    await transaction.start()

    await owner.execute(touch)

    found = await catalog_watch.differences(owner)
    await transaction.rollback()
    assert before == []
    assert any(it.startswith(TOUCHES[touch]) for it in found)


async def test_y5_what_stands_beside_ours_is_no_difference(owner: asyncpg.Connection) -> None:
    transaction = owner.transaction()
    await transaction.start()

    await owner.execute("create table spare (id integer)")
    await owner.execute("create function spare() returns integer language sql as 'select 1'")

    assert await catalog_watch.differences(owner) == []
    await transaction.rollback()


async def test_y5_triggers_that_are_switched_off_for_a_database_are_named(
    database: Database, owner: asyncpg.Connection
) -> None:
    await owner.execute(f"alter database {database.name} set session_replication_role = 'replica'")

    assert await catalog_watch.differences(owner) == ["setting of everybody"]


async def test_y5_readiness_and_metrics_show_what_differs(
    database: Database, owner: asyncpg.Connection
) -> None:
    metrics = Metrics()
    pool = Pool(lambda: database.app_url)
    await pool.open()
    watch = CatalogWatch(pool, metrics)

    await watch.look()
    before = metrics.text().decode()
    await owner.execute("alter table persons disable trigger audited_update")
    await watch.look()
    await pool.close()

    assert watch.differences == ["trigger persons.audited_update"]
    assert "selfsame_audit_catalog_differs 0.0" in before
    assert "selfsame_audit_catalog_differs 1.0" in metrics.text().decode()


async def test_y5_readyz_names_it_once_it_was_looked(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def named(_: object) -> list[str]:
        return ["trigger persons.audited_update"]

    monkeypatch.setattr(catalog_watch, "differences", named)
    monkeypatch.setattr("server.http.catalog_watch.FIRST_SECONDS", 0.0)

    async with served(database, tmp_path) as registry:
        answer = await _until_named(registry)

    assert answer["status"] == "ready"
    assert answer["catalog"] == {"differs": ["trigger persons.audited_update"]}


async def _until_named(registry: Registry) -> dict[str, object]:
    while True:
        answer = await registry.http.get(f"{registry.url}/readyz")
        content: dict[str, object] = answer.json()
        if "catalog" in content:
            return content


async def test_z6_a_missing_partition_is_named_and_counted(
    database: Database, owner: asyncpg.Connection
) -> None:
    metrics = Metrics()
    pool = Pool(lambda: database.app_url)
    await pool.open()
    watch = CatalogWatch(pool, metrics)

    await watch.look()
    before = (list(watch.unpartitioned), metrics.text().decode())
    for name in await owner.fetch(
        "select name from known_partitions() where parent = 'outbox' and begins_at is not null"
    ):
        await owner.execute(f"alter table outbox detach partition partitions.{name[0]}")
    await watch.look()
    await pool.close()

    assert before[0] == []
    assert "selfsame_partitions_missing 0.0" in before[1]
    assert watch.unpartitioned == ["outbox"]
    assert "selfsame_partitions_missing 1.0" in metrics.text().decode()
    assert watch.differences == []


async def test_z5_a_server_stays_the_version_that_it_began_as(
    registry: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An upgrade replaces files below a running process: it has not read them, and serves on."""
    assert (await registry.http.get(f"{registry.url}/readyz")).status_code == 200

    def replaced() -> list[rule_files.RuleFile]:
        raise ValueError("No placeholder, or no value")

    monkeypatch.setattr(versions, "rule_files", replaced)

    assert (await registry.http.get(f"{registry.url}/readyz")).status_code == 200

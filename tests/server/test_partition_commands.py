"""The commands about partitions, and the trail that verifies without one (rules Z6 and Y3)."""

from pathlib import Path

import asyncpg

from tests.audit import Trail
from tests.databases import Database
from tests.partitions import end_first
from tests.server.commands import environment, run_here
from workflows.audit_sealing import ENTRY


async def test_z6_partitions_are_listed_and_made(
    database: Database, owner: asyncpg.Connection, tmp_path: Path
) -> None:
    known = environment(tmp_path, database)
    name = await owner.fetchval(
        "select name from known_partitions() where parent = 'outbox' order by ends_at desc limit 1"
    )
    await owner.execute(f"alter table outbox detach partition partitions.{name}")

    found = await run_here(known, "partitions", "list")
    await owner.execute(f"drop table partitions.{name}")
    made = await run_here(known, "partitions", "make")
    again = await run_here(known, "partitions", "make")

    lines = [line.split() for line in found.out.splitlines()]
    assert [line[0] for line in lines if line[-1] == "detached"] == [name]
    assert len([line for line in lines if line[-1] == "attached"]) == 11
    assert (made.out, again.out) == ("1 partition made.\n", "0 partitions made.\n")


async def test_z6_a_trail_verifies_whose_partition_was_detached(
    database: Database, owner: asyncpg.Connection, tmp_path: Path
) -> None:
    known = environment(tmp_path, database)
    trail = Trail(owner, tmp_path)
    await trail.add(5)
    await trail.seal()
    name = await end_first(owner, "audit_log")
    await trail.add(2)
    await trail.seal()

    detached = await run_here(known, "partitions", "detach", name)
    right = await run_here(known, "audit", "verify")
    archive = tmp_path / "archive"
    archive.mkdir()
    empty = await run_here(known, "audit", "verify", "--archive", str(archive))
    await owner.copy_from_query(
        f"select {ENTRY} from partitions.{name}",
        output=archive / f"{name}.csv",
        format="csv",
        header=True,
    )
    await trail.tamper(
        f"update partitions.{name} set action = 'person.invented'"
        f" where id = (select id from partitions.{name} order by id limit 1)"
    )
    changed = await run_here(known, "audit", "verify", "--archive", str(archive))
    await owner.execute(f"drop table partitions.{name}")
    gone = await run_here(known, "audit", "verify")
    kept = await run_here(known, "audit", "verify", "--archive", str(archive))

    assert detached.out == f"{name} is detached; nothing of it is deleted.\n"
    assert (right.status, right.err) == (0, "")
    assert right.out.startswith("Verified 7 entries and 9 leaves")
    assert (changed.status, changed.out.count("was changed")) == (4, 1)
    assert (gone.status, gone.out.count("was deleted")) == (4, 5)
    assert (kept.status, kept.err) == (0, "")
    assert (empty.status, empty.err) == (2, f"{archive} has no file that ends in .csv.\n")


async def test_z6_what_was_put_into_a_detached_partition_is_named(
    database: Database, owner: asyncpg.Connection, tmp_path: Path
) -> None:
    known = environment(tmp_path, database)
    trail = Trail(owner, tmp_path)
    await trail.add(2)
    await trail.seal()
    name = await end_first(owner, "audit_log")
    await run_here(known, "partitions", "detach", name)
    await trail.add(1)
    await trail.seal()

    await trail.tamper(
        f"insert into partitions.{name} select uuidv7(interval '-1 hour'), actor_id, client_id,"
        " action, resource, resource_id, changeset, previous, correlation_id, inserted_at, act_id,"
        f" transaction from partitions.{name} limit 1"
    )
    found = await run_here(known, "audit", "verify")

    assert (found.status, found.out.count("was put among entries")) == (4, 1)


async def test_z6_what_cannot_be_detached_is_refused_in_a_sentence(
    database: Database, owner: asyncpg.Connection, tmp_path: Path
) -> None:
    known = environment(tmp_path, database)
    name = await owner.fetchval(
        "select name from known_partitions() where parent = 'outbox' and begins_at is null"
    )

    early = await run_here(known, "partitions", "detach", name)
    unknown = await run_here(known, "partitions", "detach", "outbox_1999_01")
    neither = await run_here(known, "partitions", "detach")
    none_old = await run_here(known, "partitions", "detach", "--older-than", "24")

    assert (early.status, early.err) == (1, f"{name} is not over yet.\n")
    assert (unknown.status, "no partition outbox_1999_01" in unknown.err) == (2, True)
    assert (neither.status, neither.err) == (2, "Name a partition, or give --older-than.\n")
    assert (none_old.status, none_old.err) == (0, "")
    assert none_old.out == "No partition ended 24 months ago or before: none is detached.\n"

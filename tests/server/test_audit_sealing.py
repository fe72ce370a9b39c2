"""Entries of the trail are sealed in batches, in an order that a late commit cannot break (Y1)."""

from pathlib import Path

import asyncpg
import pytest

from rules.audit_tree import ENTRY_COLUMNS, entry_leaf
from rules.checkpoints import NoteIsMalformed
from rules.merkle import is_consistent, leaf_hash, root_by_inclusion
from server.identity.audit_keys import opened
from tests.audit import ADD, Trail
from tests.databases import Database
from workflows import audit_sealing, audit_tree
from workflows.audit_sealing import TreeDiffers
from workflows.audit_verifying import Kind, Verification


@pytest.fixture
async def trail(owner: asyncpg.Connection, tmp_path: Path) -> Trail:
    return Trail(owner, tmp_path)


async def test_y1_what_is_sealed_verifies(trail: Trail) -> None:
    for entries in (3, 1, 700):
        await trail.add(entries)
        assert await trail.seal() == entries

    assert await trail.seal() == 0
    assert await trail.faults(trail.kept()) == []
    assert trail.kept().size == 704 + 3


async def test_y1_an_entry_that_is_committed_late_is_sealed_after_others(
    trail: Trail, database: Database
) -> None:
    late = await asyncpg.connect(database.owner_url)
    transaction = late.transaction()
    await transaction.start()
    await late.execute(ADD, 2)
    await trail.add(5)

    before = await trail.seal()
    kept = trail.kept()
    await trail.add(1)
    await trail.seal()
    await transaction.commit()
    await late.close()
    after = await trail.seal()

    assert (before, after) == (5, 2)
    assert await trail.faults(kept, trail.kept()) == []


async def test_y1_entries_of_before_the_first_seal_are_sealed_in_batches(
    trail: Trail, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audit_sealing, "BATCH", 4)
    await trail.add(10)
    await trail.tamper("update audit_log set transaction = null")
    await trail.add(2)

    sealed = [await trail.seal() for _ in range(5)]

    assert sealed == [4, 4, 4, 0, 0]
    assert await trail.faults(trail.kept()) == []
    await trail.add(9)
    assert [await trail.seal() for _ in range(4)] == [4, 4, 1, 0]
    assert await trail.faults(trail.kept()) == []


async def test_y1_a_database_that_moved_to_another_cluster_is_sealed_on(
    trail: Trail, monkeypatch: pytest.MonkeyPatch
) -> None:
    await trail.add(3)
    await trail.seal()
    await trail.add(2)
    elsewhere = "'1'::text"
    for name in ("LAST",):
        statement = getattr(audit_sealing, name)
        moved = statement.replace("system_identifier::text", elsewhere)
        monkeypatch.setattr(audit_sealing, name, moved)
    await trail.add(1)
    await trail.tamper(
        "update audit_log set transaction = 1 where transaction ="
        " (select max(transaction) from audit_log)"
    )

    assert [await trail.seal() for _ in range(2)] == [3, 0]
    assert await trail.faults(trail.kept()) == []


async def test_y1_two_workers_seal_one_after_the_other(trail: Trail, database: Database) -> None:
    await trail.add(1)
    other = await asyncpg.connect(database.owner_url)

    async with other.transaction():
        await other.fetchrow(audit_sealing.LOCK)
        while_it_seals = await trail.seal()
    await other.close()

    assert while_it_seals is None
    assert await trail.seal() == 1


async def test_y2_each_seal_ends_in_a_signed_checkpoint(trail: Trail) -> None:
    await trail.add(1)
    await trail.seal()
    former = trail.file.last_note()
    trail.keys.rotate()
    await trail.add(1)
    await trail.seal()

    newest = trail.file.last_note()
    assert former is not None
    assert newest is not None
    both, last = trail.keys.public(), trail.keys.public()[-1:]
    assert opened(former, both).size == 2
    assert opened(newest, last).size == 4
    with pytest.raises(NoteIsMalformed):
        opened(former, last)
    with pytest.raises(NoteIsMalformed):
        opened(newest.replace("\n4\n", "\n5\n"), last)


async def test_y2_a_tree_that_began_otherwise_is_not_signed(trail: Trail) -> None:
    await trail.add(2)
    await trail.seal()
    await trail.tamper("delete from audit_leaves", "delete from audit_checkpoints")

    with pytest.raises(TreeDiffers):
        await trail.seal()

    await trail.tamper("delete from audit_log")
    await trail.add(5)
    with pytest.raises(TreeDiffers):
        await trail.seal()


async def test_y2_a_trail_whose_keys_were_lost_is_sealed_on(trail: Trail, tmp_path: Path) -> None:
    for _ in range(2):
        await trail.add(2)
        await trail.seal()
    former = trail.keys.public()
    found = Trail(trail.owner, tmp_path / "elsewhere")

    await found.add(1)
    await found.seal()

    assert found.kept().size == 8
    known = [*former, *found.keys.public()]
    verification = Verification(found.owner, lambda note: opened(note, known), [trail.kept()])
    assert [it async for it in verification.faults()] == []
    assert {it.kind for it in await found.faults()} == {Kind.SEAL_CHANGED}


async def test_y3_proofs_are_made_from_what_is_stored(trail: Trail) -> None:
    roots = {}
    for entries in (3, 600, 1, 70):
        await trail.add(entries)
        await trail.seal()
        kept = trail.kept()
        roots[kept.size] = kept.root
    leaves = await trail.owner.fetch("select * from audit_leaves order by position")

    for size, root in roots.items():
        for position in (0, size // 2, size - 1):
            proof = await audit_tree.inclusion(trail.owner, position, size)
            leaf = leaves[position]["hash"]
            assert root_by_inclusion(leaf, position, size, proof) == root
    (old, *_, new) = roots
    proof = await audit_tree.consistency(trail.owner, old, new)
    assert is_consistent(old, new, roots[old], roots[new], proof)


async def test_y1_a_leaf_is_the_hash_of_the_written_entry(trail: Trail) -> None:
    await trail.add(1)
    await trail.seal()
    entry = await trail.owner.fetchrow(f"select {audit_sealing.ENTRY} from audit_log")
    assert entry is not None
    (leaf, _) = await trail.owner.fetch("select hash from audit_leaves order by position")

    assert leaf["hash"] == leaf_hash(entry_leaf([entry[it] for it in ENTRY_COLUMNS]))


async def test_y1_the_application_seals_and_cannot_write_the_tree(
    trail: Trail, database: Database
) -> None:
    await trail.add(1)
    application = await asyncpg.connect(database.app_url)
    await application.execute("set role selfsame_app")

    assert await trail.sealing.seal(application) == 1
    for table in ("audit_leaves", "audit_nodes", "audit_checkpoints"):
        for change in (f"delete from {table}", f"insert into {table} select * from {table}"):
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                await application.execute(change)
    await application.close()


@pytest.mark.parametrize("table", ["audit_leaves", "audit_nodes", "audit_checkpoints"])
async def test_y1_the_tree_only_grows_even_for_the_owner(trail: Trail, table: str) -> None:
    for change in (f"delete from {table}", f"truncate {table}"):
        with pytest.raises(asyncpg.PostgresError) as refused:
            await trail.owner.execute(change)
        assert refused.value.sqlstate == "SA002"

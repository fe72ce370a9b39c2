"""Whatever the owner of the database does behind a checkpoint is found and named (Y3)."""

from pathlib import Path
from uuid import uuid4

import asyncpg
import pytest

from rules.checkpoints import Checkpoint
from tests.audit import Trail, keys_in_the_name
from workflows import audit_verifying
from workflows.audit_sealing import ENTRY
from workflows.audit_verifying import Kind

THIRD = "(select id from audit_log order by id offset 2 limit 1)"
FIFTH = "(select id from audit_log order by id offset 4 limit 1)"
COPY = (
    "insert into audit_log (id, action, resource, resource_id, changeset, correlation_id,"
    " inserted_at, transaction)"
)


@pytest.fixture
async def trail(owner: asyncpg.Connection, tmp_path: Path) -> Trail:
    made = Trail(owner, tmp_path)
    for _ in range(3):
        await made.add(4)
        await made.seal()
    return made


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("act_id", "uuidv7()"),
        ("actor_id", "uuidv7()"),
        ("client_id", "uuidv7()"),
        ("action", "'person.created'"),
        ("resource", "'user'"),
        ("resource_id", "uuidv7()"),
        ("changeset", "'{}'"),
        ("previous", "'null'"),
        ("correlation_id", "uuidv7()"),
        ("inserted_at", "inserted_at + interval '1 microsecond'"),
        ("transaction", "transaction + 1"),
    ],
)
async def test_y3_a_changed_column_of_an_entry_is_found(
    trail: Trail, column: str, value: str
) -> None:
    changed = await trail.owner.fetchval(f"select {THIRD}")

    await trail.tamper(f"update audit_log set {column} = {value} where id = {THIRD}")

    (fault,) = await trail.faults()
    assert (fault.kind, fault.entry_id) == (Kind.CHANGED, str(changed))


async def test_y3_a_deleted_entry_is_found(trail: Trail) -> None:
    deleted = await trail.owner.fetchval(f"select {THIRD}")

    await trail.tamper(f"delete from audit_log where id = {THIRD}")

    (fault,) = await trail.faults()
    assert (fault.kind, fault.entry_id) == (Kind.DELETED, str(deleted))


async def test_y3_two_entries_that_were_swapped_are_found(trail: Trail) -> None:
    pair = [str(await trail.owner.fetchval(f"select {it}")) for it in (THIRD, FIFTH)]

    await trail.tamper(
        "update audit_log set resource_id = other.resource_id from audit_log other"
        f" where audit_log.id in ('{pair[0]}', '{pair[1]}')"
        f" and other.id in ('{pair[0]}', '{pair[1]}') and other.id <> audit_log.id"
    )

    assert [it.entry_id for it in await trail.faults()] == pair


async def test_y3_an_entry_that_was_put_among_others_is_found(trail: Trail) -> None:
    await trail.tamper(
        f"{COPY} select uuidv7(interval '-1 day'), action, resource, resource_id, changeset,"
        f" correlation_id, inserted_at, transaction from audit_log where id = {THIRD}"
    )
    found = await trail.faults()
    await trail.add(1)
    await trail.seal()

    assert [it.kind for it in found] == [Kind.INSERTED]
    assert [it.kind for it in await trail.faults()] == [Kind.INSERTED]


@pytest.mark.parametrize(
    ("transaction", "inserted_at"),
    [
        ("pg_current_xact_id()::text::bigint", "now() - interval '1 hour'"),
        ("null", "now() - interval '1 hour'"),
        ("null", "now()"),
    ],
)
async def test_y3_an_entry_that_was_dated_back_is_found(
    trail: Trail, transaction: str, inserted_at: str
) -> None:
    await trail.tamper(
        f"{COPY} select uuidv7(), action, resource, resource_id, changeset, correlation_id,"
        f" {inserted_at}, {transaction} from audit_log where id = {THIRD}"
    )
    await trail.add(1)
    await trail.seal()

    (fault,) = await trail.faults()
    expected = Kind.INSERTED if transaction == "null" else Kind.DATED_BACK
    assert fault.kind == expected


async def test_y3_an_entry_whose_leaf_was_changed_too_is_found(trail: Trail) -> None:
    await trail.tamper(
        f"update audit_log set action = 'nobody.knows' where id = {THIRD}",
        f"update audit_leaves set hash = sha256('') where entry_id = {THIRD}",
    )

    faults = await trail.faults()

    assert Kind.REWRITTEN in {it.kind for it in faults}
    assert "the first 0 are" in faults[-1].sentence


async def resealed(trail: Trail, directory: Path) -> Trail:
    """Make the whole tree anew, with a key of one's own."""
    await trail.tamper(
        f"update audit_log set action = 'nobody.knows' where id = {THIRD}",
        *(f"delete from {it}" for it in ("audit_leaves", "audit_nodes", "audit_checkpoints")),
    )
    forged = Trail(trail.owner, directory)
    keys_in_the_name(trail.keys.origin, directory)
    await forged.seal()
    await forged.add(4)
    await forged.seal()
    return forged


async def test_y3_a_tree_that_was_made_anew_is_found(trail: Trail, tmp_path: Path) -> None:
    kept = trail.kept()

    forged = await resealed(trail, tmp_path / "elsewhere")

    assert {it.kind for it in await trail.faults()} == {Kind.SEAL_CHANGED}
    # Whoever has the keys as well is found by a checkpoint that was kept, and by that alone.
    assert await forged.faults() == []
    assert [it.kind for it in await forged.faults(kept)] == [Kind.REWRITTEN]


async def test_y3_two_checkpoints_of_one_size_that_differ_are_found(trail: Trail) -> None:
    kept = trail.kept()
    forked = Checkpoint(kept.origin, kept.size, bytes(32))

    for held in ((kept, forked), (forked, kept)):
        assert [it.kind for it in await trail.faults(*held)] == [Kind.REWRITTEN]


async def test_y3_what_was_cut_off_the_end_is_found(trail: Trail) -> None:
    kept = trail.kept()
    await trail.tamper(
        "delete from audit_log where id in"
        " (select entry_id from audit_leaves where position >= 10)",
        "delete from audit_leaves where position >= 10",
        "delete from audit_checkpoints where size > 10",
    )

    assert [it.kind for it in await trail.faults()] == []
    assert [it.kind for it in await trail.faults(kept)] == [Kind.CUT_OFF]


@pytest.mark.parametrize(
    ("statement", "kind"),
    [
        ("update audit_checkpoints set sealed_at = sealed_at - interval '1 day'", "SEAL_CHANGED"),
        ("update audit_checkpoints set oldest_transaction = 3", "SEAL_CHANGED"),
        ("update audit_checkpoints set next_transaction = 3", "SEAL_CHANGED"),
        ("update audit_checkpoints set cluster = ''", "SEAL_CHANGED"),
        ("update audit_checkpoints set note = ''", "SEAL_CHANGED"),
        ("delete from audit_checkpoints where size = 10", "SEAL_CHANGED"),
        ("delete from audit_checkpoints where size = 15", "SEAL_CHANGED"),
        ("delete from audit_leaves where position = 3", "LEAF_IS_GONE"),
    ],
)
async def test_y3_a_changed_seal_or_tree_is_found(trail: Trail, statement: str, kind: str) -> None:
    await trail.tamper(statement)

    assert Kind[kind] in {it.kind for it in await trail.faults()}


async def test_y3_leaves_are_read_in_chunks(trail: Trail, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audit_verifying, "CHUNK", 2)
    await trail.tamper(f"update audit_log set resource = 'user' where id = {FIFTH}")

    verification = trail.verification([trail.kept()])
    faults = [it async for it in verification.faults()]

    assert [it.kind for it in faults] == [Kind.CHANGED]
    assert (verification.verified, verification.entries) == (15, 12)


ADD_TO_ACT = """
insert into audit_log (act_id, action, resource, resource_id, changeset, correlation_id)
values ($1, 'person.corrected', 'person', uuidv7(), '{}', uuidv7()) returning id::text
"""
BEGIN_ACT = """
insert into audit_log (id, act_id, action, resource, resource_id, changeset, correlation_id)
select id, id, 'person.corrected', 'person', uuidv7(), '{}', uuidv7() from uuidv7() id
returning id
"""


async def test_y6_an_entry_under_an_act_of_another_transaction_is_found(trail: Trail) -> None:
    async with trail.owner.transaction():
        act = await trail.owner.fetchval(BEGIN_ACT)
        await trail.owner.fetchval(ADD_TO_ACT, act)
    smuggled = await trail.owner.fetchval(ADD_TO_ACT, act)
    made_up = await trail.owner.fetchval(ADD_TO_ACT, uuid4())

    await trail.seal()

    assert [(it.kind, it.entry_id) for it in await trail.faults(trail.kept())] == [
        (Kind.UNDER_ANOTHER_ACT, smuggled),
        (Kind.UNDER_ANOTHER_ACT, made_up),
    ]


async def test_y6_the_rest_of_an_act_whose_first_entry_is_gone_is_not_accused(trail: Trail) -> None:
    async with trail.owner.transaction():
        act = await trail.owner.fetchval(BEGIN_ACT)
        await trail.owner.fetchval(ADD_TO_ACT, act)
    await trail.seal()

    await trail.tamper(f"delete from audit_log where id = '{act}'")

    (fault,) = await trail.faults()
    assert (fault.kind, fault.entry_id) == (Kind.DELETED, str(act))


KEPT = f"select {ENTRY} from audit_log"


@pytest.mark.parametrize("taken_out", ["of its act", "smuggled in", "both"])
async def test_y6_an_entry_under_anothers_act_is_found_in_archives_too(
    trail: Trail, taken_out: str
) -> None:
    async with trail.owner.transaction():
        act = await trail.owner.fetchval(BEGIN_ACT)
        honest = await trail.owner.fetchval(ADD_TO_ACT, act)
    smuggled = await trail.owner.fetchval(ADD_TO_ACT, act)
    made_up = await trail.owner.fetchval(ADD_TO_ACT, uuid4())
    await trail.seal()
    gone = {
        "of its act": [str(act)],
        "smuggled in": [honest, smuggled, made_up],
        "both": [str(act), honest, smuggled, made_up],
    }[taken_out]
    entries = {row["id"]: tuple(row) for row in await trail.owner.fetch(KEPT)}
    await trail.tamper(f"delete from audit_log where id::text = any ('{{{','.join(gone)}}}')")

    verification = trail.verification([trail.kept()])
    verification.archived = lambda entry_id: entries[entry_id] if entry_id in gone else None
    faults = [it async for it in verification.faults()]

    assert [(it.kind, it.entry_id) for it in faults] == [
        (Kind.UNDER_ANOTHER_ACT, smuggled),
        (Kind.UNDER_ANOTHER_ACT, made_up),
    ]

"""What whoever owns a database does to its trail: random alterations, and honest lives (Y4)."""

from collections.abc import Awaitable, Callable
from random import Random

import asyncpg

from rules.audit_tree import ENTRY_COLUMNS, entry_leaf, seal_leaf
from rules.merkle import leaf_hash
from rules.merkle_edges import Edge
from tests.audit import ADD, Trail
from workflows.audit_sealing import ENTRY, Sealing

COLUMNS = {
    "act_id": "uuidv7()",
    "actor_id": "uuidv7()",
    "client_id": "uuidv7()",
    "action": "'person.' || md5(random()::text)",
    "resource": "md5(random()::text)",
    "resource_id": "uuidv7()",
    "changeset": "jsonb_build_object('a', random())",
    "previous": "jsonb_build_object('a', random())",
    "correlation_id": "uuidv7()",
    "inserted_at": "inserted_at - random() * interval '1 day' - interval '1 second'",
    "transaction": "transaction + 1 + (random() * 100)::bigint",
}
SWAP = """
update audit_log mine set {column} = other.{column} from audit_log other
 where (mine.id, other.id) in (('{one}', '{two}'), ('{two}', '{one}'))
"""
COPY = """
insert into audit_log (id, action, resource, resource_id, changeset, correlation_id, inserted_at,
                       transaction)
select uuidv7(), action, resource, resource_id, '{{}}', correlation_id, inserted_at, {transaction}
  from audit_log where id = '{one}'
"""
TREE = ("audit_leaves", "audit_nodes", "audit_checkpoints")
LEAVES = f"""
select leaves.position, leaves.entry_id, entries.* from audit_leaves leaves
  left join lateral (
       select {ENTRY} from audit_log where audit_log.id = leaves.entry_id) entries on true
 order by leaves.position
"""
SEALS = """
select *, to_char(sealed_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as written
  from audit_checkpoints order by size
"""
INSERT_CHECKPOINT = "insert into audit_checkpoints values ($1, $2, $3, $4, $5, $6, $7, $8)"

Alteration = Callable[[Trail, Random, list[str]], Awaitable[None]]


async def change(trail: Trail, random: Random, ids: list[str]) -> None:
    """Change a column of an entry."""
    column = random.choice(list(COLUMNS))
    await trail.owner.execute(
        f"update audit_log set {column} = {COLUMNS[column]} where id = '{random.choice(ids)}'"
    )


async def delete(trail: Trail, random: Random, ids: list[str]) -> None:
    """Delete an entry."""
    await trail.owner.execute(f"delete from audit_log where id = '{random.choice(ids)}'")


async def delete_with_leaf(trail: Trail, random: Random, ids: list[str]) -> None:
    """Delete an entry and its leaf, and close the gap."""
    gone = random.choice(ids)
    await trail.owner.execute(f"delete from audit_log where id = '{gone}'")
    await trail.owner.execute(
        "with gone as (delete from audit_leaves where entry_id = $1 returning position)"
        " update audit_leaves set position = audit_leaves.position + 1000000 from gone"
        " where audit_leaves.position > gone.position",
        gone,
    )
    await trail.owner.execute(
        "update audit_leaves set position = position - 1000001 where position >= 1000000"
    )


async def insert(trail: Trail, random: Random, ids: list[str]) -> None:
    """Put an entry among others, and let it be sealed."""
    transaction = random.choice(["transaction", "null"])
    await trail.owner.execute(COPY.format(one=random.choice(ids), transaction=transaction))


async def swap(trail: Trail, random: Random, ids: list[str]) -> None:
    """Exchange what two entries say."""
    one, two = random.sample(ids, 2)
    column = random.choice(["resource_id", "correlation_id"])
    await trail.owner.execute(SWAP.format(column=column, one=one, two=two))


async def swap_leaves(trail: Trail, random: Random, ids: list[str]) -> None:
    """Exchange the places of two entries in the tree."""
    one, two = random.sample(ids, 2)
    await trail.owner.execute("drop index one_leaf_per_entry")
    await trail.owner.execute(
        "update audit_leaves mine set entry_id = other.entry_id, hash = other.hash"
        f" from audit_leaves other where (mine.entry_id, other.entry_id) in"
        f" (('{one}', '{two}'), ('{two}', '{one}'))"
    )


async def seal_anew(trail: Trail, random: Random, ids: list[str]) -> None:
    """Change or delete an entry, and compute and sign all that follows, with our own keys."""
    await random.choice([change, delete])(trail, random, ids)
    rows = await trail.owner.fetch(LEAVES)
    seals = await trail.owner.fetch(SEALS)
    for table in TREE:
        await trail.owner.execute(f"delete from {table}")
    edge, start = Edge(), 0
    for seal in seals:
        for row in rows[start : seal["size"] - 1]:
            if row["id"] is None:
                continue
            leaf = leaf_hash(entry_leaf([row[it] for it in ENTRY_COLUMNS]))
            await _append(trail.owner, edge, row["entry_id"], leaf)
        start = seal["size"]
        seen = (
            *(seal["written"], seal["oldest_transaction"] and str(seal["oldest_transaction"])),
            *(str(seal["next_transaction"]), seal["cluster"]),
        )
        await _append(trail.owner, edge, None, leaf_hash(seal_leaf(seen)))
        facts = [seal[it] for it in ("form", "sealed_at", "oldest_transaction", "next_transaction")]
        signed = trail.keys.sign(edge.size, edge.root())
        await trail.owner.execute(
            INSERT_CHECKPOINT, edge.size, *facts, seal["cluster"], edge.root(), signed
        )


async def _append(owner: asyncpg.Connection, edge: Edge, entry: object, leaf: bytes) -> None:
    await owner.execute("insert into audit_leaves values ($1, $2, $3)", edge.size, entry, leaf)
    for node in edge.append(leaf):
        await owner.execute("insert into audit_nodes values ($1, $2, $3)", *node)


async def rebuild(trail: Trail, random: Random, ids: list[str]) -> None:
    """Change an entry, forget the tree, and let it be made anew."""
    await change(trail, random, ids)
    for table in TREE:
        await trail.owner.execute(f"delete from {table}")


async def go_back(trail: Trail, random: Random, ids: list[str]) -> None:
    """Restore the state of an older seal."""
    sizes = await trail.owner.fetch("select size from audit_checkpoints order by size")
    size = random.choice(sizes[: len(sizes) // 2])["size"]
    await trail.owner.execute(
        "delete from audit_log where id not in"
        " (select entry_id from audit_leaves where position < $1 and entry_id is not null)",
        size,
    )
    await trail.owner.execute("delete from audit_leaves where position >= $1", size)
    await trail.owner.execute("delete from audit_checkpoints where size > $1", size)


ALTERATIONS: list[Alteration] = [
    *(change, delete, delete_with_leaf, insert, swap),
    *(swap_leaves, seal_anew, rebuild, go_back),
]


async def live(trail: Trail, other: asyncpg.Connection, random: Random) -> None:
    """Live an honest life: entries that are committed or not, early or late, and are sealed."""
    transaction = None
    sealers = [trail.sealing, Sealing(trail.signer)]
    for _ in range(random.randint(5, 25)):
        step = random.choice(["add", "late", "end", "seal", "seal", "crash"])
        if step == "add":
            await trail.add(random.randint(1, 6))
        elif step == "late" and transaction is None:
            transaction = other.transaction()
            await transaction.start()
            await other.execute(ADD, random.randint(1, 4))
        elif step == "end" and transaction is not None:
            await (transaction.commit() if random.random() < 0.7 else transaction.rollback())
            transaction = None
        elif step == "crash":
            # Sealed and signed, and killed before it was written into the file.
            await random.choice(sealers).seal(trail.owner)
            sealers.append(Sealing(trail.signer))
        else:
            trail.sealing = random.choice(sealers)
            await trail.seal()
    if transaction is not None:
        await transaction.commit()
    while await trail.seal():
        pass

"""Seals new entries of the trail: appends them to the tree and signs its root (rules Y1, Y2)."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, Protocol
from uuid import UUID

from db import advisory_locks
from db.statements import Connection
from rules import audit_tree as rules
from rules.frozen import frozen
from rules.merkle import leaf_hash
from workflows import audit_tree

BATCH = 10_000
"""How many entries one seal takes: they are held in memory, and the lock as long."""

LOCK = f"select pg_try_advisory_xact_lock({advisory_locks.SEALING}) as is_ours"
LAST = """
select size, oldest_transaction, cluster, system_identifier::text as here,
       pg_snapshot_xmin(pg_current_snapshot())::text::bigint as oldest_now
  from pg_control_system()
  left join (select * from audit_checkpoints order by size desc limit 1) newest on true
"""
MOMENT = """
with moment as materialized (
    select pg_snapshot_xmin(pg_current_snapshot())::text::bigint as oldest,
           pg_snapshot_xmax(pg_current_snapshot())::text::bigint as next,
           -- When the transaction began, which was before its snapshots were taken.
           to_char(now() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as sealed_at
)
"""
ENTRY = """
id::text, act_id::text, actor_id::text, client_id::text, action, resource, resource_id::text,
changeset::text, previous::text, correlation_id::text,
to_char(inserted_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as inserted_at,
transaction::text
"""
"""The columns of an entry as its leaf has them (`ENTRY_COLUMNS`)."""

NEW_ENTRIES = f"""
{MOMENT}
select moment.oldest, moment.next, moment.sealed_at, entries.*
  from moment left join lateral (
       select {ENTRY}
         from audit_log
        where transaction >= $1
          and not exists (select from audit_leaves where entry_id = audit_log.id)
        order by audit_log.transaction, audit_log.id limit $2) entries on true
"""
ALL_ENTRIES = f"""
{MOMENT}
select moment.oldest, moment.next, moment.sealed_at, entries.*
  from moment left join lateral (
       select {ENTRY}
         from audit_log
        where id > $1
          and not exists (select from audit_leaves where entry_id = audit_log.id)
        order by audit_log.id limit $2) entries on true
"""
APPEND = """
select append_leaves($1, $2, $3, $4, $5, $6, $7, $8::text::timestamptz, $9, $10, $11, $12, $13)
"""
NOTES_AFTER = "select size, note from audit_checkpoints where size > $1 order by size limit $2"


class TreeDiffers(Exception):
    """The tree is not one that begins as the one did that was signed last; it is not signed."""


@frozen
class SignedNote:
    """A checkpoint as the database has it: the size of its tree, and what should be its note."""

    size: int
    note: str


class Signer(Protocol):
    """Signs roots, and knows outside the database what was signed last."""

    def last(self) -> tuple[int, bytes] | None:
        """Return the size and root that were signed last, or None where none were."""
        ...

    def sign(self, size: int, root: bytes) -> str:
        """Return the signed checkpoint."""
        ...


@dataclass(slots=True)
class Sealing:
    """Seals batch after batch; holds how far the entries of before the first seal are sealed."""

    signer: Signer
    _after: UUID = field(default=UUID(int=0), init=False)
    _oldest: int | None = field(default=None, init=False)

    async def seal(self, connection: Connection) -> int | None:
        """Seal a batch of what is committed; return how many entries, or None while others seal.

        Each batch is a transaction. Raises TreeDiffers, TreeIsIncomplete.
        """
        async with _transaction(connection):
            locked = await connection.fetchrow(LOCK)
            return await self._seal(connection) if locked["is_ours"] else None

    async def _seal(self, connection: Connection) -> int:
        last = await connection.fetchrow(LAST)
        size = last["size"] or 0
        # Another cluster numbers transactions anew: what was sealed is asked of the leaves.
        is_beginning = last["oldest_transaction"] is None or last["cluster"] != last["here"]
        if is_beginning:
            if self._oldest is None:
                self._oldest = last["oldest_now"]
            rows = await connection.fetch(ALL_ENTRIES, self._after, BATCH)
        else:
            self._after, self._oldest = UUID(int=0), None
            rows = await connection.fetch(NEW_ENTRIES, last["oldest_transaction"], BATCH)
        entries = [it for it in rows if it["id"] is not None]
        is_end = is_beginning and size and len(entries) < BATCH
        if entries or is_end:
            oldest = self._oldest_left(rows[0], entries, is_beginning=is_beginning)
            await self._append(connection, size, rows[0], entries, oldest, last["here"])
        return len(entries)

    def _oldest_left(
        self, moment: Any, entries: Sequence[Any], *, is_beginning: bool
    ) -> int | None:
        """Return the transaction before which nothing is left to seal, if that is known yet."""
        if len(entries) < BATCH:
            return self._oldest if is_beginning else int(moment["oldest"])
        if is_beginning:
            self._after = UUID(entries[-1]["id"])
            return None
        return min(int(moment["oldest"]), int(entries[-1]["transaction"]))

    async def _append(
        self,
        connection: Connection,
        size: int,
        moment: Any,
        entries: Sequence[Any],
        oldest: int | None,
        cluster: str,
    ) -> None:
        edge = await audit_tree.read_edge(connection, size)
        await self._refuse_another_tree(connection, size, edge.root())
        seen = (
            moment["sealed_at"],
            None if oldest is None else str(oldest),
            str(moment["next"]),
            cluster,
        )
        leaves = [rules.entry_leaf([it[name] for name in rules.ENTRY_COLUMNS]) for it in entries]
        hashes = [leaf_hash(it) for it in (*leaves, rules.seal_leaf(seen))]
        nodes = [node for it in hashes for node in edge.append(it)]
        root = edge.root()
        await connection.fetchrow(
            APPEND,
            size,
            [UUID(it["id"]) for it in entries],
            hashes,
            *([node[part] for node in nodes] for part in range(3)),
            rules.FORM,
            moment["sealed_at"],
            oldest,
            moment["next"],
            cluster,
            root,
            self.signer.sign(edge.size, root),
        )

    async def _refuse_another_tree(self, connection: Connection, size: int, root: bytes) -> None:
        """Raise TreeDiffers unless the tree begins as the one did that was signed last."""
        signed = self.signer.last()
        if signed is None:
            return
        if signed[0] > size:
            raise TreeDiffers(f"The tree has {size} leaves, and one of {signed[0]} was signed")
        now = root if signed[0] == size else await audit_tree.root(connection, signed[0])
        if now != signed[1]:
            raise TreeDiffers(f"The first {signed[0]} leaves are not those that were signed")


async def notes_after(connection: Connection, size: int, most: int) -> list[SignedNote]:
    """Return the signed checkpoints of trees larger than this, the smallest first."""
    rows = await connection.fetch(NOTES_AFTER, size, most)
    return [SignedNote(row["size"], row["note"]) for row in rows]


@asynccontextmanager
async def _transaction(connection: Connection) -> AsyncIterator[None]:
    await connection.execute("begin isolation level read committed")
    try:
        yield
    except Exception:
        await connection.execute("rollback")
        raise
    await connection.execute("commit")

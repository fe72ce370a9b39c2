"""Verifies the trail by its tree, and the tree by checkpoints that others hold (rule Y3)."""

from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from db.statements import Connection
from rules.audit_dating import Dating, Seal
from rules.audit_tree import ENTRY_COLUMNS, entry_leaf, seal_leaf
from rules.checkpoints import Checkpoint, NoteIsMalformed
from rules.frozen import frozen
from rules.merkle import leaf_hash
from rules.merkle_edges import Frontier
from workflows.audit_sealing import ENTRY
from workflows.kept_acts import Archive, Claim, KeptActs

CHUNK = 5_000
"""How many leaves, and how many checkpoints, are read at once and held in memory."""

TOTALS = """
select coalesce((select max(position) + 1 from audit_leaves), 0) as leaves,
       coalesce(max(size), 0) as size
  from audit_checkpoints
"""
ORIGINS = "select distinct split_part(note, chr(10), 1) as origin from audit_checkpoints"
"""The names in which the trail was signed: another after a restore, or where keys were lost."""

DETACHED = """
select array_agg(format('partitions.%I', name)) as tables
  from known_partitions()
 where parent = 'audit_log' and not is_attached
   and has_table_privilege(format('partitions.%I', name), 'SELECT')
"""
"""Partitions that are tables of their own by now: their leaves stay, and they are verified too."""

FOUND = f"""
select {ENTRY}, log.inserted_at as inserted, log.transaction as number, log.act_id as act
  from {{table}} log where log.id = leaves.entry_id
"""
FIRST = """
select log.transaction
  from {table} log where log.id = entries.act and entries.act <> leaves.entry_id
"""
LEAVES = """
select leaves.position, leaves.hash, leaves.entry_id, entries.*, first.transaction as act_number
  from audit_leaves leaves
  left join lateral ({found} limit 1) entries on true
  left join lateral ({first} limit 1) first on true
 where leaves.position >= $1 and leaves.position < $2
 order by leaves.position
"""
CHECKPOINTS = """
select size, sealed_at, oldest_transaction, next_transaction, cluster, note,
       to_char(sealed_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as written
  from audit_checkpoints where size > $1 order by size limit $2
"""
UNSEALED = """
select log.id, log.inserted_at
  from (select oldest_transaction, cluster from audit_checkpoints order by size desc limit 1) newest
  join pg_control_system() here on here.system_identifier::text = newest.cluster
  join {table} log on log.transaction is null or log.transaction < newest.oldest_transaction
 where newest.oldest_transaction is not null
   and not exists (select from audit_leaves where entry_id = log.id)
 order by log.id
"""
GONE = bytes(32)
"""Stands for the hash of a leaf that is gone: no tree with it agrees with a checkpoint."""


class Kind(StrEnum):
    """What was done to the trail."""

    CHANGED = "changed"
    DELETED = "deleted"
    INSERTED = "inserted"
    DATED_BACK = "dated back"
    UNDER_ANOTHER_ACT = "under another act"
    LEAF_IS_GONE = "leaf is gone"
    SEAL_CHANGED = "seal changed"
    REWRITTEN = "rewritten"
    CUT_OFF = "cut off"


@frozen
class Fault:
    """One thing that is wrong, with the id of its entry where it is about one."""

    kind: Kind
    sentence: str
    entry_id: str | None = None


Opener = Callable[[str], Checkpoint]
"""Returns the checkpoint of a note that our keys signed. Raises NoteIsMalformed."""


@dataclass(slots=True)
class Verification:
    """Goes through all leaves once, in constant memory; `verified` is how far it is."""

    connection: Connection
    open_note: Opener
    held: Sequence[Checkpoint] = ()
    """Checkpoints that somebody holds outside the database, with their signatures checked."""
    archived: Archive = lambda _: None
    size: int = field(default=0, init=False)
    verified: int = field(default=0, init=False)
    entries: int = field(default=0, init=False)
    first_sealed_at: datetime | None = field(default=None, init=False)
    last_sealed_at: datetime | None = field(default=None, init=False)
    held_sealed_at: datetime | None = field(default=None, init=False)
    """When the newest of those checkpoints that somebody holds was sealed, by the database."""
    _tree: Frontier = field(default_factory=Frontier, init=False)
    _dating: Dating = field(default_factory=Dating, init=False)
    _agreed: int = field(default=0, init=False)
    """The size at which the tree agreed with a checkpoint last."""
    _is_rewritten: bool = field(default=False, init=False)
    _claims: list[Claim] = field(default_factory=list, init=False)
    """Entries whose act is not seen to begin in their transaction, in the database at least."""
    _roots: dict[int, set[bytes]] = field(default_factory=dict, init=False)
    _tables: Sequence[str] = field(default=("audit_log",), init=False)
    _largest_held: int = field(default=0, init=False)
    _acts: KeptActs = field(init=False)

    async def faults(self) -> AsyncIterator[Fault]:
        """Yield what is wrong, in the order of the leaves."""
        async for step in self.steps():
            for fault in step:
                yield fault

    async def steps(self) -> AsyncIterator[list[Fault]]:
        """Yield what is wrong with each seal, and at last with what is none of any seal."""
        totals = await self.connection.fetchrow(TOTALS)
        self.size = totals["size"]
        (detached,) = await self.connection.fetch(DETACHED)
        self._tables = ["audit_log", *(detached["tables"] or ())]
        self._acts = KeptActs(self.connection, self.archived, self._tables)
        self._largest_held = max((it.size for it in self.held), default=0)
        for it in self.held:
            self._roots.setdefault(it.size, set()).add(it.root)
        leaves = self._leaves()
        async for seal in self._seals():
            found: list[Fault] = []
            while self._tree.size < seal["size"]:
                found.extend(self._leaf(await anext(leaves), seal))
            found.extend(self._seal(seal))
            found.extend([_under(it) async for it in self._acts.odd(self._claims)])
            self._claims.clear()
            self.verified = self._tree.size
            yield found
        inserted = [
            row
            for table in self._tables
            for row in await self.connection.fetch(UNSEALED.format(table=table))
        ]
        sentence = "was put among entries that were sealed without it"
        yield [
            *self._cut_off(totals["leaves"]),
            *(_of_entry(Kind.INSERTED, str(row["id"]), sentence) for row in inserted),
        ]

    async def _seals(self) -> AsyncIterator[Any]:
        last = 0
        while last < self.size:
            for row in await self.connection.fetch(CHECKPOINTS, last, CHUNK):
                last = row["size"]
                if last <= self.size:
                    yield row

    async def _leaves(self) -> AsyncIterator[Any]:
        """Yield the leaf of each position; None where it is gone."""
        found, first = (
            " union all ".join(part.format(table=table) for table in self._tables)
            for part in (FOUND, FIRST)
        )
        statement = LEAVES.format(found=found, first=first)
        for start in range(0, self.size, CHUNK):
            rows = await self.connection.fetch(statement, start, start + CHUNK)
            by_position = {row["position"]: row for row in rows}
            for position in range(start, start + CHUNK):
                yield by_position.get(position)

    def _leaf(self, leaf: Any, seal: Any) -> Iterator[Fault]:
        position = self._tree.size
        self._tree.append(GONE if leaf is None else leaf["hash"])
        if leaf is None:
            yield Fault(Kind.LEAF_IS_GONE, f"Leaf {position} is gone from the tree")
        elif leaf["entry_id"] is None:
            seen = seal["oldest_transaction"]
            values = (
                *(seal["written"], None if seen is None else str(seen)),
                *(str(seal["next_transaction"]), seal["cluster"]),
            )
            is_last = position == seal["size"] - 1
            if not is_last or leaf_hash(seal_leaf(values)) != leaf["hash"]:
                yield Fault(Kind.SEAL_CHANGED, f"The seal at leaf {position} was changed")
        else:
            self.entries += 1
            yield from self._entry(leaf, seal)
        for root in self._roots.get(self._tree.size, ()):
            yield from self._compare(root, "of a checkpoint that was kept")

    def _entry(self, leaf: Any, seal: Any) -> Iterator[Fault]:
        entry_id = str(leaf["entry_id"])
        values: Sequence[str | None] | None = [leaf[it] for it in ENTRY_COLUMNS]
        number, inserted, act = leaf["number"], leaf["inserted"], leaf["act"]
        is_archived = leaf["id"] is None
        if is_archived:
            values = self.archived(entry_id)
        if values is None:
            yield _of_entry(Kind.DELETED, entry_id, "was deleted")
        elif leaf_hash(entry_leaf(values)) != leaf["hash"]:
            yield _of_entry(Kind.CHANGED, entry_id, "was changed")
        else:
            if is_archived:
                number, inserted, act = _read(values)
            reason = self._dating.reason_against(_as_seen(seal), number, inserted)
            if reason is not None:
                yield _of_entry(Kind.DATED_BACK, entry_id, f"was dated back: {reason}")
            if number is None or act in (None, leaf["entry_id"]):
                return
            if leaf["act_number"] != number:
                self._claims.append(Claim(entry_id, str(act), number))

    def _seal(self, seal: Any) -> Iterator[Fault]:
        self._dating.add(_as_seen(seal))
        self.first_sealed_at = self.first_sealed_at or seal["sealed_at"]
        self.last_sealed_at = seal["sealed_at"]
        if seal["size"] == self._largest_held:
            self.held_sealed_at = seal["sealed_at"]
        try:
            signed = self.open_note(seal["note"])
        except NoteIsMalformed as malformed:
            sentence = f"The checkpoint of {seal['size']} leaves is none of ours: {malformed}"
            yield Fault(Kind.SEAL_CHANGED, sentence)
            return
        if signed.size != seal["size"]:
            yield Fault(Kind.SEAL_CHANGED, f"The checkpoint of {seal['size']} leaves is another's")
            return
        yield from self._compare(signed.root, "of their signed checkpoint")

    def _compare(self, root: bytes, of_which: str) -> Iterator[Fault]:
        if self._tree.root() == root:
            self._agreed = self._tree.size
        elif not self._is_rewritten:
            self._is_rewritten = True
            yield Fault(
                Kind.REWRITTEN,
                f"The first {self._tree.size} leaves are not those {of_which};"
                f" the first {self._agreed} are: what lies between was rewritten",
            )

    def _cut_off(self, leaves: int) -> Iterator[Fault]:
        for held in self.held:
            if held.size > self.size:
                sentence = (
                    f"Of {held.size} leaves that a kept checkpoint has, {self.size} are there"
                )
                yield Fault(Kind.CUT_OFF, sentence)
        if leaves > self.size:
            yield Fault(Kind.SEAL_CHANGED, f"The checkpoint of the last of {leaves} leaves is gone")


def _read(values: Sequence[str | None]) -> tuple[int | None, datetime, UUID | None]:
    """Return transaction, time and act of an archived entry, whose leaf is what was sealed."""
    written = dict(zip(ENTRY_COLUMNS, values, strict=True))
    number, moment, act = written["transaction"], written["inserted_at"], written["act_id"]
    return (
        None if number is None else int(number),
        datetime.fromisoformat(str(moment)),
        None if act is None else UUID(act),
    )


def _under(claim: Claim) -> Fault:
    sentence = f"stands under the act {claim.act}, which is not of its transaction"
    return _of_entry(Kind.UNDER_ANOTHER_ACT, claim.entry_id, sentence)


def _as_seen(seal: Any) -> Seal:
    return Seal(
        seal["sealed_at"], seal["oldest_transaction"], seal["next_transaction"], seal["cluster"]
    )


def _of_entry(kind: Kind, entry_id: str, done: str) -> Fault:
    return Fault(kind, f"Entry {entry_id} {done}", entry_id)

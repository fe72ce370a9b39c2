"""Reads the tree beside the trail: its edge, its roots, its proofs (rules Y1 and Y3)."""

from collections import defaultdict
from collections.abc import Callable, Iterable

from db.statements import Connection
from rules.merkle import consistency_proof, inclusion_proof
from rules.merkle_edges import STORED_LEVELS, Edge, perfect_root, unfinished
from rules.refusals import BadRequest

HASHES = """
select wanted.level, leaves.position, leaves.hash
  from unnest($1::smallint[], $2::bigint[], $3::bigint[]) wanted (level, first, count)
  join audit_leaves leaves
    on leaves.position >= wanted.first and leaves.position < wanted.first + wanted.count
 where wanted.level = 0
union all
select wanted.level, nodes.position, nodes.hash
  from unnest($1::smallint[], $2::bigint[], $3::bigint[]) wanted (level, first, count)
  join audit_nodes nodes
    on nodes.level = wanted.level
   and nodes.position >= wanted.first and nodes.position < wanted.first + wanted.count
 where wanted.level > 0
"""

NEWEST_NOTE = "select note from audit_checkpoints order by size desc limit 1"
NEWEST_SIZE = "select coalesce(max(size), 0) as size from audit_checkpoints"

Part = tuple[int, int]


class TreeIsIncomplete(Exception):
    """Hashes that belong to the tree are not in the database."""


async def read_edge(connection: Connection, size: int) -> Edge:
    """Return the right edge of a tree of this size. Raises TreeIsIncomplete."""
    wanted = unfinished(size)
    found = await _hashes(connection, wanted)
    return Edge(
        size, {level: [found[level, first + it] for it in range(n)] for level, first, n in wanted}
    )


async def newest_note(connection: Connection) -> str | None:
    """Return the checkpoint of the largest tree, or None where nothing is sealed."""
    found = await connection.fetchrow(NEWEST_NOTE)
    note: str | None = found and found["note"]
    return note


async def consistency_of_sealed(connection: Connection, old: int, new: int) -> list[bytes]:
    """Return the proof between two trees that were sealed. Raises BadRequest for others."""
    newest = await connection.fetchrow(NEWEST_SIZE)
    if not old <= new <= newest["size"]:
        raise BadRequest("from is at most to, and to is at most the size of the newest checkpoint.")
    return await consistency(connection, old, new)


async def root(connection: Connection, size: int) -> bytes:
    """Return the root of the first leaves. Raises TreeIsIncomplete."""
    return (await read_edge(connection, size)).root()


async def inclusion(connection: Connection, position: int, size: int) -> list[bytes]:
    """Return the proof that a leaf is part of a tree. Raises ValueError, TreeIsIncomplete."""
    return await _proof(connection, lambda subtree: inclusion_proof(position, size, subtree))


async def consistency(connection: Connection, old: int, new: int) -> list[bytes]:
    """Return the proof that a tree begins with an older one. Raises as `inclusion` does."""
    return await _proof(connection, lambda subtree: consistency_proof(old, new, subtree))


async def _proof(
    connection: Connection, prove: Callable[[Callable[[int, int], bytes]], list[bytes]]
) -> list[bytes]:
    """Make a proof twice: first to learn which subtrees it needs, then of their hashes."""
    needed: set[Part] = set()

    def note(level: int, position: int) -> bytes:
        needed.add((level, position))
        return b""

    prove(note)
    roots = await _subtrees(connection, needed)
    return prove(lambda level, position: roots[level, position])


async def _subtrees(connection: Connection, parts: Iterable[Part]) -> dict[Part, bytes]:
    """Return the roots of complete subtrees, each from the stored hashes below it."""
    ranges = {}
    for level, position in parts:
        stored = level - level % STORED_LEVELS
        ranges[level, position] = (stored, position << level - stored, 1 << level - stored)
    found = await _hashes(connection, ranges.values())
    return {
        part: perfect_root([found[stored, first + it] for it in range(count)])
        for part, (stored, first, count) in ranges.items()
    }


async def _hashes(
    connection: Connection, ranges: Iterable[tuple[int, int, int]]
) -> dict[Part, bytes]:
    wanted = [it for it in ranges if it[2]]
    if not wanted:
        return {}
    rows = await connection.fetch(HASHES, *map(list, zip(*wanted, strict=True)))
    found: dict[Part, bytes] = defaultdict(_missing)
    found.update({(row["level"], row["position"]): row["hash"] for row in rows})
    return found


def _missing() -> bytes:
    raise TreeIsIncomplete("The tree beside the trail has lost hashes")

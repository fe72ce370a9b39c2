"""The right edge of a Merkle tree, by which it grows (rule Y1).

Hashes are stored of every eighth level: 256 of one level make one of the next stored level.
"""

from collections.abc import Iterator, Mapping, Sequence

from rules.merkle import EMPTY_ROOT, node_hash

STORED_LEVELS = 8
"""How many levels lie between two that are stored."""

WIDTH = 1 << STORED_LEVELS


class Edge:
    """The hashes of each stored level that no hash of the next one stands for yet."""

    def __init__(self, size: int = 0, hashes: Mapping[int, Sequence[bytes]] | None = None) -> None:
        """Take the size and, by level, the hashes of a tree that there is (`unfinished`)."""
        self.size = size
        known = hashes or {}
        self._hashes = [list(known.get(level, ())) for level, _, _ in unfinished(size)]

    def append(self, leaf: bytes) -> list[tuple[int, int, bytes]]:
        """Add the hash of a leaf; return the inner nodes to be stored: level, position, hash."""
        made: list[tuple[int, int, bytes]] = []
        self.size += 1
        level, added = 0, leaf
        while True:
            if level == len(self._hashes):
                self._hashes.append([])
            hashes = self._hashes[level]
            hashes.append(added)
            if len(hashes) < WIDTH:
                return made
            added = perfect_root(hashes)
            hashes.clear()
            level += 1
            shift = level * STORED_LEVELS
            made.append((shift, (self.size >> shift) - 1, added))

    def root(self) -> bytes:
        """Return the root of the tree as it is."""
        return _joined([part for it in reversed(self._hashes) for part in _perfect_parts(it)])


def unfinished(size: int) -> list[tuple[int, int, int]]:
    """Return which hashes are the edge of a tree: the level, the first position, and how many."""
    found = []
    shift = 0
    while size >> shift or not shift:
        count = size >> shift
        found.append((shift, count - count % WIDTH, count % WIDTH))
        shift += STORED_LEVELS
    return found


def perfect_root(hashes: Sequence[bytes]) -> bytes:
    """Return the root above as many hashes as a power of two."""
    level = list(hashes)
    while len(level) > 1:
        level = [node_hash(*pair) for pair in zip(level[::2], level[1::2], strict=True)]
    return level[0]


def _perfect_parts(hashes: Sequence[bytes]) -> Iterator[bytes]:
    """Yield the roots of the largest complete subtrees from the left."""
    start = 0
    while start < len(hashes):
        length = 1 << (len(hashes) - start).bit_length() - 1
        yield perfect_root(hashes[start : start + length])
        start += length


class Frontier:
    """The roots of a tree's complete subtrees, from the left: all that its root needs."""

    __slots__ = ("_parts", "size")

    def __init__(self) -> None:
        """Begin with a tree without leaves."""
        self.size = 0
        self._parts: list[bytes] = []

    def append(self, leaf: bytes) -> None:
        """Add the hash of a leaf."""
        finished = self.size
        while finished & 1:
            leaf = node_hash(self._parts.pop(), leaf)
            finished >>= 1
        self._parts.append(leaf)
        self.size += 1

    def root(self) -> bytes:
        """Return the root of the tree as it is."""
        return _joined(self._parts)


def _joined(parts: Sequence[bytes]) -> bytes:
    """Join the roots of subtrees that become smaller to the right."""
    if not parts:
        return EMPTY_ROOT
    root = parts[-1]
    for part in reversed(parts[:-1]):
        root = node_hash(part, root)
    return root

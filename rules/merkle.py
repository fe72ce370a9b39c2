"""Merkle trees as RFC 6962 has them: roots, proofs, and their checks (rule Y1).

Hashes are SHA-256, as bytes. A proof is asked with a function that returns the root of a complete
subtree: `subtree(level, index)` has 2**level leaves, from leaf index * 2**level on.
"""

from collections.abc import Callable, Iterable, Sequence
from hashlib import sha256

EMPTY_ROOT = sha256().digest()
"""The root of a tree without leaves."""

Subtree = Callable[[int, int], bytes]


def leaf_hash(leaf: bytes) -> bytes:
    """Return the hash of a leaf."""
    return sha256(b"\x00" + leaf).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of an inner node."""
    return sha256(b"\x01" + left + right).digest()


def root_of(size: int, subtree: Subtree) -> bytes:
    """Return the root of a tree of so many leaves."""
    return _joined(subtree(*part) for part in _parts(0, size))


def inclusion_proof(index: int, size: int, subtree: Subtree) -> list[bytes]:
    """Return the hashes that lead from a leaf to the root (RFC 6962, section 2.1.1).

    Raises ValueError where the tree has no such leaf.
    """
    if not 0 <= index < size:
        raise ValueError("The tree has no such leaf")
    start, end = 0, size
    proof = []
    while end - start > 1:
        middle = start + _left_size(end - start)
        if index < middle:
            proof.append(_root_between(middle, end, subtree))
            end = middle
        else:
            proof.append(_root_between(start, middle, subtree))
            start = middle
    return proof[::-1]


def consistency_proof(old: int, new: int, subtree: Subtree) -> list[bytes]:
    """Return the hashes that show that a tree begins with a smaller one (section 2.1.2).

    It is empty where either has no leaves or both are one. Raises ValueError where it is larger.
    """
    if not 0 <= old <= new:
        raise ValueError("The older tree is larger than the newer one")
    if old in (0, new):
        return []
    start, end = 0, new
    proof = []
    while old != end:
        middle = start + _left_size(end - start)
        if old <= middle:
            proof.append(_root_between(middle, end, subtree))
            end = middle
        else:
            proof.append(_root_between(start, middle, subtree))
            start = middle
    if start > 0:
        proof.append(_root_between(start, end, subtree))
    return proof[::-1]


def root_by_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes]) -> bytes | None:
    """Return the root to which a proof leads from a leaf's hash; None where it leads nowhere."""
    if not 0 <= index < size:
        return None
    hashes = iter(proof)
    root, node, last = leaf, index, size - 1
    for sibling in hashes:
        if last == 0:
            return None
        if node & 1 or node == last:
            root = node_hash(sibling, root)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            root = node_hash(root, sibling)
        node, last = node >> 1, last >> 1
    return root if last == 0 else None


def is_consistent(
    old: int, new: int, old_root: bytes, new_root: bytes, proof: Sequence[bytes]
) -> bool:
    """Return whether a proof shows that the newer tree begins with the older one."""
    if not 0 <= old <= new:
        return False
    if old == 0:
        return not proof and old_root == EMPTY_ROOT
    if old == new:
        return not proof and old_root == new_root
    hashes = list(proof) if old & (old - 1) else [old_root, *proof]
    return _leads_to(hashes, old, new) == (old_root, new_root)


def _leads_to(hashes: list[bytes], old: int, new: int) -> tuple[bytes, bytes] | None:
    """Return the roots of both trees to which the hashes lead, the first as where they begin."""
    node, last = old - 1, new - 1
    while node & 1:
        node, last = node >> 1, last >> 1
    if not hashes:
        return None
    old_root = new_root = hashes[0]
    for sibling in hashes[1:]:
        if last == 0:
            return None
        if node & 1 or node == last:
            old_root, new_root = node_hash(sibling, old_root), node_hash(sibling, new_root)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            new_root = node_hash(new_root, sibling)
        node, last = node >> 1, last >> 1
    return (old_root, new_root) if last == 0 else None


def _left_size(size: int) -> int:
    """Return how many of so many leaves are to the left: the largest power of two below."""
    return 1 << (size - 1).bit_length() - 1


def _parts(start: int, end: int) -> Iterable[tuple[int, int]]:
    """Yield the complete subtrees of which leaves consist, as level and index, from the left."""
    while start < end:
        level = (end - start).bit_length() - 1
        if start:
            level = min(level, (start & -start).bit_length() - 1)
        yield level, start >> level
        start += 1 << level


def _root_between(start: int, end: int, subtree: Subtree) -> bytes:
    return _joined(subtree(*part) for part in _parts(start, end))


def _joined(hashes: Iterable[bytes]) -> bytes:
    """Join the roots of subtrees that become smaller to the right."""
    *others, root = list(hashes) or [EMPTY_ROOT]
    for left in reversed(others):
        root = node_hash(left, root)
    return root

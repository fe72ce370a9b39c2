"""Merkle trees: roots and proofs against the definitions of RFC 6962 (Y1)."""

from hashlib import sha256

from hypothesis import given
from hypothesis import strategies as st

from rules.merkle import (
    EMPTY_ROOT,
    consistency_proof,
    inclusion_proof,
    is_consistent,
    leaf_hash,
    node_hash,
    root_by_inclusion,
    root_of,
)

MOST = 300
LEAVES = [leaf_hash(str(number).encode()) for number in range(MOST)]
SIZES = st.integers(1, MOST)


def defined_root(leaves: list[bytes]) -> bytes:
    """MTH of section 2.1, word for word."""
    if not leaves:
        return sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    left = 1
    while left * 2 < len(leaves):
        left *= 2
    return node_hash(defined_root(leaves[:left]), defined_root(leaves[left:]))


def defined_path(index: int, leaves: list[bytes]) -> list[bytes]:
    """PATH of section 2.1.1."""
    if len(leaves) == 1:
        return []
    left = 1
    while left * 2 < len(leaves):
        left *= 2
    if index < left:
        return [*defined_path(index, leaves[:left]), defined_root(leaves[left:])]
    return [*defined_path(index - left, leaves[left:]), defined_root(leaves[:left])]


def defined_proof(old: int, leaves: list[bytes], *, is_whole: bool = True) -> list[bytes]:
    """SUBPROOF of section 2.1.2."""
    if old == len(leaves):
        return [] if is_whole else [defined_root(leaves)]
    left = 1
    while left * 2 < len(leaves):
        left *= 2
    if old <= left:
        inner = defined_proof(old, leaves[:left], is_whole=is_whole)
        return [*inner, defined_root(leaves[left:])]
    inner = defined_proof(old - left, leaves[left:], is_whole=False)
    return [*inner, defined_root(leaves[:left])]


def subtree(level: int, index: int) -> bytes:
    return defined_root(LEAVES[index << level : (index + 1) << level])


def test_y1_the_published_hashes_of_small_trees() -> None:
    # The trees of certificate-transparency's own tests, whose inputs and roots are published.
    inputs = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657"]
    leaves = [leaf_hash(bytes.fromhex(data)) for data in inputs]

    assert EMPTY_ROOT.hex().startswith("e3b0c44298fc1c149afb")
    assert leaves[0].hex() == "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
    assert (
        defined_root(leaves[:2]).hex()
        == "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"
    )
    assert (
        defined_root(leaves).hex()
        == "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c"
    )


@given(SIZES)
def test_y1_a_root_is_made_of_complete_subtrees(size: int) -> None:
    assert root_of(size, subtree) == defined_root(LEAVES[:size])


def test_y1_the_root_of_nothing() -> None:
    assert root_of(0, subtree) == EMPTY_ROOT


@given(SIZES, st.data())
def test_y3_a_proof_leads_from_a_leaf_to_the_root(size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, size - 1))

    proof = inclusion_proof(index, size, subtree)

    assert proof == defined_path(index, LEAVES[:size])
    assert root_by_inclusion(LEAVES[index], index, size, proof) == defined_root(LEAVES[:size])


@given(SIZES, st.data())
def test_y3_no_proof_of_a_leaf_is_one_of_anything_else(size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, size - 1))
    root, proof = defined_root(LEAVES[:size]), inclusion_proof(index, size, subtree)
    others = [
        (LEAVES[(index + 1) % MOST], index, size, proof),
        *([(LEAVES[index], other, size, proof) for other in range(size) if other != index]),
        (LEAVES[index], index, size, [*proof, LEAVES[0]]),
        *([(LEAVES[index], index, size, proof[:-1])] if proof else []),
        *(
            (LEAVES[index], index, size, [*proof[:at], sha256(hash_).digest(), *proof[at + 1 :]])
            for at, hash_ in enumerate(proof)
        ),
    ]

    assert [other for other in others if root_by_inclusion(*other) == root] == []


@given(SIZES, st.data())
def test_y3_a_tree_begins_with_each_smaller_one(new: int, data: st.DataObject) -> None:
    old = data.draw(st.integers(1, new))
    roots = defined_root(LEAVES[:old]), defined_root(LEAVES[:new])

    proof = consistency_proof(old, new, subtree)

    assert proof == defined_proof(old, LEAVES[:new])
    assert is_consistent(old, new, *roots, proof)


@given(SIZES, st.data())
def test_y3_no_proof_of_consistency_is_one_of_another_tree(new: int, data: st.DataObject) -> None:
    old = data.draw(st.integers(1, new))
    changed = data.draw(st.integers(0, old - 1))
    other = [*LEAVES[:changed], leaf_hash(b"another"), *LEAVES[changed + 1 :]]
    old_root, new_root = defined_root(LEAVES[:old]), defined_root(LEAVES[:new])
    proof = consistency_proof(old, new, subtree)

    assert not is_consistent(old, new, defined_root(other[:old]), new_root, proof)
    assert not is_consistent(old, new, old_root, defined_root(other[:new]), proof)
    assert not is_consistent(old, new, old_root, new_root, [*proof, LEAVES[0]])
    assert not proof or not is_consistent(old, new, old_root, new_root, proof[:-1])


def test_y3_every_tree_begins_with_nothing() -> None:
    assert consistency_proof(0, 5, subtree) == []
    assert is_consistent(0, 5, EMPTY_ROOT, subtree(0, 0), [])
    assert not is_consistent(0, 5, LEAVES[0], subtree(0, 0), [])
    assert not is_consistent(6, 5, EMPTY_ROOT, EMPTY_ROOT, [])

"""The right edge of a tree: the same roots as the whole tree has, and what is stored of it (Y1)."""

from hypothesis import given
from hypothesis import strategies as st

from rules.merkle import leaf_hash, root_of
from rules.merkle_edges import STORED_LEVELS, Edge, Frontier, perfect_root, unfinished

MOST = 70_000
LEAVES = [leaf_hash(str(number).encode()) for number in range(MOST)]


def root(size: int) -> bytes:
    """The root, from the complete subtrees."""
    return root_of(size, lambda level, at: perfect_root(LEAVES[at << level : at + 1 << level]))


def test_y1_an_edge_has_the_root_of_its_tree_at_every_size() -> None:
    edge, frontier = Edge(), Frontier()
    roots, others = [edge.root()], [frontier.root()]
    for leaf in LEAVES[:1100]:
        edge.append(leaf)
        frontier.append(leaf)
        roots.append(edge.root())
        others.append(frontier.root())

    assert roots == others == [root(size) for size in range(1101)]


@given(st.integers(0, MOST - 600), st.integers(1, 600))
def test_y1_an_edge_goes_on_from_what_is_stored(size: int, more: int) -> None:
    stored: dict[tuple[int, int], bytes] = {(0, at): leaf for at, leaf in enumerate(LEAVES)}
    for level in (8, 16):
        for at in range(size >> level):
            stored[level, at] = perfect_root(LEAVES[at << level : at + 1 << level])
    hashes = {
        level: [stored[level, first + it] for it in range(count)]
        for level, first, count in unfinished(size)
    }
    edge = Edge(size, hashes)

    made = [node for leaf in LEAVES[size : size + more] for node in edge.append(leaf)]

    assert edge.root() == root(size + more)
    assert made == [
        (level, at, perfect_root(LEAVES[at << level : at + 1 << level]))
        for last in range(size + 1, size + more + 1)
        for level in (STORED_LEVELS, 2 * STORED_LEVELS)
        if last % (1 << level) == 0
        for at in ((last >> level) - 1,)
    ]

"""The written form of leaves: no two of them are alike (Y1)."""

from hypothesis import given
from hypothesis import strategies as st

from rules.audit_tree import ENTRY_COLUMNS, entry_leaf, seal_leaf

VALUES = st.lists(st.none() | st.text(), min_size=len(ENTRY_COLUMNS), max_size=len(ENTRY_COLUMNS))


def test_y1_a_leaf_is_written_to_the_byte() -> None:
    assert entry_leaf(["1", None, "", "ї"]) == b"16:selfsame entry 1,1:1,~0:,2:\xd1\x97,"
    assert seal_leaf(["now"]) == b"15:selfsame seal 1,3:now,"


@given(VALUES, VALUES)
def test_y1_different_entries_have_different_leaves(
    one: list[str | None], other: list[str | None]
) -> None:
    assert (entry_leaf(one) == entry_leaf(other)) == (one == other)


@given(st.lists(st.none() | st.text(max_size=3), min_size=4, max_size=4))
def test_y1_a_seal_is_no_entry(values: list[str | None]) -> None:
    assert entry_leaf(values) != seal_leaf(values)

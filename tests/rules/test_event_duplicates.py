"""Names that are alike find each other, and similarity is mutual (rule C5)."""

from datetime import date

from hypothesis import example, given
from hypothesis import strategies as st
from jellyfish import damerau_levenshtein_distance

from rules.declarations import Individual
from rules.event_duplicates import (
    MatchProfile,
    blocking_keys,
    may_be_duplicate,
    normalized_name,
    window,
)
from rules.partial_dates import PartialDate

LETTERS = st.text("abc", min_size=1, max_size=14)
DAY = date(2024, 2, 29)


@given(LETTERS, LETTERS)
@example("Smith", "Smiht")
@example("abcabcabcab", "bcabcabcabc")
def test_c5_names_that_are_alike_have_a_variant_in_common(one: str, other: str) -> None:
    edits = damerau_levenshtein_distance(one, other)
    longer = max(len(one), len(other))

    if edits <= (0 if longer <= 3 else 1 if longer <= 6 else 2):
        assert set(blocking_keys(normalized_name(one))) & set(blocking_keys(normalized_name(other)))


@given(st.text(min_size=1, max_size=64))
def test_c5_every_name_has_a_key_and_bounded_variants(name: str) -> None:
    assert normalized_name(name)
    assert 1 <= len(blocking_keys(normalized_name(name))) <= 56


@given(LETTERS, LETTERS, st.dates(date(2020, 1, 1), date(2028, 1, 1)), st.booleans())
def test_c5_similarity_is_mutual_and_within_the_window(
    one: str, other: str, happened: date, is_birth: bool
) -> None:
    child = Individual(one, other) if is_birth else None
    this = MatchProfile(Individual(one, other), PartialDate.of(DAY), child)
    that = MatchProfile(Individual(other, one), PartialDate.of(happened), child)

    are_similar = may_be_duplicate(this, that, damerau_levenshtein_distance)

    assert are_similar == may_be_duplicate(that, this, damerau_levenshtein_distance)
    if are_similar:
        first, last = window(this)
        assert first <= happened <= last


def test_c5_windows_end_where_the_calendar_does() -> None:
    somebody = Individual("A", "B")

    assert window(MatchProfile(somebody, PartialDate.of(date.min), somebody))[0] == date.min
    assert window(MatchProfile(somebody, PartialDate.of(date.max), somebody))[1] == date.max

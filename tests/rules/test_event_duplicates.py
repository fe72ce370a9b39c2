"""Names that are alike find each other, and similarity is mutual (rules C5 and C5a)."""

import tracemalloc
from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from jellyfish import damerau_levenshtein_distance

from rules.declarations import Individual, MultipleBirth
from rules.duplicate_search import ROLES, Search, search_for, stored_names
from rules.event_duplicates import (
    MatchProfile,
    blocking_keys,
    has_name,
    may_be_duplicate,
    normalized_name,
)
from rules.partial_dates import PartialDate
from rules.vital_events import VitalEventKind

LETTERS = st.text("abc", min_size=1, max_size=14)


@given(LETTERS, LETTERS)
@example("Smith", "Smiht")
@example("abcabcabcab", "bcabcabcabc")
def test_c5_names_that_are_alike_have_a_variant_in_common(one: str, other: str) -> None:
    edits = damerau_levenshtein_distance(one, other)
    longer = max(len(one), len(other))

    if edits <= (0 if longer <= 3 else 1 if longer <= 6 else 2):
        assert set(blocking_keys(normalized_name(one))) & set(blocking_keys(normalized_name(other)))


@given(st.text(st.characters(exclude_characters="\0"), min_size=1, max_size=64))
def test_c5_every_name_has_a_key_and_bounded_variants(name: str) -> None:
    assert normalized_name(name)
    assert 1 <= len(blocking_keys(normalized_name(name))) <= 56


@given(st.data())
def test_c5_c5a_similarity_is_mutual_and_within_what_is_looked_up(data: st.DataObject) -> None:
    kind = data.draw(st.sampled_from(VitalEventKind))
    this, that = data.draw(_profiles(kind)), data.draw(_profiles(kind))

    are_similar = may_be_duplicate(this, that, damerau_levenshtein_distance)

    assert are_similar == may_be_duplicate(that, this, damerau_levenshtein_distance)
    if are_similar:
        assert _finds(search_for(this), that)
        assert _finds(search_for(that), this)
        assert _wait_for_each_other(search_for(this), search_for(that))


PEOPLE = st.none() | st.builds(
    Individual,
    st.sampled_from(["abc", "abcdef", "abcdfe"]),
    st.sampled_from(["bcdefgh", "bcdefhg", "xyz"]),
    birth_date=st.none() | st.dates(date(1990, 1, 1), date(1990, 1, 9)).map(PartialDate.of),
    national_id=st.sampled_from([None, "1234567890", "1234567891"]),
)


def _profiles(kind: VitalEventKind) -> st.SearchStrategy[MatchProfile]:
    return st.builds(
        MatchProfile,
        st.just(kind),
        st.dates(date(2024, 2, 1), date(2024, 2, 12)).map(PartialDate.of),
        PEOPLE,
        st.none() if kind is VitalEventKind.DEATH else PEOPLE,
        st.sampled_from(["", "Kyiv", "Lviv", "Ward 3, Kyiv"]),
        st.none() | st.builds(MultipleBirth, st.just(2), st.integers(1, 2)),
    )


def _finds(search: Search, other: MatchProfile) -> bool:
    """Return whether a record is found, as `find_similar_events` finds it."""
    stored, day = stored_names(other), other.event_date.earliest
    for sought in search.names:
        side = "principal" if sought.among_principals else "subject"
        names = (stored[f"{side}_first_name"], stored[f"{side}_last_name"])
        if None in names or (sought.without_mother and has_name(other.principal)):
            continue
        wanted = (sought.first_name, sought.last_name)
        if sought.first_day <= day <= sought.last_day and all(
            set(blocking_keys(a)) & set(blocking_keys(b or ""))
            for a, b in zip(wanted, names, strict=True)
        ):
            return True
    people = zip(ROLES[other.kind], (other.principal, other.subject), strict=True)
    numbers = {(role, it.national_id) for role, it in people if it is not None}
    return any(
        (sought.role, sought.national_id) in numbers
        and (sought.first_day or day) <= day <= (sought.last_day or day)
        for sought in search.numbers
    )


def _wait_for_each_other(search: Search, other: Search) -> bool:
    locks, others = set(search.locks), set(other.locks)
    return bool(
        locks & others or locks & set(other.shared_locks) or others & set(search.shared_locks)
    )


@pytest.mark.parametrize("day", [date.min, date.max])
def test_c5_windows_end_where_the_calendar_does(day: date) -> None:
    somebody = Individual("A", "B")
    profile = MatchProfile(VitalEventKind.BIRTH, PartialDate.of(day), somebody, somebody)

    assert all(day in (it.first_day, it.last_day) for it in search_for(profile).names)


def test_the_keys_of_many_names_are_remembered_in_little_memory() -> None:
    names = [f"abramovsen{number}" for number in range(1000)]
    tracemalloc.start()

    for name in names:
        blocking_keys(name)

    held, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert held < 1_000_000

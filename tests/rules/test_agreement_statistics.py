"""How far reviewers agree, by hand and by properties: rule B19."""

from collections import Counter
from collections.abc import Callable
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.agreement_statistics import (
    CATEGORIES,
    TalliedPairs,
    TalliedVotes,
    Tally,
    agreement_of_reviewer,
    cohens_kappa,
    comparisons_of_reviewer,
    fleiss_kappa,
    percent_agreement,
)
from rules.merge_requests import MergeRequestStatus

MERGE, SPLIT, TRASH = CATEGORIES

# Five votes and two: 4 of 10 pairs agree in the first, 1 of 1 in the second.
UNEVEN = [TalliedPairs(Tally(2, 3, 0), 1), TalliedPairs(Tally(0, 2, 0), 1)]

votes = st.lists(st.sampled_from(CATEGORIES), max_size=6)


def tallied(candidates: list[list[MergeRequestStatus]]) -> list[TalliedPairs]:
    return [TalliedPairs(tally_of(it), 1) for it in candidates]


def tally_of(said: list[MergeRequestStatus]) -> Tally:
    return Tally(*(said.count(category) for category in CATEGORIES))


def test_b19_percent_agreement_is_agreeing_pairs_of_all_pairs_of_votes() -> None:
    assert percent_agreement(UNEVEN) == pytest.approx(5 / 11)


def test_b19_fleiss_kappa_takes_the_mean_of_candidates_and_the_shares_of_all_votes() -> None:
    # Observed (4/10 + 1) / 2 = 0.7; by chance (2/7)^2 + (5/7)^2 = 29/49.
    assert fleiss_kappa(UNEVEN) == pytest.approx((0.7 - 29 / 49) / (1 - 29 / 49))


def test_b19_fleiss_kappa_of_the_textbook() -> None:
    # Four votes each: 4:0, 0:4, 2:2. Observed (1 + 1 + 1/3) / 3 = 7/9, by chance 1/2.
    textbook = [TalliedPairs(Tally(4, 0, 0), 1), TalliedPairs(Tally(0, 4, 0), 1)]
    textbook.append(TalliedPairs(Tally(2, 2, 0), 1))

    assert fleiss_kappa(textbook) == pytest.approx((7 / 9 - 1 / 2) / (1 / 2))


def test_b19_a_candidate_with_one_vote_counts_for_nothing() -> None:
    alone = TalliedPairs(Tally(0, 0, 1), 7)

    assert percent_agreement([*UNEVEN, alone]) == percent_agreement(UNEVEN)
    assert fleiss_kappa([*UNEVEN, alone]) == fleiss_kappa(UNEVEN)


def test_b19_cohens_kappa_compares_with_the_majority_of_the_others() -> None:
    mine = [
        TalliedVotes(MERGE, Tally(3, 0, 0), 4),  # others merge
        TalliedVotes(SPLIT, Tally(2, 1, 0), 1),  # others merge
        TalliedVotes(MERGE, Tally(1, 2, 0), 2),  # others split
        TalliedVotes(SPLIT, Tally(0, 3, 0), 3),  # others split
        TalliedVotes(MERGE, Tally(2, 1, 0), 5),  # the others are tied without this vote
        TalliedVotes(TRASH, Tally(0, 0, 1), 6),  # nobody else voted
    ]

    # 7 of 10 the same; 6 and 4 of mine, 5 and 5 of theirs: by chance 0.3 + 0.2.
    assert cohens_kappa(mine) == pytest.approx((0.7 - 0.5) / (1 - 0.5))


def test_b19_a_reviewers_agreement_is_of_the_pairs_of_votes_with_their_own() -> None:
    mine = [TalliedVotes(MERGE, Tally(2, 1, 0), 1), TalliedVotes(SPLIT, Tally(0, 1, 0), 3)]

    assert agreement_of_reviewer(mine) == 1 / 2
    agreeing, total = comparisons_of_reviewer(mine)
    assert agreeing / total == 1 / 2


@pytest.mark.parametrize("figure", [percent_agreement, fleiss_kappa])
@pytest.mark.parametrize("candidates", [[], [TalliedPairs(Tally(1, 0, 0), 3)]])
def test_b19_without_two_votes_on_anything_nothing_is_defined(
    figure: Callable[[list[TalliedPairs]], float | None], candidates: list[TalliedPairs]
) -> None:
    assert figure(candidates) is None


def test_b19_kappa_of_votes_that_are_all_the_same_is_not_defined() -> None:
    assert fleiss_kappa([TalliedPairs(Tally(3, 0, 0), 8)]) is None
    assert cohens_kappa([TalliedVotes(MERGE, Tally(3, 0, 0), 8)]) is None
    assert cohens_kappa([]) is None
    assert agreement_of_reviewer([TalliedVotes(MERGE, Tally(1, 0, 0), 1)]) is None


@given(st.lists(votes, max_size=8))
def test_b19_percent_agreement_is_what_counting_every_two_votes_gives(
    candidates: list[list[MergeRequestStatus]],
) -> None:
    both = [two for said in candidates for two in combinations(said, 2)]
    counted = sum(one == other for one, other in both) / len(both) if both else None

    assert percent_agreement(tallied(candidates)) == counted


@given(st.lists(votes, max_size=8), st.permutations(CATEGORIES))
def test_b19_no_figure_depends_on_order_names_or_on_how_alike_ones_are_gathered(
    candidates: list[list[MergeRequestStatus]], renamed: list[MergeRequestStatus]
) -> None:
    names = dict(zip(CATEGORIES, renamed, strict=True))
    others = [[names[vote] for vote in reversed(said)] for said in reversed(candidates)]
    gathered = [TalliedPairs(*it) for it in Counter(map(tally_of, others)).items()]

    assert fleiss_kappa(gathered) == fleiss_kappa(tallied(candidates))
    assert percent_agreement(gathered) == percent_agreement(tallied(candidates))


@given(st.lists(votes, max_size=8))
def test_b19_every_figure_is_a_share_or_at_most_one(
    candidates: list[list[MergeRequestStatus]],
) -> None:
    mine = [TalliedVotes(said[0], tally_of(said), 1) for said in candidates if said]

    for share in (percent_agreement(tallied(candidates)), agreement_of_reviewer(mine)):
        assert share is None or 0 <= share <= 1
    cohens, fleiss = cohens_kappa(mine), fleiss_kappa(tallied(candidates))
    assert cohens is None or -1 <= cohens <= 1
    # Below -1 it comes only where candidates have different numbers of votes.
    is_even = len({len(said) for said in candidates if len(said) > 1}) == 1
    assert fleiss is None or fleiss <= 1
    assert fleiss is None or not is_even or fleiss >= -1


@given(st.lists(st.sampled_from(CATEGORIES), min_size=2, max_size=8), st.integers(2, 5))
def test_b19_those_who_always_agree_have_kappa_one_or_none(
    said: list[MergeRequestStatus], reviewers: int
) -> None:
    candidates = [[vote] * reviewers for vote in said]

    assert fleiss_kappa(tallied(candidates)) == (1 if len(set(said)) > 1 else None)
    mine = [TalliedVotes(it[0], tally_of(it), 1) for it in candidates]
    assert cohens_kappa(mine) == (1 if len(set(said)) > 1 else None)

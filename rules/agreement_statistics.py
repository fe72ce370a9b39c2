"""How far reviewers agree: shares of agreeing pairs of votes, Fleiss' and Cohen's kappa (B19)."""

from collections.abc import Iterable
from fractions import Fraction
from typing import NamedTuple

from rules.merge_requests import FINAL, MergeRequestStatus

CATEGORIES = tuple(sorted(FINAL))
"""What a vote may say, in the order of a tally."""


class Tally(NamedTuple):
    """How often each final decision was made on one pair."""

    merge: int
    split: int
    trash: int


class TalliedPairs(NamedTuple):
    """So many pairs whose votes are alike."""

    tally: Tally
    pairs: int


class TalliedVotes(NamedTuple):
    """So many votes of one reviewer that are alike; the tally has that vote in it too."""

    vote: MergeRequestStatus
    tally: Tally
    votes: int


def percent_agreement(tallied: Iterable[TalliedPairs]) -> float | None:
    """Return the agreeing pairs of votes among all pairs of votes on the same candidate.

    It is a share from 0 to 1; None where no candidate has two votes.
    """
    agreeing = total = 0
    for tally, pairs in tallied:
        agreeing += pairs * sum(it * (it - 1) for it in tally)
        total += pairs * sum(tally) * (sum(tally) - 1)
    return _share(agreeing, total)


def fleiss_kappa(tallied: Iterable[TalliedPairs]) -> float | None:
    """Return Fleiss' kappa over the candidates with two votes or more, however many each has.

    The agreement that was observed is the mean over candidates of each one's own, that which
    chance would bring is of the shares of the categories over all their votes. None where there
    is no such candidate, and where all votes are the same: chance explains everything then.
    """
    voted = [it for it in tallied if sum(it.tally) > 1]
    candidates = sum(it.pairs for it in voted)
    votes = sum(sum(it.tally) * it.pairs for it in voted)
    if not candidates:
        return None
    observed = sum((it.pairs * _own_agreement(it.tally) for it in voted), Fraction()) / candidates
    said = [sum(it.tally[place] * it.pairs for it in voted) for place in range(len(CATEGORIES))]
    by_chance = sum((Fraction(it, votes) ** 2 for it in said), Fraction())
    return _beyond_chance(observed, by_chance)


def comparisons_of_reviewer(tallied: Iterable[TalliedVotes]) -> tuple[int, int]:
    """Return how many pairs of votes agree, and how many there are, where one is the reviewer's."""
    agreeing = total = 0
    for vote, tally, votes in tallied:
        agreeing += votes * (tally[CATEGORIES.index(vote)] - 1)
        total += votes * (sum(tally) - 1)
    return agreeing, total


def agreement_of_reviewer(tallied: Iterable[TalliedVotes]) -> float | None:
    """Return the share of agreeing pairs of votes among all in which one is the reviewer's."""
    return _share(*comparisons_of_reviewer(tallied))


def cohens_kappa(tallied: Iterable[TalliedVotes]) -> float | None:
    """Return Cohen's kappa of a reviewer against the majority of the others on each candidate.

    The reviewer's own vote is left out of the majority, and a candidate on which the others are
    tied is left out altogether. None where no candidate is left, or chance explains everything.
    """
    compared: dict[tuple[MergeRequestStatus, MergeRequestStatus], int] = {}
    for vote, tally, votes in tallied:
        majority = _majority_without(vote, tally)
        if majority is not None:
            compared[vote, majority] = compared.get((vote, majority), 0) + votes
    total = sum(compared.values())
    if not total:
        return None
    same = sum(votes for (own, others), votes in compared.items() if own == others)
    by_chance = Fraction()
    for category in CATEGORIES:
        own = sum(votes for (said, _), votes in compared.items() if said == category)
        others = sum(votes for (_, said), votes in compared.items() if said == category)
        by_chance += Fraction(own * others, total * total)
    return _beyond_chance(Fraction(same, total), by_chance)


def _own_agreement(tally: Tally) -> Fraction:
    votes = sum(tally)
    return Fraction(sum(it * (it - 1) for it in tally), votes * (votes - 1))


def _majority_without(vote: MergeRequestStatus, tally: Tally) -> MergeRequestStatus | None:
    others = {
        category: count - (category == vote)
        for category, count in zip(CATEGORIES, tally, strict=True)
    }
    most = max(others.values())
    winners = [category for category, count in others.items() if count == most]
    return winners[0] if most and len(winners) == 1 else None


def _beyond_chance(observed: Fraction, by_chance: Fraction) -> float | None:
    return None if by_chance == 1 else float((observed - by_chance) / (1 - by_chance))


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None

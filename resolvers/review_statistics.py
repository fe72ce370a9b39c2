"""How the review goes: what is decided, what waits, and how far reviewers agree (rule B19)."""

from datetime import date, datetime
from typing import Annotated

import orjson
import strawberry
from sqlalchemy import Integer, bindparam

from db.review_statistics import (
    review_queue,
    review_statistics,
    reviewer_pair_agreements,
    reviewer_statistics,
    waiting_by_votes,
)
from planner.row_queries import Condition, RowQuery
from planner.sources import ToMany, ToOne, Value
from resolvers.access import Scoped
from resolvers.definitions import column, field, object_type, root_field
from resolvers.nodes import QueryContext
from resolvers.viewer import User
from rules import agreement_statistics
from rules.agreement_statistics import TalliedPairs, TalliedVotes, Tally
from rules.merge_requests import MergeRequestStatus
from rules.review_statistics import FEWEST_SETTLED, check_period


def _pairs(tallies: str) -> list[TalliedPairs]:
    return [TalliedPairs(Tally(*counts), pairs) for *counts, pairs in orjson.loads(tallies)]


def _votes(votes: str) -> list[TalliedVotes]:
    return [
        TalliedVotes(MergeRequestStatus(vote), Tally(*counts), often)
        for vote, *counts, often in orjson.loads(votes)
    ]


def _percent_agreement(tallies: str) -> float | None:
    return agreement_statistics.percent_agreement(_pairs(tallies))


def _fleiss_kappa(tallies: str) -> float | None:
    return agreement_statistics.fleiss_kappa(_pairs(tallies))


def _agreement_of_reviewer(votes: str) -> float | None:
    return agreement_statistics.agreement_of_reviewer(_votes(votes))


def _agreeing(votes: str) -> int:
    return agreement_statistics.comparisons_of_reviewer(_votes(votes))[0]


def _comparisons(votes: str) -> int:
    return agreement_statistics.comparisons_of_reviewer(_votes(votes))[1]


def _cohens_kappa(votes: str) -> float | None:
    return agreement_statistics.cohens_kappa(_votes(votes))


@object_type(reviewer_statistics)
class ReviewerStatistics:
    """How one reviewer decides, and how far others agree."""

    user: User = field(ToOne(lambda it, user: user.c.id == it.c.user_id), "Whose figures they are.")
    decided: int = column("How many of their final decisions count.")
    median_seconds: float | None = column(
        "Half of them were made within so many seconds of the assignment."
    )
    percent_agreement: float | None = field(
        Value(lambda it: it.c.votes, _agreement_of_reviewer),
        "Of all pairs of votes on one candidate in which one is theirs, the share that agrees: 0 to"
        " 1; null where nobody else voted.",
    )
    comparisons: int = field(
        Value(lambda it: it.c.votes, _comparisons, nullable=False),
        "How many pairs of votes on one candidate there are in which one is theirs.",
    )
    agreeing: int = field(
        Value(lambda it: it.c.votes, _agreeing, nullable=False), "How many of these agree."
    )
    cohens_kappa: float | None = field(
        Value(lambda it: it.c.votes, _cohens_kappa),
        "Cohen's kappa against the majority of the others on the same candidate, ties left out; at"
        " most 1, and null where it is not defined.",
    )


@object_type(reviewer_pair_agreements)
class ReviewerPairAgreement:
    """How far two reviewers agree."""

    user: User = field(ToOne(lambda it, user: user.c.id == it.c.user_id), "One of the two.")
    other_user: User = field(
        ToOne(lambda it, user: user.c.id == it.c.other_user_id), "The other of the two."
    )
    candidates: int = column("On how many candidates both decided.")
    percent_agreement: float = field(
        Value(lambda it: it.c.agreeing * 1.0 / it.c.candidates, float, nullable=False),
        "On what share of these they decided alike: 0 to 1.",
    )


@object_type(waiting_by_votes)
class WaitingByVotes:
    """Pairs that wait for a reviewer, and on which as many votes count."""

    votes: int = column("How many final decisions on each of them count so far.")
    pairs: int = column("How many such pairs there are.")


@object_type(review_statistics)
class ReviewStatistics:
    """How the review went in a period, and what waits now."""

    decided: int = column("Final decisions that were made in the period and stand.")
    settled: int = column("Pairs that a quorum settled in the period.")
    came: int = column(
        "Pairs that came for review in the period, those that came once more among them; whatever"
        " has become of them."
    )
    settled_without_review: int = column(
        "Pairs that left in the period without a quorum, as where one of the two was merged with"
        " somebody else."
    )
    postponed: int = column("Requests that were put off in the period and still are.")
    withdrawn: int = column("Requests whose decision was last taken back in the period.")
    recused: int = column("Requests that a conflict of interest ended in the period.")
    waiting: int = column("Pairs that wait for a quorum now, disputed ones among them.")
    reviewed_now: int = column("Those of them that a reviewer has before them and has not decided.")
    waiting_by_votes: list[WaitingByVotes] = field(
        ToMany(lambda _, it: it.c.pairs > 0, lambda it: [it.c.votes]),
        "Those of them that are not disputed, by how many votes they have: those with none wait"
        " for a first reviewer.",
    )
    disputed: int = column("Those of them that are open to senior reviewers alone.")
    nobody_may_review: int = column(
        "Those of them that are closed to all who hold the role: more reviewers are needed."
    )
    oldest_waiting_at: datetime | None = column(
        "Since when the oldest of them waits; null where none does."
    )
    age_days: list[float] | None = column(
        "Days from the first offer to settlement, of the pairs settled in the period: the 50th, the"
        " 90th and the 99th percentile; null where nothing was settled."
    )
    percent_agreement: float | None = field(
        Value(lambda it: it.c.tallies, _percent_agreement),
        "Of all pairs of votes of the period on one candidate, the share that agrees: 0 to 1; null"
        " where no candidate has two.",
    )
    fleiss_kappa: float | None = field(
        Value(lambda it: it.c.tallies, _fleiss_kappa),
        "Fleiss' kappa over the candidates with two votes of the period or more; at most 1, and"
        " null where it is not defined.",
    )
    reviewers: list[ReviewerStatistics] = field(
        ToMany(lambda _, it: it.c.decided > 0, lambda it: [it.c.user_id]),
        "Those who decided in the period, in no order of merit.",
    )
    pairs: list[ReviewerPairAgreement] = field(
        ToMany(lambda _, it: it.c.candidates > 0, lambda it: [it.c.user_id, it.c.other_user_id]),
        "Every two of them who decided on the same candidates in the period.",
    )


@object_type(review_queue)
class ReviewQueue:
    """What waits for a reviewer: pairs that they were never given and could be."""

    waiting: int = column("How many there are; what is decided of pairs of theirs changes nothing.")
    oldest_waiting_at: datetime | None = column(
        "Since when the oldest of them waits; null where none does."
    )


ENOUGH = Condition(lambda rows: rows.c.decided >= bindparam("fewest", type_=Integer, required=True))
FromDay = Annotated[
    date, strawberry.argument(name="from", description="The first day of the period, in UTC.")
]
ToDay = Annotated[
    date, strawberry.argument(name="to", description="The last day of the period, in UTC.")
]


@object_type()
class ReviewStatisticsQueries:
    """How the review goes."""

    @root_field(ReviewStatistics, Scoped("review_statistics:read"))
    def review_statistics(
        context: strawberry.Parent[QueryContext], from_day: FromDay, to_day: ToDay
    ) -> RowQuery:
        """How the review went from one day to another, both inclusive, and what waits now."""
        check_period(from_day, to_day)
        parameters = {"from_day": from_day, "to_day": to_day, "reviewer": None}
        return RowQuery("ReviewStatistics", parameters=parameters, custom_plan=True)

    @root_field(ReviewerStatistics | None, Scoped("merge_request:read"))
    def my_review_statistics(context: strawberry.Parent[QueryContext]) -> RowQuery:
        """The caller's own figures, over settled pairs alone; null below 20 of them."""
        reviewer = context.caller.user_id
        parameters = {
            "from_day": None,
            "to_day": None,
            "reviewer": reviewer,
            "fewest": FEWEST_SETTLED,
        }
        return RowQuery("ReviewerStatistics", (ENOUGH,), parameters)

    @root_field(ReviewQueue, Scoped("merge_request:read"))
    def my_review_queue(context: strawberry.Parent[QueryContext]) -> RowQuery:
        """How many pairs wait for the caller, and since when."""
        return RowQuery("ReviewQueue", parameters={"reviewer": context.caller.user_id})

"""When the reasons of a rejection are asked for and given (V5 to V7), without a database."""

from datetime import date, timedelta
from itertools import product

import pytest

from rules.explanations import (
    MOVES,
    ExplanationStatus,
    RequestPeriodIsOver,
    check_move,
    check_period,
)
from rules.merge_requests import TransitionIsIncorrect

REQUESTED, ASSIGNED, ANSWERED, SHOWN, REFUSED = ExplanationStatus
ALLOWED = {
    (REQUESTED, ASSIGNED),
    (REQUESTED, REFUSED),
    (ASSIGNED, ANSWERED),
    (ASSIGNED, REFUSED),
    (ANSWERED, SHOWN),
}


@pytest.mark.parametrize(("before", "after"), list(product(ExplanationStatus, ExplanationStatus)))
def test_v6_a_request_goes_one_way(before: ExplanationStatus, after: ExplanationStatus) -> None:
    if (before, after) in ALLOWED:
        check_move(before, after, is_parked=False)
    else:
        with pytest.raises(TransitionIsIncorrect):
            check_move(before, after, is_parked=False)


@pytest.mark.parametrize(("before", "after"), sorted(ALLOWED))
def test_v7_what_is_parked_goes_nowhere(
    before: ExplanationStatus, after: ExplanationStatus
) -> None:
    with pytest.raises(TransitionIsIncorrect):
        check_move(before, after, is_parked=True)


def test_v7_what_waits_for_its_day_is_not_asked_again() -> None:
    with pytest.raises(TransitionIsIncorrect):
        check_move(ANSWERED, SHOWN, is_parked=False, is_waiting=True)


def test_v5_the_last_day_of_the_period_counts() -> None:
    decided = date(2026, 2, 20)

    check_period(decided, decided + timedelta(days=21), 21)

    with pytest.raises(RequestPeriodIsOver):
        check_period(decided, decided + timedelta(days=22), 21)


def test_every_status_has_its_moves() -> None:
    assert MOVES.keys() == set(ExplanationStatus)

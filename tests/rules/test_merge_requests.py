"""Which act leads a merge request where, and which of them an update reaches (rule B7)."""

from collections.abc import Mapping
from itertools import product
from typing import cast

import pytest

from rules import merge_requests
from rules.merge_requests import (
    ACTIONS,
    FINAL,
    OPEN,
    TRANSITIONS,
    MergeRequestAct,
    MergeRequestStatus,
    TransitionIsIncorrect,
    act_of_update,
    check_act,
)

NEW, POSTPONE = MergeRequestStatus.NEW, MergeRequestStatus.POSTPONE
ALLOWED = {(NEW, POSTPONE)} | set(product((NEW, POSTPONE), FINAL))
"""From which status to which a request may be updated."""

RETURN = cast("MergeRequestAct", "RETURN")
RETURNED = cast("MergeRequestStatus", "RETURNED")


@pytest.mark.parametrize(("before", "after"), list(product(MergeRequestStatus, repeat=2)))
def test_b7_an_update_leads_where_the_rule_says_and_nowhere_else(
    before: MergeRequestStatus, after: MergeRequestStatus
) -> None:
    act = act_of_update(after)

    if (before, after) in ALLOWED:
        assert check_act(before, act, is_superseded=False) is after
    else:
        with pytest.raises(TransitionIsIncorrect):
            check_act(before, act, is_superseded=False)


@pytest.mark.parametrize(("status", "act"), list(product(MergeRequestStatus, MergeRequestAct)))
def test_b7_a_superseded_request_takes_nothing(
    status: MergeRequestStatus, act: MergeRequestAct
) -> None:
    with pytest.raises(TransitionIsIncorrect):
        check_act(status, act, is_superseded=True)


@pytest.mark.parametrize("status", MergeRequestStatus)
def test_b7_no_request_that_is_there_is_assigned(status: MergeRequestStatus) -> None:
    with pytest.raises(TransitionIsIncorrect):
        check_act(status, MergeRequestAct.ASSIGN, is_superseded=False)


def test_b7_an_act_of_another_mutation_is_not_reached_by_an_update(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    grown: Mapping[MergeRequestStatus, Mapping[MergeRequestAct, MergeRequestStatus]] = {
        **TRANSITIONS,
        NEW: {**TRANSITIONS[NEW], RETURN: RETURNED},
    }

    monkeypatch.setattr(merge_requests, "TRANSITIONS", grown)

    assert check_act(NEW, RETURN, is_superseded=False) == RETURNED
    assert RETURN not in {act_of_update(status) for status in (*MergeRequestStatus, RETURNED)}
    with pytest.raises(TransitionIsIncorrect):
        check_act(NEW, act_of_update(RETURNED), is_superseded=False)


def test_b10_what_waits_for_a_final_decision_is_new_or_postponed() -> None:
    assert frozenset({NEW, POSTPONE}) == OPEN
    assert not OPEN & FINAL


def test_d1_the_trail_has_a_name_of_its_own_for_each_act() -> None:
    assert set(ACTIONS) == set(MergeRequestAct)
    assert len(set(ACTIONS.values())) == len(ACTIONS)

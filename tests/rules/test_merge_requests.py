"""Which act leads a merge request where, and which of them an update reaches (rule B7)."""

from collections.abc import Mapping
from itertools import product
from typing import cast

import pytest

from rules import merge_requests
from rules.merge_requests import (
    AUDIT_ACTIONS,
    FINAL,
    OPEN,
    TRANSITIONS,
    MergeRequestAction,
    MergeRequestStatus,
    TransitionIsIncorrect,
    action_of_update,
    check_action,
)

NEW, POSTPONE = MergeRequestStatus.NEW, MergeRequestStatus.POSTPONE
ALLOWED = {(NEW, POSTPONE)} | set(product((NEW, POSTPONE), FINAL))
"""From which status to which a request may be updated."""

RETURN = cast("MergeRequestAction", "RETURN")
RETURNED = cast("MergeRequestStatus", "RETURNED")


@pytest.mark.parametrize(("before", "after"), list(product(MergeRequestStatus, repeat=2)))
def test_b7_an_update_leads_where_the_rule_says_and_nowhere_else(
    before: MergeRequestStatus, after: MergeRequestStatus
) -> None:
    action = action_of_update(after)

    if (before, after) in ALLOWED:
        assert check_action(before, action, is_superseded=False) is after
    else:
        with pytest.raises(TransitionIsIncorrect):
            check_action(before, action, is_superseded=False)


@pytest.mark.parametrize(
    ("status", "action"), list(product(MergeRequestStatus, MergeRequestAction))
)
def test_b7_a_superseded_request_takes_nothing(
    status: MergeRequestStatus, action: MergeRequestAction
) -> None:
    with pytest.raises(TransitionIsIncorrect):
        check_action(status, action, is_superseded=True)


@pytest.mark.parametrize("status", MergeRequestStatus)
def test_b7_no_request_that_is_there_is_assigned(status: MergeRequestStatus) -> None:
    with pytest.raises(TransitionIsIncorrect):
        check_action(status, MergeRequestAction.ASSIGN, is_superseded=False)


def test_b7_an_act_of_another_mutation_is_not_reached_by_an_update(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    grown: Mapping[MergeRequestStatus, Mapping[MergeRequestAction, MergeRequestStatus]] = {
        **TRANSITIONS,
        NEW: {**TRANSITIONS[NEW], RETURN: RETURNED},
    }

    monkeypatch.setattr(merge_requests, "TRANSITIONS", grown)

    assert check_action(NEW, RETURN, is_superseded=False) == RETURNED
    assert RETURN not in {action_of_update(status) for status in (*MergeRequestStatus, RETURNED)}
    with pytest.raises(TransitionIsIncorrect):
        check_action(NEW, action_of_update(RETURNED), is_superseded=False)


def test_b10_what_waits_for_a_final_decision_is_new_or_postponed() -> None:
    assert frozenset({NEW, POSTPONE}) == OPEN
    assert not OPEN & FINAL


def test_d1_the_trail_has_a_name_of_its_own_for_each_act() -> None:
    assert set(AUDIT_ACTIONS) == set(MergeRequestAction)
    assert len(set(AUDIT_ACTIONS.values())) == len(AUDIT_ACTIONS)

"""Plans, without a database: what is signed, and in how many steps persons are moved."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.organisation_plans import (
    PlanBlock,
    PlanIsBlocked,
    PlanIsOutOfDate,
    check_hash,
    check_places,
    persons_a_step,
    steps_of,
)
from rules.violations import InputIsInvalid


def test_w2_what_was_signed_is_what_runs() -> None:
    check_hash("aa", "aa", [])

    with pytest.raises(PlanIsOutOfDate) as other:
        check_hash("aa", "ab", [])
    with pytest.raises(PlanIsOutOfDate) as changed:
        check_hash("aa", "aa", ["id"])

    assert other.value.extensions == {"changed": []}
    assert changed.value.extensions == {"changed": ["id"]}


def test_w1_nobody_goes_on_in_themselves() -> None:
    check_places(1, 2)

    with pytest.raises(InputIsInvalid):
        check_places(1, 1)


def test_w1_a_transfer_is_of_somebody() -> None:
    check_places(1, 2, [3])

    with pytest.raises(InputIsInvalid) as nobody:
        check_places(1, 2, [])

    (fault,) = nobody.value.extensions["violations"]
    assert fault["path"] == ["personIds"]
    assert fault["message"] == "One person at least is needed, or null for all of them"


def test_w4_a_refusal_has_all_that_blocks() -> None:
    refusal = PlanIsBlocked([PlanBlock.RUN, PlanBlock.SWITCH])

    assert refusal.extensions == {
        "blockedBy": [
            "Organisation has a run under way",
            "A switch is on in one and off in the other",
        ]
    }


@given(st.integers(0, 100_000), st.integers(1, 1000))
def test_w5_the_steps_of_a_transfer_move_everybody(persons: int, rate: int) -> None:
    steps = steps_of(persons, rate)

    assert steps >= 1
    assert steps * persons_a_step(rate) >= persons
    assert (steps - 1) * persons_a_step(rate) < max(persons, 1)

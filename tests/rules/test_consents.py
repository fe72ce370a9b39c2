"""Rule R6: which act leads where, and what of a change holds at once."""

from itertools import combinations

import pytest

from rules.consents import (
    LIVE,
    MOVES,
    ConsentAction,
    ConsentStatus,
    Permission,
    Terms,
    moved,
    permission_faults,
)
from rules.merge_requests import TransitionIsIncorrect

VIEW, BOTH = frozenset({Permission.VIEW}), frozenset({Permission.VIEW, Permission.CONTRIBUTE})


@pytest.mark.parametrize("action", ConsentAction)
@pytest.mark.parametrize("status", sorted(set(ConsentStatus) - LIVE))
def test_r6_nothing_leads_on_from_what_is_declined_or_withdrawn(
    action: ConsentAction, status: ConsentStatus
) -> None:
    with pytest.raises(TransitionIsIncorrect):
        moved(action, Terms(status, VIEW), VIEW)


def test_r6_the_moves_are_those_of_the_rule() -> None:
    assert {
        (ConsentStatus.OFFERED, ConsentStatus.ACCEPTED),
        (ConsentStatus.OFFERED, ConsentStatus.DECLINED),
        (ConsentStatus.OFFERED, ConsentStatus.WITHDRAWN),
        (ConsentStatus.ACCEPTED, ConsentStatus.WITHDRAWN),
    } == MOVES


def test_r6_a_change_never_lets_more_than_before_until_a_steward_accepts() -> None:
    sets = [
        frozenset(chosen)
        for size in range(len(Permission) + 1)
        for chosen in combinations(Permission, size)
    ]
    for held in sets:
        for wanted in sets:
            changed = moved(ConsentAction.CHANGE, Terms(ConsentStatus.ACCEPTED, held), wanted)

            assert changed.permissions == held & wanted
            assert changed.offered == (None if wanted <= held else wanted)
            if changed.offered is not None:
                accepted = moved(ConsentAction.ACCEPT, changed)
                declined = moved(ConsentAction.DECLINE, changed)
                assert accepted == Terms(ConsentStatus.ACCEPTED, wanted)
                assert declined == Terms(ConsentStatus.ACCEPTED, held & wanted)


def test_r6_what_is_held_already_is_not_accepted_again() -> None:
    with pytest.raises(TransitionIsIncorrect):
        moved(ConsentAction.ACCEPT, Terms(ConsentStatus.ACCEPTED, VIEW))


def test_r6_view_is_part_of_every_consent_and_custody_is_not_offered() -> None:
    def rules_broken(
        permissions: frozenset[Permission], held: frozenset[Permission] = VIEW
    ) -> set[str]:
        return {it["rule"] for it in permission_faults(list(permissions), held)}

    assert rules_broken(BOTH) == set()
    assert rules_broken(BOTH - VIEW) == {"view"}
    assert rules_broken(frozenset(Permission)) == {"custody"}
    assert rules_broken(frozenset(Permission), frozenset(Permission)) == set()

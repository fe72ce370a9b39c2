"""An entry is no older than its transaction, and comes before that has ended (Y3)."""

from datetime import UTC, datetime, timedelta

import pytest

from rules.audit_dating import TOLERANCE, Dating, Seal

NOON = datetime(2026, 11, 28, 12, tzinfo=UTC)


def seal(minutes: int, oldest: int | None, following: int, cluster: str = "here") -> Seal:
    return Seal(NOON + timedelta(minutes=minutes), oldest, following, cluster)


def dating(*seals: Seal) -> Dating:
    known = Dating()
    for it in seals:
        known.add(it)
    return known


FIRST, SECOND, NOW = seal(0, 100, 110), seal(10, 120, 130), seal(20, 140, 150)


@pytest.mark.parametrize(
    ("transaction", "minutes", "is_right"),
    [
        (131, 11, True),
        (131, 5, False),
        (125, 5, True),
        (125, -5, False),
        (119, 11, False),
        (None, 11, False),
    ],
)
def test_y3_an_entry_is_of_when_its_transaction_ran(
    transaction: int | None, minutes: int, is_right: bool
) -> None:
    known = dating(FIRST, SECOND)

    reason = known.reason_against(NOW, transaction, NOON + timedelta(minutes=minutes))

    assert (reason is None) == is_right


def test_y3_a_clock_may_be_set_back_by_a_minute() -> None:
    known = dating(FIRST, SECOND)
    at_most = SECOND.sealed_at - TOLERANCE

    assert known.reason_against(NOW, 130, at_most) is None
    assert known.reason_against(NOW, 130, at_most - timedelta(microseconds=1)) is not None


def test_y3_entries_of_before_the_first_seal_name_no_transaction() -> None:
    known = dating(seal(0, None, 110))

    assert known.reason_against(seal(1, 100, 120), None, NOON - timedelta(days=900)) is None
    assert known.reason_against(seal(1, 100, 120), 111, NOON - timedelta(days=900)) is not None


def test_y3_another_cluster_counts_anew() -> None:
    known = dating(FIRST, SECOND)
    moved = seal(30, 5, 9, "elsewhere")

    assert known.reason_against(moved, 4, NOON + timedelta(minutes=25)) is None
    assert known.reason_against(moved, 4, NOON + timedelta(minutes=5)) is not None
    assert known.reason_against(moved, 125, NOON + timedelta(minutes=5)) is None

    known.add(moved)
    later = seal(40, 20, 30, "elsewhere")
    assert known.reason_against(later, 12, NOON + timedelta(minutes=35)) is None
    assert known.reason_against(later, 12, NOON + timedelta(minutes=25)) is not None
    assert known.reason_against(later, 4, NOON + timedelta(minutes=35)) is not None

"""What a question was is written down without what it said of anybody (Y7)."""

from datetime import UTC, datetime
from uuid import UUID

import pytest

from rules.audit_readings import WITHHELD, written_filter

SOMEBODY = UUID("01890f3c-0000-7000-8000-000000000001")


def test_y7_ids_words_and_moments_are_written_down_as_they_were_asked() -> None:
    moment = datetime(2026, 11, 28, tzinfo=UTC)
    asked = {
        "actor_id": SOMEBODY,
        "action": "merge_request.postponed",
        "action_not": ["session.renewed", "session.started"],
        "resource": "vital_event",
        "is_first_of_act": True,
        "revokes_certificate": True,
        "record": " b-2026-0000001 ",
        "person": str(SOMEBODY),
        "inserted_from": moment,
        "client_id": None,
    }

    assert written_filter(asked) == {
        "actorId": str(SOMEBODY),
        "action": "merge_request.postponed",
        "actionNot": ["session.renewed", "session.started"],
        "resource": "vital_event",
        "isFirstOfAct": True,
        "revokesCertificate": True,
        "record": "b-2026-0000001",
        "person": str(SOMEBODY),
        "insertedFrom": "2026-11-28 00:00:00+00:00",
    }


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("person", "1234567890"),
        ("person", "Olena Koval"),
        ("record", "1234567890"),
        ("record", "DMYTRO"),
        ("record", "B-2026-0000001 of Olena"),
        ("action", "Olena Koval"),
        ("resource", "1234567890"),
    ],
)
def test_y7_what_may_be_personal_data_is_written_down_by_its_name_only(
    name: str, value: str
) -> None:
    assert written_filter({name: value}) == {name: WITHHELD}
    assert written_filter({name: [value]}) == {name: [WITHHELD]}

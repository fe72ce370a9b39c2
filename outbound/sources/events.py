"""What hitobito says of events and of who took part: no names, and ids to be compared (S10)."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from rules.source_records import Involvement, IsUnfit, SourceEvent

PERSON = "Person"
"""The type of a participant who may be a member; others are guests of one event."""


def event_of(
    attributes: Mapping[str, Any], external_id: str, dates: Sequence[Mapping[str, Any]]
) -> SourceEvent:
    """Return an event as it is counted. Raises IsUnfit where it is of no day or no group."""
    days = [it.get("start_at") for it in dates if str(it.get("event_id")) == external_id]
    found = sorted(it[:10] for it in days if isinstance(it, str))
    groups = attributes.get("group_ids")
    if not found or not isinstance(groups, list):
        raise IsUnfit("the event has no day or no group")
    kind = attributes.get("type")
    try:
        began = date.fromisoformat(found[0])
    except ValueError:
        raise IsUnfit("start_at is not a day") from None
    return SourceEvent(
        external_id,
        kind if isinstance(kind, str) and kind.isprintable() and kind else "Event",
        began,
        tuple(str(it) for it in groups if isinstance(it, int | str)),
    )


def involvement_of(attributes: Mapping[str, Any]) -> Involvement:
    """Return in which event somebody took part, and who where they may be a member."""
    is_person = attributes.get("participant_type", PERSON) == PERSON
    participant = attributes.get("participant_id")
    is_known = is_person and isinstance(participant, int | str)
    return Involvement(str(attributes.get("event_id")), str(participant) if is_known else None)

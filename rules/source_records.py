"""What a source knows of groups and of whoever belongs to them, in plain records (rule S6)."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import field
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum

from rules.frozen import frozen

NAMELESS = "The group cannot be read: the group has no name"

EARLIEST = datetime(1970, 1, 2, tzinfo=UTC)
CLOCKS_DIFFER = timedelta(days=2)
"""The clock of a source is ahead of ours by less than that."""


@frozen
class SourceGroup:
    """A group as its source has it."""

    external_id: str
    name: str
    kind: str
    parent_id: str | None
    """The external id of the group that it stands directly below."""
    is_ended: bool = False


@frozen
class SourcePerson:
    """A person as their source has them.

    The fields are those of an import (`rules.imports.PERSON_FIELDS`). One that is left out may not
    be read, and stays as it is on record; an empty one is known to be empty.
    """

    external_id: str
    fields: Mapping[str, str]
    replaced_by: str | None = None
    """The external id of another record that its source says is of the same person, and stands."""
    faults: Mapping[str, str] = field(default_factory=dict)
    """Why fields are left out that are nothing that can be read; the reasons repeat no value."""


@frozen
class SourceMembership:
    """That a person belongs to a group, as what, and from when to when."""

    external_id: str
    group_id: str
    person_id: str
    title: str | None
    started_on: date | None = None
    ended_on: date | None = None


@frozen
class SourceEvent:
    """An event of some groups as it is counted: of which kind, and on which day it began."""

    external_id: str
    kind: str
    began_on: date
    group_ids: tuple[str, ...]


@frozen
class Involvement:
    """That somebody took part in an event; who it was is compared with members, and not kept."""

    event_id: str
    person_id: str | None


@frozen
class EventPage:
    """Some events, and from where the next ones are asked for; None at the end."""

    events: tuple[SourceEvent, ...]
    after: str | None


@frozen
class Unfit:
    """What cannot be read of a source, by its external id; the reason repeats no value."""

    external_id: str
    reason: str


class IsUnfit(Exception):
    """Something of a source cannot be read; the message is the reason, and repeats no value."""


@frozen
class GroupPage:
    """Some groups, and from where the next ones are asked for; None at the end."""

    groups: tuple[SourceGroup, ...]
    unfit: tuple[Unfit, ...]
    after: str | None


@frozen
class MemberPage:
    """Some memberships with their persons, and from where to go on; None at the end."""

    memberships: tuple[SourceMembership, ...]
    persons: tuple[SourcePerson, ...]
    unfit: tuple[Unfit, ...]
    after: str | None
    newest: datetime | None = None
    """When the source changed any of them last, by its own clock (rule S11)."""


@frozen
class PersonPage:
    """Those persons of some who changed at the source."""

    persons: tuple[SourcePerson, ...]
    newest: datetime | None = None


def readable(
    fields: Mapping[str, Callable[[], str]],
) -> tuple[dict[str, str], dict[str, str]]:
    """Return those fields of a person that can be read, and why others cannot.

    No person is lost for one bad field (rules N2 and S13).
    """
    found, faults = {}, {}
    for name, read in fields.items():
        try:
            found[name] = read()
        except IsUnfit as unfit:
            faults[name] = str(unfit)
    return found, faults


def moment_of_change(found: object) -> datetime | None:
    """Return when a source says that something changed; None where it says no such moment.

    One that was before there were such sources, or is days to come by any clock, is a mistake of
    one record: what changed later would never be asked for (rule S11).
    """
    try:
        moment = datetime.fromisoformat(found) if isinstance(found, str) else None
    except ValueError:
        return None
    if moment is None:
        return None
    moment = moment.replace(tzinfo=moment.tzinfo or UTC)
    return moment if EARLIEST < moment < datetime.now(UTC) + CLOCKS_DIFFER else None


def latest(moments: Iterable[datetime | None]) -> datetime | None:
    """Return the latest of those moments that are known."""
    return max((it for it in moments if it is not None), default=None)


class Presence(StrEnum):
    """What a source answers when it is asked for one person by id (rule S9)."""

    THERE = "THERE"
    DELETED = "DELETED"
    HIDDEN = "HIDDEN"


@frozen
class PersonFound:
    """What a source answers when it is asked for one person who was not listed (rule S9).

    With a membership where the person belongs to one of the groups all the same.
    """

    presence: Presence
    membership: SourceMembership | None = None
    person: SourcePerson | None = None
    replaced_by: str | None = None

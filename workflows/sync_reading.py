"""What a step of a sync reads of a source, as it is staged (rules S6, S7, S9, S11 and S13)."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, date, datetime
from typing import Any, Protocol

from rules.dates import latest_today
from rules.frozen import frozen
from rules.imports import PLACE_FIELDS, Accepted, read_person
from rules.organisations import LONGEST_KIND, LONGEST_NAME, kind_faults, name_faults
from rules.source_exports import Export, ExportFile, ExportPart, ExportPosition
from rules.source_profiles import SourceRole
from rules.source_records import (
    EventPage,
    GroupPage,
    Involvement,
    MemberPage,
    PersonFound,
    PersonPage,
    Presence,
    SourceGroup,
    SourceMembership,
    SourcePerson,
    Unfit,
    latest,
)
from rules.sources import SourceFailed, SourceToRead, SourceUnavailable
from rules.texts import cleaned

GROUPS_AT_ONCE = 50
ASKED_AT_ONCE = 20
KNOWN_AT_ONCE = 100
"""How many groups, absent persons, and persons that may have changed, one step asks for."""

GROUPS, MEMBERS, KNOWN, ABSENT, SWAP = "GROUPS", "MEMBERS", "KNOWN", "ABSENT", "SWAP"
"""The phases of a sync: KNOWN of changes alone, ABSENT of a whole one."""

GROUP, PERSON, MEMBERSHIP, REPLACED = "GROUP", "PERSON", "MEMBERSHIP", "REPLACED"
"""The kinds of what is staged and rejected; who is not listed is staged as ABSENT."""

FILE, DELETED = "FILE", "DELETED"
"""What is staged of an export besides: its files, and who on record it says is deleted."""

AS_PLACED = frozenset(PLACE_FIELDS)


class ExportReader(Protocol):
    """What lets a source export, and reads that, with the registry's own token."""

    async def begin(self, group: str | None, since: str | None) -> str:
        """Begin an export of a Group, or of all; return where it says how far it is."""

    async def made(self, url: str) -> Export:
        """Return an export once it is made."""

    async def read(
        self, file: ExportFile, position: ExportPosition, groups: Sequence[str]
    ) -> ExportPart:
        """Return what a part of a file says of members of groups."""

    async def end(self, url: str) -> None:
        """Let the source delete an export."""


class SourceReader(Protocol):
    """What reads a source with a token."""

    @property
    def exports(self) -> ExportReader | None:
        """What reads exports of its members; None where they are listed."""

    async def group(self, external_id: str) -> SourceGroup:
        """Return a group."""

    async def groups_below(self, parents: Sequence[str], after: str | None) -> GroupPage:
        """Return some groups directly below others."""

    async def members(
        self, groups: Sequence[str], after: str | None, since: str | None = None
    ) -> MemberPage:
        """Return some memberships of groups, with their persons; those that changed, or all."""

    async def persons(self, ids: Sequence[str], since: str) -> PersonPage:
        """Return those of some persons that changed."""

    async def presence(
        self, person_id: str, groups: Sequence[str], former: Sequence[str]
    ) -> PersonFound:
        """Return whether a person is still there, and in one of the groups.

        Or in one of the former, which were read once and not this time, if it still stands.
        """

    async def events(
        self, groups: Sequence[str], since: date, after: str | None
    ) -> EventPage | None:
        """Return some events of groups since a day; None where none may be read."""

    async def involvements(self, events: Sequence[str]) -> Sequence[Involvement] | None:
        """Return who took part in some events; None where that may not be read."""

    async def roles_of_caller(self) -> Sequence[SourceRole]:
        """Return the roles of whoever the token is of (rule S4)."""


OpenSource = Callable[[SourceToRead], Awaitable[SourceReader]]
"""Returns what reads a source. Raises what reading it raises."""


@frozen
class Staged:
    """What a step has read: rows to stage, what could not be taken, and how the run goes on."""

    rows: Sequence[tuple[str, str, Mapping[str, Any]]]
    rejects: Sequence[tuple[str, str, str]]
    goes_on: Mapping[str, Any]
    newest: datetime | None = None
    """The latest moment at which the source changed any of it, by its own clock."""


async def begun(source: SourceReader, external_id: str) -> Staged:
    """Read the group that is linked: those below it are read next. Raises SourceFailed."""
    top = await source.group(external_id)
    if top.external_id != external_id:
        raise SourceFailed("The source answers with another group than was asked for")
    return Staged((), (), {"phase": GROUPS, "groups": [top.external_id], "after": None, "depth": 1})


async def groups(source: SourceReader, parameters: Mapping[str, Any]) -> Staged:
    """Read the groups below some, which are those to go on with once they are all read."""
    depth = parameters["depth"]
    page = await source.groups_below(parameters["groups"], parameters["after"])
    rows = [_group_row(it, depth) for it in page.groups if not it.is_ended]
    return Staged(rows, _unfit(GROUP, page.unfit), {"after": page.after})


async def members(source: SourceReader, parameters: Mapping[str, Any], since: str | None) -> Staged:
    """Read memberships of some groups, with their persons."""
    asked: Sequence[str] = parameters["groups"]
    page = await source.members(asked[:GROUPS_AT_ONCE], parameters["after"], since)
    rows, rejects = member_rows(page.memberships, page.persons, page.unfit)
    remaining = asked if page.after is not None else asked[GROUPS_AT_ONCE:]
    return Staged(rows, rejects, {"groups": remaining, "after": page.after}, page.newest)


def member_rows(
    memberships: Sequence[SourceMembership],
    persons: Sequence[SourcePerson],
    unfit: Sequence[Unfit],
) -> tuple[list[tuple[str, str, Mapping[str, Any]]], list[tuple[str, str, str]]]:
    """Return what is staged of members, and what of them cannot be taken."""
    rows, rejects = _person_rows(persons)
    rejects += _unfit(MEMBERSHIP, unfit)
    for it in memberships:
        if it.started_on and it.ended_on and it.ended_on < it.started_on:
            rejects.append((MEMBERSHIP, it.external_id, "it ends before it starts"))
        else:
            rows.append(_membership_row(it))
    return rows, rejects


async def known(source: SourceReader, ids: Sequence[str], since: str) -> Staged:
    """Read those of some persons on record who changed (rule S11)."""
    page = await source.persons(ids, since)
    rows, rejects = _person_rows(page.persons)
    return Staged(rows, rejects, {"after": ids[-1]}, page.newest)


async def absent(
    source: SourceReader, missing: Sequence[str], groups: Sequence[str], former: Sequence[str]
) -> Staged:
    """Ask for those who are not listed, one by one; no answer is not an answer (rule S9)."""
    rows: list[tuple[str, str, Mapping[str, Any]]] = []
    rejects: list[tuple[str, str, str]] = []
    for person in missing:
        try:
            found = await source.presence(person, groups, former)
        except SourceUnavailable:
            found = PersonFound(Presence.HIDDEN)
        rows.append((ABSENT, person, {"presence": found.presence}))
        if found.replaced_by is not None:
            rows.append((REPLACED, person, {"by": found.replaced_by}))
        if found.membership is not None:
            rows.append(_membership_row(found.membership))
        if found.person is not None:
            taken, unfit = _person_rows([found.person])
            rows += taken
            rejects += unfit
    return Staged(rows, rejects, {})


def later(former: str | None, found: datetime | None) -> str | None:
    """Return the later of a moment that was written down and one that was found."""
    known_moment = None if former is None else datetime.fromisoformat(former)
    newest = latest([known_moment, found])
    return None if newest is None else newest.isoformat()


def _unfit(kind: str, unfit: Sequence[Unfit]) -> list[tuple[str, str, str]]:
    return [(kind, it.external_id, it.reason) for it in unfit]


def _group_row(it: SourceGroup, depth: int) -> tuple[str, str, Mapping[str, Any]]:
    name, kind = cleaned(it.name)[:LONGEST_NAME], cleaned(it.kind)[:LONGEST_KIND]
    payload = {
        "name": name if not name_faults(name) else f"Group {it.external_id}",
        "kind": kind if not kind_faults(kind) else "GROUP",
        "parent": it.parent_id,
        "depth": depth,
    }
    return GROUP, it.external_id, payload


def _membership_row(it: SourceMembership) -> tuple[str, str, Mapping[str, Any]]:
    title = None if it.title is None else cleaned(it.title)[:LONGEST_NAME] or None
    payload = {
        "group": it.group_id,
        "person": it.person_id,
        "title": title,
        "started": it.started_on,
        "ended": it.ended_on,
    }
    return MEMBERSHIP, it.external_id, payload


def _person_rows(
    persons: Sequence[SourcePerson],
) -> tuple[list[tuple[str, str, Mapping[str, Any]]], list[tuple[str, str, str]]]:
    """Return the persons that can be taken, and what of them or of others cannot (C3 and S13)."""
    today = latest_today(datetime.now(UTC))
    rows, rejects = [], []
    for person in persons:
        found = read_person({"external_id": person.external_id, **person.fields}, today)
        if isinstance(found, Accepted):
            rows.append((PERSON, person.external_id, _payload(person, found)))
            if person.replaced_by is not None:
                rows.append((REPLACED, person.external_id, {"by": person.replaced_by}))
            found = [f"{it.field.replace('_', ' ')}: {it.reason}" for it in found.left_out]
        reasons = [*person.faults.values(), *found]
        if reasons:
            rejects.append((PERSON, person.external_id, "; ".join(reasons)))
    return rows, rejects


def _payload(person: SourcePerson, found: Accepted) -> Mapping[str, Any]:
    """Return the fields of a person that were read; an address is taken whole, or not at all."""
    taken = set(person.fields) - found.kept
    if "birth_date" in taken:
        taken.add("partial_birth_date")
    if taken & AS_PLACED and not (found.kept | person.faults.keys()) & AS_PLACED:
        taken |= AS_PLACED
    else:
        taken -= AS_PLACED
    values = asdict(found.incoming)
    return {field: values[field] for field in sorted(taken)}

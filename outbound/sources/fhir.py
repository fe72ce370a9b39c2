"""Reads organisations and patients from a source that serves HL7 FHIR R4.

A group is an Organization, whoever belongs to it a Patient whose `managingOrganization` it is: one
membership each. Lists are searches, whose pages are links that the server gives.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from outbound.sources.client import GONE, NOT_A_URL, SourceClient
from rules.source_records import (
    GroupPage,
    IsUnfit,
    MemberPage,
    PersonPage,
    Presence,
    SourceGroup,
    SourceMembership,
    SourcePerson,
    Unfit,
    latest,
)
from rules.sources import SourceFailed

ACCEPT = "application/fhir+json"
PAGE_SIZE = 200
MOST_PAGES = 10_000
"""A list that goes on for longer repeats itself."""

LONGEST_LINK = 4_000
ORGANIZATION, PATIENT = "Organization", "Patient"
NOT_FHIR = "An answer of the source is not FHIR R4"
ENDLESS = "A list of the source does not end"
PARTIAL = frozenset({"SUBSETTED", "REDACTED", "MASKED"})
"""Marks of a resource that does not show all that there is: what it leaves out is not known."""

GENDERS: Mapping[str, str] = {"male": "MALE", "female": "FEMALE"}
ADDRESS: Mapping[str, str] = {
    "postalCode": "zip",
    "city": "settlement",
    "state": "area",
    "country": "country",
}
Resource = Mapping[str, Any]


class Fhir:
    """A source of organisations and patients."""

    def __init__(self, client: SourceClient, page_size: int = PAGE_SIZE) -> None:
        """Ask by a client, for so many at once."""
        self._client = client
        self._page_size = page_size

    async def group(self, external_id: str) -> SourceGroup:
        """Return a group. Raises SourceFailed where there is none, or what the client raises."""
        response = await self._client.list(f"{ORGANIZATION}/{_key(external_id)}", (), ACCEPT)
        try:
            return _group(_of_type(response.json(), ORGANIZATION))
        except IsUnfit as unfit:
            raise SourceFailed(f"The group cannot be read: {unfit}") from None

    async def groups_below(self, parents: Sequence[str], after: str | None) -> GroupPage:
        """Return some groups that stand directly below others."""
        asked = [("partof", ",".join(map(_key, parents)))]
        resources, after = await self._page(ORGANIZATION, asked, after)
        groups, unfit = [], []
        for resource in resources:
            try:
                group = _group(resource)
                if group.parent_id not in parents:
                    raise IsUnfit("it stands below another group")
                groups.append(group)
            except IsUnfit as why:
                unfit.append(Unfit(_id(resource), str(why)))
        return GroupPage(tuple(groups), tuple(unfit), after)

    async def members(
        self, groups: Sequence[str], after: str | None, since: str | None = None
    ) -> MemberPage:
        """Return some members of groups; with `since`, those that changed then or later (S11)."""
        asked = [("organization", ",".join(map(_key, groups))), *_changed_since(since)]
        resources, after = await self._page(PATIENT, asked, after)
        memberships, persons, unfit = [], [], []
        for resource in resources:
            try:
                membership = _membership(resource)
                if membership.group_id not in groups:
                    raise IsUnfit("its group was not asked for")
                persons.append(_person(resource))
                memberships.append(membership)
            except IsUnfit as why:
                unfit.append(Unfit(_id(resource), str(why)))
        newest = latest(map(_changed_at, resources))
        return MemberPage(tuple(memberships), tuple(persons), tuple(unfit), after, newest)

    async def persons(self, ids: Sequence[str], since: str) -> PersonPage:
        """Return those of some persons who changed, on however many pages (rule S11)."""
        asked = [("_id", ",".join(map(_key, ids))), *_changed_since(since)]
        resources, after = await self._page(PATIENT, asked, None)
        found, pages = list(resources), 1
        while after is not None:
            if pages > len(ids):
                raise SourceFailed(ENDLESS)
            resources, after = await self._page(PATIENT, asked, after)
            found, pages = [*found, *resources], pages + 1
        persons, unfit = [], []
        for resource in found:
            try:
                persons.append(_person(resource))
            except IsUnfit as why:
                unfit.append(Unfit(_id(resource), str(why)))
        return PersonPage(tuple(persons), tuple(unfit), latest(map(_changed_at, found)))

    async def presence(self, person_id: str) -> Presence:
        """Return whether a person is still there, when asked for by id (rule S9)."""
        response = await self._client.get(f"{PATIENT}/{_key(person_id)}", (), ACCEPT)
        if response.status == 200:
            return Presence.THERE
        return Presence.DELETED if response.status in GONE else Presence.HIDDEN

    async def _page(
        self, kind: str, asked: Sequence[tuple[str, str]], after: str | None
    ) -> tuple[Sequence[Resource], str | None]:
        """Return the resources of a page, and which page comes next, as its number and link."""
        number, _, link = (after or "1 ").partition(" ")
        if link:
            response = await self._client.list(link, (), ACCEPT)
        else:
            paging = [("_sort", "_lastUpdated"), ("_count", str(self._page_size))]
            response = await self._client.list(kind, [*asked, *paging], ACCEPT)
        bundle = _of_type(response.json(), "Bundle")
        following = _next(bundle)
        if following is None:
            return _matches(bundle, kind), None
        if not following.isprintable():
            raise SourceFailed(NOT_A_URL)
        if following == link or int(number) >= MOST_PAGES or len(following) > LONGEST_LINK:
            raise SourceFailed(ENDLESS)
        return _matches(bundle, kind), f"{int(number) + 1} {following}"


def _changed_since(since: str | None) -> list[tuple[str, str]]:
    return [] if since is None else [("_lastUpdated", f"ge{since}")]


def _of_type(found: Any, kind: str) -> Resource:
    if not isinstance(found, dict) or found.get("resourceType") != kind:
        raise SourceFailed(NOT_FHIR)
    return found


def _matches(bundle: Resource, kind: str) -> Sequence[Resource]:
    """Return what a search found, without what comes along with it."""
    entries = bundle.get("entry", [])
    if not isinstance(entries, list):
        raise SourceFailed(NOT_FHIR)
    found = [it.get("resource") for it in entries if isinstance(it, dict)]
    return [it for it in found if isinstance(it, dict) and it.get("resourceType") == kind]


def _next(bundle: Resource) -> str | None:
    for link in _dicts(bundle, "link"):
        if link.get("relation") == "next" and isinstance(link.get("url"), str):
            return str(link["url"])
    return None


def _id(resource: Resource) -> str:
    found = resource.get("id")
    if not isinstance(found, str) or not _is_key(found):
        raise SourceFailed(NOT_FHIR)
    return found


def _is_key(text: str) -> bool:
    return re.fullmatch(r"[A-Za-z0-9.-]{1,64}", text) is not None and text.strip(".") != ""


def _key(text: str) -> str:
    if not _is_key(text):
        raise SourceFailed("An id of the source is none of FHIR")
    return text


def _group(resource: Resource) -> SourceGroup:
    name = _text(resource, "name")
    if not name:
        raise IsUnfit("the group has no name")
    coded = next((it for type_ in _dicts(resource, "type") for it in _dicts(type_, "coding")), {})
    return SourceGroup(
        _id(resource),
        name,
        _text(coded, "code") or "GROUP",
        _reference(resource, "partOf") or None,
        is_ended=resource.get("active") is False,
    )


def _membership(resource: Resource) -> SourceMembership:
    group = _reference(resource, "managingOrganization")
    if not group:
        raise IsUnfit("the group is not named")
    ended = _ended_on(resource) if resource.get("active") is False else None
    return SourceMembership(_id(resource), group, _id(resource), None, None, ended)


def _ended_on(resource: Resource) -> date:
    """Return the day of the last change of who is active no more; it is over."""
    yesterday = datetime.now(UTC).date() - timedelta(days=1)
    changed = _changed_at(resource)
    return yesterday if changed is None else min(changed.date(), yesterday)


def _person(resource: Resource) -> SourcePerson:
    name = _best(_dicts(resource, "name"), "official")
    address = _best(_dicts(resource, "address"), "home")
    emails = [it for it in _dicts(resource, "telecom") if it.get("system") == "email"]
    gender = _text(resource, "gender")
    fields = {
        "first_name": " ".join(_texts(name, "given")),
        "last_name": _text(name, "family"),
        "email": _text(emails[0], "value") if emails else "",
        "birth_date": _text(resource, "birthDate"),
        "gender": GENDERS.get(gender, "UNKNOWN") if gender else "",
        "street": ", ".join(_texts(address, "line")),
        **{field: _text(address, it) for it, field in ADDRESS.items()},
    }
    if _is_partial(resource):
        fields = {field: value for field, value in fields.items() if value}
    return SourcePerson(_id(resource), fields)


def _is_partial(resource: Resource) -> bool:
    meta = resource.get("meta")
    if not isinstance(meta, dict):
        return False
    marks = [*_dicts(meta, "tag"), *_dicts(meta, "security")]
    return any(it.get("code") in PARTIAL for it in marks)


def _best(found: Sequence[Resource], use: str) -> Resource:
    """Return the one of this use, else the first that is not of the past."""
    now = [it for it in found if it.get("use") != "old"]
    return next((it for it in now if it.get("use") == use), now[0] if now else {})


def _reference(resource: Resource, name: str) -> str:
    found = resource.get(name)
    text = found.get("reference") if isinstance(found, dict) else None
    if not isinstance(text, str):
        return ""
    key = text.rpartition("/")[2]
    if not _is_key(key):
        raise IsUnfit(f"{name} is no id")
    return key


def _dicts(resource: Resource, name: str) -> list[Resource]:
    found = resource.get(name, [])
    return [it for it in found if isinstance(it, dict)] if isinstance(found, list) else []


def _texts(resource: Resource, name: str) -> list[str]:
    found = resource.get(name, [])
    if not isinstance(found, list) or not all(isinstance(it, str) for it in found):
        raise IsUnfit(f"{name} is not a list of texts")
    return found


def _text(resource: Resource, name: str) -> str:
    found = resource.get(name)
    if found is None:
        return ""
    if isinstance(found, str):
        return found
    raise IsUnfit(f"{name} is not a text")


def _changed_at(resource: Resource) -> datetime | None:
    """Return when a resource changed last; None where the source does not say."""
    meta = resource.get("meta")
    found = meta.get("lastUpdated") if isinstance(meta, dict) else None
    try:
        moment = datetime.fromisoformat(found) if isinstance(found, str) else None
    except ValueError:
        return None
    return moment.replace(tzinfo=moment.tzinfo or UTC) if moment else None

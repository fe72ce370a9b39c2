"""Reads groups and their members from a source that serves JSON:API as hitobito does.

Lists are read by keyset (`filter[id][gt]` with `sort=id`), since rows move while somebody pages by
numbers; a page that is not full is the last. People cannot be listed by group: roles can, and
include theirs. Their attribute `type`, which JSON:API forbids, is taken as any other.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

from outbound.sources.client import GONE, SourceClient
from rules.source_records import (
    GroupPage,
    IsUnfit,
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
from rules.sources import SourceFailed

ACCEPT = "application/vnd.api+json"
PAGE_SIZE = 200
PEOPLE = "people"
CHANGED_SINCE = "filter[updated_at][gte]"

FIELDS: Mapping[str, str] = {
    "first_name": "first_name",
    "last_name": "last_name",
    "email": "email",
    "birthday": "birth_date",
    "street": "street",
    "housenumber": "building",
    "zip_code": "zip",
    "town": "settlement",
    "country": "country",
}
"""By the name of an attribute, what the field of an import is called."""

GENDERS: Mapping[str, str] = {"m": "MALE", "w": "FEMALE", "f": "FEMALE"}

NOT_JSON_API = "An answer of the source is not JSON:API"
Resource = Mapping[str, Any]


class JsonApi:
    """A source of groups, memberships and persons."""

    exports = None

    def __init__(self, client: SourceClient, page_size: int = PAGE_SIZE) -> None:
        """Ask by a client, for so many at once."""
        self._client = client
        self._page_size = page_size

    async def group(self, external_id: str) -> SourceGroup:
        """Return a group. Raises SourceFailed where there is none, or what the client raises."""
        response = await self._client.list(f"groups/{_number(external_id)}", (), ACCEPT)
        resource = _document(response.json()).get("data")
        if not isinstance(resource, dict):
            raise SourceFailed(NOT_JSON_API)
        try:
            return _group(resource)
        except IsUnfit as unfit:
            raise SourceFailed(f"The group cannot be read: {unfit}") from None

    async def groups_below(self, parents: Sequence[str], after: str | None) -> GroupPage:
        """Return some groups that stand directly below others, in the order of their ids."""
        asked = [("filter[parent_id]", ",".join(map(_number, parents)))]
        resources, _, after = await self._page("groups", asked, after)
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
        self,
        groups: Sequence[str],
        after: str | None,
        since: str | None = None,
        on: date | None = None,
    ) -> MemberPage:
        """Return some memberships of groups with their persons; those of a day, or of today.

        With `since`, those that changed then or later (rule S11).
        """
        asked = [("filter[group_id]", ",".join(map(_number, groups))), ("include", "person")]
        if on is not None:
            asked.append(("filter[active]", on.isoformat()))
        if since is not None:
            asked.append((CHANGED_SINCE, since))
        resources, included, after = await self._page("roles", asked, after)
        people = {_id(it): it for it in included if it.get("type") == PEOPLE}
        memberships, persons, unfit = [], {}, []
        for resource in resources:
            try:
                membership = _membership(resource)
                if membership.group_id not in groups:
                    raise IsUnfit("its group was not asked for")
                person = people.get(membership.person_id)
                if person is None:
                    raise IsUnfit("the person may not be read")
                persons[membership.person_id] = _person(person)
            except IsUnfit as why:
                unfit.append(Unfit(_id(resource), str(why)))
            else:
                memberships.append(membership)
        newest = latest(_changed_at(it) for it in (*resources, *included))
        return MemberPage(tuple(memberships), tuple(persons.values()), tuple(unfit), after, newest)

    async def persons(self, ids: Sequence[str], since: str) -> PersonPage:
        """Return those of some persons, of whom a page can have all, who changed (rule S11)."""
        asked = [("filter[id]", ",".join(map(_number, ids))), (CHANGED_SINCE, since)]
        resources, _, _ = await self._page(PEOPLE, asked, None)
        persons, unfit = [], []
        for resource in resources:
            try:
                persons.append(_person(resource))
            except IsUnfit as why:
                unfit.append(Unfit(_id(resource), str(why)))
        return PersonPage(tuple(persons), tuple(unfit), latest(map(_changed_at, resources)))

    async def presence(
        self, person_id: str, groups: Sequence[str], former: Sequence[str]
    ) -> PersonFound:
        """Return whether a person is still there, when asked for by id (rule S9).

        Lists are read by keyset, so that whoever was not listed has no role in a group.
        """
        response = await self._client.get(f"people/{_number(person_id)}", (), ACCEPT)
        if response.status == 200:
            return PersonFound(Presence.THERE)
        return PersonFound(Presence.DELETED if response.status in GONE else Presence.HIDDEN)

    async def _page(
        self, kind: str, asked: Sequence[tuple[str, str]], after: str | None
    ) -> tuple[Sequence[Resource], Sequence[Resource], str | None]:
        """Return the resources of a page, what it includes, and after which id to go on."""
        keyset = [] if after is None else [("filter[id][gt]", _number(after))]
        paging = [("sort", "id"), ("page[size]", str(self._page_size))]
        response = await self._client.list(kind, [*asked, *keyset, *paging], ACCEPT)
        document = _document(response.json())
        resources = _resources(document.get("data"))
        ids = [int(_number(_id(it))) for it in resources]
        if ids != sorted(set(ids)) or (ids and after is not None and ids[0] <= int(after)):
            raise SourceFailed("The source does not list in the order that was asked for")
        if len(ids) > self._page_size:
            raise SourceFailed("The source lists more than was asked for")
        is_last = len(ids) < self._page_size
        return (
            resources,
            _resources(document.get("included", [])),
            None if is_last else str(ids[-1]),
        )


def _document(answer: Any) -> Mapping[str, Any]:
    if not isinstance(answer, dict) or "data" not in answer:
        raise SourceFailed(NOT_JSON_API)
    return answer


def _resources(found: Any) -> Sequence[Resource]:
    if not isinstance(found, list) or not all(_is_resource(it) for it in found):
        raise SourceFailed(NOT_JSON_API)
    return found


def _is_resource(it: Any) -> bool:
    return isinstance(it, dict) and isinstance(it.get("attributes", {}), dict)


def _id(resource: Resource) -> str:
    found = resource.get("id")
    if not isinstance(found, str):
        raise SourceFailed(NOT_JSON_API)
    return found


def _number(text: str) -> str:
    """Return an id that a list can go on after. Raises SourceFailed where it is no number."""
    if not _is_number(text):
        raise SourceFailed("An id of the source is not a number")
    return text


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 18


def _group(resource: Resource) -> SourceGroup:
    attributes = resource.get("attributes", {})
    name, kind = _text(attributes, "name"), _text(attributes, "type")
    if not name:
        raise IsUnfit("the group has no name")
    return SourceGroup(
        _id(resource),
        name,
        kind or "GROUP",
        _key(attributes, "parent_id") or None,
        is_ended=bool(attributes.get("deleted_at") or attributes.get("archived_at")),
    )


def _membership(resource: Resource) -> SourceMembership:
    attributes = resource.get("attributes", {})
    person, group = _key(attributes, "person_id"), _key(attributes, "group_id")
    if not person or not group:
        raise IsUnfit("the person or the group is not named")
    return SourceMembership(
        _id(resource),
        group,
        person,
        _line(attributes, "label") or _line(attributes, "name") or None,
        _day(attributes, "start_on"),
        _day(attributes, "end_on"),
    )


def _person(resource: Resource) -> SourcePerson:
    attributes = resource.get("attributes", {})
    fields = {field: _text(attributes, it) for it, field in FIELDS.items() if it in attributes}
    if "gender" in attributes:
        gender = _text(attributes, "gender").lower()
        fields["gender"] = GENDERS.get(gender, "UNKNOWN") if gender else ""
    return SourcePerson(_id(resource), fields)


def _text(attributes: Mapping[str, Any], name: str) -> str:
    found = attributes.get(name)
    if found is None:
        return ""
    if isinstance(found, str):
        return found
    if isinstance(found, int) and not isinstance(found, bool):
        return str(found)
    raise IsUnfit(f"{name} is not a text")


def _key(attributes: Mapping[str, Any], name: str) -> str:
    """Return an id by which something is asked for later; empty where none is named."""
    text = _text(attributes, name)
    if text and not _is_number(text):
        raise IsUnfit(f"{name} is not a number")
    return text


def _line(attributes: Mapping[str, Any], name: str) -> str:
    text = _text(attributes, name)
    if "\0" in text:  # which no text of PostgreSQL holds
        raise IsUnfit(f"{name} has a NUL character")
    return text


def _day(attributes: Mapping[str, Any], name: str) -> date | None:
    text = _text(attributes, name)
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise IsUnfit(f"{name} is not a day") from None


def _changed_at(resource: Resource) -> datetime | None:
    """Return when a resource changed last; None where the source does not say."""
    found = resource.get("attributes", {}).get("updated_at")
    try:
        moment = datetime.fromisoformat(found) if isinstance(found, str) else None
    except ValueError:
        return None
    return moment.replace(tzinfo=moment.tzinfo or UTC) if moment else None

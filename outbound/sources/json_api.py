"""Reads groups and their members from a source that serves JSON:API as hitobito does.

Lists are read by keyset (`filter[id][gt]` with `sort=id`), since rows move while somebody pages by
numbers; an empty page is the last, or one that says so. People cannot be listed by group: roles
can, and include theirs. Their attribute `type`, which JSON:API forbids, is taken as any other.
"""

import contextlib
from collections.abc import Sequence
from datetime import date

from outbound.sources.client import GONE, SourceClient
from outbound.sources.events import event_of, involvement_of
from outbound.sources.json_api_resources import (
    NOT_JSON_API,
    Resource,
    changed_at,
    document,
    group_of,
    id_of,
    membership_of,
    number,
    person_of,
    resources_of,
)
from outbound.sources.profiles import read_roles
from rules.source_profiles import SourceRole
from rules.source_records import (
    NAMELESS,
    EventPage,
    GroupPage,
    Involvement,
    IsUnfit,
    MemberPage,
    PersonFound,
    PersonPage,
    Presence,
    SourceGroup,
    Unfit,
    latest,
)
from rules.sources import NotReadable, NotThere, SourceFailed

ACCEPT = "application/vnd.api+json"
PAGE_SIZE = 200
MOST_PAGES = 50
"""Of participants of the events that are asked for at once."""

MOST_SHORT_PAGES = 10
"""So many are asked for at once, where a source gives fewer than it was asked for."""

PEOPLE = "people"
CHANGED_SINCE = "filter[updated_at][gte]"


class JsonApi:
    """A source of groups, memberships and persons."""

    exports = None

    def __init__(self, client: SourceClient, page_size: int = PAGE_SIZE) -> None:
        """Ask by a client, for so many at once."""
        self._client = client
        self._page_size = page_size

    async def group(self, external_id: str) -> SourceGroup:
        """Return a group. Raises SourceFailed where there is none, or what the client raises."""
        response = await self._client.list(f"groups/{number(external_id)}", (), ACCEPT)
        resource = document(response.json()).get("data")
        if not isinstance(resource, dict):
            raise SourceFailed(NOT_JSON_API)
        try:
            group = group_of(resource)
        except IsUnfit as unfit:
            raise SourceFailed(f"The group cannot be read: {unfit}") from None
        if not group.name:
            raise SourceFailed(NAMELESS)
        return group

    async def groups_below(self, parents: Sequence[str], after: str | None) -> GroupPage:
        """Return some groups that stand directly below others, in the order of their ids."""
        asked = [("filter[parent_id]", ",".join(map(number, parents)))]
        resources, _, after = await self._page("groups", asked, after)
        groups, unfit = [], []
        for resource in resources:
            try:
                group = group_of(resource)
                if group.parent_id not in parents:
                    raise IsUnfit("it stands below another group")
                groups.append(group)
            except IsUnfit as why:
                unfit.append(Unfit(id_of(resource), str(why)))
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
        asked = [("filter[group_id]", ",".join(map(number, groups))), ("include", "person")]
        if on is not None:
            asked.append(("filter[active]", on.isoformat()))
        if since is not None:
            asked.append((CHANGED_SINCE, since))
        resources, included, after = await self._page("roles", asked, after)
        people = {id_of(it): it for it in included if it.get("type") == PEOPLE}
        memberships, persons, unfit = [], {}, []
        for resource in resources:
            try:
                membership = membership_of(resource)
                if membership.group_id not in groups:
                    raise IsUnfit("its group was not asked for")
                person = people.get(membership.person_id)
                if person is None:
                    raise IsUnfit("the person may not be read")
                persons[membership.person_id] = person_of(person)
            except IsUnfit as why:
                unfit.append(Unfit(id_of(resource), str(why)))
            else:
                memberships.append(membership)
        newest = latest(changed_at(it) for it in (*resources, *included))
        return MemberPage(tuple(memberships), tuple(persons.values()), tuple(unfit), after, newest)

    async def persons(self, ids: Sequence[str], since: str) -> PersonPage:
        """Return those of some persons who changed, on however many pages (rule S11)."""
        asked = [("filter[id]", ",".join(map(number, ids))), (CHANGED_SINCE, since)]
        resources: list[Resource] = []
        after: str | None = None
        for _ in range(len(ids) + 1):
            page, _, after = await self._page(PEOPLE, asked, after)
            resources += page
            if after is None:
                break
        persons = tuple(map(person_of, resources))
        return PersonPage(persons, latest(map(changed_at, resources)))

    async def presence(
        self, person_id: str, groups: Sequence[str], former: Sequence[str]
    ) -> PersonFound:
        """Return whether a person is still there, when asked for by id (rule S9).

        Lists are read by keyset, so that whoever was not listed has no role in a group.
        """
        response = await self._client.ask(f"people/{number(person_id)}", (), ACCEPT)
        if response.status == 200:
            return PersonFound(Presence.THERE)
        return PersonFound(Presence.DELETED if response.status in GONE else Presence.HIDDEN)

    async def events(
        self, groups: Sequence[str], since: date, after: str | None
    ) -> EventPage | None:
        """Return some events of groups that end on a day or later; None where none may be read."""
        asked = [("filter[group_id]", ",".join(map(number, groups))), ("include", "dates")]
        asked.append(("filter[after_or_on]", since.isoformat()))
        try:
            resources, included, after = await self._page("events", asked, after)
        except (NotReadable, NotThere):
            return None
        dates = [it.get("attributes", {}) for it in included]
        events = []
        for resource in resources:
            with contextlib.suppress(IsUnfit):
                events.append(event_of(resource.get("attributes", {}), id_of(resource), dates))
        return EventPage(tuple(events), after)

    async def involvements(self, events: Sequence[str]) -> Sequence[Involvement] | None:
        """Return who took part in some events, on however many pages; None where that is hidden."""
        asked = [("filter[event_id]", ",".join(map(number, events)))]
        found: list[Involvement] = []
        after: str | None = None
        for _ in range(MOST_PAGES):
            try:
                resources, _, after = await self._page("event_participations", asked, after)
            except (NotReadable, NotThere):
                return None
            found += [involvement_of(it.get("attributes", {})) for it in resources]
            if after is None:
                return [it for it in found if it.event_id in events]
        raise SourceFailed("An event of the source has too many participants")

    async def roles_of_caller(self) -> Sequence[SourceRole]:
        """Return the roles of whoever the token is of (rule S4)."""
        return await read_roles(self._client)

    async def _page(
        self, kind: str, asked: Sequence[tuple[str, str]], after: str | None
    ) -> tuple[Sequence[Resource], Sequence[Resource], str | None]:
        """Return resources after an id, what they include, and after which id to go on.

        A short page is no end of a list, as a source may give fewer at once than it was asked for:
        it is asked again, until it says that nothing comes, or gives nothing.
        """
        resources: list[Resource] = []
        included: list[Resource] = []
        for _ in range(MOST_SHORT_PAGES):
            answer, ids = await self._listed(kind, asked, after)
            resources += resources_of(answer.get("data"))
            included += resources_of(answer.get("included", []))
            if not ids or _says_last(answer):
                return resources, included, None
            after = str(ids[-1])
            if len(resources) >= self._page_size:
                break
        return resources, included, after

    async def _listed(
        self, kind: str, asked: Sequence[tuple[str, str]], after: str | None
    ) -> tuple[Resource, Sequence[int]]:
        """Return one answer of a list, and the ids in it."""
        keyset = [] if after is None else [("filter[id][gt]", number(after))]
        paging = [("sort", "id"), ("page[size]", str(self._page_size))]
        response = await self._client.list(kind, [*asked, *keyset, *paging], ACCEPT)
        answer = document(response.json())
        ids = [int(number(id_of(it))) for it in resources_of(answer.get("data"))]
        if ids != sorted(set(ids)) or (ids and after is not None and ids[0] <= int(after)):
            raise SourceFailed("The source does not list in the order that was asked for")
        if len(ids) > self._page_size:
            raise SourceFailed("The source lists more than was asked for")
        return answer, ids


def _says_last(answer: Resource) -> bool:
    links = answer.get("links")
    return isinstance(links, dict) and "next" in links and links["next"] is None

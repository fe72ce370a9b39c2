"""Reads organisations and patients from a source that serves HL7 FHIR R4.

A group is an Organization, whoever belongs to it a Patient whose `managingOrganization` it is: one
membership each. Lists are searches, whose pages are links that the server gives.
"""

import contextlib
from collections.abc import Sequence
from datetime import date

from outbound.sources.client import GONE, NOT_A_URL, SourceClient
from outbound.sources.exports import FhirExports
from outbound.sources.fhir_resources import (
    ORGANIZATION,
    PATIENT,
    Resource,
    changed_at,
    group_of,
    id_of,
    key,
    matches,
    membership_of,
    next_link,
    of_type,
    person_of,
    replaced_by,
)
from rules.source_profiles import SourceRole, SourceShowsNoRoles
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
from rules.sources import SourceFailed

ACCEPT = "application/fhir+json"
PAGE_SIZE = 200
MOST_PAGES = 10_000
"""A list that goes on for longer repeats itself."""

LONGEST_LINK = 4_000
ENDLESS = "A list of the source does not end"


class Fhir:
    """A source of organisations and patients."""

    def __init__(
        self,
        client: SourceClient,
        exports: FhirExports | None = None,
        page_size: int = PAGE_SIZE,
    ) -> None:
        """Ask by a client, for so many at once; members by exports, where there are any."""
        self.exports = exports
        self._client = client
        self._base_url = client.base_url
        self._page_size = page_size

    async def group(self, external_id: str) -> SourceGroup:
        """Return a group. Raises SourceFailed where there is none, or what the client raises."""
        response = await self._client.list(f"{ORGANIZATION}/{key(external_id)}", (), ACCEPT)
        group = group_of(of_type(response.json(), ORGANIZATION), self._base_url)
        if not group.name:
            raise SourceFailed(NAMELESS)
        return group

    async def groups_below(self, parents: Sequence[str], after: str | None) -> GroupPage:
        """Return some groups that stand directly below others."""
        asked = [("partof", _organizations(parents))]
        resources, after = await self._page(ORGANIZATION, asked, after)
        groups, unfit = [], []
        for resource in resources:
            try:
                group = group_of(resource, self._base_url)
                if group.parent_id not in parents:
                    raise IsUnfit("it stands below another group")
                groups.append(group)
            except IsUnfit as why:
                unfit.append(Unfit(id_of(resource), str(why)))
        return GroupPage(tuple(groups), tuple(unfit), after)

    async def members(
        self, groups: Sequence[str], after: str | None, since: str | None = None
    ) -> MemberPage:
        """Return some members of groups; with `since`, those that changed then or later (S11)."""
        asked = [("organization", _organizations(groups)), *_changed_since(since)]
        resources, after = await self._page(PATIENT, asked, after)
        memberships, persons, unfit = [], [], []
        for resource in resources:
            try:
                membership = membership_of(resource, self._base_url)
                if membership.group_id not in groups:
                    raise IsUnfit("its group was not asked for")
                persons.append(person_of(resource, self._base_url))
                memberships.append(membership)
            except IsUnfit as why:
                unfit.append(Unfit(id_of(resource), str(why)))
        newest = latest(map(changed_at, resources))
        return MemberPage(tuple(memberships), tuple(persons), tuple(unfit), after, newest)

    async def persons(self, ids: Sequence[str], since: str) -> PersonPage:
        """Return those of some persons who changed, on however many pages (rule S11)."""
        asked = [("_id", ",".join(map(key, ids))), *_changed_since(since)]
        resources, after = await self._page(PATIENT, asked, None)
        found, pages = list(resources), 1
        while after is not None:
            if pages > len(ids):
                raise SourceFailed(ENDLESS)
            resources, after = await self._page(PATIENT, asked, after)
            found, pages = [*found, *resources], pages + 1
        persons = tuple(person_of(it, self._base_url) for it in found)
        return PersonPage(persons, latest(map(changed_at, found)))

    async def presence(
        self, person_id: str, groups: Sequence[str], former: Sequence[str]
    ) -> PersonFound:
        """Return whether a person is still there, and belongs to a group (rule S9).

        Pages move where something changes meanwhile, so that neither a Patient nor a group that
        was on none of them is missing at the source for that.
        """
        response = await self._client.ask(f"{PATIENT}/{key(person_id)}", (), ACCEPT)
        if response.status != 200:
            return PersonFound(Presence.DELETED if response.status in GONE else Presence.HIDDEN)
        resource = of_type(response.json(), PATIENT)
        other = replaced_by(resource, self._base_url)
        membership = person = None
        with contextlib.suppress(IsUnfit):
            found = membership_of(resource, self._base_url)
            if found.group_id in groups or await self._stands(found.group_id, groups, former):
                membership = found
                person = person_of(resource, self._base_url)
        return PersonFound(Presence.THERE, membership, person, other)

    async def events(
        self, groups: Sequence[str], since: date, after: str | None
    ) -> EventPage | None:
        """Return None: what patients took part in is none of this registry's business."""
        return None

    async def involvements(self, events: Sequence[str]) -> Sequence[Involvement] | None:
        """Return None, likewise."""
        return None

    async def roles_of_caller(self) -> Sequence[SourceRole]:
        """Refuse: FHIR shows nobody their roles. Raises SourceShowsNoRoles."""
        raise SourceShowsNoRoles

    async def _stands(self, group_id: str, groups: Sequence[str], former: Sequence[str]) -> bool:
        """Return whether a group that was not listed still stands where it stood."""
        if group_id not in former:
            return False
        response = await self._client.ask(f"{ORGANIZATION}/{key(group_id)}", (), ACCEPT)
        if response.status != 200:
            return False
        group = group_of(of_type(response.json(), ORGANIZATION), self._base_url)
        return not group.is_ended and group.parent_id in {*groups, *former}

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
        bundle = of_type(response.json(), "Bundle")
        following = next_link(bundle)
        if following is None:
            return matches(bundle, kind), None
        if following.startswith("?"):
            following = (link or kind).partition("?")[0] + following
        if not following.isprintable():
            raise SourceFailed(NOT_A_URL)
        if following == link or int(number) >= MOST_PAGES or len(following) > LONGEST_LINK:
            raise SourceFailed(ENDLESS)
        return matches(bundle, kind), f"{int(number) + 1} {following}"


def _organizations(ids: Sequence[str]) -> str:
    return ",".join(f"{ORGANIZATION}/{key(it)}" for it in ids)


def _changed_since(since: str | None) -> list[tuple[str, str]]:
    return [] if since is None else [("_lastUpdated", f"ge{since}")]

"""Who may sync because their own profile at the source says so, and what that offers (rule S4)."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from typing import Any
from uuid import UUID

from db.statements import Connection
from rules import source_profiles as rules
from rules import source_tokens, sources
from rules.access import Role, RoleMissing
from rules.frozen import frozen
from rules.organisations import LONGEST_KIND, LONGEST_NAME, kind_faults, name_faults
from rules.runs import RunFailed, RunWaits
from rules.source_profiles import (
    PROFILE_SECONDS,
    OfferedGroup,
    SourceDoesNotAnswer,
    SourceRole,
    SourceShowsNoRoles,
)
from rules.source_records import SourceGroup
from rules.source_sign_ins import SignInNotFound
from rules.sources import (
    SourceAccess,
    SourceNotFound,
    SourceProtocol,
    SourceTerms,
    SourceTokenIsNeeded,
    SourceToRead,
    SourceUnavailable,
)
from rules.texts import cleaned, is_unfit_line
from workflows import places

BY_PROFILE = "byProfile"
"""Of a run's parameters: whether it goes on because of the profile of whoever asked for it."""

FIND_SOURCE = """
select id, protocol, base_url, access, token_url, oauth_client_id, sealed_oauth_secret, sync_roles
  from sources where id = $1 and retired_at is null
"""
FIND_ASKED = """
select source.id, source.protocol, source.base_url, source.access, source.token_url,
       source.oauth_client_id, source.sealed_oauth_secret, source.sync_roles,
       source.retired_at is not null as is_retired,
       coalesce(link.external_id, $3) as external_id, link.id is not null as is_known,
       coalesce(is_at_or_below(link.organisation_id, places_of($4, $5, $6::text[])), false)
           as is_theirs
  from sources source
  left join source_links link
    on link.source_id = source.id
   and (link.id = $1 or $1 is null and link.external_id = $3 and link.environment = 'PRODUCTION')
 where source.id = coalesce((select source_id from source_links where id = $1), $2)
"""
LOCK_SOURCE = "select from sources where id = $1 for no key update"
PLACED = """
select id from source_links
 where source_id = $1 and external_id = $2 and environment = 'PRODUCTION'
"""
PLACE = "select place_first_group($1, $2, $3, $4, $5) as link_id"
MAKE_STEWARD = "select make_steward_of_synced($1)"
KNOWN = """
select external_id from source_links
 where source_id = $1 and environment = 'PRODUCTION' and external_id = any ($2::text[])
"""

Connect = Callable[[], AbstractAsyncContextManager[Connection]]


@frozen
class Vouched:
    """What a source said of whoever asks for the sync of one of its groups.

    The `group` is there where it suffices and the group has no organisation yet.
    """

    suffices: bool
    group: SourceGroup | None = None


@frozen
class Profile:
    """The groups in which somebody has roles at a source, and which of them are organisations."""

    groups: Sequence[OfferedGroup]
    known: frozenset[str]


async def vouch(
    connect: Connect,
    who: tuple[UUID, UUID | None],
    wanted: tuple[UUID | None, UUID | None, str | None],
    token: str | None,
    terms: SourceTerms,
    signed_in_at: str | None = None,
) -> Vouched | None:
    """Ask the source whether whoever is no steward there may sync a group. Rule S4.

    The group is `wanted` by its link, or by source and external id. Returns None where the source
    has no list of roles, or need not be asked. Raises SourceDoesNotAnswer, or SignInNotFound where
    the source is not at the address any more for which somebody signed in.
    """
    link_id, source_id, external_id = wanted
    external_id = None if external_id is None else external_id.strip()
    if external_id is not None and is_unfit_line(external_id):
        return None  # which no group is called: whoever begins the sync is refused for it
    async with connect() as connection:
        found = await connection.fetchrow(
            FIND_ASKED, link_id, source_id, external_id, *who, [Role.STEWARD]
        )
    if found is None or found["is_theirs"] or not found["sync_roles"]:
        return None
    if found["is_retired"]:
        return Vouched(suffices=False)
    if signed_in_at not in (None, found["base_url"]):
        raise SignInNotFound
    try:
        to_read = _to_read(found, token, terms)
        if found["external_id"] is None or to_read is None:
            return Vouched(suffices=False)
        async with asyncio.timeout(PROFILE_SECONDS):
            reader = await terms.open_source(to_read)
            roles = await reader.roles_of_caller()
            if not rules.may_sync(roles, found["sync_roles"], found["external_id"]):
                return Vouched(suffices=False)
            is_known = found["is_known"]
            group = None if is_known else await reader.group(found["external_id"])
            return Vouched(suffices=True, group=group)
    except (TimeoutError, SourceUnavailable, RunWaits):
        raise SourceDoesNotAnswer from None
    except (RunFailed, SourceShowsNoRoles):
        return Vouched(suffices=False)


async def read(
    connect: Connect, source_id: UUID | None, token: str | None, terms: SourceTerms
) -> Profile:
    """Ask a source in which of its groups whoever asks has roles. Rule S4.

    What it answers is kept nowhere. Raises SourceNotFound, SourceShowsNoRoles,
    SourceTokenIsNeeded, RoleMissing where the source takes no such token, or SourceDoesNotAnswer.
    """
    async with connect() as connection:
        found = await connection.fetchrow(FIND_SOURCE, source_id)
    if found is None:
        raise SourceNotFound
    if not found["sync_roles"]:
        raise SourceShowsNoRoles
    to_read = _to_read(found, token, terms)
    if to_read is None:
        raise SourceTokenIsNeeded
    try:
        async with asyncio.timeout(PROFILE_SECONDS):
            reader = await terms.open_source(to_read)
            groups = rules.offered_groups(await reader.roles_of_caller(), found["sync_roles"])
    except (TimeoutError, SourceUnavailable, RunWaits):
        raise SourceDoesNotAnswer from None
    except RunFailed:
        raise RoleMissing from None
    async with connect() as connection:
        rows = await connection.fetch(KNOWN, source_id, [it.external_id for it in groups])
    return Profile(groups, frozenset(row["external_id"] for row in rows))


def _to_read(
    found: Mapping[str, Any], token: str | None, terms: SourceTerms
) -> SourceToRead | None:
    """Return how a source is asked as whoever asks; None where no token is theirs."""
    if token and sources.GIVEN_BY_CALLERS & set(found["access"]):
        source_tokens.check_token(token)
        is_exchanged = False
    elif terms.subject_token is not None and SourceAccess.TOKEN_EXCHANGE in found["access"]:
        token, is_exchanged = terms.subject_token, True
    else:
        return None
    secret = found["sealed_oauth_secret"]
    return SourceToRead(
        SourceProtocol(found["protocol"]),
        found["base_url"],
        token,
        found["token_url"],
        found["oauth_client_id"],
        None if secret is None else terms.unseal(bytes(secret)),
        is_exchanged,
    )


def check_still(roles: Sequence[SourceRole], sync_roles: Sequence[str], external_id: str) -> None:
    """Refuse the last step of a sync whose source lets whoever asked sync no more. Rule S4.

    Raises RoleMissing.
    """
    if not rules.may_sync(roles, sync_roles, external_id):
        raise RoleMissing


async def place(connection: Connection, source_id: UUID | None, group: SourceGroup) -> UUID:
    """Make an organisation of a group that has none yet, with its link; return the link's id.

    It stands below the organisation of the group that the source has it below, else at the top.
    """
    name, kind = cleaned(group.name)[:LONGEST_NAME], cleaned(group.kind)[:LONGEST_KIND]
    await places.keep_tree(connection)
    await connection.fetchrow(LOCK_SOURCE, source_id)
    placed = await connection.fetchrow(PLACED, source_id, group.external_id)
    if placed is not None:  # by whoever asked for its first sync a moment ago
        found: UUID = placed["id"]
        return found
    made = await connection.fetchrow(
        PLACE,
        source_id,
        group.external_id,
        name if not name_faults(name) else f"Group {group.external_id}",
        kind if not kind_faults(kind) else "GROUP",
        group.parent_id,
    )
    link_id: UUID = made["link_id"]
    return link_id


async def make_steward(connection: Connection, run_id: UUID) -> None:
    """Let whoever asked for a sync by their profile look after what nobody else does. Rule S4."""
    await connection.execute(MAKE_STEWARD, run_id)

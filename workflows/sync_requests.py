"""How a sync is asked for: by whom, with which token, and of which link (rules S4 and S5)."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from db.statements import Connection
from rules import sources as rules
from rules.access import Role, RoleMissing
from rules.frozen import frozen
from rules.idempotency import check_key
from rules.inbound import SourceLinkNotFound
from rules.organisations import OrganisationIsNotActive, OrganisationStatus
from rules.runs import RunKind
from rules.sources import (
    SourceTerms,
    SyncMode,
)
from rules.violations import Violations
from workflows import runs, source_profiles, sync_tokens
from workflows.acts import Acting, act
from workflows.idempotency import IdempotentCall, claim
from workflows.runs import NewRun
from workflows.source_profiles import BY_PROFILE, Vouched

FIND = """
select link.id, link.organisation_id, link.sync_lane, organisation.status,
       is_at_or_below(link.organisation_id, places_of($2, $3, $4::text[])) as is_theirs,
       is_at_or_below(link.organisation_id, places_of($2, $3, $5::text[])) as is_seen
  from source_links link
  join organisations organisation on organisation.id = link.organisation_id
 where link.id = $1
"""
LINK_OF_GROUP = """
select id from source_links
 where source_id = $1 and external_id = $2 and environment = 'PRODUCTION'
"""
LINKS_OF = """
select id from source_links where organisation_id = $1 and environment = 'PRODUCTION'
"""
HAS_ROLES = "select sync_roles <> '{}' as some from sources where id = $1"
NEW_ID = "select uuidv7() as id"


@frozen
class Wanted:
    """What shall be synced: a link, or what a source calls the group; with whose token."""

    link_id: UUID | None
    source_id: UUID | None
    external_id: str | None
    mode: SyncMode
    token: str | None
    names_link: bool
    names_group: bool


async def begin(
    acting: Acting,
    call: IdempotentCall,
    wanted: Wanted,
    terms: SourceTerms,
    vouched: Vouched | None = None,
) -> UUID:
    """Begin the run that syncs an organisation and those below it with a source; return its id.

    The token is sealed beside the run until that ends. The same call again answers the same run
    (rule C4). Who is no steward there may, where the source has `vouched` for them. Rules S4, S5.
    Raises SourceLinkNotFound, RoleMissing, OrganisationIsNotActive, SourceTokenIsNeeded,
    SourceTokenIsNotTaken, OrganisationHasRun, InputIsInvalid or IdempotencyKeyWasUsed.
    """
    async with act(acting, "run.requested") as connection:
        claimed = await claim(connection, acting, call)
        if claimed is not None and not claimed.is_new:
            return claimed.answered()
        violations = Violations()
        check_key(violations, call.key)
        rules.check_wanted(
            violations,
            wanted.external_id,
            names_link=wanted.names_link,
            names_group=wanted.names_group,
        )
        violations.refuse()
        assert claimed is not None
        found, by_profile = await _wanted(connection, acting, wanted, vouched)
        source = await sync_tokens.hold_source(connection, found["id"])
        sealed = sync_tokens.sealed_token(source, wanted.token, terms)
        new = (claimed.record_id, found, wanted.mode, sealed)
        await _begin(connection, acting, *new, by_profile=by_profile)
        return claimed.record_id


async def begin_by_itself(
    acting: Acting, organisation_id: UUID, mode: SyncMode, token: str | None, terms: SourceTerms
) -> UUID:
    """Begin the sync of an organisation by its link as the installation itself; return its id.

    Raises SourceLinkNotFound where it has none, or several, OrganisationIsNotActive,
    SourceTokenIsNeeded, SourceTokenIsNotTaken, OrganisationHasRun or InputIsInvalid.
    """
    async with act(acting, "run.requested") as connection:
        links = await connection.fetch(LINKS_OF, organisation_id)
        if len(links) != 1:
            raise SourceLinkNotFound
        found = await connection.fetchrow(FIND, links[0]["id"], None, None, [], [])
        _check_active(found)
        source = await sync_tokens.hold_source(connection, found["id"])
        sealed = sync_tokens.sealed_token(source, token, terms)
        run_id: UUID = (await connection.fetchrow(NEW_ID))["id"]
        await _begin(connection, acting, run_id, found, mode, sealed)
        return run_id


async def _begin(
    connection: Connection,
    acting: Acting,
    run_id: UUID,
    found: Mapping[str, Any],
    mode: SyncMode,
    sealed: bytes | None,
    *,
    by_profile: bool = False,
) -> None:
    new = NewRun(
        run_id,
        RunKind.SYNC,
        found["organisation_id"],
        parameters={
            "sourceLinkId": str(found["id"]),
            "mode": mode,
            sync_tokens.WITH_TOKEN: sealed is not None,
            **({BY_PROFILE: True} if by_profile else {}),
        },
        lane=found["sync_lane"],
    )
    await runs.begin(connection, acting, new)
    if sealed is not None:
        await sync_tokens.keep_token(connection, run_id, sealed)


async def _link_of(connection: Connection, wanted: Wanted) -> UUID | None:
    if wanted.names_link or wanted.external_id is None:
        return wanted.link_id
    row = await connection.fetchrow(LINK_OF_GROUP, wanted.source_id, wanted.external_id.strip())
    return None if row is None else row["id"]


async def check_caller(
    connection: Connection, acting: Acting, link_id: UUID, *, by_profile: bool = False
) -> None:
    """Refuse whoever may not sync a link any more; nobody asked for what is due (rule S4).

    Of whoever syncs `by_profile` the source itself is asked, before the last step.
    """
    if acting.client_id is not None:
        found = await _found(connection, acting, link_id)
        if by_profile:
            _check_vouched(found)
            return
        if found is not None and not found["is_seen"]:
            raise RoleMissing
        _check_found(found)


async def link_to_resume(
    connection: Connection, acting: Acting, run_id: UUID | None
) -> UUID | None:
    """Return the link that a run has read whose going on the caller may ask for; None for no sync.

    Raises RunNotFound, RunCannotBeResumed or OrganisationHasRun.
    """
    await runs.check_resumable(connection, acting, run_id)
    run = await connection.fetchrow(sync_tokens.SYNCED_LINK, run_id)
    return None if run is None else run["link_id"]


async def find(connection: Connection, acting: Acting, link_id: UUID | None) -> Mapping[str, Any]:
    """Return a link whose organisation the caller is steward of. Rule S4.

    Raises SourceLinkNotFound, RoleMissing or OrganisationIsNotActive.
    """
    return _check_found(await _found(connection, acting, link_id))


async def check_group(
    connection: Connection, acting: Acting, source_id: UUID | None, external_id: str | None
) -> None:
    """Refuse whoever gets no group of a source synced, whatever that says of them (rule S4).

    Where it has a list of roles, it says so once it knows who asks, and the same is answered for a
    group that is an organisation and for one that is none (rule R3). Raises SourceLinkNotFound,
    RoleMissing, OrganisationIsNotActive, OrganisationHasRun or InputIsInvalid.
    """
    violations = Violations()
    rules.check_wanted(violations, external_id, names_link=False, names_group=True)
    violations.refuse()
    assert external_id is not None
    row = await connection.fetchrow(LINK_OF_GROUP, source_id, external_id.strip())
    found = await _found(connection, acting, None if row is None else row["id"])
    source = await connection.fetchrow(HAS_ROLES, source_id)
    is_theirs = found is not None and found["is_theirs"]
    if source is None or is_theirs or not source["some"]:
        await runs.check_free(connection, _check_found(found)["organisation_id"])


async def _wanted(
    connection: Connection, acting: Acting, wanted: Wanted, vouched: Vouched | None
) -> tuple[Mapping[str, Any], bool]:
    """Return the link whose organisation the caller may sync, and whether by their profile (S4)."""
    found = await _found(connection, acting, await _link_of(connection, wanted))
    if vouched is None or (found is not None and found["is_theirs"]):
        return _check_found(found), False
    if not vouched.suffices:
        # The same for a group that is an organisation and for one that is none (rule R3).
        is_hidden = wanted.names_link and (found is None or not found["is_seen"])
        raise SourceLinkNotFound if is_hidden else RoleMissing
    if found is None and vouched.group is not None:
        link_id = await source_profiles.place(connection, wanted.source_id, vouched.group)
        found = await _found(connection, acting, link_id)
    return _check_vouched(found), True


def _check_vouched(found: Mapping[str, Any] | None) -> Mapping[str, Any]:
    if found is None:
        raise SourceLinkNotFound
    return _check_active(found)


async def _found(
    connection: Connection, acting: Acting, link_id: UUID | None
) -> Mapping[str, Any] | None:
    found: Mapping[str, Any] | None = await connection.fetchrow(
        FIND,
        link_id,
        acting.client_id,
        acting.user_id,
        [Role.STEWARD],
        [Role.STEWARD, Role.ADMIN],
    )
    return found


def _check_found(found: Mapping[str, Any] | None) -> Mapping[str, Any]:
    if found is None or not found["is_seen"]:
        raise SourceLinkNotFound
    if not found["is_theirs"]:
        raise RoleMissing
    return _check_active(found)


def _check_active(found: Mapping[str, Any]) -> Mapping[str, Any]:
    if found["status"] != OrganisationStatus.ACTIVE:
        raise OrganisationIsNotActive
    return found

"""How an organisation is synced with its source: page by page, and then all at once (S7 to S9)."""

from collections.abc import Callable, Mapping
from contextlib import AbstractAsyncContextManager
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson

from db.statements import Connection
from rules import source_tokens
from rules import sources as rules
from rules.erasures import Erased, Erasure
from rules.frozen import frozen
from rules.organisations import DEEPEST
from rules.runs import RunFailed
from rules.sources import SourceAccess, SourceProtocol, SourceToRead, SyncMode, TokenIsRefused
from workflows import (
    involvement_reading,
    merges,
    places,
    sync_exports,
    sync_positions,
    sync_reading,
)
from workflows.acts import Act, Acting, act
from workflows.involvement_reading import EVENTS, HAS_EVENTS, INVOLVED
from workflows.run_steps import Done, Run
from workflows.source_profiles import BY_PROFILE, check_still, make_steward
from workflows.sync_exports import EXPORT, FILES, UnderWay
from workflows.sync_reading import ABSENT, GROUPS, KNOWN, MEMBERS, SWAP, OpenSource, Staged
from workflows.sync_requests import check_caller
from workflows.sync_tokens import WITH_TOKEN

WHY_DELETED = "Deleted at its source"

ASK = """
select link.external_id, link.watermark, link.export_group, source.protocol, source.base_url,
       source.access, source.token_url, source.oauth_client_id, source.sealed_oauth_secret,
       source.sync_roles,
       (select sealed from run_credentials where run_id = $2) as sealed
  from source_links link join sources source on source.id = link.source_id
 where link.id = $1
"""
ABSENT_PERSONS = "select external_id from absent_persons($1, $2) limit $3"
KNOWN_PERSONS = """
select distinct identity.external_id
  from source_records record join source_identities identity on identity.id = record.identity_id
 where record.source_link_id in (select id from links_of_sync($1, $2)) and record.ended_at is null
   and ($3::text is null or identity.external_id > $3)
 order by 1 limit $4
"""
STAGE = """
select fetched, rejected from stage_records(
    $1, $2::text[], $3::text[], $4::jsonb[], $5::text[], $6::text[], $7::text[])
"""
GROUPS_AT = """
select external_id from groups_to_read($1, $2) where depth = $3 order by external_id
"""
ALL_GROUPS = """
select external_id from source_links where id = $2
 union all
select external_id from groups_to_read($1, $2)
"""
FORMER_GROUPS = """
select place.external_id from links_of_sync($1, $2) place
 where place.external_id <> all ($3::text[])
"""
HAS_ABSENT = "select exists (select from absent_persons($1, $2)) as some"
CONCERNED = "select id from persons_of_sync($1, $2)"
ENDING = "select members, ending from members_a_sync_ends($1, $2, $3)"
SWAP_STAGED = "select swap_staged($1, $2, $3)::text as counted"
MOVE_WATERMARK = "update source_links set watermark = $2 where id = $1"
REPLACE_INVOLVEMENTS = "select replace_involvements($1, $2)"
KEEP_ERASURE = "select keep_erasure(null, $1, $2, '{}', $3) as id"

Connect = Callable[[], AbstractAsyncContextManager[Connection]]


@frozen
class Opened:
    """A source as a step may read it, and what the step has to ask for."""

    reader: sync_reading.SourceReader
    external_id: str
    since: str | None
    """The watermark, where changes alone are read."""
    ids: list[str]
    groups: list[str]
    former: list[str]
    """Groups that are read, and those that earlier syncs read, for whom is not listed (S9)."""
    group: str | None
    """The Group whose export is read; null for the export of all."""
    export: UnderWay
    sync_roles: list[str]


class Sync:
    """Reads a group of a source into staging, and lets that take the place of what was there."""

    def __init__(
        self,
        connect: Connect,
        open_source: OpenSource,
        unseal: Callable[[bytes], str],
        shrink: float = rules.SHRINK,
    ):
        """Take where the runs are, what reads sources, and what opens sealed tokens.

        A sync that would end more of the members than the share `shrink` is held.
        """
        self._connect = connect
        self._open_source = open_source
        self._unseal = unseal
        self._shrink = shrink

    def act(self, acting: Acting) -> Act:
        """Make the act that syncs."""
        return act(acting, "organisation.synced")

    def is_last(self, run: Run) -> bool:
        """Return whether everything is read."""
        return run.parameters.get("phase") == SWAP

    async def prepare(self, run: Run) -> Staged | None:
        """Ask the source for what the step stages. Raises what sources raise (rule S6)."""
        phase = run.parameters.get("phase")
        by_profile = run.parameters.get(BY_PROFILE, False)
        if phase == SWAP and not by_profile:
            return None
        async with self._connect() as connection:
            run = await sync_positions.with_position(connection, run)
        opened = await self._open(run, phase)
        reader = opened.reader
        if phase == SWAP:
            roles = await reader.roles_of_caller()
            check_still(roles, opened.sync_roles, opened.external_id)
            return None
        if phase is None:
            begun = await sync_reading.begun(reader, opened.external_id)
            # Without a watermark there is nothing that changes could be asked since.
            mode = SyncMode.FULL if opened.since is None else SyncMode.CHANGES
            more = {"readsExport": reader.exports is not None, "export": None, "madeAt": None}
            return _with(begun, mode=mode, since=opened.since, **more)
        if phase == GROUPS:
            return await sync_reading.groups(reader, run.parameters)
        if phase == MEMBERS:
            return await sync_reading.members(reader, run.parameters, run.parameters["since"])
        if phase in (EXPORT, FILES):
            it = (reader.exports, run, opened.export, opened.group, opened.groups)
            return await sync_exports.exported(*it, self._connect)
        if phase in (EVENTS, INVOLVED):
            return await involvement_reading.read(reader, run, opened.ids, self._connect)
        if phase == KNOWN:
            if not opened.ids:
                return Staged((), (), {"phase": ABSENT})
            return await sync_reading.known(reader, opened.ids, run.parameters["since"])
        return await sync_reading.absent(reader, opened.ids, opened.groups, opened.former)

    async def _open(self, run: Run, phase: str | None) -> Opened:
        link_id = UUID(run.parameters["sourceLinkId"])
        ids: list[Any] = []
        groups: list[str] = []
        former: list[str] = []
        async with self._connect() as connection:
            asked = await connection.fetchrow(ASK, link_id, run.id)
            export = await sync_exports.under_way(connection, run)
            if phase == FILES:
                groups = await _ids(connection, ALL_GROUPS, run.id, link_id)
            elif phase == ABSENT:
                most = sync_reading.ASKED_AT_ONCE
                ids = await connection.fetch(ABSENT_PERSONS, run.id, link_id, most)
                groups = await _ids(connection, ALL_GROUPS, run.id, link_id)
                former = await _ids(connection, FORMER_GROUPS, run.id, link_id, groups)
            elif phase == INVOLVED:
                ids = await involvement_reading.next_events(connection, run)
            elif phase == KNOWN:
                after, most = run.parameters["after"], sync_reading.KNOWN_AT_ONCE
                ids = await connection.fetch(KNOWN_PERSONS, run.id, link_id, after, most)
        if asked is None:
            raise RunFailed("The link with the source is gone")
        return Opened(
            await self._open_source(self._to_read(asked, run)),
            asked["external_id"],
            None if run.parameters.get("mode") == SyncMode.FULL else asked["watermark"],
            [row["external_id"] for row in ids],
            groups,
            former,
            asked["export_group"],
            export,
            asked["sync_roles"],
        )

    def _to_read(self, asked: Mapping[str, Any], run: Run) -> SourceToRead:
        sealed, secret = asked["sealed"], asked["sealed_oauth_secret"]
        has_own = SourceAccess.CLIENT_CREDENTIALS in asked["access"]
        # What was begun with somebody's token never brings what that may not read (S5).
        if sealed is None and (run.parameters.get(WITH_TOKEN) or not has_own):
            raise TokenIsRefused
        token, is_exchanged = None, False
        if sealed is not None:
            token, is_exchanged = source_tokens.kept_token(self._unseal(bytes(sealed)))
        return SourceToRead(
            SourceProtocol(asked["protocol"]),
            asked["base_url"],
            token,
            asked["token_url"],
            asked["oauth_client_id"],
            None if secret is None else self._unseal(bytes(secret)),
            is_exchanged,
            asked["export_group"] is not None,
        )

    async def do(
        self, connection: Connection, acting: Acting, run: Run, prepared: Staged | None
    ) -> Done:
        """Stage what was read, or let it take its place, if whoever asked may still do so."""
        link_id = UUID(run.parameters["sourceLinkId"])
        by_profile = run.parameters.get(BY_PROFILE, False)
        await check_caller(connection, acting, link_id, by_profile=by_profile)
        if prepared is None:
            return await self._swap(connection, acting, run, link_id)
        rows, rejects = list(prepared.rows), list(prepared.rejects)
        counted = await connection.fetchrow(
            STAGE,
            run.id,
            [kind for kind, _, _ in rows],
            [external_id for _, external_id, _ in rows],
            [orjson.dumps(payload).decode() for _, _, payload in rows],
            [kind for kind, _, _ in rejects],
            [external_id for _, external_id, _ in rejects],
            [reason for _, _, reason in rejects],
        )
        parameters = {**run.parameters, **prepared.goes_on}
        newest = sync_reading.later(parameters.get("newest"), prepared.newest)
        goes_on = await _next_phase(connection, run, link_id, {**parameters, "newest": newest})
        await sync_positions.go_on(connection, run, goes_on)
        return Done(dict(counted), has_more=True)

    async def _swap(self, connection: Connection, acting: Acting, run: Run, link_id: UUID) -> Done:
        """Let what is staged take its place in one transaction. Rules S7 and S8."""
        is_whole = run.parameters["mode"] == SyncMode.FULL
        await places.keep_tree(connection)
        concerned = await connection.fetch(CONCERNED, run.id, link_id)
        await merges.lock_persons(connection, [row["id"] for row in concerned])
        numbers = await connection.fetchrow(ENDING, run.id, link_id, is_whole)
        why = rules.why_held(numbers["members"], numbers["ending"], self._shrink)
        if why is not None and not run.is_approved:
            return Done(held_because=why)
        row = await connection.fetchrow(SWAP_STAGED, run.id, link_id, is_whole)
        counted = orjson.loads(row["counted"])
        for person in counted.pop("going"):
            kept = await connection.fetchrow(KEEP_ERASURE, Erased.PERSON, UUID(person), WHY_DELETED)
            acting.erased.append(Erasure(kept["id"], Erased.PERSON, UUID(person)))
        newest, watermark = run.parameters["newest"], run.parameters.get("madeAt")
        if newest is not None and watermark is None:
            watermark = rules.watermark_after(datetime.fromisoformat(newest))
        if watermark is not None:
            await connection.execute(MOVE_WATERMARK, link_id, watermark)
        if run.parameters.get(HAS_EVENTS):
            await connection.execute(REPLACE_INVOLVEMENTS, run.id, link_id)
        if run.parameters.get(BY_PROFILE):
            await make_steward(connection, run.id)
        return Done(counted)


async def _ids(connection: Connection, statement: str, *given: Any) -> list[str]:
    return [row["external_id"] for row in await connection.fetch(statement, *given)]


def _with(staged: Staged, **more: Any) -> Staged:
    return Staged(staged.rows, staged.rejects, {**staged.goes_on, **more}, staged.newest)


async def _next_phase(
    connection: Connection, run: Run, link_id: UUID, parameters: Mapping[str, Any]
) -> Mapping[str, Any]:
    """Return from where the next step goes on: with what is left of a phase, or the next one."""
    after: dict[str, Any] = dict(parameters)
    was_read = run.parameters.get("phase") == GROUPS and after["after"] is None
    if after["phase"] == GROUPS and was_read:
        depth = after["depth"]
        found = await _ids(connection, GROUPS_AT, run.id, link_id, depth)
        if found and depth < DEEPEST:
            after |= {"groups": found, "depth": depth + 1}
        else:
            everyone = await _ids(connection, ALL_GROUPS, run.id, link_id)
            phase = EXPORT if after.get("readsExport") else MEMBERS
            after |= {"phase": phase, "groups": everyone}
    if after["phase"] == MEMBERS and not after["groups"]:
        is_whole = after["mode"] == SyncMode.FULL
        everyone = await _ids(connection, ALL_GROUPS, run.id, link_id) if is_whole else []
        after |= {"phase": EVENTS if is_whole else KNOWN, "after": None, "groups": everyone}
    if after["phase"] == ABSENT:
        row = await connection.fetchrow(HAS_ABSENT, run.id, link_id)
        after["phase"] = ABSENT if row["some"] else SWAP
    return after

"""How a sync reads members from an export of its source: begun, waited for, read in parts (S15)."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import orjson

from db.statements import Connection
from rules.frozen import frozen
from rules.runs import RunFailed
from rules.source_exports import LONGEST, ExportFile, ExportPosition
from workflows import sync_reading
from workflows.run_steps import Run
from workflows.sync_reading import FILE, MEMBERS, ExportReader, Staged

EXPORT, FILES = "EXPORT", "FILES"
"""The phases in which an export is made, and read."""

ASK = """
select export.url, export.begun_at,
       (select payload::text from staged_records
         where run_id = $1 and kind = 'FILE' and external_id = $3) as file
  from source_exports export where export.run_id = $1 and export.id = $2
"""
ON_RECORD = """
select distinct identity.external_id
  from source_records record join source_identities identity on identity.id = record.identity_id
 where record.source_link_id in (select id from links_of_sync($1, $2))
   and identity.external_id = any ($3::text[])
 order by 1
"""
KEEP = """
insert into source_exports (run_id, source_id, url)
select $1, source_id, $3 from source_links where id = $2 returning id
"""


Connect = Callable[[], AbstractAsyncContextManager[Connection]]
OnRecord = Callable[[Sequence[str]], Awaitable[Sequence[str]]]
"""Returns who of some are on record for the organisations of the run."""


@frozen
class UnderWay:
    """The export of a run, and which of its files is read; each None until there is one."""

    url: str | None = None
    begun_at: datetime | None = None
    file: ExportFile | None = None


async def under_way(connection: Connection, run: Run) -> UnderWay:
    """Return how far the export of a run is."""
    export = run.parameters.get("export")
    if export is None or run.parameters.get("phase") not in (EXPORT, FILES):
        return UnderWay()
    name = _name(run.parameters.get("file") or 0)
    found = await connection.fetchrow(ASK, run.id, UUID(export), name)
    if found is None:
        raise RunFailed("The export of the source is gone")
    file = None if found["file"] is None else ExportFile(**orjson.loads(found["file"]))
    return UnderWay(found["url"], found["begun_at"], file)


async def begun(
    reader: ExportReader,
    group: str | None,
    since: str | None,
    keep: Callable[[str], Awaitable[str]],
) -> Staged:
    """Let the source export, those who changed or all; the next step asks whether it has.

    Where that is, `keep` writes down at once: whatever ends the step, the source is asked to delete
    what it makes.
    """
    url = await reader.begin(group, since)
    return Staged((), (), {"after": None, "export": await keep(url)})


async def made(reader: ExportReader, export: UnderWay, *, reads_deleted: bool) -> Staged:
    """Note the files of an export that is made. Raises SourceWaits until then."""
    assert export.url is not None
    assert export.begun_at is not None
    if datetime.now(UTC) - export.begun_at > LONGEST:
        hours = LONGEST.total_seconds() // 3600
        raise RunFailed(f"The source did not make the export within {hours:.0f} hours")
    found = await reader.made(export.url)
    files = [it for it in found.files if reads_deleted or not it.is_of_deleted]
    rows = [(FILE, _name(number), asdict(it)) for number, it in enumerate(files)]
    position = ExportPosition().written()
    return Staged(rows, (), {"phase": FILES, "madeAt": found.made_at, **position})


async def read(
    reader: ExportReader,
    export: UnderWay,
    parameters: Mapping[str, Any],
    groups: Sequence[str],
    on_record: OnRecord,
) -> Staged:
    """Read a part of the file that is next; after the last one, the export is read."""
    if export.file is None:
        return Staged((), (), {"phase": MEMBERS, "groups": [], "after": None, "export": None})
    position = ExportPosition(parameters["file"], parameters["offset"], parameters["lines"])
    part = await reader.read(export.file, position, groups)
    rows, rejects = sync_reading.member_rows(part.memberships, part.persons, ())
    if part.deleted:
        rows += [(sync_reading.DELETED, it, {}) for it in await on_record(part.deleted)]
    return Staged(rows, rejects, part.after.written())


def _name(number: int) -> str:
    return f"{number:06}"


async def exported(
    reader: ExportReader | None,
    run: Run,
    export: UnderWay,
    group: str | None,
    groups: Sequence[str],
    connect: Connect,
) -> Staged:
    """Let the source export its members, or read a part of what it has exported.

    Raises RunFailed, and what sources raise (rule S6).
    """
    since, link_id = run.parameters["since"], UUID(run.parameters["sourceLinkId"])
    if reader is None:
        raise RunFailed("The source exports no members")

    async def keep(url: str) -> str:
        async with connect() as connection:
            row = await connection.fetchrow(KEEP, run.id, link_id, url)
        if row is None:
            raise RunFailed("The link with the source is gone")
        return str(row["id"])

    if export.url is None:
        return await begun(reader, group, since, keep)
    if run.parameters["phase"] == EXPORT:
        return await made(reader, export, reads_deleted=since is not None)

    async def on_record(ids: Sequence[str]) -> Sequence[str]:
        async with connect() as connection:
            found = await connection.fetch(ON_RECORD, run.id, link_id, ids)
            return [row["external_id"] for row in found]

    return await read(reader, export, run.parameters, groups, on_record)

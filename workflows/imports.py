"""Imports persons: a batch of them, in one transaction."""

from collections.abc import Collection, Iterable
from dataclasses import astuple, fields, replace
from functools import cache
from typing import Any
from uuid import UUID

from rules.frozen import frozen
from rules.imports import PLACE_FIELDS, IncomingPerson
from workflows import imported_deaths, imported_members, merges, places
from workflows.acts import act, retry_on_deadlock, system_acting

ACTION = "person.imported"

INCOMING = tuple(field.name for field in fields(IncomingPerson))
OWN = (
    "first_name",
    "last_name",
    "second_name",
    "birth_date",
    "partial_birth_date",
    "gender",
    "tax_id",
    "national_id",
    "email",
)
"""The imported fields in a person's own row; the others are in rows of their own."""


@frozen
class Part:
    """A table with parts of persons, of which an imported person has one at most."""

    table: str
    columns: tuple[str, ...]
    values: tuple[str, ...]
    """What the columns are filled from."""
    presence: str
    """The incoming field without which there is no row."""


PARTS = (
    Part(
        "person_documents",
        ("type", "number"),
        ("incoming.document_type", "incoming.document_number"),
        "document_number",
    ),
    Part("person_phones", ("type", "number"), ("'MOBILE'", "incoming.phone"), "phone"),
    Part(
        "person_addresses",
        ("type", *PLACE_FIELDS),
        ("'RESIDENCE'", *(f"incoming.{field}" for field in PLACE_FIELDS)),
        "country",
    ),
)


@frozen
class ImportedPersons:
    """What became of a batch; `repeated` says of a line which earlier one has its external id."""

    added: int
    updated: int
    unchanged: int
    repeated: dict[int, int]
    joined: int = 0


async def prepare(connection: Any) -> None:
    """Make the temporary tables that the batches of one file go through."""
    await connection.execute(PREPARE)


async def user_named(connection: Any, username: str) -> UUID | None:
    """Return the user of this name, None where there is none."""
    found: UUID | None = await connection.fetchval(USER, username)
    return found


async def import_batch(
    connection: Any,
    source: str,
    persons: Iterable[tuple[int, IncomingPerson]],
    in_file: Collection[str] = INCOMING,
    kept: Collection[tuple[int, str]] = (),
    user_id: UUID | None = None,
    organisation_id: UUID | None = None,
) -> ImportedPersons:
    """Add the persons of a batch that are not on record, and change those that differ.

    Each comes with its line. A field that is not `in_file` is left as it is, and so is one that
    is `kept` of a line, because it could not be read. A person of whom only
    the document, phone or address changed counts as changed. Of two with one external id, the
    earlier line is taken. Where it is a user's work, they have edited those persons. With an
    organisation they are its members. `prepare` comes once before.
    """
    rows = [(line, *astuple(person)) for line, person in persons]
    external_ids = [row[1] for row in rows]

    async def attempt() -> ImportedPersons:
        async with system_acting(connection, user_id) as acting, act(acting, ACTION):
            if organisation_id is not None:
                await places.keep_tree(connection)
            await imported_deaths.lock(connection)
            imported = await _import(connection, source, rows, frozenset(in_file), kept)
            await imported_deaths.mark(connection, source, external_ids)
            if organisation_id is None:
                return imported
            joined = await imported_members.join(connection, source, external_ids, organisation_id)
            return replace(imported, joined=joined)

    return await retry_on_deadlock(attempt)


async def _import(
    connection: Any,
    source: str,
    rows: list[tuple[Any, ...]],
    in_file: frozenset[str],
    kept: Collection[tuple[int, str]],
) -> ImportedPersons:
    await connection.copy_records_to_table(
        "incoming_persons", records=rows, columns=("line", *INCOMING)
    )
    await connection.execute(SEE)
    repeated = dict(await connection.fetch(DROP_REPEATED))
    added: int = await connection.fetchval(_addition(), source)
    remaining = len(rows) - len(repeated) - added
    updated = 0
    if remaining:
        known = await connection.fetch(KNOWN, source)
        await merges.lock_persons(connection, [row["id"] for row in known])
        if kept:
            await connection.execute(_keep(), source, *zip(*kept, strict=True))
        updated = await connection.fetchval(_change(in_file), source)
    return ImportedPersons(added, updated, remaining - updated, repeated)


USER = "select id from users where username = $1 and deleted_at is null"
COLUMNS = ", ".join(f"{name} {'date' if name == 'birth_date' else 'text'}" for name in INCOMING)
PREPARE = f"""
create temp table if not exists incoming_persons (line integer, {COLUMNS}) on commit delete rows;
drop table if exists pg_temp.seen_persons;
create temp table seen_persons (external_id text primary key, line integer not null)
"""

SEE = """
insert into seen_persons
select distinct on (external_id) external_id, line from incoming_persons
 order by external_id, line
    on conflict do nothing
"""

DROP_REPEATED = """
delete from incoming_persons incoming using seen_persons seen
 where seen.external_id = incoming.external_id and seen.line <> incoming.line
returning incoming.line, seen.line
"""

# They are locked one after the other in the same order, so that two imports of one source wait for
# each other; with whoever stands for them, who may turn out to be dead, and stands until the end.
KNOWN = """
select person.id from persons person
  join incoming_persons incoming
    on person.source = $1 and person.external_id = incoming.external_id
"""


@cache
def _addition() -> str:
    own = ", ".join(OWN)
    parts = ", ".join(
        f"""{part.table}_added as (
            insert into {part.table} (person_id, {", ".join(part.columns)})
            select added.id, {", ".join(part.values)}
              from added join incoming_persons incoming using (external_id)
             where incoming.{part.presence} is not null)"""
        for part in PARTS
    )
    return f"""
        with added as (
            insert into persons (source, external_id, {own})
            select $1, external_id, {own} from incoming_persons order by line
                on conflict (source, external_id) where source is not null do nothing
            returning id, external_id),
        {parts},
        gone as (
            delete from incoming_persons incoming using added
             where incoming.external_id = added.external_id)
        select count(*) from added"""


@cache
def _keep() -> str:
    """Write the statement that fills what could not be read of known persons from their records.

    It says nothing, so it takes nothing away. Rule N2.
    """
    values = {field: f"person.{field}" for field in OWN} | {
        value.removeprefix("incoming."): f"{part.table}.{column}"
        for part in PARTS
        for column, value in zip(part.columns, part.values, strict=True)
        if value.startswith("incoming.")
    }
    assignments = ", ".join(
        f"{field} = case when '{field.removeprefix('partial_')}' = any (kept.fields)"
        f" then coalesce({value}, incoming.{field}) else incoming.{field} end"
        for field, value in values.items()
    )
    parts = " ".join(
        f"left join lateral (select * from {part.table} where person_id = person.id"
        f" order by id limit 1) {part.table} on true"
        for part in PARTS
    )
    return f"""
        with kept as (
            select line, array_agg(field) as fields
              from unnest($2::integer[], $3::text[]) it(line, field) group by line)
        update incoming_persons incoming set {assignments}
          from kept join incoming_persons known using (line)
          join persons person on person.source = $1 and person.external_id = known.external_id
          {parts}
         where incoming.line = kept.line"""


@cache
def _change(in_file: frozenset[str]) -> str:
    """Write the statement that changes those fields of the file that differ; it counts persons."""
    own = [column for column in OWN if column.removeprefix("partial_") in in_file]
    own_from_file = [f"{column} = incoming.{column}" for column in own]
    parts = [part for part in PARTS if part.presence in in_file or in_file & _fields(part)]
    changed_parts = "".join(
        f" union select person_id from {part.table}_{change}"
        for part in parts
        for change in ("removed", "added")
    )
    return f"""
        with known as (
            select person.id as person_id, incoming.*
              from incoming_persons incoming join persons person
                on person.source = $1 and person.external_id = incoming.external_id)
        {"".join(f", {_change_part(part)}" for part in parts)},
        changed as (
            select incoming.person_id from known incoming join persons person
                on person.id = incoming.person_id
             where ({_columns("person", own)}) is distinct from ({_columns("incoming", own)})
            {changed_parts}),
        written as (
            update persons person
               set {", ".join(["version = person.version + 1", *own_from_file])}
              from known incoming join changed using (person_id)
             where person.id = incoming.person_id
            returning person.id)
        select count(*) from written"""


def _change_part(part: Part) -> str:
    kept = _columns("kept", part.columns)
    values = ", ".join(part.values)
    return f"""
        {part.table}_removed as (
            delete from {part.table} kept using known incoming
             where kept.person_id = incoming.person_id
               and (incoming.{part.presence} is null or ({kept}) is distinct from ({values}))
            returning kept.person_id),
        {part.table}_added as (
            insert into {part.table} (person_id, {", ".join(part.columns)})
            select incoming.person_id, {values} from known incoming
             where incoming.{part.presence} is not null and not exists (
                   select from {part.table} kept
                    where kept.person_id = incoming.person_id
                      and ({kept}) is not distinct from ({values}))
            returning person_id)"""


def _columns(table: str, columns: Iterable[str]) -> str:
    return ", ".join(f"{table}.{column}" for column in columns)


def _fields(part: Part) -> frozenset[str]:
    return frozenset(value.removeprefix("incoming.") for value in part.values)

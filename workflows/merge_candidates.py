"""Imports pairs that may be one person: a batch of them, in one transaction."""

from collections.abc import Iterable
from typing import Any

from rules.frozen import frozen
from rules.imports import IncomingPair
from workflows.acts import act, retry_on_deadlock, system_acting

ACTION = "merge_candidate.imported"


@frozen
class ImportedPairs:
    """What became of a batch; `refused` says of a line why its pair cannot be a candidate."""

    added: int
    updated: int
    unchanged: int
    refused: dict[int, str]


async def prepare(connection: Any) -> None:
    """Make the temporary table that the batches of one file go through."""
    await connection.execute(PREPARE)


async def import_batch(
    connection: Any,
    source: str,
    master_source: str,
    pairs: Iterable[tuple[int, IncomingPair]],
) -> ImportedPairs:
    """Make candidates of the pairs of a batch that are none yet. Rule B13.

    A pair that is a candidate already, in whichever direction, stays the one it is; another
    score is written down. A pair with somebody who is no longer ACTIVE is refused: nobody could
    be given it (rule B3). `prepare` comes once before.
    """
    rows = [
        (line, pair.person_external_id, pair.master_external_id, pair.score) for line, pair in pairs
    ]

    async def attempt() -> ImportedPairs:
        async with system_acting(connection) as acting, act(acting, ACTION):
            return await _import(connection, source, master_source, rows)

    return await retry_on_deadlock(attempt)


async def _import(
    connection: Any, source: str, master_source: str, rows: list[tuple[Any, ...]]
) -> ImportedPairs:
    await connection.copy_records_to_table(
        "incoming_pairs",
        records=rows,
        columns=("line", "person_external_id", "master_external_id", "score"),
    )
    await connection.execute(FIND_PERSONS, source, master_source)
    await connection.execute(LOCK)
    updated: int = await connection.fetchval(UPDATE)
    await connection.execute(DROP_KNOWN)
    refused = {row["line"]: _reason(row) for row in await connection.fetch(DROP_UNFIT)}
    added: int = await connection.fetchval(ADD)
    return ImportedPairs(added, updated, len(rows) - len(refused) - added - updated, refused)


def _reason(row: Any) -> str:
    faults = [
        f"{column} '{row[column]}' is nobody on record"
        for column, person in (("person_external_id", "person"), ("master_external_id", "master"))
        if row[person] is None
    ]
    if not faults and row["is_own_duplicate"]:
        faults = ["a person is not their own duplicate"]
    if not faults:
        faults = [
            f"{column} '{row[column]}' is INACTIVE"
            for column, status in (
                ("person_external_id", "person"),
                ("master_external_id", "master"),
            )
            if row[status] != "ACTIVE"
        ]
    return "; ".join(faults)


PREPARE = """
create temp table if not exists incoming_pairs (
    line integer, person_external_id text, master_external_id text, score numeric,
    person_id uuid, master_id uuid)
    on commit delete rows
"""

FIND_PERSONS = """
update incoming_pairs
   set person_id = (select id from persons where source = $1 and external_id = person_external_id),
       master_id = (select id from persons where source = $2 and external_id = master_external_id)
"""

# No reviewers' decision may make one of them INACTIVE in between.
LOCK = """
select id from persons
 where id in (select person_id from incoming_pairs union select master_id from incoming_pairs)
 order by id
   for share
"""

SAME_PAIR = """
    least(pair.person_id, pair.master_person_id) = least(incoming.person_id, incoming.master_id)
and greatest(pair.person_id, pair.master_person_id)
    = greatest(incoming.person_id, incoming.master_id)
"""

UPDATE = f"""
with scored as (
    select distinct on (pair.id) pair.id, incoming.score
      from incoming_pairs incoming join merge_candidates pair on {SAME_PAIR}
     where incoming.score is not null
     order by pair.id, incoming.line desc),
written as (
    update merge_candidates pair set score = scored.score from scored
     where pair.id = scored.id and pair.score is distinct from scored.score
    returning pair.id)
select count(*) from written
"""

DROP_KNOWN = f"delete from incoming_pairs incoming using merge_candidates pair where {SAME_PAIR}"

DROP_UNFIT = """
with unfit as (
    select incoming.line, incoming.person_external_id, incoming.master_external_id,
           person.status as person, master.status as master,
           person.id = master.id as is_own_duplicate
      from incoming_pairs incoming
      left join persons person on person.id = incoming.person_id
      left join persons master on master.id = incoming.master_id
     where person.id = master.id
        or person.status is distinct from 'ACTIVE' or master.status is distinct from 'ACTIVE'),
gone as (delete from incoming_pairs incoming using unfit where incoming.line = unfit.line)
select * from unfit
"""

ADD = """
with added as (
    insert into merge_candidates (person_id, master_person_id, score)
    select person_id, master_id, score from incoming_pairs order by line
        on conflict do nothing
    returning id),
reviewed as (
    insert into manual_merge_candidates (merge_candidate_id) select id from added)
select count(*) from added
"""

"""Pairs of the whole register that have enough blocking keys in common (rules H2 and H10).

A pair is found from the later of its two records, as it would have been had that come last: of one
key the earliest records are read, and of all records found those with most keys in common.
"""

from collections import Counter
from collections.abc import AsyncIterator, Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from rules.blocking_keys import class_of
from rules.frozen import frozen
from workflows import compared_matches
from workflows.matching import Bounds


class BlockedPair(NamedTuple):
    """Two records by their numbers, the later first, and whether their pair is a candidate."""

    later: int
    earlier: int
    is_candidate: bool


class Named(NamedTuple):
    """A person as others know them; of two, the greater came later (rule H11)."""

    inserted_at: datetime
    id: UUID
    source: str | None
    external_id: str | None


@frozen
class Blocks:
    """The blocks of one run, in tables that only its connection sees."""

    connection: Any
    bounds: Bounds
    persons: int
    """How many records may be in a pair; they are numbered from one in the order of their ids."""
    cut_off: Counter[str]
    """Keys of which not all records are read, by class."""
    with_merged: frozenset[int]
    """The numbers of those into whom others were merged: keys of these are keys of theirs."""
    due: int
    """How many are due and need not be once all of these are compared."""

    async def batches(self, size: int) -> AsyncIterator[tuple[int, Sequence[BlockedPair], int]]:
        """Find the pairs of so many records after the other.

        Each comes with how many records have been looked for, and how many others of these were
        left out beyond the most.
        """
        for first in range(1, self.persons + 1, size):
            last = min(first + size - 1, self.persons)
            rows = await self.connection.fetch(
                PAIRS, first, last, self.bounds.of_a_key, self.bounds.candidates
            )
            pairs = [BlockedPair(*row) for row in rows if row["earlier"] is not None]
            left_out = sum(row["later"] for row in rows if row["earlier"] is None)
            yield last, pairs, left_out

    async def names(self, persons: Iterable[UUID]) -> dict[UUID, Named]:
        """Return how persons are known elsewhere."""
        rows = await self.connection.fetch(NAMES, list(persons))
        return {row["id"]: Named(*row) for row in rows}

    async def ids(self, numbers: Iterable[int]) -> dict[int, UUID]:
        """Return whose numbers these are."""
        return dict(await self.connection.fetch(IDS, list(numbers)))


async def blocks(
    connection: Any,
    bounds: Bounds,
    recipe: int,
    since: datetime | None = None,
    unkept: Iterable[tuple[UUID, Sequence[int]]] = (),
) -> Blocks:
    """Put all ACTIVE persons into blocks by their keys.

    With `since`, a pair needs one that came or changed at that time or later. `unkept` are keys
    that are not on record, for persons who have none there or others; those that are there and up
    to date are of this recipe.
    """
    await connection.execute(PREPARE)
    await connection.copy_records_to_table("unkept_keys", records=list(unkept))
    persons = await connection.fetchval(NUMBER, since)
    due = await compared_matches.note(connection, recipe)
    await connection.execute(BLOCK)
    cut = await connection.fetch(CUT, bounds.of_a_key)
    cut_off = Counter(class_of(row["key"]) for row in cut)
    merged = await connection.fetch(WITH_MERGED)
    with_merged = frozenset(row["number"] for row in merged)
    return Blocks(connection, bounds, persons, cut_off, with_merged, due)


PREPARE = """
drop table if exists pg_temp.unkept_keys, pg_temp.blocked_persons, pg_temp.blocked_keys;
create temp table unkept_keys (person_id uuid primary key, keys bigint[] not null);
create temp table blocked_persons (
    number integer primary key, person_id uuid not null unique, has_changed boolean not null,
    has_merged boolean not null);
create temp table blocked_keys (
    key bigint not null, number integer not null, place integer not null,
    has_changed boolean not null)
"""

NUMBER = """
with numbered as (
    insert into blocked_persons
    select row_number() over (order by id), id,
           $1::timestamptz is null
           or greatest(inserted_at, updated_at, merged.changed_at) >= $1,
           merged.master_person_id is not null
      from persons
      left join (
           select master_person_id, max(greatest(inserted_at, updated_at)) as changed_at
             from persons where master_person_id is not null
            group by master_person_id) merged on merged.master_person_id = persons.id
     where status = 'ACTIVE'
    returning number)
select count(*)::integer from numbered
"""
WITH_MERGED = "select number from blocked_persons where has_merged"

# Most keys are one record's alone. Of a block without a changed record nothing is wanted.
BLOCK = """
insert into blocked_keys
with own as (
    select person.number, person.has_changed, person.has_merged, person.person_id,
           coalesce(unkept.keys, kept.keys, '{}') as keys
      from blocked_persons person
      left join unkept_keys unkept on unkept.person_id = person.person_id
      left join person_keys kept
        on kept.person_id = person.person_id and unkept.person_id is null),
keyed as (
    select number, has_changed, key from own cross join unnest(keys) key
     union all
    select distinct own.number, own.has_changed, key
      from own
      join persons merged on merged.master_person_id = own.person_id
      left join unkept_keys unkept on unkept.person_id = merged.id
      left join person_keys kept on kept.person_id = merged.id and unkept.person_id is null
     cross join unnest(coalesce(unkept.keys, kept.keys)) key
     where own.has_merged and key <> all (own.keys))
select key, number, place, has_changed
  from (select key, number, has_changed,
               row_number() over (partition by key order by number) as place,
               count(*) over (partition by key) as members,
               bool_or(has_changed) over (partition by key) as is_wanted
          from keyed) block
 where members > 1 and is_wanted;
create index on blocked_keys (number);
create index on blocked_keys (key, place);
analyze blocked_keys;
analyze blocked_persons
"""

CUT = """
select key from blocked_keys group by key having max(place) > $1
"""

NAMES = "select inserted_at, id, source, external_id from persons where id = any ($1)"
IDS = "select number, person_id from blocked_persons where number = any ($1::integer[])"

# A candidate is weighed anew whatever keys it has. The rows without an earlier record say how many
# were left out.
PAIRS = """
with found as (
    select mine.number as later, other.number as earlier, count(*) as keys
      from blocked_keys mine
      join blocked_keys other
        on other.key = mine.key and other.place <= $3 and other.place < mine.place
     where mine.number between $1 and $2 and (mine.has_changed or other.has_changed)
     group by mine.number, other.number
    having count(*) > 1 or bool_or(mine.key & 1 = 1)),
ranked as (
    select later, earlier,
           row_number() over (partition by later order by keys desc, earlier) as rank
      from found),
known as (
    select greatest(person.number, other.number) as later,
           least(person.number, other.number) as earlier
      from blocked_persons person
      join merge_candidates pair
        on pair.person_id = person.person_id or pair.master_person_id = person.person_id
      join blocked_persons other
        on other.person_id = case pair.person_id when person.person_id
                             then pair.master_person_id else pair.person_id end
     where person.number between $1 and $2 and other.number < person.number
       and (person.has_changed or other.has_changed))
select later, earlier, exists (
           select from known where (known.later, known.earlier) = (ranked.later, ranked.earlier))
  from ranked where rank <= $4
 union
select later, earlier, true from known
 union all
select count(*)::integer, null, null from ranked where rank > $4
"""

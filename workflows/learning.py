"""What a model is learned from: some of the register, and what reviewers decided (rules H3, H9)."""

from collections.abc import AsyncIterator, Sequence
from typing import Any
from uuid import UUID

from rules.comparison import Record
from workflows import person_keys

MOST_SHARED = 1000
"""A number that more ACTIVE persons have stands for none (rule H3)."""
READ = 5000


async def sample(connection: Any, most: int) -> AsyncIterator[list[Record]]:
    """Read the records of all ACTIVE persons, or of so many, a few at a time.

    Of a larger register they are half drawn by lot, half those who have a strong key in common with
    them: two that are one person would rarely be drawn both.
    """
    # Each key has its look-up in the index, as for a match.
    await connection.execute("set enable_seqscan = off")
    rows = await connection.fetch(SAMPLE, most, (most + 1) // 2)
    await connection.execute("reset enable_seqscan")
    ids: list[UUID] = [row["id"] for row in rows][:most]
    for first in range(0, len(ids), READ):
        subjects = await person_keys.subjects(connection, ids[first : first + READ])
        yield [it.record for it in subjects]


async def merged_agreements(connection: Any) -> Sequence[str]:
    """Return how the pairs agree that reviewers settled as one person, twelve letters each."""
    return [row["agreements"] for row in await connection.fetch(MERGED)]


async def shared_numbers(connection: Any) -> Sequence[str]:
    """Return the numbers that too many persons have for them to be anybody's."""
    return [row["number"] for row in await connection.fetch(SHARED, MOST_SHARED)]


SAMPLE = """
with everybody as (select count(*) as count from persons where status = 'ACTIVE'),
drawn as (
    select id from persons, everybody
     where status = 'ACTIVE'
     order by case when everybody.count > $1 then random() end, id
     limit (select case when count > $1 then $2 else $1 end from everybody)),
alike as (
    select distinct other.person_id as id
      from drawn join person_keys kept on kept.person_id = drawn.id
     cross join unnest(kept.keys) key
     cross join lateral (
           select it.person_id from person_keys it where it.keys @> array[key] limit 50) other
     where key & 1 = 1 and (select count > $1 from everybody))
select id from (select id, 0 as rank from drawn union all
                select id, 1 from alike where id not in (select id from drawn)) chosen
 order by rank, id
"""
MERGED = """
select pair.agreements
  from merge_candidates pair
 where pair.agreements is not null and exists (
       select from manual_merge_candidates review
        where review.merge_candidate_id = pair.id and review.decision = 'MERGE'
          and review.undone_at is null)
"""
SHARED = """
select number from (
    select tax_id as number from persons where status = 'ACTIVE' and tax_id is not null
    union all
    select national_id from persons where status = 'ACTIVE' and national_id is not null
    union all
    select part.number from person_documents part join persons on persons.id = person_id
     where status = 'ACTIVE'
    union all
    select part.number from person_phones part join persons on persons.id = person_id
     where status = 'ACTIVE') numbers
 group by number having count(*) > $1
 order by number
"""

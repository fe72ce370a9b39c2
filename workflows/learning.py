"""What a model is learned from: some of the register, and what reviewers decided (rules H3, H9)."""

from collections.abc import AsyncIterator, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from db.folding import PHONE_KEY
from db.literals import NUMBER_KEY
from rules.comparison import Record
from rules.frozen import frozen
from workflows import person_keys

MOST_SHARED = 1000
"""A value that more ACTIVE persons have stands for none (rule H3)."""
STANDS_OUT = 10
"""So many times as many as on the other days of a year are not born on one day."""
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


@frozen
class Shared:
    """Values that too many persons have for them to be anybody's. Rule H3."""

    numbers: Sequence[str]
    """As blocking keys have them: however they are written, they are one."""
    phones: Sequence[str]
    emails: Sequence[str]
    days: Sequence[date]
    """Of birth; only where many more are said to be born than on the other days of that year."""


async def shared_values(connection: Any) -> Shared:
    """Return what more ACTIVE persons have than one and the same value is had by in truth.

    Names and places are none of them: that many share one is how names are.
    """
    found: dict[str, list[str]] = {"number": [], "phone": [], "email": []}
    for row in await connection.fetch(SHARED, MOST_SHARED):
        found[row["kind"]].append(row["value"])
    days = [row["day"] for row in await connection.fetch(SHARED_DAYS, MOST_SHARED, STANDS_OUT)]
    return Shared(found["number"], found["phone"], found["email"], days)


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
NUMBER, PHONE = NUMBER_KEY.format(column="it"), PHONE_KEY.format(column="it")
# A person has a value once, in however many of their fields it is.
SHARED = f"""
select kind, value
  from persons person cross join lateral (
       select 'number' as kind, {NUMBER} as value
         from unnest(array[person.tax_id, person.national_id] || array(
              select number from person_documents where person_id = person.id)) it
        union
       select 'phone', {PHONE}
         from unnest(array(select number from person_phones where person_id = person.id)) it
        union
       select 'email', lower(regexp_replace(person.email, '\\s', '', 'g'))) said
 where person.status = 'ACTIVE' and value <> ''
 group by kind, value having count(*) > $1
 order by kind, value
"""
SHARED_DAYS = """
select day from (
    select birth_date as day, count(*) as born,
           sum(count(*)) over (partition by extract(year from birth_date)) as of_year
      from persons where status = 'ACTIVE' and birth_date is not null
     group by birth_date) days
 where born > $1 and born > $2 * (of_year - born) / 365
 order by day
"""

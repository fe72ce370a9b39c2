"""What merges, undoing and disputes ask of a large register is found by indexes (B17, H16)."""

import asyncpg
import pytest

from tests.databases import Database
from tests.people import pair
from tests.serving import Registry

MANY = """
insert into persons (first_name, last_name, birth_date, source, external_id)
select 'Ada', 'Byron', '1990-01-01', 'large', number::text from generate_series(1, 20000) number
"""
SOME_MERGED = """
update persons duplicate set status = 'INACTIVE', master_person_id = master.id
  from persons master
 where duplicate.source = 'large' and duplicate.external_id::integer % 20 = 0
   and master.source = 'large'
   and master.external_id = (duplicate.external_id::integer - 1)::text
"""
CANDIDATES = """
with pair as (
    insert into merge_candidates (person_id, master_person_id)
    select one.id, other.id from persons one
      join persons other on other.source = 'large'
       and other.external_id = (one.external_id::integer + 1)::text
     where one.source = 'large' and one.external_id::integer % 2 = 1
    returning id)
insert into manual_merge_candidates (merge_candidate_id) select id from pair
"""
MERGED = """
with merged as (
    insert into merged_pairs
        (person_id, master_person_id, merge_candidate_id, person_version, master_version)
    values ($1, $2, $3, 1, 1) returning id)
select id from merged
"""
ROWS_READ = """
select coalesce(sum(seq_tup_read + coalesce(idx_tup_fetch, 0)), 0)::integer
  from pg_stat_xact_user_tables where relname in ('persons', 'merge_candidates')
"""


@pytest.mark.parametrize(
    "asked",
    [
        "select digest from unmerge_preview($1) where $2::uuid is not null",
        "select concerned_candidates(array[$2::uuid]) where $1::uuid is not null",
    ],
)
async def test_b17_h16_no_table_is_read_whole(
    registry: Registry, database: Database, asked: str
) -> None:
    of = await pair(registry)
    async with registry.acting("person.imported"):
        for made in (MANY, CANDIDATES, SOME_MERGED):
            await registry.owner.execute(made)
        merge = await registry.owner.fetchval(MERGED, of.person, of.master, of.merge_candidate)
    await registry.owner.execute("analyze")

    connection = await asyncpg.connect(database.owner_url)
    try:
        async with connection.transaction():
            await connection.fetch(asked, merge, of.person)
            rows_read = await connection.fetchval(ROWS_READ)
    finally:
        await connection.close()

    assert rows_read < 1000

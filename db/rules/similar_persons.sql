-- Return the ACTIVE persons in reach of some places who have two of these keys, or a strong one, most keys first (rules
-- H8 and R3). Only their own keys count, not those of who was merged into them; and of one key so many in reach
-- are read: who is elsewhere crowds nobody out.
create or replace function persons_in_reach_to_match(
    wanted_keys bigint[], most integer, most_of_a_key integer, places uuid[]
)
returns table (person_id uuid)
language sql stable
set enable_seqscan = off
set enable_hashjoin = off
set enable_mergejoin = off
set enable_material = off
set enable_memoize = off
as $$
    select found.person_id
      from unnest(wanted_keys) wanted (key)
     cross join lateral (
           select it.person_id from person_keys it join persons on persons.id = it.person_id
            where it.keys @> array[wanted.key] and persons.status = 'ACTIVE'
              and person_is_in_reach(it.person_id, places)
            limit most_of_a_key) found
     group by found.person_id
    having count(distinct wanted.key) > 1 or bool_or(wanted.key & 1 = 1)
     order by count(distinct wanted.key) desc, found.person_id
     limit most
$$;

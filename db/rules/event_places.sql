-- Places of events that are offered to who types one (rule C20): by what stands on record, and no place that so few
-- records have that it may be somebody's home. No call reads more than a bound of rows, however many there are.

-- Return the places that begin so, in any case. It goes from place to place by the index of places.
create or replace function event_places(beginning text) returns table (id text, name text)
language sql stable set enable_seqscan = off as $$
    with recursive place as (
             (select lower(event.place) as folded, 1 as nth
                from vital_events event
               where lower(event.place) >= lower(beginning)
                 and length(beginning) >= {{least_typed_of_place}}
               order by lower(event.place) limit 1)
              union all
             select (select lower(event.place) from vital_events event
                      where lower(event.place) > place.folded
                      order by lower(event.place) limit 1),
                    nth + 1
               from place
              where folded is not null and nth < {{most_places_looked_at}})
    select folded, found.names[1]
      from place
     cross join lateral (
          select array_agg(recent.place) as names
            from (select event.place from vital_events event
                   where lower(event.place) = folded and event.status in {{registered_statuses}}
                   order by event.inserted_at desc, event.id desc
                   limit {{least_records_of_place}}) as recent) as found
     where starts_with(folded, lower(beginning))
       and cardinality(found.names) = {{least_records_of_place}}
     limit {{most_places_offered}}
$$;

-- Return the same of what was declared of late at or below some organisations, for who sees no more (rule R3).
create or replace function event_places_in_reach(beginning text, places uuid[])
returns table (id text, name text) language sql stable as $$
    with office as (
             select distinct organisation_id from organisation_paths
              where ancestor_id = any (places) and length(beginning) >= {{least_typed_of_place}}),
         recent as (
             select event.place
               from office
              cross join lateral (
                    select it.place, it.status from vital_events it
                     where it.organisation_id = office.organisation_id
                     order by it.inserted_at desc, it.id desc
                     limit {{most_records_of_office}}) as event
              where event.status in {{registered_statuses}}
              limit {{most_records_of_places}})
    select lower(place), (array_agg(place))[1]
      from recent
     where starts_with(lower(place), lower(beginning))
     group by lower(place)
    having count(*) >= {{least_records_of_place}}
     order by lower(place)
     limit {{most_places_offered}}
$$;

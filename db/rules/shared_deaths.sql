-- Whom a death is about that was registered as about nobody: it may be about one person once the records
-- that it fits stand for one (rule N6), for as long as they do.

-- Return the registered deaths that are about nobody and have the number of somebody or of a record that
-- they stand for, each with who has that number.
create or replace function deaths_about_nobody(standing uuid) returns setof jsonb
language sql stable set enable_seqscan = off as $$
    with numbers (national_id) as (
        select distinct national_id from persons
         where id in (select merged_into(standing))
           and national_id not in {{placeholder_national_ids}})
    select jsonb_build_object(
               'id', event.id,
               'deceased', identity_of(deceased.first_name, deceased.last_name, deceased.birth_date,
                                       deceased.partial_birth_date, deceased.national_id),
               'day', known_date(event.event_date, event.partial_event_date),
               'holders', holders_of(deceased.national_id))
      from numbers
      join individuals deceased on deceased.national_id = numbers.national_id
       and deceased.role = 'DECEASED'
      join vital_events event on event.id = deceased.vital_event_id
     where event.status in {{registered_statuses}}
       and event.person_id is null
       and not exists (select from shared_deaths where vital_event_id = event.id)
     order by event.id
$$;

-- Take the day of a death off those who had it because the records that it fits are one, and let whoever
-- stands for them have the day that is left.
create or replace function forget_shared_death(event_id uuid) returns void language plpgsql as $$
declare
    unfounded uuid[];
begin
    with gone as (delete from shared_deaths where vital_event_id = event_id returning person_id)
    select array_agg(person_id) into unfounded from gone;
    perform settle_death(concerned.id)
       from (select distinct master as id
               from unnest(unfounded) person cross join lateral masters_of(person) master
              order by master) concerned;
end
$$;

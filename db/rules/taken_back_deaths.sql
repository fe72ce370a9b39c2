-- Who has a day of death that a registered death gave them without being put on them: whoever came on
-- record as dead because of it, and whoever had its day left when another was taken off. When it says
-- another day or is void, nobody keeps the day that nothing on record says of them (rules C11 and N6).

-- Return the records that say the day of a death of themselves and may have it from there: the one that
-- it is about, `claimed`, and those with its number or that record's; each with what other registered
-- deaths say of them (`own`), and of whoever has their number.
create or replace function days_given_by(event_id uuid, claimed uuid, number text, day text)
returns setof jsonb language sql stable set enable_seqscan = off as $$
    with numbers (national_id) as (
             select given from (select number
                                 union
                                select national_id from persons where id = claimed) one (given)
              where given not in {{placeholder_national_ids}}),
         holders (id, national_id) as (
             select id, national_id
               from numbers
              cross join lateral (select id from persons
                                   where persons.national_id = numbers.national_id
                                   order by id limit {{most_holders}}) holder
              union
             select claimed, null where claimed is not null),
         said (id, national_id, day) as (
             select holder.id, holder.national_id,
                    known_date(event.event_date, event.partial_event_date)
               from holders holder
               join vital_events event on event.person_id in (select masters_of(holder.id))
              where event.kind = 'DEATH' and event.id <> event_id
                and event.status in {{registered_statuses}}
                and (select claim.person_id from own_claim(event.id) claim) = holder.id)
    select jsonb_build_object(
               'person', known_person(dead.id),
               'own', (select coalesce(jsonb_agg(said.day), '[]') from said where said.id = dead.id),
               'deaths', deaths_of(dead.national_id, event_id)
                         || (select coalesce(jsonb_agg(jsonb_build_object(
                                        'deceased', known_person(said.id) -> 'record',
                                        'day', said.day)), '[]')
                               from said where said.national_id = dead.national_id))
      from (select id, max(national_id) as national_id from holders group by id) dead
     where own_death(dead.id) = day
$$;

-- Let a record say another day of its own death than `former`, or none, and whoever it was merged into
-- have the day that is left.
create or replace function take_back_death(
    person uuid, former text, died date, died_about text
) returns void language plpgsql as $$
begin
    update own_deaths
       set death_date = died, partial_death_date = died_about, vital_event_id = null
     where person_id = person and known_date(death_date, partial_death_date) = former;
    if found then
        perform settle_death(master) from masters_of(person) master;
    else
        update persons set death_date = died, partial_death_date = died_about
         where id = person and known_date(death_date, partial_death_date) = former
           and not exists (select from own_deaths own where own.person_id = person);
    end if;
end
$$;

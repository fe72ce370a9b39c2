-- Whose day of death it is, while records stand for one person: after a merge whoever stands has the
-- days of all (rule N6), and each record keeps what it would say had it never been merged, so that an
-- undone merge leaves every record as it would be without (rules H17 and H18).
-- own_deaths has that day for whoever takes part in a merge; of all others it is their row's.
-- shared_deaths has a day that somebody has only as long as certain records stand for one person.

-- Return the records that somebody stands for by merges that are not undone: themselves, and all who
-- were merged into them. Whoever was merged by hand follows as their row says. With a merge to be undone it
-- is as it will be then: the duplicate has left, and `parting` follow it as far as they were merged by hand.
create or replace function merged_into(
    person uuid, undone uuid default null, parting uuid[] default '{}'
) returns setof uuid language sql stable as $$
    with recursive followers (id) as (
        select person
        union
        select next.id
          from followers
         cross join lateral (
               select pair.person_id as id from merged_pairs pair
                where pair.master_person_id = followers.id and pair.undone_at is null
                  and pair.id is distinct from undone
                union all
               select merged.id
                 from (select id from persons
                        where master_person_id = followers.id and id <> all (parting)
                        union all
                       select unnest(parting) from merged_pairs pair
                        where pair.id = undone and pair.person_id = followers.id) merged
                where not exists (select from merged_pairs pair
                                   where pair.person_id = merged.id and pair.undone_at is null)
               ) next)
    select id from followers
$$;

-- Return somebody and whom they were merged into, one merge after the other.
create or replace function masters_of(person uuid) returns setof uuid language sql stable as $$
    with recursive masters (id) as (
        select person
        union
        select pair.master_person_id
          from masters
          join merged_pairs pair on pair.person_id = masters.id and pair.undone_at is null)
    select id from masters
$$;

-- Return the day of death that a record would have without any merge.
create or replace function own_death(person uuid) returns text language sql stable as $$
    select case when own.person_id is null
                then known_date(known.death_date, known.partial_death_date)
                else known_date(own.death_date, own.partial_death_date) end
      from persons known left join own_deaths own on own.person_id = known.id
     where known.id = person
$$;

-- Return the registered deaths about a record that say they found it living, and so put its day on it.
create or replace function deaths_that_put_a_day(person uuid) returns setof uuid
language sql stable as $$
    select id from vital_events
     where person_id = person and kind = 'DEATH' and registration_number is not null
       and status <> 'ANNULLED'
       and 'PERSON_IS_DEAD_ALREADY' <> all (coalesce(accepted_alerts, '{}'))
$$;

-- Keep what records say of their own deaths, and which event put it there, before a merge or another's
-- death says more of them.
create or replace function keep_own_deaths(kept uuid[]) returns void language sql as $$
    insert into own_deaths (person_id, death_date, partial_death_date, vital_event_id)
    select id, death_date, partial_death_date,
           (select event from deaths_that_put_a_day(id) event order by event limit 1)
      from persons where id = any (kept) order by id
        on conflict do nothing
$$;

-- Note a day of death as somebody's own, unless they have one: by a vital event, or because they came
-- on record with it. Of whoever takes part in no merge the row says it.
create or replace function note_own_death(
    person uuid, died date, died_about text, vital_event uuid default null
) returns void language sql as $$
    update own_deaths
       set death_date = died, partial_death_date = died_about, vital_event_id = vital_event
     where person_id = person and known_date(death_date, partial_death_date) is null
$$;

-- Note that somebody has a day of death only as long as these records stand for one person.
create or replace function note_shared_death(
    person uuid, records uuid[], died date, died_about text, vital_event uuid default null
) returns void language sql as $$
    insert into shared_deaths
        (person_id, together, vital_event_id, death_date, partial_death_date)
    select person, array_sort(array(select distinct unnest(records))), vital_event, died, died_about
$$;

-- Return why whoever somebody stands for has a day of death: sets of records, each of which gives it as
-- long as they stand for one person; the record itself is in all of them.
create or replace function reasons_of_death(person uuid, died text)
returns table (together uuid[]) language sql stable as $$
    with one as (select merged_into(standing_person(person)) as id)
    select array[person, one.id] from one where own_death(one.id) = died
    union all
    select array[person, shared.person_id] || shared.together
      from one join shared_deaths shared on shared.person_id = one.id
     where known_date(shared.death_date, shared.partial_death_date) = died
$$;

-- Note for somebody who comes on record as dead, or turns out to be, because others are whose number they
-- have, what they would be without merges: `own_died` is that day, and `died` what their row says, or
-- that of whom they stand for. The two differ by the merges of some `holders` of the number: those that
-- give somebody the day, or else those that hide an earlier one.
create or replace function note_borrowed_death(
    person uuid, own_died date, own_died_about text, died date, died_about text, holders uuid[]
) returns void language plpgsql as $$
begin
    if (own_died, own_died_about) is not distinct from (died, died_about) then
        perform note_own_death(person, own_died, own_died_about);
        return;
    end if;
    insert into own_deaths (person_id) values (person) on conflict do nothing;
    perform note_own_death(person, own_died, own_died_about);
    with reason as (
        select why.together, standing.says = known_date(died, died_about) as is_given
          from unnest(holders) holder
         cross join lateral (
               select known_date(death_date, partial_death_date) as says
                 from persons where id = standing_person(holder)) standing
         cross join lateral reasons_of_death(holder, standing.says) why
         where own_death(holder) is distinct from standing.says)
    insert into shared_deaths (person_id, together, death_date, partial_death_date)
    select distinct person, array_sort(array(select distinct unnest(together))), died, died_about
      from reason
     where is_given or not exists (select from reason other where other.is_given);
end
$$;

-- Return the days of death that are known of whoever stands for these records. Shared days that end where
-- `parting` leaves the others are none of them.
create or replace function known_deaths(records uuid[], parting uuid[])
returns table (death_date date, partial_death_date text) language sql stable as $$
    select case when own.person_id is null then known.death_date else own.death_date end,
           case when own.person_id is null then known.partial_death_date
                else own.partial_death_date end
      from unnest(records) one (id)
      join persons known on known.id = one.id
      left join own_deaths own on own.person_id = one.id
     where own_death(one.id) is not null
    union all
    select shared.death_date, shared.partial_death_date
      from shared_deaths shared
     where shared.person_id = any (records)
       and known_date(shared.death_date, shared.partial_death_date) is not null
       and (not shared.together && parting or shared.together <@ parting)
$$;

-- Return the day of death that somebody has once it is settled, where they stand for these records: the
-- earliest (`rules.deaths.earlier`) where what their row says is known of none of them any more. One without
-- a day is given one only where it stands.
create or replace function settled_death(
    person uuid, stands boolean, records uuid[], parting uuid[] default '{}'
) returns table (death_date date, partial_death_date text) language plpgsql stable as $$
#variable_conflict use_column
declare
    said record;
begin
    select row.death_date, row.partial_death_date,
           known_date(row.death_date, row.partial_death_date) as died into said
      from persons row where row.id = person;
    if said.died is null and not stands
       or exists (select from known_deaths(records, parting) known
                   where known_date(known.death_date, known.partial_death_date) = said.died)
    then
        return query select said.death_date, said.partial_death_date;
        return;
    end if;
    return query
        select known.death_date, known.partial_death_date
          from known_deaths(records, parting) known
         order by latest_day(known.death_date, known.partial_death_date),
                  -length(known_date(known.death_date, known.partial_death_date))
         limit 1;
    if not found then
        return query select null::date, null::text;
    end if;
end
$$;

-- Let a record have the day of death that it has once it is settled.
create or replace function settle_death(person uuid) returns void language sql as $$
    update persons set death_date = settled.death_date, partial_death_date = settled.partial_death_date
      from persons former,
           settled_death(person, former.master_person_id is null,
                         array(select merged_into(person))) settled
     where former.id = person and persons.id = former.id
       and (persons.death_date, persons.partial_death_date)
           is distinct from (settled.death_date, settled.partial_death_date)
$$;

-- Let a registered death be noted as what it is about without merges: `own` is the record, or none where
-- those that the number and names fit, `fitting`, are one only by a merge. Whoever stands, `standing`,
-- was marked before, and the record of the death names them; with an undone merge it names the record.
create or replace function note_registered_death(
    vital_event uuid, standing uuid, own uuid, fitting uuid[], died date, died_about text
) returns void language plpgsql as $$
begin
    if own is null then
        if exists (select from own_deaths where person_id = any (fitting)) then
            perform note_shared_death(fitting[1], fitting, died, died_about, vital_event);
        end if;
        return;
    end if;
    perform note_own_death(own, died, died_about, vital_event);
    insert into merge_effects (merged_pair_id, resource, resource_id, column_name, before, after)
    select pair.id, noted.resource, noted.resource_id, noted.column_name, noted.before, noted.after
      from merged_pairs pair
     cross join (values
           ('vital_event', vital_event, 'person_id', to_jsonb(own), to_jsonb(standing)),
           ('person', standing, 'death_date', null, to_jsonb(died)),
           ('person', standing, 'partial_death_date', null, to_jsonb(died_about))
           ) noted (resource, resource_id, column_name, before, after)
     where pair.person_id = own and own <> standing and pair.undone_at is null
       and pair.person_version is not null and noted.after is not null
       and not exists (select from merge_effects known
                        where known.resource_id = noted.resource_id and known.undone_at is null
                          and (known.merged_pair_id, known.resource, known.column_name)
                              = (pair.id, noted.resource, noted.column_name)
                          and known.after = noted.after)
       and (noted.resource = 'vital_event'
            or exists (select from persons where id = standing
                          and (death_date, partial_death_date)
                              is not distinct from (died, died_about)));
end
$$;

-- Return the record that a registered death is about without merges, none where it is about several as
-- long as they are one; whether its own day is kept apart, and by which event that came, if by one.
create or replace function own_claim(event_id uuid)
returns table (person_id uuid, is_kept boolean, put_by uuid) language sql stable as $$
    select own.person_id, kept.person_id is not null, kept.vital_event_id
      from vital_events event
     cross join lateral (
           select case when exists (select from shared_deaths where vital_event_id = event_id)
                       then null
                       else coalesce((select (before #>> '{}')::uuid from merge_effects
                                       where resource_id = event_id and resource = 'vital_event'
                                         and column_name = 'person_id' and undone_at is null),
                                     event.person_id) end as person_id) own
      left join own_deaths kept on kept.person_id = own.person_id
     where event.id = event_id
$$;

-- Let the day that a death has put on a record as its own, `former`, become another, or be taken off
-- (none); what other registered deaths say of the record stays (rules C10 and C11). Where the death is
-- about another now, nothing of what was noted of it holds.
create or replace function change_own_death(
    event_id uuid, person uuid, former text, died date, died_about text, stays boolean
) returns void language plpgsql as $$
begin
    if stays and known_date(died, died_about) is null then
        -- It is void, and still was about nobody without the merge.
        update shared_deaths set death_date = null, partial_death_date = null
         where vital_event_id = event_id;
    else
        delete from shared_deaths where vital_event_id = event_id;
    end if;
    if person is not null then
        update own_deaths
           set (death_date, partial_death_date, vital_event_id) = (
               select known.death_date, known.partial_death_date,
                      case when known_date(died, died_about) is not null then event_id end
                 from (select died as death_date, died_about as partial_death_date
                        where known_date(died, died_about) is not null
                        union all
                       select case when event.partial_event_date is null then event.event_date end,
                              event.partial_event_date
                         from vital_events event
                        where event.kind = 'DEATH' and event.registration_number is not null
                          and event.status <> 'ANNULLED' and event.id <> event_id
                          and event.person_id in (select masters_of(person))
                          and (select claim.person_id from own_claim(event.id) claim) = person
                      ) known
                order by latest_day(known.death_date, known.partial_death_date),
                         -length(known_date(known.death_date, known.partial_death_date))
                limit 1)
         where person_id = person and known_date(death_date, partial_death_date) = former;
    end if;
    if not stays then
        update merge_effects set undone_at = now()
         where resource_id = event_id and resource = 'vital_event' and undone_at is null;
    end if;
end
$$;

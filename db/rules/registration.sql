-- What is on record of those whom a declaration is about, as rules/alerts.py and rules/deaths.py read
-- it: SQL finds by national id and birth date, and names are compared there (rules C6, C8a and N6).

-- Return what of somebody decides whether they are somebody else.
create or replace function identity_of(
    first_name text, last_name text, birth_date date, partial_birth_date text, national_id text
) returns jsonb language sql stable as $$
    select jsonb_build_object('first_name', first_name, 'last_name', last_name,
                              'birth_date', known_date(birth_date, partial_birth_date),
                              'national_id', national_id)
$$;

-- Return whether whoever a person stands for today has died, as far as the register knows.
create or replace function has_died(person uuid) returns boolean language sql stable as $$
    select known_date(death_date, partial_death_date) is not null
      from persons where id = standing_person(person)
$$;

-- Return a person on record with whom they stand for today.
create or replace function known_person(person uuid) returns jsonb language sql stable as $$
    select jsonb_build_object(
               'id', known.id,
               'own_death', own_death(known.id),
               'record', identity_of(known.first_name, known.last_name, known.birth_date,
                                     known.partial_birth_date, known.national_id),
               'standing_id', standing.id,
               'standing_born', known_date(standing.birth_date, standing.partial_birth_date),
               'death_date', known_date(standing.death_date, standing.partial_death_date))
      from persons known join persons standing on standing.id = standing_person(known.id)
     where known.id = person
$$;

-- Return the persons with a national id, but those of annulled births; one more than can be distinguished where too many have it.
create or replace function holders_of(number text) returns jsonb language sql stable as $$
    select coalesce(jsonb_agg(known_person(holder.id)), '[]')
      from (select id from persons
             where national_id = number and (status = 'ACTIVE' or master_person_id is not null)
             order by id limit {{most_holders}} + 1) holder
$$;

-- Return the registered deaths with a national id, but for a record's own.
create or replace function deaths_of(number text, own_id uuid) returns jsonb language sql stable as $$
    select coalesce(jsonb_agg(jsonb_build_object(
               'deceased', identity_of(deceased.first_name, deceased.last_name, deceased.birth_date,
                                       deceased.partial_birth_date, deceased.national_id),
               'day', known_date(event.event_date, event.partial_event_date),
               'record_id', event.id)), '[]')
      from individuals deceased
      join vital_events event on event.id = deceased.vital_event_id
     where deceased.national_id = number
       and deceased.role = 'DECEASED'
       and event.status in {{registered_statuses}}
       and event.id is distinct from own_id
$$;

-- Return the dead who may be somebody with this national id or birth date: by a registered death, or
-- as persons on record.
create or replace function dead_like(number text, born date) returns jsonb
language sql stable as $$
    select coalesce(jsonb_agg(found.identity), '[]')
      from (select identity_of(deceased.first_name, deceased.last_name, deceased.birth_date,
                               deceased.partial_birth_date, deceased.national_id)
                   || jsonb_build_object('record_id', event.id) as identity
              from individuals deceased
              join vital_events event on event.id = deceased.vital_event_id
             where (deceased.national_id = number or deceased.birth_date = born)
               and deceased.role = 'DECEASED'
               and event.status in {{registered_statuses}}
             union
            select identity_of(known.first_name, known.last_name, known.birth_date,
                               known.partial_birth_date, known.national_id)
                   || jsonb_build_object('id', known.id)
              from (select * from persons where national_id = number
                     limit {{most_holders}}) known
             where has_died(known.id)
             union
            select identity_of(known.first_name, known.last_name, known.birth_date,
                               known.partial_birth_date, known.national_id)
                   || jsonb_build_object('id', known.id)
              from persons known
             where known.birth_date = born
               and known_date(known.death_date, known.partial_death_date) is not null
             union
            select identity_of(known.first_name, known.last_name, known.birth_date,
                               known.partial_birth_date, known.national_id)
                   || jsonb_build_object('id', known.id)
              from persons known
             where known.birth_date = born
               and known.master_person_id is not null
               and has_died(known.id)) found
$$;

-- Return the couples of other registered marriages one of whom may be somebody with this national id
-- or birth date.
create or replace function couples_like(number text, born date, own_id uuid) returns jsonb
language sql stable as $$
    select coalesce(jsonb_agg(jsonb_build_object(
               'spouse', identity_of(spouse.first_name, spouse.last_name, spouse.birth_date,
                                     spouse.partial_birth_date, spouse.national_id),
               'partner', identity_of(partner.first_name, partner.last_name, partner.birth_date,
                                      partner.partial_birth_date, partner.national_id),
               'dead', dead_like(partner.national_id, partner.birth_date),
               'record_id', event.id)), '[]')
      from individuals spouse
      join vital_events event on event.id = spouse.vital_event_id
      join individuals partner
        on partner.vital_event_id = event.id and partner.certificate_id is null
       and partner.role = 'SPOUSE' and partner.position <> spouse.position
     where (spouse.national_id = number or spouse.birth_date = born)
       and spouse.role = 'SPOUSE'
       and event.status in {{registered_statuses}}
       and event.id <> own_id
$$;

-- Return what is on record of these people, rows of `individuals`, whom an event of a kind is about, and
-- of the person whom a registrar names as the deceased.
create or replace function evidence_about(
    kind text, day text, people jsonb, own_id uuid, named uuid
) returns jsonb language sql stable set enable_seqscan = off as $$
    with somebody as (
        select * from jsonb_to_recordset(people) as each (
            role text, position integer, first_name text, last_name text, birth_date date,
            partial_birth_date text, national_id text, certificate_id uuid))
    select jsonb_build_object('kind', evidence_about.kind, 'day', day) ||
           case evidence_about.kind
               when 'MARRIAGE' then jsonb_build_object('spouses', (
                   select jsonb_agg(jsonb_build_object(
                              'individual', identity_of(first_name, last_name, birth_date,
                                                        partial_birth_date, national_id),
                              'dead', dead_like(national_id, birth_date),
                              'couples', couples_like(national_id, birth_date, own_id))
                                    order by position)
                     from somebody where role = 'SPOUSE'))
               else (
                   select jsonb_build_object(
                              'subject', identity_of(first_name, last_name, birth_date,
                                                     partial_birth_date, national_id),
                              'holders', holders_of(national_id),
                              'deaths', deaths_of(national_id, own_id),
                              'named', known_person(named))
                     from somebody where role in {{subject_roles}})
           end
$$;

-- Return what is on record of those whom a declaration is about, and of the person whom a registrar
-- names as the deceased; null once it is no declaration any more.
create or replace function registration_evidence(vital_event uuid, named uuid default null)
returns jsonb language sql stable set enable_seqscan = off as $$
    select evidence_about(event.kind, known_date(event.event_date, event.partial_event_date),
                          (select jsonb_agg(to_jsonb(individual)) from individuals individual
                            where vital_event_id = event.id and role <> 'COLLECTOR'),
                          event.id, named)
      from vital_events event
     where event.id = vital_event and event.status = 'DECLARED'
$$;

-- Return those of these persons who live, or would without a merge, with what is on record of the dead
-- who have their national ids (rule N6).
create or replace function living_and_dead(persons_asked uuid[])
returns setof jsonb language sql stable set enable_seqscan = off as $$
    select jsonb_build_object('person', known_person(person.id),
                              'holders', holders_of(person.national_id),
                              'deaths', deaths_of(person.national_id, null))
      from persons person
     where person.id = any (persons_asked)
       and person.national_id not in {{placeholder_national_ids}}
       and (not has_died(person.id) or own_death(person.id) is null)
       and (exists (select from individuals deceased
                      join vital_events event on event.id = deceased.vital_event_id
                     where deceased.national_id = person.national_id
                       and deceased.role = 'DECEASED'
                       and event.status in {{registered_statuses}})
            or exists (select from (select id from persons
                                     where national_id = person.national_id
                                     limit {{most_holders}}) other
                        where has_died(other.id)))
$$;

-- Return the same of those of a source's persons.
create or replace function imported_and_dead(of_source text, external_ids text[])
returns setof jsonb language sql stable as $$
    select living_and_dead(array(select id from persons
                                  where source = of_source and external_id = any (external_ids)))
$$;

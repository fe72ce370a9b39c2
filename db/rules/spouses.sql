-- Return the records that name somebody in the other role, as one who married or as a deceased, as far as they
-- show that it is the same one: by an equal number and a name, or, where no number says otherwise, by both
-- names and the birth date. A name that neither has is none, nor is a day that stands for none (rule N3). The
-- names are folded, and a number that stands for none is null.
create or replace function records_naming(
    own_role text, folded_first text, folded_last text, born date, number text)
returns table (event uuid)
language sql stable set enable_seqscan = off as $$
    select other.vital_event_id
      from individuals other
     where other.national_id = number
       and other.role in {{sought_by_birth_date}} and other.role <> own_role
       and (folded_first <> '' and fold_name(other.first_name) = folded_first
            or folded_last <> '' and fold_name(other.last_name) = folded_last)
     union
    select other.vital_event_id
      from individuals other
     where other.birth_date = born
       and other.role in {{sought_by_birth_date}} and other.role <> own_role
       and born not in {{placeholder_days}}
       and (fold_name(coalesce(other.first_name, '')),
            fold_name(coalesce(other.last_name, ''))) = (folded_first, folded_last)
       and coalesce(other.national_id = number or other.national_id in {{placeholder_national_ids}}, true)
$$;

-- Return the deaths of those who married by a marriage, or the marriages of the deceased of a death. Who had
-- died before a marriage is no spouse of it.
create or replace function records_of_spouses(event uuid) returns uuid[]
language sql stable set enable_seqscan = off as $$
    with found as (
             select naming.event as vital_event_id
               from individuals one
              cross join lateral records_naming(
                    one.role, fold_name(coalesce(one.first_name, '')),
                    fold_name(coalesce(one.last_name, '')), one.birth_date,
                    case when one.national_id not in {{placeholder_national_ids}}
                         then one.national_id end) as naming
              where one.vital_event_id = records_of_spouses.event and one.certificate_id is null
                and one.role in {{sought_by_birth_date}})
    select array(
        select distinct other.id
          from found
          join vital_events other on other.id = found.vital_event_id
          join vital_events own on own.id = records_of_spouses.event
         where other.status in {{registered_statuses}}
           and case other.kind
                   when 'DEATH' then latest_day(other.event_date, other.partial_event_date)
                                     >= own.event_date
                   else latest_day(own.event_date, own.partial_event_date) >= other.event_date
               end)
$$;

-- Return the registered marriages of somebody of whom no record is written down yet, as `records_of_spouses`
-- would find them of their death, on whatever day that is: by first name, last name, birth date and number.
create or replace function marriages_of(somebody text[]) returns uuid[]
language sql stable set enable_seqscan = off as $$
    select array(
        select other.id
          from records_naming(
                   'DECEASED', fold_name(coalesce(somebody[1], '')),
                   fold_name(coalesce(somebody[2], '')), somebody[3]::date,
                   case when somebody[4] not in {{placeholder_national_ids}}
                        then somebody[4] end) as naming
          join vital_events other on other.id = naming.event
         where other.kind = 'MARRIAGE' and other.status in {{registered_statuses}})
$$;

-- Return whoever stands for a person on record whom somebody named by a record may be, as `records_naming` has it. For
-- who is limited, both are at these places (rule R3), and others are nobody; null is everywhere.
create or replace function persons_named(first text, last text, born date, number text, places uuid[])
returns table (person uuid)
language sql stable set enable_seqscan = off as $$
    with named as (
             select fold_name(coalesce(first, '')) as first, fold_name(coalesce(last, '')) as last),
         found as (
             select other.id
               from persons other
              cross join named
              where other.national_id = number and number not in {{placeholder_national_ids}}
                and (named.first <> '' and fold_name(coalesce(other.first_name, '')) = named.first
                     or named.last <> '' and fold_name(coalesce(other.last_name, '')) = named.last)
              union
             select other.id
               from persons other
              cross join named
              where other.birth_date = born and born not in {{placeholder_days}}
                and (fold_name(coalesce(other.first_name, '')),
                     fold_name(coalesce(other.last_name, ''))) = (named.first, named.last)
                and coalesce(number in {{placeholder_national_ids}}
                             or other.national_id in {{placeholder_national_ids}}
                             or other.national_id = number, true))
    select distinct standing.id
      from found
      join persons standing on standing.id = standing_person(found.id)
     where standing.status = 'ACTIVE'
       and person_is_in_reach(found.id, places) and person_is_in_reach(standing.id, places)
$$;

-- Return the one person on record whom somebody named by a record may be: null where there is none, or more than one
-- who stands for themselves.
create or replace function person_on_record(first text, last text, born date, number text) returns uuid
language sql stable as $$
    select case when count(*) = 1 then (array_agg(person))[1] end
      from persons_named(first, last, born, number, null)
$$;

-- Return the one person of those at these places whom somebody named by a record may be.
create or replace function person_on_record_at(
    places uuid[], first text, last text, born date, number text) returns uuid
language sql stable as $$
    select case when count(*) = 1 then (array_agg(person))[1] end
      from persons_named(first, last, born, number, places)
$$;

-- Return the registered marriages that have ended by the death of one of the two, as `records_of_spouses` finds it.
-- Names are compared first as records keep them folded: few are left to be folded once more.
create or replace function ended_marriages() returns table (id uuid) language sql stable as $$
    with deceased as materialized (
             select one.national_id, one.birth_date, event.principal_first_name as first_name,
                    event.principal_last_name as last_name
               from vital_events event
               join individuals one on one.vital_event_id = event.id and one.role = 'DECEASED'
              where event.kind = 'DEATH' and event.status in {{registered_statuses}}),
         candidate as (
             select spouse.vital_event_id
               from deceased
               join individuals spouse on spouse.national_id = deceased.national_id
              where spouse.role = 'SPOUSE'
                and deceased.national_id not in {{placeholder_national_ids}}
              union
             select spouse.vital_event_id
               from deceased
               join individuals spouse on spouse.birth_date = deceased.birth_date
               join vital_events event on event.id = spouse.vital_event_id
              where spouse.role = 'SPOUSE'
                and case spouse.position
                        when 0 then (event.principal_last_name, event.principal_first_name)
                        else (event.subject_last_name, event.subject_first_name)
                    end = (deceased.last_name, deceased.first_name))
    select event.id
      from candidate
      join vital_events event on event.id = candidate.vital_event_id
     where event.kind = 'MARRIAGE' and event.status in {{registered_statuses}}
       and cardinality(records_of_spouses(event.id)) > 0
$$;

-- Return the deaths of those who married by a marriage, or the marriages of the deceased of a death, as far
-- as two records show that they name one: by an equal number and a name, or, where no number says
-- otherwise, by both names and the birth date. Who had died before a marriage is no spouse of it, and a
-- name that neither has is none, nor is a day that stands for none (rule N3).
create or replace function records_of_spouses(event uuid) returns uuid[]
language sql stable set enable_seqscan = off as $$
    with one as (
             select individual.role, individual.birth_date,
                    fold_name(coalesce(individual.first_name, '')) as first_name,
                    fold_name(coalesce(individual.last_name, '')) as last_name,
                    case when individual.national_id not in {{placeholder_national_ids}}
                         then individual.national_id end as national_id
               from individuals individual
              where individual.vital_event_id = event and individual.certificate_id is null
                and individual.role in {{sought_by_birth_date}}),
         found as (
             select other.vital_event_id
               from one
               join individuals other on other.national_id = one.national_id
              where other.role in {{sought_by_birth_date}} and other.role <> one.role
                and (one.first_name <> '' and fold_name(other.first_name) = one.first_name
                     or one.last_name <> '' and fold_name(other.last_name) = one.last_name)
             union
             select other.vital_event_id
               from one
               join individuals other on other.birth_date = one.birth_date
              where other.role in {{sought_by_birth_date}} and other.role <> one.role
                and one.birth_date not in {{placeholder_days}}
                and (fold_name(coalesce(other.first_name, '')),
                     fold_name(coalesce(other.last_name, ''))) = (one.first_name, one.last_name)
                and coalesce(other.national_id = one.national_id, true))
    select array(
        select other.id
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

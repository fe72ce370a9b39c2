-- Return the records that were registered for the first time at a moment or later.
create or replace function first_registered_since(moment timestamptz) returns table (id uuid)
language sql stable as $$
    select distinct entry.resource_id from audit_log entry
     where entry.action in {{registering_acts}} and entry.resource = 'vital_event'
       and entry.inserted_at >= moment
       and not exists (select from audit_log earlier
                        where earlier.resource_id = entry.resource_id
                          and earlier.resource = 'vital_event'
                          and earlier.action in {{registering_acts}}
                          and earlier.inserted_at < moment)
$$;

-- Return whether a record was registered before a moment.
create or replace function was_registered_before(record uuid, moment timestamptz) returns boolean
language sql stable as $$
    select exists (select from audit_log entry
                    where entry.resource_id = record and entry.resource = 'vital_event'
                      and entry.action in {{registering_acts}} and entry.inserted_at < moment)
$$;

-- Return the records of a period (rule C17), days in UTC and both inclusive, of one kind or, with null, of all. A
-- record is of the day on which it was declared or first registered, or of that of its event, as `by_day` says;
-- only one of the three is read.
create or replace function records_of_period(from_day date, to_day date, wanted text, by_day text)
returns table (id uuid, status text, inserted_at timestamptz, organisation_id uuid, place text)
language sql stable as $$
    with moment as (
             select from_day::timestamp at time zone 'UTC' as first,
                    (to_day + 1)::timestamp at time zone 'UTC' as over),
         of_period as (
             select vital_events.id from vital_events, moment
              where by_day = 'DECLARED' and inserted_at >= first and inserted_at < over
             union all
             select vital_events.id from vital_events
              where by_day = 'EVENT' and event_date between from_day and to_day
             union all
             select distinct entry.resource_id from audit_log entry, moment
              where by_day = 'REGISTERED' and entry.action in {{registering_acts}}
                and entry.resource = 'vital_event'
                and entry.inserted_at >= first and entry.inserted_at < over
                and not exists (select from audit_log earlier
                                 where earlier.resource_id = entry.resource_id
                                   and earlier.resource = 'vital_event'
                                   and earlier.action in {{registering_acts}}
                                   and earlier.inserted_at < first))
    select record.id, record.status, record.inserted_at, record.organisation_id, record.place
      from of_period join vital_events record on record.id = of_period.id
     where wanted is null or record.kind = wanted
$$;

-- Return how far the records of a period have come (rule C17), as one row: see records_of_period. Each step
-- counts the records that have got so far and stand; its days are the median of what it took them from the step before, of first times: whatever
-- is corrected or made anew later moves none.
create or replace function registration_statistics(from_day date, to_day date, wanted text, by_day text)
returns table (
    id text, declared integer, registered integer, certified integer, issued integer, stopped integer,
    days_to_register double precision, days_to_certify double precision,
    days_to_issue double precision, days_in_all double precision
) language sql stable as $$
    with record as (
             select id, status, inserted_at as declared_at
               from records_of_period(from_day, to_day, wanted, by_day)),
         step as (
             select record.status, record.declared_at, registration.at as registered_at,
                    paper.certified_at, paper.issued_at
               from record
               left join lateral (
                    select min(entry.inserted_at) as at
                      from audit_log entry
                     where record.status in {{registered_statuses}}
                       and entry.resource_id = record.id and entry.resource = 'vital_event'
                       and entry.action in {{registering_acts}}) as registration on true
               left join lateral (
                    select min(certificate.inserted_at) as certified_at,
                           min(certificate.issued_at) as issued_at
                      from certificates certificate
                     where record.status in {{certified_statuses}}
                       and certificate.vital_event_id = record.id) as paper on true)
    select 'period', count(*)::integer,
           (count(*) filter (where status in {{registered_statuses}}))::integer,
           (count(*) filter (where status in {{certified_statuses}}))::integer,
           (count(*) filter (where status = 'ISSUED'))::integer,
           (count(*) filter (where status not in {{live_statuses}}))::integer,
           percentile_cont(0.5) within group (
               order by extract(epoch from registered_at - declared_at) / 86400),
           percentile_cont(0.5) within group (
               order by extract(epoch from certified_at - registered_at) / 86400),
           percentile_cont(0.5) within group (
               order by extract(epoch from issued_at - certified_at) / 86400)
               filter (where status = 'ISSUED'),
           percentile_cont(0.5) within group (
               order by extract(epoch from issued_at - declared_at) / 86400)
               filter (where status = 'ISSUED')
      from step
$$;

-- As older servers ask, which go on while a newer schema comes (rule Z5).
create or replace function registration_statistics(from_day date, to_day date, wanted text)
returns table (
    id text, declared integer, registered integer, certified integer, issued integer, stopped integer,
    days_to_register double precision, days_to_certify double precision,
    days_to_issue double precision, days_in_all double precision
) language sql stable as $$
    select * from registration_statistics(from_day, to_day, wanted, 'DECLARED')
$$;

-- Return how far the records that were declared in a period have come (rule C17), as one row; days in UTC
-- and both inclusive, of one kind or, with null, of all. Each step counts the records that have got so far
-- and stand; its days are the median of what it took them from the step before, of first times: whatever
-- is corrected or made anew later moves none.
create or replace function registration_statistics(from_day date, to_day date, wanted text)
returns table (
    id text, declared integer, registered integer, certified integer, issued integer, stopped integer,
    days_to_register double precision, days_to_certify double precision,
    days_to_issue double precision, days_in_all double precision
) language sql stable as $$
    with record as (
             select vital_events.id, status, inserted_at as declared_at
               from vital_events
              where inserted_at >= from_day::timestamp at time zone 'UTC'
                and inserted_at < (to_day + 1)::timestamp at time zone 'UTC'
                and (wanted is null or kind = wanted)),
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

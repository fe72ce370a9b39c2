-- What waits, a row for each age, the youngest first: pairs since they were found, records since they
-- were declared. Days are those of UTC, so that a list of the same days has the same rows. It has to
-- answer with millions of rows, so each part reads one index.
create or replace view waiting_by_age with (security_invoker = true) as
    select ages.place::text as id,
           clock.today - (({{age_days}})[ages.place + 1] - 1) as first_day,
           clock.today - ages.days as last_day,
           coalesce(found.pairs, 0) as pairs,
           coalesce(found.to_register, 0) as to_register,
           coalesce(found.to_certify, 0) as to_certify,
           coalesce(found.to_issue, 0) as to_issue
      from (values ((now() at time zone 'UTC')::date)) clock (today)
     cross join unnest({{age_days}}) with ordinality as ages (days, place)
      left join (
          select width_bucket(greatest((now() at time zone 'UTC')::date
                                       - (waits.since at time zone 'UTC')::date, 0), {{age_days}})
                     as place,
                 (count(*) filter (where waits.queue = 'PAIR'))::integer as pairs,
                 (count(*) filter (where waits.queue = 'DECLARED'))::integer as to_register,
                 (count(*) filter (where waits.queue = 'REGISTERED'))::integer as to_certify,
                 (count(*) filter (where waits.queue = 'CERTIFIED'))::integer as to_issue
            from (select 'PAIR' as queue, inserted_at as since from waiting_candidates
                   union all
                  select status, inserted_at from vital_events where status in {{waiting_statuses}}
                   union all
                  select status, inserted_at from vital_events where uncertified_since is not null
                 ) as waits
           group by 1
          ) as found on found.place = ages.place
     order by ages.place;
revoke all on waiting_by_age from selfsame_app;
grant select on waiting_by_age to selfsame_app;

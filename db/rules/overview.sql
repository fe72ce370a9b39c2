-- What administrators see at a glance: one row, the days of the last two weeks as JSON.
create or replace view overview with (security_invoker = true) as
    with recent as (
        select day::date as day
          from generate_series((now() at time zone 'UTC')::date - 13,
                               (now() at time zone 'UTC')::date, interval '1 day') as day),
    decided as (
        select (updated_at at time zone 'UTC')::date as day, status
          from merge_requests
         where status in ('MERGE', 'SPLIT', 'TRASH') and updated_at >= now() - interval '15 days'),
    declared as (
        select (inserted_at at time zone 'UTC')::date as day, status
          from vital_events where inserted_at >= now() - interval '15 days'),
    judged as (
        select count(distinct status) as opinions
          from merge_requests where status in ('MERGE', 'SPLIT', 'TRASH')
         group by manual_merge_candidate_id having count(*) > 1)
    select '00000000-0000-0000-0000-000000000000'::uuid as id,
           (select count(*) from manual_merge_candidates where status = 'NEW')::integer
               as waiting_candidates,
           (select min(inserted_at) from manual_merge_candidates where status = 'NEW')
               as oldest_waiting_since,
           (select count(*) from judged)::integer as judged_pairs,
           (select count(*) from judged where opinions = 1)::integer as agreed_pairs,
           (select json_agg(json_build_array(recent.day,
                       (select count(*) from decided
                         where decided.day = recent.day and status = 'MERGE'),
                       (select count(*) from decided
                         where decided.day = recent.day and status = 'SPLIT'),
                       (select count(*) from decided
                         where decided.day = recent.day and status = 'TRASH'))
                       order by recent.day)
              from recent)::text as decisions,
           (select json_agg(json_build_array(recent.day, found.status, found.declarations)
                       order by recent.day, found.status)
              from recent
              join (select day, status, count(*) as declarations from declared
                     group by day, status) as found on found.day = recent.day)::text
               as declarations;
revoke all on overview from selfsame_app;
grant select on overview to selfsame_app;

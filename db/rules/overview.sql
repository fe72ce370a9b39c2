-- The overview for administrators: one row, the days of the last two weeks as JSON. It has to
-- answer with millions of rows, so each part reads one index: a candidate waits when it is
-- nobody's, or somebody's with an open request; decisions are those of two weeks. Joined like this,
-- columns that are not selected are not counted.
create or replace view overview with (security_invoker = true) as
    select '00000000-0000-0000-0000-000000000000'::uuid as id,
           waiting.pairs as waiting_candidates,
           waiting.oldest as oldest_waiting_since,
           judged.pairs as judged_pairs,
           judged.agreed as agreed_pairs,
           decided.by_day as decisions,
           declared.by_day as declarations
      from (values (date_trunc('day', now(), 'UTC') - interval '13 days')) recent (opens)
      left join lateral (
          select count(*)::integer as pairs, min(inserted_at) as oldest
            from waiting_candidates
          ) as waiting on true
      left join lateral (
          select count(*)::integer as pairs,
                 (count(*) filter (where one = another))::integer as agreed
            from (select min(status) as one, max(status) as another
                    from merge_requests
                   where status in {{final_statuses}} and updated_at >= recent.opens
                   group by manual_merge_candidate_id having count(*) > 1) as pair
          ) as judged on true
      left join lateral (
          select json_agg(json_build_array(days.day, coalesce(merged, 0), coalesce(split, 0),
                                           coalesce(trashed, 0)) order by days.day)::text as by_day
            from (select (recent.opens at time zone 'UTC')::date + number as day
                    from generate_series(0, 13) number) as days
            left join (select (updated_at at time zone 'UTC')::date as day,
                              count(*) filter (where status = 'MERGE') as merged,
                              count(*) filter (where status = 'SPLIT') as split,
                              count(*) filter (where status = 'TRASH') as trashed
                         from merge_requests
                        where status in {{final_statuses}}
                          and updated_at >= recent.opens
                        group by 1) as found on found.day = days.day
          ) as decided on true
      left join lateral (
          select coalesce(json_agg(json_build_array(day, status, declarations)
                                   order by day, status)::text, '[]') as by_day
            from (select (inserted_at at time zone 'UTC')::date as day, status,
                         count(*) as declarations
                    from vital_events where inserted_at >= recent.opens
                   group by 1, 2) as found
          ) as declared on true;
revoke all on overview from selfsame_app;
grant select on overview to selfsame_app;

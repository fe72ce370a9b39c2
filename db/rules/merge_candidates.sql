-- The candidates that wait for a quorum, each found by an index: nobody's, disputed or not, and somebody's
-- with an open request.
create or replace view waiting_candidates with (security_invoker = true) as
    select inserted_at, false as is_disputed
      from manual_merge_candidates
     where status = 'NEW' and assignee_id is null and disputed_at is null
     union all
    select inserted_at, true
      from manual_merge_candidates
     where status = 'NEW' and assignee_id is null and disputed_at is not null
     union all
    select candidate.inserted_at, candidate.disputed_at is not null
      from merge_requests request
      join manual_merge_candidates candidate
        on candidate.id = request.manual_merge_candidate_id
       and candidate.assignee_id = request.assignee_id and candidate.status = 'NEW'
     where request.status = 'NEW' and request.superseded_at is null;
revoke all on waiting_candidates from selfsame_app;
grant select on waiting_candidates to selfsame_app;

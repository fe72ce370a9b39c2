\set turn :turn + 1
\set number :turn * :clients + :client_id
select merge_request_id, status
  from bench_reviewers,
       begin_act('merge_request.assigned', :console, bench_reviewers.id, gen_random_uuid(),
                 array['NHS_REVIEWER']) as reviewer,
       assign_merge_candidate(reviewer, 5)
 where bench_reviewers.number = :number;

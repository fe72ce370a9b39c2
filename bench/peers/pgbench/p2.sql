\set number random(1, :count)
select request.id, request.status, request.comment, request.inserted_at, request.updated_at,
       candidate.id, candidate.status, pair.id,
       person.id, person.first_name, person.last_name, person.birth_date,
       master.id, master.first_name, master.last_name, master.birth_date
  from merge_requests request
  join manual_merge_candidates candidate on candidate.id = request.manual_merge_candidate_id
  join merge_candidates pair on pair.id = candidate.merge_candidate_id
  join persons person on person.id = pair.person_id
  join persons master on master.id = pair.master_person_id
 where request.id = (:requests)[:number];

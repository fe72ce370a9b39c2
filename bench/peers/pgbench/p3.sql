with picked as (
    update plain_candidates set assignee_id = :reader, requests_count = requests_count + 1
     where id = (
           select id from plain_candidates
            where status = 'NEW' and assignee_id is null
            order by requests_count desc, inserted_at, id
            limit 1
              for update skip locked)
    returning id),
made as (
    insert into plain_requests (candidate_id, assignee_id)
    select id, :reader from picked
    returning id, status),
audited as (
    insert into plain_audit (actor_id, action, resource, resource_id, changeset)
    select :reader, 'merge_request.assigned', 'manual_merge_process', id,
           jsonb_build_object('status', status)
      from made)
select id, status from made;

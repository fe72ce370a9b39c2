-- Who may ask that a merge be taken back (rule H27).

-- Return the latest merge that came of the pair of a reviewer's request; null where none did, and where the
-- reviewer had a conflict of interest.
create or replace function merge_of_request(request uuid) returns uuid language sql stable as $$
    select merge.id
      from merge_requests asked
      join manual_merge_candidates review on review.id = asked.manual_merge_candidate_id
      join merged_pairs merge on merge.merge_candidate_id = review.merge_candidate_id
     where asked.id = request and asked.recused_at is null
     order by merge.id desc limit 1
$$;

-- Return whether the reviewer of a request may ask that its merge be taken back: it stands, what it changed is
-- known, and they wait for no answer.
create or replace function may_request_unmerge(request uuid, reviewer uuid) returns boolean
language sql stable as $$
    select exists (
        select from merged_pairs merge
         where merge.id = merge_of_request(request)
           and merge.undone_at is null and merge.person_version is not null
           and not exists (select from unmerge_requests earlier
                            where earlier.merged_pair_id = merge.id
                              and earlier.requested_by = reviewer
                              and earlier.declined_at is null and earlier.withdrawn_at is null))
$$;

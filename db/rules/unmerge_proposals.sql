-- Who may propose that a merge be undone, and answer that, and until when (rule H15).

-- Return whether somebody may say that a merge be undone: they have not voted on the pair, in whatever
-- round, and have no conflict of interest with it (rules B15 and H15).
create or replace function may_undo_merge(merge uuid, somebody uuid) returns boolean
language sql stable as $$
    select not exists (
               select from manual_merge_candidates review
                 join merge_requests request on request.manual_merge_candidate_id = review.id
                where review.merge_candidate_id = pair.merge_candidate_id
                  and request.assignee_id = somebody
                  -- Who has voted keeps the agreements when the product leads the vote back (B10 and H24).
                  and (request.status in {{final_statuses}} or request.withdrawals > 0
                       or request.agreements is not null))
           and somebody <> all (conflicted_users(pair.merge_candidate_id))
      from merged_pairs pair where pair.id = merge
$$;

-- Return whether whoever proposed that a merge be undone could do so at this moment (rule H15).
create or replace function may_still_propose(merge uuid, proposer uuid, needed text[])
returns boolean language sql stable as $$
    select not users.is_blocked
           and exists (select from live_grants grants join clients on clients.id = client_id
                        where grants.user_id = proposer and grants.role = any (needed)
                          and not clients.is_blocked)
           and may_undo_merge(merge, proposer)
      from users where id = proposer
$$;

-- Let the proposals to undo a merge that nobody answered in time be settled, as an act of its own: another
-- may be made then (rule H15).
create or replace function expire_unmerge_proposals(merge uuid) returns void language plpgsql as $$
declare
    former text[];
begin
    if not exists (select from unmerge_proposals
                    where merged_pair_id = merge and status = 'OPEN' and expires_at <= now())
    then
        return;
    end if;
    former := begin_consequence('unmerge.expired');
    update unmerge_proposals set status = 'EXPIRED'
     where merged_pair_id = merge and status = 'OPEN' and expires_at <= now();
    perform end_consequence(former);
end
$$;

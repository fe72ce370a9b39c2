-- Return the name of the refusal of a new request to a reviewer, null when they may have one. Both
-- assign_merge_candidate and the field canAssignNew call it (rules B1, B2, B12).
create or replace function new_merge_request_refusal(reviewer uuid, postponed_limit integer)
returns table (refusal text) language sql stable as $$
    select case
        when exists (
            select from merge_requests
             where assignee_id = reviewer and status = 'NEW' and superseded_at is null)
            then 'NewMergeRequestIsOpen'
        when (
            select count(*) from merge_requests
             where assignee_id = reviewer and status = 'POSTPONE' and superseded_at is null
        ) >= postponed_limit
            then 'PostponedLimitIsReached'
    end
$$;

-- Return the pairs that can be reviewed, and the versions of their records: both persons are ACTIVE
-- (rules B3 and B14).
create or replace function active_pairs() returns table (
    merge_candidate_id uuid, person_version integer, master_version integer
) language sql stable as $$
    select pair.id, person.version, master.version
      from merge_candidates pair
      join persons person on person.id = pair.person_id
      join persons master on master.id = pair.master_person_id
     where person.status = 'ACTIVE' and master.status = 'ACTIVE'
$$;

-- Keep a candidate's closed_to: those who ever had a request on it, in the order of their ids, so that
-- the same people are the same array. An assignment writes it with its own change of the candidate and
-- leaves nothing to do here; this is for requests that are typed by hand.
create or replace function update_closed_to() returns trigger language plpgsql as $$
begin
    if tg_op <> 'INSERT' then
        update manual_merge_candidates
           set closed_to = array_remove(closed_to, old.assignee_id)
         where id = old.manual_merge_candidate_id;
    end if;
    if tg_op <> 'DELETE' then
        update manual_merge_candidates
           set closed_to = array_sort(closed_to || new.assignee_id)
         where id = new.manual_merge_candidate_id and new.assignee_id <> all (closed_to);
    end if;
    return null;
end
$$;

create or replace trigger update_closed_to
    after insert or delete or update of manual_merge_candidate_id, assignee_id on merge_requests
    for each row execute function update_closed_to();

-- Write down on a request that is typed by hand which versions of the records there are (rule B14).
-- An assignment says so itself, and pays nothing for this.
create or replace function fill_seen_versions() returns trigger language plpgsql as $$
begin
    select person.version, master.version into new.seen_person_version, new.seen_master_version
      from manual_merge_candidates candidate
      join merge_candidates pair on pair.id = candidate.merge_candidate_id
      join persons person on person.id = pair.person_id
      join persons master on master.id = pair.master_person_id
     where candidate.id = new.manual_merge_candidate_id;
    return new;
end
$$;

create or replace trigger fill_seen_versions before insert on merge_requests
    for each row when (new.seen_person_version is null or new.seen_master_version is null)
    execute function fill_seen_versions();

-- Refuse a change of status that no action makes, or of a request that is superseded (rule B7). A new
-- request is NEW unless it is typed by hand, and an assignment pays nothing for this. A final decision
-- goes back to POSTPONE while its pair is not settled, where its reviewer takes it back, which is
-- counted (rule B16), or the records compare otherwise by now (rule B10). A superseded one comes back as
-- put off, because the merge that superseded it is undone (rule H19), unless its reviewer was recused.
create or replace function merge_request_moves() returns trigger language plpgsql as $$
declare
    current_action constant text := current_setting('selfsame.action', true);
    is_return constant boolean :=
        old.status in {{final_statuses}} and new.status = 'POSTPONE'
        and current_action in {{merge_request_returns}}
        and (current_action <> 'merge_request.withdrawn' or new.withdrawals = old.withdrawals + 1)
        and exists (select from manual_merge_candidates
                     where id = old.manual_merge_candidate_id and status = 'NEW');
begin
    if old.superseded_at is not null
       and (old.recused_at is not null or new.superseded_at is not null or new.status <> 'POSTPONE')
       or (old.status, new.status) not in {{merge_request_moves}} and not is_return
    then
        raise exception 'A merge request does not go from % to %', old.status, new.status
            using errcode = 'integrity_constraint_violation',
                  constraint = 'a_merge_request_moves_by_the_rules';
    end if;
    return new;
end
$$;

create or replace trigger a_merge_request_moves_by_the_rules
    before update of status on merge_requests
    for each row when (new.status is distinct from old.status)
    execute function merge_request_moves();

-- Let the votes on a pair that were made on another comparison of its records go back to POSTPONE: they
-- count no longer, their reviewers may decide again (rule B10). Votes without agreements are older
-- than these, and count. The candidate is locked.
create or replace function outdate_votes(candidate uuid, current_agreements text)
returns void language plpgsql as $$
declare
    outdated constant uuid[] := array(
        select id from merge_requests
         where manual_merge_candidate_id = candidate and status in {{final_statuses}}
           and recused_at is null and agreements <> current_agreements
         order by id);
    former text[];
begin
    if outdated = '{}' then
        return;
    end if;
    former := begin_consequence('merge_request.outdated');
    update merge_requests set status = 'POSTPONE' where id = any (outdated);
    perform end_consequence(former);
end
$$;

-- How many of the best free candidates are looked at one by one for a reviewer. Who may have one of them
-- gets it at once, and many who ask at the same moment do not meet at one row. To look at all of these
-- costs what a few groups of them cost below.
create or replace function candidates_looked_at() returns integer
language sql immutable as 'select 300';

-- Return the best candidate that a reviewer may be given, except those passed over (rule B3).
-- Candidates with equal requests_count and closed_to are one group, and lie together in an index. The
-- groups that this reviewer has seen are skipped whole, so it does not matter how large they are. What
-- is withheld from somebody makes no groups of its own, because records have too many editors for that:
-- such candidates are passed one by one.
-- All groups with the requests_count of the first match are read: the oldest may be in another.
-- It is one statement, hence one snapshot: a candidate that changes groups is not missed.
-- An entry of an index has no room for a few hundred reviewers, so it has the first fifty; the rare
-- candidates that more have seen are passed one by one by those who are not among the fifty.
-- A group is selected by bounds, because an equality would fit the other index as well.
create or replace function best_free_candidate(reviewer uuid, passed uuid[]) returns uuid
language sql stable as $$
    with recursive groups (requests_count, closed_to, oldest, inserted_at, found_at) as (
        select 2147483647, '{}'::uuid[], null::uuid, null::timestamptz, null::integer
        union all
        select further.requests_count, further.closed_to, head.id, head.inserted_at,
               coalesce(found_at, case when head.id is not null then further.requests_count end)
          from groups
         cross join lateral (
               select requests_count, closed_to[1:50] as closed_to
                 from manual_merge_candidates
                where status = 'NEW' and assignee_id is null and disputed_at is null
                  and (requests_count, closed_to[1:50]) < (groups.requests_count, groups.closed_to)
                order by requests_count desc, closed_to[1:50] desc
                limit 1) further
          left join lateral (
               select candidate.id, candidate.inserted_at
                 from manual_merge_candidates candidate
                 join active_pairs() pair using (merge_candidate_id)
                where reviewer <> all (further.closed_to)
                  and candidate.status = 'NEW' and candidate.assignee_id is null
                  and candidate.disputed_at is null
                  and (candidate.requests_count, candidate.closed_to[1:50])
                      between (further.requests_count, further.closed_to)
                          and (further.requests_count, further.closed_to)
                  and not is_closed_to(candidate, reviewer) and candidate.id <> all (passed)
                order by candidate.requests_count desc, candidate.closed_to[1:50] desc,
                         candidate.inserted_at, candidate.id
                limit 1) head on true
         where found_at is null or further.requests_count = found_at)
    select oldest from groups where oldest is not null order by inserted_at, oldest limit 1
$$;

-- Return the best disputed candidate that a senior reviewer may be given, except those passed over. There
-- are few of them, so each is looked at.
create or replace function best_disputed_candidate(reviewer uuid, passed uuid[]) returns uuid
language sql stable as $$
    select candidate.id
      from manual_merge_candidates candidate
      join active_pairs() pair using (merge_candidate_id)
     where candidate.status = 'NEW' and candidate.assignee_id is null
       and candidate.disputed_at is not null
       and not is_closed_to(candidate, reviewer) and candidate.id <> all (passed)
     order by candidate.requests_count desc, candidate.inserted_at, candidate.id
     limit 1
$$;

-- Give a reviewer the next pair and return the new request, or the name of a refusal, before
-- which nothing was written; no row means that none is left (rules B1–B5). A senior reviewer gets disputed
-- ones first (rule B17). The reviewer's own row is locked, so that their requests come one after the other;
-- a candidate that another transaction has locked is skipped. When all that are left are locked,
-- one of them is waited for, because whoever holds the last candidate may roll back. The condition
-- on a candidate found by its key is a case, because the index of all free ones would fit a plain
-- condition. Each look-up has its index, and the settings keep PostgreSQL to them:
--   enable_seqscan: a plan made while a table was empty would scan it for ever after
--   enable_sort, enable_incremental_sort: it would sort all free candidates, which an index has in
--     order
--   enable_memoize, enable_material: they are sized for all free candidates, although the persons
--     of a few are looked up
--   plan_cache_mode: planning anew takes longer than choosing the candidate
create or replace function assign_merge_candidate(reviewer uuid, postponed_limit integer)
returns table (
    refusal text, merge_request_id uuid, status text, inserted_at timestamptz, updated_at timestamptz
) language plpgsql
set enable_seqscan = off
set enable_sort = off
set enable_incremental_sort = off
set enable_memoize = off
set enable_material = off
set plan_cache_mode = force_generic_plan
as $$
#variable_conflict use_column
declare
    picked uuid;
    person_version integer;
    master_version integer;
    offers_disputed boolean;
    best uuid;
    passed uuid[] := '{}';
begin
    perform lock_reviewer(reviewer);
    select guard.refusal into refusal
      from new_merge_request_refusal(reviewer, postponed_limit) guard;
    if refusal is not null then
        return next;
        return;
    end if;
    -- Where nothing is disputed nobody pays for more than a look.
    offers_disputed := exists (
        select from manual_merge_candidates
         where status = 'NEW' and assignee_id is null and disputed_at is not null);
    if offers_disputed then
        offers_disputed := is_senior_reviewer(
            reviewer, nullif(current_setting('selfsame.client_id', true), '')::uuid);
    end if;
    loop
        best := case when offers_disputed then best_disputed_candidate(reviewer, passed) end;
        if best is null then
            select candidate.id, pair.person_version, pair.master_version
              into picked, person_version, master_version
              from (select id, requests_count, inserted_at, closed_to, withheld_from
                      from manual_merge_candidates
                     where status = 'NEW' and assignee_id is null and disputed_at is null
                     order by requests_count desc, inserted_at, id
                     limit candidates_looked_at()) foremost
              join manual_merge_candidates candidate on candidate.id = foremost.id
              join active_pairs() pair using (merge_candidate_id)
             where reviewer <> all (foremost.closed_to) and reviewer <> all (foremost.withheld_from)
               and case candidate.status when 'NEW' then
                        candidate.assignee_id is null and candidate.disputed_at is null end
               and not is_closed_to(candidate, reviewer)
             order by foremost.requests_count desc, foremost.inserted_at, foremost.id
             limit 1
               for update of candidate skip locked;
            exit when found;
            best := best_free_candidate(reviewer, passed);
        end if;
        if best is null and passed = '{}' then
            return;
        end if;
        if best is null then
            perform from manual_merge_candidates where id = passed[1] for update;
            passed := '{}';
            continue;
        end if;
        -- What became of it between finding and locking is asked again: it may be somebody's, or disputed, or
        -- closed to whoever asks by now.
        select candidate.id, pair.person_version, pair.master_version
          into picked, person_version, master_version
          from manual_merge_candidates candidate
          join active_pairs() pair using (merge_candidate_id)
         where candidate.id = best
           and case candidate.status when 'NEW' then
                    candidate.assignee_id is null
                    and (candidate.disputed_at is null or offers_disputed) end
           and not is_closed_to(candidate, reviewer)
           for update of candidate skip locked;
        exit when found;
        passed := passed || best;
    end loop;
    update manual_merge_candidates
       set assignee_id = reviewer, requests_count = requests_count + 1,
           closed_to = array_sort(closed_to || reviewer)
     where id = picked;
    insert into merge_requests as request
        (manual_merge_candidate_id, assignee_id, seen_person_version, seen_master_version)
    values (picked, reviewer, person_version, master_version)
    returning request.id, request.status, request.inserted_at, request.updated_at
         into merge_request_id, status, inserted_at, updated_at;
    return next;
end
$$;

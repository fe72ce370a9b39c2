-- Which candidates are disputed, and from when on (rules B17 and H24). Whoever makes a pair, settles it
-- or takes that back, and whoever merges or unmerges persons, marks them by the triggers below. All of
-- them lock the persons of the pair before, and those who stand for them: who could contradict each
-- other meet there.

-- Return the reviews that keep apart whom a merge of this pair would join through others: records that
-- stand for the same person as one of the two do. What was decided of the pair itself is no
-- contradiction: it is what is asked anew.
create or replace function contradicted_reviews(pair uuid) returns table (review_id uuid)
language sql stable as $$
    select (latest.review).id
      from merge_candidates asked
      join persons person on person.id = asked.person_id
      join persons master on master.id = asked.master_person_id
     cross join lateral (
           select coalesce(person.master_person_id, person.id) as one,
                  coalesce(master.master_person_id, master.id) as other
           offset 0) standing
      join persons here on here.id = standing.one or here.master_person_id = standing.one
      join persons there on there.id = standing.other or there.master_person_id = standing.other
      join merge_candidates parted
        on least(parted.person_id, parted.master_person_id) = least(here.id, there.id)
       and greatest(parted.person_id, parted.master_person_id) = greatest(here.id, there.id)
       and parted.id <> asked.id
     cross join lateral (
           select decided as review from manual_merge_candidates decided
            where merge_candidate_id = parted.id and status = 'PROCESSED' and reason = 'QUORUM'
            order by round desc
            limit 1) latest
     where asked.id = pair and standing.one <> standing.other and keeps_apart(latest.review)
$$;

-- Return whether two different decisions on a candidate have so many votes each (rule B17).
create or replace function is_disputed_by_votes(candidate uuid, votes integer) returns boolean
language sql stable as $$
    select count(*) > 1
      from (select from merge_requests
             where manual_merge_candidate_id = candidate and status in {{final_statuses}}
               and recused_at is null
             group by status having count(*) >= votes) as said
$$;

-- Return whether a user is a senior reviewer, through this client or, where none is named, any.
create or replace function is_senior_reviewer(reviewer uuid, client uuid default null) returns boolean
language sql stable as $$
    select exists (
        select from live_grants
         where user_id = reviewer and role = 'SENIOR_REVIEWER'
           and (client is null or client_id = client))
$$;

-- Let a candidate be senior reviewers' alone: open requests of others are superseded, and it is freed
-- unless a senior reviewer holds it. It keeps how many votes of each of two decisions made it disputed,
-- where votes did: what happens without a vote, as a recusal, knows no setting.
create or replace function hand_to_seniors(candidate uuid, votes integer)
returns void language plpgsql as $$
declare
    former constant text[] := begin_consequence('merge_candidate.disputed');
begin
    update manual_merge_candidates
       set disputed_at = coalesce(disputed_at, now()), dispute_votes = votes,
           assignee_id = case when is_senior_reviewer(assignee_id) then assignee_id end
     where id = candidate
       and (disputed_at is null or dispute_votes is distinct from votes
            or assignee_id is not null and not is_senior_reviewer(assignee_id));
    update merge_requests
       set superseded_at = now()
     where manual_merge_candidate_id = candidate and status in {{open_statuses}}
       and superseded_at is null and not is_senior_reviewer(assignee_id);
    perform end_consequence(former);
end
$$;

-- Let the votes for a merge that were given before its contradiction was known go back to POSTPONE.
create or replace function outdate_unaware_votes(candidate uuid) returns void language plpgsql as $$
declare
    former constant text[] := begin_consequence('merge_request.outdated');
begin
    update merge_requests
       set status = 'POSTPONE'
     where manual_merge_candidate_id = candidate and status = 'MERGE' and not overrules
       and recused_at is null;
    perform end_consequence(former);
end
$$;

-- Mark what a merge of this pair overrules, so that it keeps nobody apart any more (rule H24).
create or replace function overrule_reviews(pair uuid) returns void language plpgsql as $$
declare
    overruled constant uuid[] := array(select review_id from contradicted_reviews(pair) order by 1);
    former text[];
begin
    if overruled <> '{}' then
        former := begin_consequence('merge_candidate.overruled');
        update manual_merge_candidates set overruled_at = now() where id = any (overruled);
        perform end_consequence(former);
    end if;
end
$$;

-- Say of each of these candidates whether it is disputed, as it is now (rules B17 and H24). Votes for a
-- merge that were given before it was known whom that would join go back to POSTPONE, as those do
-- that are outdated (rule B10). So many votes of two decisions each make a dispute; where it is not said
-- how many, a dispute over votes is not begun, and goes on while there are as many as began it.
create or replace function mark_disputes(candidates uuid[], votes integer default null)
returns void language plpgsql as $$
declare
    candidate record;
    is_contradicted boolean;
    votes_of_dispute integer;
    former text[];
begin
    for candidate in
        select id, merge_candidate_id, disputed_at, coalesce(votes, dispute_votes) as votes
          from manual_merge_candidates
         where id = any (candidates) and status = 'NEW' order by id for update
    loop
        is_contradicted := exists (
            select from contradicted_reviews(candidate.merge_candidate_id));
        if is_contradicted then
            perform outdate_unaware_votes(candidate.id);
        end if;
        votes_of_dispute := case when is_disputed_by_votes(candidate.id, candidate.votes)
                                 then candidate.votes end;
        if is_contradicted or votes_of_dispute is not null then
            perform hand_to_seniors(candidate.id, votes_of_dispute);
        elsif candidate.disputed_at is not null then
            former := begin_consequence('merge_candidate.agreed');
            update manual_merge_candidates set disputed_at = null, dispute_votes = null
             where id = candidate.id;
            perform end_consequence(former);
        end if;
    end loop;
end
$$;

-- Return the open candidates whose dispute may begin or end when something becomes of these persons:
-- those of anybody who stands for the same person as one of them does, where both records are ACTIVE:
-- others are given to nobody, and are marked when they come back.
create or replace function concerned_candidates(concerned uuid[]) returns uuid[]
language sql stable as $$
    select array(
        select candidate.id
          from (select distinct coalesce(master_person_id, id) as standing
                  from persons where id = any (concerned)) named
          -- Each its own look-up: with `or` all persons and all pairs would be read.
         cross join lateral (
               select named.standing as id
                union all
               select id from persons where master_person_id = named.standing) same
         cross join lateral (
               select id, person_id, master_person_id from merge_candidates where person_id = same.id
                union all
               select id, person_id, master_person_id from merge_candidates
                where master_person_id = same.id) pair
          join manual_merge_candidates candidate
            on candidate.merge_candidate_id = pair.id and candidate.status = 'NEW'
          join persons person on person.id = pair.person_id
          join persons master on master.id = pair.master_person_id
         where person.status = 'ACTIVE' and master.status = 'ACTIVE'
           and (candidate.disputed_at is not null
                or exists (select from contradicted_reviews(pair.id)))
         group by candidate.id)
$$;

-- Mark candidates that were made. Their persons are locked by then, and those who stand for them are here,
-- so that a merge of these that is under way is known before. A SPLIT shares these locks and is not waited
-- for: its two records stand for themselves, and contradict a pair only once one of them is merged.
create or replace function mark_made_candidates() returns trigger language plpgsql as $$
declare
    pairs constant uuid[] := array(
        select merge_candidate_id from made where status = 'NEW');
begin
    perform from persons
      where id in (
            select unnest(array[person.id, person.master_person_id])
              from merge_candidates pair
              join persons person on person.id in (pair.person_id, pair.master_person_id)
             where pair.id = any (pairs))
      order by id
        for share;
    perform mark_disputes(array(
        select id from made
         where status = 'NEW' and exists (select from contradicted_reviews(merge_candidate_id))));
    return null;
end
$$;

create or replace trigger mark_made_candidates
    after insert on manual_merge_candidates referencing new table as made
    for each statement execute function mark_made_candidates();

-- Mark a candidate that is open again, and those that are contradicted from now on, or no longer, since
-- a review keeps two records apart or does so no more.
create or replace function mark_after_review() returns trigger language plpgsql as $$
begin
    if new.status = 'NEW' then
        perform mark_disputes(array[new.id]);
    elsif new.reason = 'QUORUM' and (new.round > 1 or keeps_apart(new) or keeps_apart(old)) then
        perform mark_disputes(concerned_candidates(array[person_id, master_person_id]))
           from merge_candidates where id = new.merge_candidate_id;
    end if;
    return null;
end
$$;

create or replace trigger mark_after_review
    after update of status, decision, undone_at, overruled_at on manual_merge_candidates
    for each row when (
        new.status <> old.status or new.undone_at is distinct from old.undone_at
        or new.overruled_at is distinct from old.overruled_at)
    execute function mark_after_review();

-- Mark the candidates of whom a person stands for from now on, and of the person itself.
create or replace function mark_after_merge() returns trigger language plpgsql as $$
begin
    perform mark_disputes(concerned_candidates(
        array_remove(array[new.id, new.master_person_id, old.master_person_id], null)));
    return null;
end
$$;

create or replace trigger mark_after_merge
    after update of master_person_id on persons
    for each row when (new.master_person_id is distinct from old.master_person_id)
    execute function mark_after_merge();

-- A vote that counts no longer may end a dispute.
create or replace function mark_after_recusal() returns trigger language plpgsql as $$
begin
    perform mark_disputes(array[new.manual_merge_candidate_id]);
    return null;
end
$$;

create or replace trigger mark_after_recusal
    after update of recused_at on merge_requests
    for each row when (new.recused_at is distinct from old.recused_at)
    execute function mark_after_recusal();

-- Whoever is no senior reviewer any more decides no disputed pair.
create or replace function part_from_seniors() returns trigger language plpgsql as $$
begin
    perform hand_to_seniors(candidate.id, candidate.dispute_votes)
       from merge_requests request
       join manual_merge_candidates candidate on candidate.id = request.manual_merge_candidate_id
      where request.assignee_id = old.user_id and request.status in {{open_statuses}}
        and request.superseded_at is null
        and candidate.status = 'NEW' and candidate.disputed_at is not null
        and not is_senior_reviewer(old.user_id)
      order by candidate.id;
    return null;
end
$$;

create or replace trigger part_from_seniors after delete or update of user_id, role on role_grants
    for each row when (old.role = 'SENIOR_REVIEWER') execute function part_from_seniors();

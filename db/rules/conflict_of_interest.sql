-- Who may not review a pair, and what happens where that is known only after they were given it: they
-- made or changed one of its records, are one of the two persons, or know what the product thinks
-- of it (rules B3 and B15).

-- Return whether a candidate is not given to a reviewer: they had a request on it, or it is withheld from
-- them because of a conflict of interest or another round of the pair (rules B3 and B15).
create or replace function is_closed_to(candidate manual_merge_candidates, reviewer uuid)
returns boolean language sql immutable as
    'select reviewer = any (candidate.closed_to) or reviewer = any (candidate.withheld_from)';

-- Return all records that the same ones stand for as for these, those themselves among them.
create or replace function same_persons(asked uuid[]) returns table (id uuid)
language sql stable as $$
    with standing as (
        select coalesce(master_person_id, id) as id from persons where id = any (asked))
    select id from standing
    union
    select followers.id from standing join persons followers on followers.master_person_id = standing.id
$$;

-- Return the users who are one of these persons, or another whom the same record stands for.
create or replace function users_who_are(asked uuid[]) returns table (user_id uuid)
language sql stable as $$
    select users.id from same_persons(asked) same join users on users.person_id = same.id
$$;

-- Return the users who have a conflict of interest with a pair (rule B15).
create or replace function conflicted_users(pair uuid) returns uuid[] language sql stable as $$
    select array(
        select editors.user_id
          from merge_candidates candidate
          join person_editors editors
            on editors.person_id in (candidate.person_id, candidate.master_person_id)
         where candidate.id = pair
        union
        select it.user_id
          from merge_candidates candidate,
               users_who_are(array[candidate.person_id, candidate.master_person_id]) it
         where candidate.id = pair
        union
        select unnest(evidence_readers) from merge_candidates where id = pair)
$$;

-- Return the candidates under review that any of these persons is in, in the order of their locks.
create or replace function open_candidates_of(asked uuid[]) returns uuid[]
language sql stable as $$
    select array(
        select candidate.id
          from (select id from merge_candidates where person_id = any (asked)
                union
                select id from merge_candidates where master_person_id = any (asked)) pair
          join manual_merge_candidates candidate
            on candidate.merge_candidate_id = pair.id and candidate.status = 'NEW'
         order by candidate.id)
$$;

-- Close candidates that are under review to somebody: their open request is closed, and the pair is free
-- for others. A vote that was given stays; not so that of somebody who turns out to be one of the
-- two persons: it counts no longer (rule B15).
create or replace function close_candidates(candidates uuid[], to_user uuid, is_one_of_the_two boolean)
returns void language plpgsql as $$
declare
    closed uuid[];
    recused uuid[];
    former text[];
begin
    -- Whoever is given one of them, or decides about it, has it locked, and is waited for.
    closed := array(
        select id from manual_merge_candidates
         where id = any (candidates) and status = 'NEW' order by id for update);
    update manual_merge_candidates set withheld_from = array_sort(withheld_from || to_user)
     where id = any (closed) and to_user <> all (withheld_from);
    recused := array(
        select id from merge_requests
         where manual_merge_candidate_id = any (closed) and assignee_id = to_user
           and superseded_at is null and recused_at is null
           and (is_one_of_the_two or status in {{open_statuses}})
         order by id);
    if recused = '{}' then
        return;
    end if;
    former := begin_consequence('merge_request.recused');
    update merge_requests
       set recused_at = now(),
           superseded_at = case when status in {{open_statuses}} then now() end
     where id = any (recused);
    update manual_merge_candidates set assignee_id = null
     where id = any (closed) and assignee_id = to_user;
    perform end_consequence(former);
end
$$;

-- A candidate is withheld from its making from whoever has a conflict of interest, and from whoever an
-- earlier round of the pair was closed to, its reviewers among them (rule B15). Whoever changes one of the
-- two records meanwhile is waited for.
create or replace function close_to_conflicted() returns trigger language plpgsql as $$
declare
    earlier uuid[];
begin
    perform from persons
      where id in (select unnest(array[person_id, master_person_id])
                     from merge_candidates where id = new.merge_candidate_id)
      order by id for share;
    select array_agg(distinct it) into earlier
      from manual_merge_candidates rounds, unnest(rounds.closed_to || rounds.withheld_from) it
     where rounds.merge_candidate_id = new.merge_candidate_id;
    select coalesce(array_agg(distinct it order by it), '{}') into new.withheld_from
      from unnest(new.withheld_from || earlier || conflicted_users(new.merge_candidate_id)) it;
    return new;
end
$$;

create or replace trigger closed_to_conflicted before insert on manual_merge_candidates
    for each row execute function close_to_conflicted();

-- Whoever came to have a conflict of interest while a pair was settled has it when the pair is opened again.
create or replace function close_again_to_conflicted() returns trigger language plpgsql as $$
begin
    perform close_candidates(array[new.id], users.id, users.is_one_of_the_two)
       from (select it.id,
                    exists (select from merge_candidates pair,
                                   users_who_are(array[pair.person_id, pair.master_person_id]) one
                             where pair.id = new.merge_candidate_id and one.user_id = it.id)
                        as is_one_of_the_two
               from unnest(conflicted_users(new.merge_candidate_id)) it (id) order by it.id) users;
    return null;
end
$$;

create or replace trigger closed_again_to_conflicted after update of status on manual_merge_candidates
    for each row when (new.status = 'NEW' and old.status <> 'NEW')
    execute function close_again_to_conflicted();

-- A request that opens again, because its decision was taken back, is outdated or came back with a merge that
-- was undone, is closed at once where its reviewer has a conflict of interest by now.
create or replace function close_opened_again() returns trigger language plpgsql as $$
begin
    perform close_candidates(array[candidate.id], new.assignee_id, false)
       from manual_merge_candidates candidate
      where candidate.id = new.manual_merge_candidate_id
        and new.assignee_id = any (conflicted_users(candidate.merge_candidate_id));
    return null;
end
$$;

create or replace trigger closed_if_opened_again after update of status, superseded_at on merge_requests
    for each row when (new.superseded_at is null and new.status in {{open_statuses}}
        and (old.superseded_at is not null or old.status not in {{open_statuses}}))
    execute function close_opened_again();

-- Somebody who changes a record reviews no pair of it from then on.
create or replace function close_to_editors() returns trigger language plpgsql as $$
begin
    perform close_candidates(open_candidates_of(edited.persons), edited.user_id, false)
       from (select user_id, array_agg(person_id) as persons
               from new_rows group by user_id order by user_id) edited;
    return null;
end
$$;

create or replace trigger closed_to_editors after insert on person_editors
    referencing new table as new_rows for each statement execute function close_to_editors();

-- Close all pairs of a person, and of those who stand for the same one, to the user who is this person.
create or replace function close_to_person(person uuid) returns void language plpgsql as $$
begin
    perform close_candidates(
               open_candidates_of(array(select id from same_persons(array[person]))), user_id, true)
       from users_who_are(array[person]) order by user_id;
end
$$;

-- Somebody who turns out to be a person on record does not review themselves. Whoever makes a
-- candidate of that person, or merges it, is waited for.
create or replace function close_to_user_of_person() returns trigger language plpgsql as $$
begin
    perform from persons
      where id in (new.person_id, standing_person(new.person_id)) order by id for no key update;
    perform close_to_person(new.person_id);
    return null;
end
$$;

create or replace trigger closed_to_person after insert or update of person_id on users
    for each row when (new.person_id is not null) execute function close_to_user_of_person();

-- Let a user review again what was withheld from them for nothing but that they were thought to be this
-- person, whatever the round. A request that was closed and a vote that was struck stay so.
create or replace function give_back_pairs(person uuid, to_user uuid) returns void language plpgsql as $$
declare
    -- Whoever edits one of the records meanwhile, and so has a conflict, waits or is seen.
    withheld constant uuid[] := array(
        select candidate.id
          from manual_merge_candidates candidate
         where candidate.merge_candidate_id in (
               select pair.id from same_persons(array[person]) same
                 join merge_candidates pair on pair.person_id = same.id
                union
               select pair.id from same_persons(array[person]) same
                 join merge_candidates pair on pair.master_person_id = same.id)
           and to_user = any (candidate.withheld_from)
         order by candidate.id for update);
begin
    update manual_merge_candidates candidate
       set withheld_from = array_remove(withheld_from, to_user)
     where id = any (withheld)
       and to_user <> all (conflicted_users(merge_candidate_id))
       and not exists (
           select from manual_merge_candidates earlier
            where earlier.merge_candidate_id = candidate.merge_candidate_id
              and earlier.round < candidate.round and to_user = any (earlier.closed_to))
       and not exists (
           select from merged_pairs merge
             join unmerge_proposals proposal
               on proposal.merged_pair_id = merge.id and proposal.status = 'CONFIRMED'
            where merge.merge_candidate_id = candidate.merge_candidate_id
              and to_user in (proposal.proposed_by, proposal.settled_by));
end
$$;

-- Whoever was said to be a person, and is not, has no conflict of interest for that.
create or replace function give_back_pairs_of_person() returns trigger language plpgsql as $$
begin
    perform give_back_pairs(old.person_id, new.id);
    return null;
end
$$;

-- By its name it comes after `closed_to_person`, which locks persons.
create or replace trigger given_back_of_person after update of person_id on users
    for each row when (old.person_id is not null and old.person_id is distinct from new.person_id)
    execute function give_back_pairs_of_person();

-- Nor do they once that person turns out to be another. It is a consequence of the merge and none of its
-- effects: whoever has a conflict of interest keeps it when the merge is undone.
create or replace function close_to_merged_person() returns trigger language plpgsql as $$
declare
    former constant text[] := begin_consequence('merge_candidate.closed');
begin
    perform close_to_person(new.id);
    perform end_consequence(former);
    return null;
end
$$;

create or replace trigger closed_to_merged_person after update of master_person_id on persons
    for each row when (new.master_person_id is not null
        and new.master_person_id is distinct from old.master_person_id)
    execute function close_to_merged_person();

-- From whom a review is withheld, whether it is disputed and at which band it was decided is nothing that its
-- reviewers shall see, nor when that changed: it would show them that there are others who edit the records, read the
-- evidence or vote otherwise, and of what the pair weighs.
create or replace function keep_updated_at() returns trigger language plpgsql as $$
begin
    new.updated_at := old.updated_at;
    return new;
end
$$;

-- By its name it comes after `set_updated_at`. Whoever is freed of a disputed one has let go of it.
create or replace trigger updated_at_is_kept before update of
    withheld_from, disputed_at, dispute_votes,
    decided_band, decided_person_version, decided_master_version on manual_merge_candidates
    for each row when (new.status = old.status and new.assignee_id is not distinct from old.assignee_id)
    execute function keep_updated_at();

-- A decision was made when it was, whatever is erased of its words later (rules T3, B19 and H13).
create or replace trigger updated_at_is_kept before update of comment on merge_requests
    for each row when (new.comment is null and new.status in {{final_statuses}}
        and (new.status, new.recused_at) is not distinct from (old.status, old.recused_at))
    execute function keep_updated_at();

-- Whoever reads what the product thinks of a pair does not review it: one under review is closed to them, and
-- one that is settled is not given to them where it opens again or is asked of once more (rules B15 and H6).
-- It is done within the act that writes the reading down.
create or replace function close_to_reader(pair uuid, reader uuid) returns void language plpgsql as $$
declare
    latest manual_merge_candidates;
begin
    select * into latest from manual_merge_candidates
     where merge_candidate_id = pair order by round desc limit 1 for update;
    if latest.status = 'NEW' then
        update merge_candidates set evidence_readers = array_sort(evidence_readers || reader)
         where id = pair and reader <> all (evidence_readers);
        perform close_candidates(array[latest.id], reader, false);
    else
        update manual_merge_candidates set withheld_from = array_sort(withheld_from || reader)
         where id = latest.id and reader <> all (withheld_from);
    end if;
end
$$;

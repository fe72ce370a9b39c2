-- Why a reviewer gets no new request, by the name of the refusal; null when they may have one.
-- Both the guard and canAssignNew ask it (rules B1, B2, B12).
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

-- The candidates that a reviewer may be given: NEW, nobody's, never theirs before, both persons
-- ACTIVE (rule B3).
create or replace function free_candidates(reviewer uuid) returns table (candidate_id uuid)
language sql stable as $$
    select candidate.id
      from manual_merge_candidates candidate
      join merge_candidates pair on pair.id = candidate.merge_candidate_id
      join persons person on person.id = pair.person_id
      join persons master on master.id = pair.master_person_id
     where candidate.status = 'NEW' and candidate.assignee_id is null
       and person.status = 'ACTIVE' and master.status = 'ACTIVE'
       and not exists (
           select from merge_requests seen
            where seen.manual_merge_candidate_id = candidate.id and seen.assignee_id = reviewer)
$$;

-- Give a reviewer the next pair and return the new request's id; neither id nor refusal means
-- that none is left (rules B1–B5). The reviewer's own row is locked, so that they ask one after
-- the other; a candidate that another holds is skipped. When all that is left is held by others,
-- one of them is waited for, because who holds the last candidate may let it go.
-- Each look-up has its index. The two settings keep Postgres to them: a plan made while a table was
-- empty would walk it for ever after, and planning anew takes longer than the pick.
create or replace function assign_merge_candidate(reviewer uuid, postponed_limit integer)
returns table (refusal text, merge_request_id uuid) language plpgsql
set enable_seqscan = off
set plan_cache_mode = force_generic_plan
as $$
declare
    picked uuid;
    held uuid;
begin
    perform from users where id = reviewer for no key update;
    select guard.refusal into refusal
      from new_merge_request_refusal(reviewer, postponed_limit) guard;
    if refusal is not null then
        return next;
        return;
    end if;
    loop
        select candidate.id into picked
          from manual_merge_candidates candidate
          join free_candidates(reviewer) free on free.candidate_id = candidate.id
         where candidate.status = 'NEW' and candidate.assignee_id is null
         order by candidate.requests_count desc, candidate.inserted_at, candidate.id
         limit 1
           for update of candidate skip locked;
        exit when found;
        select candidate_id into held from free_candidates(reviewer) limit 1;
        if not found then
            return;
        end if;
        perform from manual_merge_candidates where id = held for update;
    end loop;
    insert into merge_requests (manual_merge_candidate_id, assignee_id)
    values (picked, reviewer) returning id into merge_request_id;
    update manual_merge_candidates
       set assignee_id = reviewer, requests_count = requests_count + 1
     where id = picked;
    return next;
end
$$;

-- The person that a record stands for today: itself, or the one it was merged into (rule B11).
create or replace function standing_person(person uuid) returns uuid language plpgsql stable as $$
declare
    standing uuid := person;
    next_master uuid;
begin
    loop
        select master_person_id into next_master from persons where id = standing;
        exit when next_master is null;
        standing := next_master;
    end loop;
    return standing;
end
$$;

-- A person's master stands itself: a chain or a circle of masters is never stored (rule B11).
create or replace function master_stands() returns trigger language plpgsql as $$
begin
    if new.master_person_id is not null
       and exists (select from persons
                    where id = new.master_person_id and master_person_id is not null)
       or new.status = 'INACTIVE' and new.master_person_id is not null
       and exists (select from persons where master_person_id = new.id)
    then
        raise exception 'A master of persons is not merged into another'
            using errcode = 'integrity_constraint_violation',
                  constraint = 'a_master_stands_itself';
    end if;
    return null;
end
$$;

do $$
begin
    if not exists (select from pg_trigger where tgname = 'a_master_stands_itself') then
        create constraint trigger a_master_stands_itself
            after insert or update of master_person_id, status on persons
            deferrable initially deferred
            for each row when (new.master_person_id is not null)
            execute function master_stands();
    end if;
end
$$;

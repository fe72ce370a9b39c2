-- What a user has in hand is free for others once they may not act on it any more: a declaration that they took
-- (rule C16), a pair that waits for their decision (rule B9), a request for reasons that they answer (rule V6).
-- Whoever takes something waits for whoever takes away their access, and the other way round, at the row of the
-- user, which both lock first.

-- Whether some role still lets a user act on a record as a registrar.
create or replace function still_acts_on(registrar uuid, record uuid) returns boolean
language sql stable as $$
    select exists (
        select from live_grants
         where user_id = registrar and role = 'REGISTRAR'
           and (organisation_id is null or record_is_in_reach(record, array[organisation_id])))
$$;

-- Give back the declarations that a user has taken: all, or those on which no role lets them act. In the trail it
-- is what it is to the record, an act beside the one that it follows from.
create or replace function release_records(leaving uuid, are_all boolean) returns void
language plpgsql as $$
declare
    taken record;
    former text[];
begin
    for taken in
        select id, kind from vital_events
         where assignee_id = leaving
           and (are_all or not still_acts_on(leaving, id))
         order by id for update
    loop
        former := begin_consequence(lower(taken.kind) || '.unassigned');
        update vital_events set assignee_id = null, assigned_at = null where id = taken.id;
        perform end_consequence(former);
    end loop;
end
$$;

-- Let others answer the requests for reasons that a user has taken, which have a day by which they are due.
create or replace function release_explanations(leaving uuid, are_all boolean) returns void
language plpgsql as $$
declare
    held constant uuid[] := array(
        select id from explanation_requests
         where assignee_id = leaving and status = 'ASSIGNED' and parked_at is null
           and (are_all or not still_acts_on(leaving, vital_event_id))
         order by id for update);
    former text[];
begin
    if cardinality(held) > 0 then
        former := begin_consequence('explanation.unassigned');
        update explanation_requests
           set status = 'REQUESTED', assignee_id = null, assigned_at = null
         where id = any (held) and assignee_id = leaving and status = 'ASSIGNED';
        perform end_consequence(former);
    end if;
end
$$;

-- Let others have the pair that waits for a reviewer's decision. What they postponed keeps nobody from anything.
create or replace function release_pair(leaving uuid) returns void language plpgsql as $$
declare
    held constant uuid[] := array(
        select id from manual_merge_candidates
         where id in (select manual_merge_candidate_id from merge_requests
                       where assignee_id = leaving and status = 'NEW' and superseded_at is null)
         order by id for update);
begin
    update manual_merge_candidates set assignee_id = null
     where id = any (held) and assignee_id = leaving;
    update merge_requests set superseded_at = now()
     where manual_merge_candidate_id = any (held) and assignee_id = leaving
       and status = 'NEW' and superseded_at is null;
end
$$;

-- Lock a reviewer who is about to get a pair. Were they deleted, blocked or without the role since the request
-- began, what they took now would be nobody's (rules B9 and R10).
create or replace function lock_reviewer(reviewer uuid) returns void language plpgsql as $$
declare
    is_out boolean;
begin
    select is_blocked into is_out from users
     where id = reviewer and deleted_at is null for no key update;
    if is_out is null then
        raise exception 'Unauthenticated' using errcode = 'SA003';
    end if;
    if is_out then
        raise exception 'UserBlocked' using errcode = 'SA003';
    end if;
    if not exists (select from live_grants where user_id = reviewer and role = 'NHS_REVIEWER') then
        raise exception 'RoleMissing' using errcode = 'SA003';
    end if;
end
$$;

create or replace function work_goes_back_with_a_block() returns trigger language plpgsql as $$
begin
    perform release_records(new.id, true);
    perform release_explanations(new.id, true);
    perform release_pair(new.id);
    return null;
end
$$;

create or replace trigger work_goes_back_with_a_block after update of is_blocked on users
    for each row when (new.is_blocked and not old.is_blocked)
    execute function work_goes_back_with_a_block();

create or replace function work_goes_back_with_a_role() returns trigger language plpgsql as $$
begin
    if old.role = 'REGISTRAR' then
        perform release_records(old.user_id, false);
        perform release_explanations(old.user_id, false);
    elsif not exists (select from live_grants where user_id = old.user_id and role = 'NHS_REVIEWER') then
        perform release_pair(old.user_id);
    end if;
    return null;
end
$$;

create or replace trigger work_goes_back_with_a_role
    after delete or update of user_id, role, organisation_id on role_grants
    for each row when (old.role = 'REGISTRAR' or old.role = 'NHS_REVIEWER')
    execute function work_goes_back_with_a_role();

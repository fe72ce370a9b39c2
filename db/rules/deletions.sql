-- What goes with a user or a member who is deleted (rule R10), and how long it is kept (rule R11).

-- Return whether work on the register speaks of a user: whoever has done something there, or holds a role by
-- which they might at this moment, keeps their names in it. What they did about themselves is no such work.
create or replace function user_is_named(leaving uuid) returns boolean language sql stable as $$
    select exists (select from role_grants where user_id = leaving and role <> 'PERSON')
        or exists (select from audit_log
                    where actor_id = leaving
                      and resource not in ('session', 'second_factor', 'consent', 'membership')
                      and (resource, resource_id) is distinct from ('user', leaving))
        or exists (select from person_editors where user_id = leaving)
        or exists (select from merge_requests where assignee_id = leaving)
        or exists (select from unmerge_proposals where leaving in (proposed_by, settled_by))
        or exists (select from unmerge_requests where leaving in (requested_by, declined_by))
        or exists (select from vital_events where declared_by_user_id = leaving)
        or exists (select from corrections where requested_by_user_id = leaving)
$$;

-- Return the record for which a user alone speaks, or null.
create or replace function person_of_user(leaving uuid) returns uuid language plpgsql stable as $$
begin
    return (
        select standing_person(person_id) from users
         where id = leaving and person_id is not null
           and not exists (select from users_who_are(array[person_id]) other
                            where other.user_id <> leaving));
end
$$;

-- Write down who is gone, with all that went.
create or replace function keep_deletion(
    gone text, id_of_gone uuid, organisation uuid, went jsonb, why text
) returns integer language plpgsql as $$
declare
    counted constant integer := (
        select sum(case jsonb_typeof(part.value) when 'array' then jsonb_array_length(part.value)
                        when 'object' then 1 else 0 end)
          from jsonb_each(went) part);
begin
    insert into deletions (kind, deleted_id, organisation_id, rows, snapshot, reason,
                           actor_id, client_id, correlation_id)
    values (gone, id_of_gone, organisation, counted, went, why,
            nullif(current_setting('selfsame.actor_id', true), '')::uuid,
            nullif(current_setting('selfsame.client_id', true), '')::uuid,
            current_setting('selfsame.correlation_id')::uuid);
    return counted;
end
$$;

-- Return the live consents and open memberships of a person, of one organisation or of all.
create or replace function ties_of(person uuid, organisation uuid default null) returns jsonb
language sql stable as $$
    select jsonb_build_object(
        'consents', (select coalesce(jsonb_agg(to_jsonb(it) order by it.id), '[]') from consents it
                      where it.person_id = person and it.status in {{live_consents}}
                        and (organisation is null or it.organisation_id = organisation)),
        'memberships', (select coalesce(jsonb_agg(to_jsonb(it) order by it.id), '[]') from memberships it
                         where it.person_id = person and it.ended_on is null
                           and (organisation is null or it.organisation_id = organisation)))
$$;

-- Return whether a person belongs to an organisation, by a membership that goes on or an accepted consent.
create or replace function belongs_to(person uuid, organisation uuid) returns boolean
language sql stable as $$
    select exists (select from memberships
                    where person_id = person and organisation_id = organisation and ended_on is null)
        or exists (select from consents
                    where person_id = person and organisation_id = organisation and status = 'ACCEPTED')
$$;

-- End what `ties_of` returns: others who follow are notified by the same events as if it had been withdrawn.
create or replace function end_ties(person uuid, organisation uuid default null) returns void
language plpgsql as $$
begin
    update consents set status = 'WITHDRAWN', offered = null
     where person_id = person and status in {{live_consents}}
       and (organisation is null or organisation_id = organisation);
    update memberships set ended_on = greatest(current_date, started_on)
     where person_id = person and ended_on is null
       and (organisation is null or organisation_id = organisation);
end
$$;

-- Let go of the work that a user has in hand: pairs and declarations are free for others.
create or replace function release_work(leaving uuid) returns void language plpgsql as $$
declare
    held uuid[];
begin
    perform release_records(leaving, true);
    held := array(
        select id from manual_merge_candidates
         where id in (select manual_merge_candidate_id from merge_requests
                       where assignee_id = leaving and superseded_at is null
                         and status in {{open_statuses}})
            or assignee_id = leaving
         order by id for update);
    update manual_merge_candidates set assignee_id = null where assignee_id = leaving;
    update merge_requests set superseded_at = now()
     where manual_merge_candidate_id = any (held) and assignee_id = leaving
       and superseded_at is null and status in {{open_statuses}};
end
$$;

-- Delete a user, who is locked, with all that hangs on them, and return how many rows went. Whoever is named
-- in the register's work leaves a row with the names and nothing else, which lets nobody in.
create or replace function delete_user(leaving uuid, why text) returns integer language plpgsql as $$
declare
    person constant uuid := person_of_user(leaving);
    is_named constant boolean := user_is_named(leaving);
    -- Those that they made, and those to their address: who left does not come back by what was sent before.
    invited constant uuid[] := array(
        select id from invitations
         where status = 'PENDING'
           and (invited_by = leaving or lower(email) = (select lower(email) from users where id = leaving))
         order by id for update);
    went jsonb;
begin
    perform release_work(leaving);
    went := jsonb_build_object(
        'user', (select to_jsonb(it) - 'password_hash' from users it where it.id = leaving),
        'roleGrants', (select coalesce(jsonb_agg(to_jsonb(it) order by it.id), '[]')
                         from role_grants it where it.user_id = leaving),
        'sessions', (select coalesce(jsonb_agg(
                            to_jsonb(it) - '{family_digest,token_digest,previous_token_digest}'::text[]
                            order by it.id), '[]')
                       from sessions it where it.user_id = leaving),
        'secondFactors', (select coalesce(jsonb_agg(
                                 to_jsonb(it) - '{sealed_secret,recovery_digests}'::text[]
                                 order by it.id), '[]')
                            from second_factors it where it.user_id = leaving),
        'digestSubscriptions', (select coalesce(jsonb_agg(to_jsonb(it) order by it.id), '[]')
                                  from digest_subscriptions it where it.user_id = leaving),
        'invitations', (select coalesce(jsonb_agg(to_jsonb(it) - 'token_digest' order by it.id), '[]')
                          from invitations it where it.id = any (invited)))
        || case when person is null then '{}' else ties_of(person) end;
    if person is not null then
        perform end_ties(person);
    end if;
    update invitations set status = 'WITHDRAWN' where id = any (invited);
    delete from role_grants where user_id = leaving;
    delete from failed_sign_ins where id = leaving;
    delete from last_uses where id = leaving
        or id in (select sessions.id from sessions where user_id = leaving);
    delete from sessions where user_id = leaving;
    delete from second_factors where user_id = leaving;
    delete from digest_subscriptions where user_id = leaving;
    delete from declaration_drafts where user_id = leaving;
    if is_named then
        update users
           set deleted_at = now(), password_hash = null, password_is_one_time = false,
               email = null, person_id = null, muted_letters = '{}'
         where id = leaving;
    else
        delete from users where id = leaving;
    end if;
    return keep_deletion('USER', leaving, null, went, why);
end
$$;

-- Return whether anything is on record about a person beside what one organisation holds of them.
create or replace function is_held_beside(person persons, organisation uuid) returns boolean
language sql stable as $$
    select person.status <> 'ACTIVE' or person.source is not null or person.master_person_id is not null
        or exists (select from memberships
                    where person_id = person.id and organisation_id <> organisation)
        or exists (select from consents where person_id = person.id and organisation_id <> organisation)
        or exists (select from users where person_id = person.id)
        or exists (select from persons other where other.master_person_id = person.id)
        or exists (select from vital_events where person_id = person.id)
        or exists (select from merge_candidates where person_id = person.id)
        or exists (select from merge_candidates where master_person_id = person.id)
        or exists (select from merged_pairs where person_id = person.id)
        or exists (select from merged_pairs where master_person_id = person.id)
        or exists (select from own_deaths where person_id = person.id)
        or exists (select from shared_deaths where person_id = person.id)
$$;

-- Delete the record of somebody of whom nothing is on record but what this organisation holds, former
-- versions too. Where something is, only what reaches them goes: return whether the record is gone.
create or replace function delete_custodial_person(person uuid, organisation uuid) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    record persons;
begin
    -- Whoever refers to the record by a key is waited for, and then seen.
    select * into record from persons where id = person for update;
    if is_held_beside(record, organisation) then
        delete from person_phones where person_id = person;
        delete from person_addresses where person_id = person;
        update persons set email = null where id = person and email is not null;
        return false;
    end if;
    perform set_config('selfsame.person_going', person::text, true);
    delete from consents where person_id = person;
    delete from memberships where person_id = person;
    delete from person_documents where person_id = person;
    delete from person_phones where person_id = person;
    delete from person_addresses where person_id = person;
    delete from person_keys where person_id = person;
    delete from due_matches where person_id = person;
    delete from person_editors where person_id = person;
    delete from person_versions where person_id = person;
    delete from persons where id = person;
    perform set_config('selfsame.person_going', '', true);
    return true;
end
$$;

-- Return whether a person is in the custody of an organisation: nobody speaks for them but it.
create or replace function is_in_custody(person uuid, organisation uuid) returns boolean
language sql stable as $$
    select not exists (select from users_who_are(array[person]))
       and exists (select from consents
                    where person_id = person and organisation_id = organisation
                      and status = 'ACCEPTED' and 'CUSTODY' = any (permissions))
$$;

-- Return what becomes of a person's record once they are removed from an organisation.
create or replace function record_when_removed(person uuid, organisation uuid) returns text
language sql stable as $$
    select case when not is_in_custody(person, organisation) then 'STAYS'
                when is_held_beside(persons, organisation) then 'LOSES_CONTACTS'
                else 'LEAVES' end
      from persons where id = person
$$;

-- Return how many roles a person holds in an organisation itself, which end with their membership.
create or replace function roles_of_member(person uuid, organisation uuid) returns integer
language sql stable as $$
    select count(*)::integer from role_grants
     where organisation_id = organisation
       and user_id in (select users_who_are.user_id from users_who_are(array[person]))
$$;

-- Let a person, who is locked, belong to an organisation no more, and return how many rows went; null where
-- they do not. A user of theirs holds no role in it any more either.
create or replace function remove_member(organisation uuid, person uuid, why text) returns integer
language plpgsql as $$
declare
    went jsonb;
    was_in_custody boolean;
    whole jsonb;
begin
    -- Nobody is linked to the record meanwhile: whoever is, ends custody.
    perform from persons where id = person for update;
    if not belongs_to(person, organisation) then
        return null;
    end if;
    went := ties_of(person, organisation);
    was_in_custody := is_in_custody(person, organisation);
    went := went || jsonb_build_object(
        'roleGrants', (select coalesce(jsonb_agg(to_jsonb(it) order by it.id), '[]')
                         from role_grants it
                        where it.organisation_id = organisation
                          and it.user_id in (select users_who_are.user_id
                                               from users_who_are(array[person]))));
    perform end_ties(person, organisation);
    delete from role_grants
     where organisation_id = organisation
       and user_id in (select users_who_are.user_id from users_who_are(array[person]));
    if was_in_custody then
        whole := person_record(person);
        if delete_custodial_person(person, organisation) then
            went := went || jsonb_build_object('person', whole);
        elsif whole ->> 'email' is not null or whole -> 'phones' <> '[]' or whole -> 'addresses' <> '[]' then
            went := went || jsonb_build_object('contacts', jsonb_build_object(
                'email', whole -> 'email', 'phones', whole -> 'phones',
                'addresses', whole -> 'addresses'));
        end if;
    end if;
    return keep_deletion('MEMBER', person, organisation, went, why);
end
$$;

-- Delete snapshots that are older than so many seconds, a batch at a time, and return how many.
create or replace function purge_deletions(older_than double precision, most integer)
returns integer language plpgsql security definer set search_path = public, pg_temp as $$
declare
    young constant uuid := oldest_key(time_ago(older_than));
    purged integer;
begin
    delete from deletions where id in (
        select id from deletions
         where id < young
         order by id limit most);
    get diagnostics purged = row_count;
    return purged;
end
$$;
revoke execute on function purge_deletions from public;
grant execute on function purge_deletions to selfsame_app;

revoke execute on function delete_custodial_person from public;
grant execute on function delete_custodial_person to selfsame_app;

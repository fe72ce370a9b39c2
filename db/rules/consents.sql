-- Whom somebody acts for, and how consents move (rule R6).

-- Return who a user is on record, where they are PERSON through this client now: where that record was merged, the
-- one that stands for it.
create or replace function own_person(client uuid, acting_user uuid) returns uuid
language sql stable as $$
    select coalesce((select master_person_id from persons where id = users.person_id), person_id)
      from users
     where id = acting_user
       and exists (select from live_grants
                    where user_id = acting_user and client_id = client and role = 'PERSON')
$$;

-- Return whether somebody acts for a person: as that person, or as a steward of an organisation that has them
-- in custody.
create or replace function acts_for(person uuid, client uuid, acting_user uuid) returns boolean
language sql stable as $$
    select coalesce(own_person(client, acting_user) = person, false)
        or exists (select from consents
                    where person_id = person and status = 'ACCEPTED' and 'CUSTODY' = any (permissions)
                      and acting_user is not null
                      and is_at_or_below(
                          organisation_id, places_of(client, acting_user, '{STEWARD}')))
$$;

-- A consent moves as the rules say, whoever writes.
create or replace function consent_moves() returns trigger language plpgsql as $$
begin
    -- A merge that is undone gives back what it withdrew (rule R12).
    if (old.status, new.status) not in {{consent_moves}}
       and coalesce(current_setting('selfsame.returning_ties', true), '') = ''
    then
        raise exception 'A consent does not become % from %', new.status, old.status
            using errcode = 'check_violation', constraint = 'a_consent_moves_by_the_rules';
    end if;
    return null;
end
$$;

create or replace trigger consent_moves after update of status on consents
    for each row when (new.status <> old.status) execute function consent_moves();

create or replace trigger count_version before update on consents
    for each row when (new.* is distinct from old.*) execute function count_version();
create or replace trigger count_version before update on memberships
    for each row when (new.* is distinct from old.*) execute function count_version();

-- Nobody begins to belong to an organisation that has ended (rule R1).
create or replace function membership_starts() returns trigger language plpgsql as $$
begin
    if new.ended_on is null
       and (select status from organisations where id = new.organisation_id for share) <> 'ACTIVE'
    then
        raise exception 'Organisation % is not active', new.organisation_id
            using errcode = 'check_violation', constraint = 'nobody_joins_an_ended_organisation';
    end if;
    return null;
end
$$;

create or replace trigger membership_starts after insert on memberships
    for each row execute function membership_starts();

-- An accepted consent makes its person a member, where they are none yet (rule R6).
create or replace function member_by_consent() returns trigger language plpgsql as $$
begin
    if not exists (select from memberships
                    where person_id = new.person_id and organisation_id = new.organisation_id
                      and ended_on is null)
    then
        insert into memberships (person_id, organisation_id)
        values (new.person_id, new.organisation_id)
            on conflict do nothing;
    end if;
    return null;
end
$$;

create or replace trigger member_when_accepted after update of status on consents
    for each row when (new.status = 'ACCEPTED' and old.status <> 'ACCEPTED')
    execute function member_by_consent();
create or replace trigger member_when_made after insert on consents
    for each row when (new.status = 'ACCEPTED') execute function member_by_consent();

-- To withdraw a consent ends the membership that has no title, as accepting one begins it; what somebody is there
-- besides, under a title, is a fact of its own.
create or replace function membership_ends() returns trigger language plpgsql as $$
begin
    update memberships set ended_on = greatest(current_date, started_on)
     where person_id = new.person_id and organisation_id = new.organisation_id
       and title is null and ended_on is null;
    return null;
end
$$;

create or replace trigger membership_ends_with_consent after update of status on consents
    for each row when (old.status = 'ACCEPTED' and new.status = 'WITHDRAWN')
    execute function membership_ends();

-- Who has a user of their own is in nobody's custody (rule R6): the rest of the consent goes on.
create or replace function custody_ends() returns trigger language plpgsql as $$
declare
    former constant text[] := begin_consequence('consent.custody_ended');
begin
    perform end_custody_of(array(
        select coalesce(master_person_id, id) from persons where id = new.person_id));
    perform end_consequence(former);
    return null;
end
$$;

create or replace trigger custody_ends_on_insert after insert on users
    for each row when (new.person_id is not null) execute function custody_ends();
create or replace trigger custody_ends_on_update after update of person_id on users
    for each row when (new.person_id is not null and new.person_id is distinct from old.person_id)
    execute function custody_ends();

-- The organisations that persons may offer a consent to, each with the names of those above it, from the root
-- down: what stands on their signs, and nothing else of the tree.
create or replace view organisation_choices as
    select id, name, kind,
           array(select above.name
                   from organisation_paths path join organisations above on above.id = path.ancestor_id
                  where path.organisation_id = organisations.id and above.id <> organisations.id
                  order by (select count(*) from organisation_paths its
                             where its.organisation_id = above.id)) as above
      from organisations
     where status = 'ACTIVE';

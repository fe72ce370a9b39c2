-- The grants that hold at this moment: an expired one is none (rule R4).
create or replace view live_grants as
    select id, user_id, client_id, role, organisation_id
      from role_grants
     where expires_at is null or expires_at > now();

-- The organisations in which a user holds a role through a client, with these roles (rule R2).
create or replace view viewer_organisations as
    select organisations.id, user_id, client_id, name, kind, array_agg(role order by role) as roles
      from live_grants join organisations on organisations.id = organisation_id
     where name is not null
     group by organisations.id, user_id, client_id;

-- The roles that hold in organisations, each with whose it is: what whoever gives roles there sees (rule R4).
create or replace view organisation_staff as
    select id, user_id, client_id, role, organisation_id, expires_at, inserted_at
      from role_grants
     where organisation_id is not null and (expires_at is null or expires_at > now());

-- The users who may be given roles, by no more than their names.
create or replace view colleagues as
    select id, username, display_name, is_blocked from users where deleted_at is null;

-- Return the name of the refusal where a token's client or user may not act at this moment, or null
-- (rules A1, A3–A5). The user needs one of `roles`; null needs none. A grant that is
-- limited to an organisation is as good as none (rule R3), but where `roles` has the role as a limited one:
-- what such a field shows or does, it narrows itself. So is a machine that is bound to one. A token that was given to a session
-- ends with it (rule E8): a `session` must be open, and theirs. A block, which ends sessions too, is
-- named for what it is. It returns a table because
-- only then does Postgres inline it into the statement that calls it; the offset keeps it from
-- looking each of the two up once for every mention. Tables are named with their schema, since `begin_act` lends its
-- owner's powers.
create or replace function access_refusal(
    client uuid, acting_user uuid, roles text[], session uuid default null
) returns table (refusal text) language sql stable as $$
    select case
        when known.client_state is null
             or acting_user is not null and known.user_is_blocked is null
            then 'Unauthenticated'
        when known.client_state = 'BLOCKED' then 'ClientBlocked'
        when known.user_is_blocked then 'UserBlocked'
        when session is not null and known.session_is_open is not true then 'Unauthenticated'
        when acting_user is null then
            case when roles is null and known.client_state = 'FREE' or {{any_machine}} = any (roles)
                 then null else 'RoleMissing' end
        when roles is not null and not exists (
            select from public.role_grants
             where user_id = acting_user and client_id = client
               and case when organisation_id is null then role else {{limited}} || role end
                   = any (roles)
               and (expires_at is null or expires_at > now()))
            then 'RoleMissing'
    end
      from (select (select case when is_blocked then 'BLOCKED'
                                when organisation_id is null then 'FREE'
                                else 'BOUND' end
                      from public.clients where id = client) as client_state,
                   (select case when deleted_at is null then is_blocked end
                      from public.users where id = acting_user) as user_is_blocked,
                   (select ended_at is null and expires_at > now()
                       and user_id = acting_user and client_id = client
                      from public.sessions where id = session) as session_is_open
            offset 0) known
$$;

-- Return how far a user who is ADMIN through a client could administer access now: 2 where they can sign
-- in by a password, 1 where only an outside issuer can bring them (rule E4), 0 where they cannot.
create or replace function ability_to_administer(person users, client clients)
returns integer language sql stable as $$
    select case
        when person.is_blocked or client.is_blocked or not 'access:write' = any (client.scopes) then 0
        when person.password_hash is null then 1
        else 2
    end
$$;

-- Somebody must be left who could administer access now (rule E3): who takes an ADMIN's ability away
-- leaves another who is able at least as far. A grant that will expire is none that is left. Transactions that take it away do so one after the
-- other. The system itself, with no client, may take away the last: that is the operator's affair.
create or replace function an_admin_remains() returns trigger language plpgsql as $$
declare
    taken integer;
begin
    if nullif(current_setting('selfsame.client_id', true), '') is null then
        return null;
    end if;
    perform pg_advisory_xact_lock({{lock_of_last_admin}});
    if tg_table_name = 'users' then
        select max(ability_to_administer(old, clients)) into taken
          from role_grants join clients on clients.id = client_id
         where user_id = old.id and role = 'ADMIN' and expires_at is null;
    elsif tg_table_name = 'clients' then
        select max(ability_to_administer(users, old)) into taken
          from role_grants join users on users.id = user_id
         where client_id = old.id and role = 'ADMIN' and expires_at is null;
    else
        select max(ability_to_administer(users, clients)) into taken
          from users, clients
         where users.id = old.user_id and clients.id = old.client_id and old.expires_at is null;
    end if;
    if taken > (
        select coalesce(max(ability_to_administer(users, clients)), 0)
          from role_grants
          join users on users.id = user_id
          join clients on clients.id = client_id
         where role = 'ADMIN' and expires_at is null)
    then
        raise exception 'No admin would remain'
            using errcode = 'check_violation', constraint = 'an_admin_remains';
    end if;
    return null;
end
$$;

create or replace trigger an_admin_remains after update on users
    for each row when (
        not old.is_blocked
        and (new.is_blocked or old.password_hash is not null and new.password_hash is null))
    execute function an_admin_remains();
create or replace trigger an_admin_remains after update on clients
    for each row when (
        not old.is_blocked and 'access:write' = any (old.scopes)
        and (new.is_blocked or not 'access:write' = any (new.scopes)))
    execute function an_admin_remains();
create or replace trigger an_admin_remains after update or delete on role_grants
    for each row when (old.role = 'ADMIN')
    execute function an_admin_remains();

-- Return where somebody holds one of these roles through a client: null for everywhere, else the
-- organisations in which and below which they do, which may be none. A machine holds none of them: where it
-- is bound to an organisation it is asked about that one, else about all.
create or replace function places_of(client uuid, acting_user uuid, roles text[]) returns uuid[]
language sql stable as $$
    select case
        when acting_user is null then
            case when exists (select from clients where id = client and organisation_id is null)
                 then null
                 else array(select organisation_id from clients
                             where id = client and organisation_id is not null) end
        when exists (select from live_grants
                      where user_id = acting_user and client_id = client and role = any (roles)
                        and organisation_id is null)
            then null
        else array(select organisation_id from live_grants
                    where user_id = acting_user and client_id = client and role = any (roles))
    end
$$;

-- Return whether an organisation is one of those, or stands below one (rule R2).
create or replace function is_at_or_below(organisation uuid, places uuid[]) returns boolean
language sql stable as $$
    select places is null
        or exists (select from organisation_paths
                    where organisation_id = organisation and ancestor_id = any (places))
$$;

-- An organisation that has a steward keeps one who can act now (rule R5); of two who leave at once one stays.
-- To block a steward is no leaving: that must be possible at once. The system itself may take the last.
create or replace function a_steward_remains() returns trigger language plpgsql as $$
begin
    if nullif(current_setting('selfsame.client_id', true), '') is null
       or old.expires_at is not null
       or not exists (select from users, clients
                       where users.id = old.user_id and not users.is_blocked
                         and clients.id = old.client_id and not clients.is_blocked)
    then
        return null;
    end if;
    perform from organisations where id = old.organisation_id and status = 'ACTIVE' for no key update;
    if found and not exists (
        select from role_grants
          join users on users.id = user_id and not users.is_blocked
          join clients on clients.id = client_id and not clients.is_blocked
         where role_grants.organisation_id = old.organisation_id and role = 'STEWARD'
           and expires_at is null)
    then
        raise exception 'Organisation % would have no steward', old.organisation_id
            using errcode = 'check_violation', constraint = 'a_steward_remains';
    end if;
    return null;
end
$$;

create or replace trigger a_steward_remains after update or delete on role_grants
    for each row when (old.role = 'STEWARD' and old.organisation_id is not null)
    execute function a_steward_remains();

-- A block ends the sessions of the client or user, and lifting it restores none of them (rule E5).
create or replace function sessions_end_with_a_block() returns trigger language plpgsql as $$
begin
    if tg_table_name = 'users' then
        update sessions set ended_at = now() where ended_at is null and user_id = new.id;
    else
        update sessions set ended_at = now() where ended_at is null and client_id = new.id;
    end if;
    return null;
end
$$;

create or replace trigger sessions_end_with_a_block after update of is_blocked on users
    for each row when (new.is_blocked and not old.is_blocked)
    execute function sessions_end_with_a_block();
create or replace trigger sessions_end_with_a_block after update of is_blocked on clients
    for each row when (new.is_blocked and not old.is_blocked)
    execute function sessions_end_with_a_block();

-- Keep when clients and users were last used, as a process noticed it. In the order of their ids, so
-- that no two processes wait for each other.
create or replace function note_uses(ids uuid[], moments timestamptz[]) returns void language sql as $$
    insert into last_uses (id, used_at)
    select id, used_at from unnest(ids, moments) as noticed (id, used_at) order by id
        on conflict (id) do update set used_at = excluded.used_at
        where last_uses.used_at < excluded.used_at
$$;

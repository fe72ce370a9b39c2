-- Return the name of the refusal where a token's client or user may not act at this moment, or null
-- (rules A1, A3–A5). The user needs one of `roles`; null needs none. A token that was given to a session
-- ends with it (rule E8): a `session` must be open, and theirs. A block, which ends sessions too, is
-- named for what it is. It returns a table because
-- only then does Postgres inline it into the statement that calls it; the offset keeps it from
-- looking each of the two up once for every mention.
create or replace function access_refusal(
    client uuid, acting_user uuid, roles text[], session uuid default null
) returns table (refusal text) language sql stable as $$
    select case
        when known.client_is_blocked is null
             or acting_user is not null and known.user_is_blocked is null
            then 'Unauthenticated'
        when known.client_is_blocked then 'ClientBlocked'
        when known.user_is_blocked then 'UserBlocked'
        when session is not null and known.session_is_open is not true then 'Unauthenticated'
        when roles is not null and not exists (
            select from role_grants
             where user_id = acting_user and client_id = client and role = any (roles))
            then 'RoleMissing'
    end
      from (select (select is_blocked from clients where id = client) as client_is_blocked,
                   (select is_blocked from users where id = acting_user) as user_is_blocked,
               (select ended_at is null and expires_at > now()
                       and user_id = acting_user and client_id = client
                  from sessions where id = session) as session_is_open
            offset 0) known
$$;

-- Begin an act: for the rest of the transaction the audit trail knows who does what for which
-- request (rule D1). It returns who acts, so that a statement can do the whole act by itself:
-- `from begin_act(…) as reviewer, assign_merge_candidate(reviewer, …)`. No client is the
-- application itself; without a correlation id the trail takes that of each row, as messages have
-- one. Where access is not granted, or no longer, it refuses with SQLSTATE SA003 and the refusal's
-- name. force_generic_plan: otherwise PostgreSQL plans the check of access anew in every act, which
-- doubles its cost.
create or replace function begin_act(
    action text, client uuid default null, acting_user uuid default null,
    correlation uuid default null, roles text[] default null, session uuid default null
) returns uuid language plpgsql set plan_cache_mode = force_generic_plan as $$
declare
    refused text;
    done text;
begin
    if client is not null then
        select refusal into refused from access_refusal(client, acting_user, roles, session);
    end if;
    if refused is not null then
        raise exception '%', refused using errcode = 'SA003';
    end if;
    -- Assigned, because plpgsql runs a query for what is performed.
    done := set_config('selfsame.action', action, true);
    done := set_config('selfsame.client_id', client::text, true);
    done := set_config('selfsame.actor_id', coalesce(acting_user, client)::text, true);
    done := set_config('selfsame.correlation_id', correlation::text, true);
    done := set_config('selfsame.act_id', '', true);
    return coalesce(acting_user, client);
end
$$;

-- Begin what the product itself does within somebody's act because of it, such as to recuse a reviewer
-- of the record that was changed. It is an act of its own in the trail, by the same actor for the same
-- request (rule D1); `end_consequence` takes what this returns and lets the act itself go on. They
-- may be nested.
create or replace function begin_consequence(action text) returns text[] language plpgsql as $$
declare
    former constant text[] := array[
        current_setting('selfsame.action', true), current_setting('selfsame.act_id', true)];
    done text;
begin
    -- Where no act was announced, none is announced by this: the trail refuses what follows.
    if former[1] <> '' then
        done := set_config('selfsame.action', action, true);
        done := set_config('selfsame.act_id', '', true);
    end if;
    return former;
end
$$;

create or replace function end_consequence(former text[]) returns void language plpgsql as $$
declare
    done text;
begin
    done := set_config('selfsame.action', former[1], true);
    done := set_config('selfsame.act_id', former[2], true);
end
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
-- leaves another who is able at least as far. Transactions that take it away do so one after the
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
         where user_id = old.id and role = 'ADMIN';
    elsif tg_table_name = 'clients' then
        select max(ability_to_administer(users, old)) into taken
          from role_grants join users on users.id = user_id
         where client_id = old.id and role = 'ADMIN';
    else
        select max(ability_to_administer(users, clients)) into taken
          from users, clients
         where users.id = old.user_id and clients.id = old.client_id;
    end if;
    if taken > (
        select coalesce(max(ability_to_administer(users, clients)), 0)
          from role_grants
          join users on users.id = user_id
          join clients on clients.id = client_id
         where role = 'ADMIN')
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

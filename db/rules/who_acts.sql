-- Who acts is said once in a transaction, and kept where the application can neither read nor write it (rule Y6).

-- Begin an act: for the rest of the transaction the audit trail knows who does what for which
-- request (rule D1). It returns who acts, so that a statement can do the whole act by itself:
-- `from begin_act(…) as reviewer, assign_merge_candidate(reviewer, …)`. No client is the
-- application itself; without a correlation id the trail takes that of each row, as messages have
-- one. Where access is not granted, or no longer, it refuses with SQLSTATE SA003 and the refusal's
-- name. force_generic_plan: otherwise PostgreSQL plans the check of access anew in every act, which
-- doubles its cost.
-- Settings may be set by anybody. So a digest of who acts is kept in a sequence as well, and the key of the digest in
-- another: what a session has of a sequence is its own, costs no write, and is read and set by its owner's rights alone.
-- A transaction that has written something goes on in the name that the trail has it under, or is refused with SQLSTATE
-- SA007 (rule Y6). Relations and types are named with their schema: a session's own would come first.
create or replace function begin_act(
    action text, client uuid default null, acting_user uuid default null,
    correlation uuid default null, roles text[] default null, session uuid default null
) returns uuid language plpgsql security definer set plan_cache_mode = force_generic_plan as $$
declare
    refused pg_catalog.text;
    done pg_catalog.int4;
begin
    if client is not null then
        select refusal into refused
          from public.access_refusal(client, acting_user, roles, session);
        if refused is not null then
            raise exception '%', refused using errcode = 'SA003';
        end if;
    end if;
    if pg_current_xact_id_if_assigned() is not null then
        perform public.refuse_another_name(coalesce(acting_user, client), client);
    end if;
    -- Assigned, and at once: plpgsql runs a query for what is performed, and each expression has a price.
    done := num_nonnulls(
        set_config('selfsame.action', action, true),
        set_config('selfsame.client_id', client::pg_catalog.text, true),
        set_config('selfsame.actor_id', coalesce(acting_user, client)::pg_catalog.text, true),
        set_config('selfsame.correlation_id', correlation::pg_catalog.text, true),
        set_config('selfsame.act_id', '', true),
        nextval('public.acting_keys'),
        setval('public.who_acts', {{name_of_act}}));
    return coalesce(acting_user, client);
end
$$;
revoke execute on function begin_act from public;
grant execute on function begin_act to selfsame_app;

-- Refuse what would act in another name than the transaction has written in. What it has written has keys of after
-- it began, so that not all partitions are looked at; a clock may be put back by an hour.
create or replace function refuse_another_name(actor uuid, client uuid) returns void
language plpgsql as $$
begin
    if exists (select from public.audit_log
                where transaction = pg_current_xact_id()::pg_catalog.text::pg_catalog.int8
                  and id >= (lpad(to_hex((extract(epoch from now() - interval '1 hour') * 1000)::pg_catalog.int8), 12, '0')
                             || '00000000000000000000')::pg_catalog.uuid
                  and (actor_id is distinct from actor or client_id is distinct from client))
    then
        raise exception 'A transaction acts in one name' using errcode = 'SA007';
    end if;
end
$$;

-- Refuse to write into an act whose first entry is of another transaction (rule Y6). Its key may be older than the
-- transaction only where a clock was put back meanwhile.
create or replace function refuse_act_of_before(act uuid) returns void
language plpgsql as $$
begin
    if not exists (select from public.audit_log
                    where id = act and transaction = pg_current_xact_id()::pg_catalog.text::pg_catalog.int8)
    then
        raise exception 'An entry is of an act of its transaction' using errcode = 'SA007';
    end if;
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

-- Write down, within an act of looking, what its actor has looked at: an entry each, with nothing changed (rule D1).
-- Returns the first entry.
create or replace function record_looks(noun text, viewed uuid[]) returns uuid
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    first_id constant uuid := uuidv7();
    looking constant text := current_setting('selfsame.action');
    looker constant uuid := current_setting('selfsame.actor_id')::uuid;
    by_client constant uuid := current_setting('selfsame.client_id')::uuid;
begin
    if looking not like '%.viewed' then
        raise exception '% is no look', looking using errcode = 'SA001';
    end if;
    if currval('public.who_acts') is distinct from {{name_of_act}} then
        raise exception 'A transaction acts in one name' using errcode = 'SA007';
    end if;
    perform refuse_another_name(looker, by_client);
    insert into audit_log
        (id, act_id, actor_id, client_id, action, resource, resource_id, changeset, correlation_id)
    select case row_number() over () when 1 then first_id else uuidv7() end, first_id, looker,
           by_client, looking, noun, seen, '{}', current_setting('selfsame.correlation_id')::uuid
      from unnest(viewed) seen;
    return first_id;
end
$$;
revoke execute on function record_looks from public;
grant execute on function record_looks to selfsame_app;

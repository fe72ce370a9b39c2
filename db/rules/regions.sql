-- A national copy has by logical replication what its regions have, and changes nothing of it (rule Z10). What is
-- replicated fires no trigger of ours but those that are made here for it.

create or replace function refuse_in_copy() returns trigger language plpgsql as $$
begin
    raise exception 'What a copy has of its regions is changed there'
        using errcode = 'integrity_constraint_violation', constraint = 'a_copy_is_read_only';
end
$$;

-- Mark what is unique within a region alone with it: names of users and clients, of roots of organisations and of
-- templates, and the sources of persons. Users and clients of a region can do nothing in the copy. The worker that
-- applies what a subscription brings knows whose it is, and works for no other one.
create or replace function mark_with_region() returns trigger language plpgsql as $$
declare
    region text := nullif(current_setting('selfsame.region_of_origin', true), '');
begin
    if region is null then
        select upper(substr(subname, length('{{prefix_of_subscriptions}}') + 1)) into strict region
          from pg_stat_subscription where pid = pg_backend_pid();
        perform set_config('selfsame.region_of_origin', region, false);
    end if;
    case tg_table_name
        when 'users' then
            new.username := new.username || '@' || region;
            new.is_blocked := true;
        when 'clients' then
            new.name := new.name || '@' || region;
            new.scopes := '{}';
            new.is_blocked := true;
        when 'persons' then
            new.source := new.source || '@' || region;
        when 'organisations' then
            if new.parent_id is null then
                new.name := new.name || '@' || region;
            end if;
        when 'certificate_templates' then
            new.name := new.name || '@' || region;
    end case;
    return new;
end
$$;

-- Make this database a copy: the tables that come from regions are refused to whoever acts here, and `marked` are
-- marked as they come. Called again for what later versions publish.
create or replace procedure become_copy(read_only text[], marked text[]) language plpgsql as $$
declare
    name text;
begin
    foreach name in array read_only
    loop
        execute format('create or replace trigger read_only_in_copy before insert or update or delete on %I'
                       ' for each statement execute function refuse_in_copy()', name);
    end loop;
    foreach name in array marked
    loop
        execute format('create or replace trigger marked_with_region before insert or update on %I'
                       ' for each row execute function mark_with_region()', name);
        execute format('alter table %I enable replica trigger marked_with_region', name);
    end loop;
end
$$;

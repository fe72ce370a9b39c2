-- An act that changes a person, or their documents, phones or addresses, makes one version of the
-- record and keeps it whole (rules H21 and H22). Several statements of one transaction make one version,
-- and what they undo again makes none, with savepoints too: nothing is remembered but in the rows.

-- Return whether a version is the work of the running transaction. A number alone would not do: after
-- a restore, transactions are counted anew.
create or replace function is_of_this_transaction(version person_versions) returns boolean
language sql stable as $$
    select version.transaction_id = pg_current_xact_id()::text::bigint and version.inserted_at = now()
$$;

-- Return what a person's own row says, under the names of the API.
create or replace function person_facts(person persons) returns jsonb language sql stable as $$
    select jsonb_build_object(
        'firstName', person.first_name,
        'lastName', person.last_name,
        'secondName', person.second_name,
        'birthDateKnown', known_date(person.birth_date, person.partial_birth_date),
        'gender', person.gender,
        'taxId', person.tax_id,
        'nationalId', person.national_id,
        'email', person.email,
        'deathDateKnown', known_date(person.death_date, person.partial_death_date),
        'status', person.status,
        'masterPersonId', person.master_person_id,
        'source', person.source,
        'externalId', person.external_id)
$$;

-- Return persons as they are now, with all that belongs to their records.
create or replace function person_records(ids uuid[])
returns table (person_id uuid, version integer, record jsonb)
language sql stable set enable_seqscan = off as $$
    select person.id, person.version,
           person_facts(person) || jsonb_build_object(
               'documents', (
                   select coalesce(jsonb_agg(jsonb_build_object(
                              'type', it.type, 'number', it.number, 'issuedAt', it.issued_at,
                              'issuedBy', it.issued_by, 'expirationDate', it.expiration_date)
                                    order by it.id), '[]')
                     from person_documents it where it.person_id = person.id),
               'phones', (
                   select coalesce(jsonb_agg(jsonb_build_object(
                              'type', it.type, 'number', it.number) order by it.id), '[]')
                     from person_phones it where it.person_id = person.id),
               'addresses', (
                   select coalesce(jsonb_agg(jsonb_build_object(
                              'type', it.type, 'country', it.country, 'area', it.area,
                              'settlement', it.settlement, 'street', it.street,
                              'building', it.building, 'apartment', it.apartment, 'zip', it.zip)
                                    order by it.id), '[]')
                     from person_addresses it where it.person_id = person.id))
      from unnest(ids) wanted(id) join persons person using (id)
$$;

-- Return a person as they are now, as their versions keep it.
create or replace function person_record(person uuid) returns jsonb language sql stable as $$
    select record from person_records(array[person])
$$;

-- Nobody begins with another version than the first.
create or replace function person_version_begins() returns trigger language plpgsql as $$
begin
    new.version := 1;
    return new;
end
$$;

-- Count a change of a person as a version. Whoever changes what belongs to a record asks for it by
-- raising the number, whose rise this decides: by one in a transaction, and by no other change.
create or replace function person_version_rises() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    as_before persons := new;
    is_own boolean;
    says_nothing boolean;
begin
    as_before.updated_at := old.updated_at;
    if as_before is not distinct from old then
        return new;
    end if;
    select is_of_this_transaction(kept), changed = '{}' into is_own, says_nothing
      from person_versions kept where person_id = old.id and version = old.version;
    if not found and old.version = 1 then
        -- First versions are being made (`begin_person_versions`), and this comes before its turn.
        insert into person_versions
               (person_id, version, record, changed, action, correlation_id, transaction_id)
        select person_id, version, record, '{}', 'person_version.begun',
               coalesce(nullif(current_setting('selfsame.correlation_id', true), '')::uuid, uuidv7()), 0
          from person_records(array[old.id])
            on conflict do nothing;
    end if;
    new.version := old.version + case
        when is_own is distinct from true then 1
        -- It differs in nothing from the former version: keep_person_versions takes it back.
        when says_nothing and old.version > 1 then -1
        else 0
    end;
    return new;
end
$$;

-- Keep the present versions of persons, which this transaction has made, and name those who edited
-- them: nobody where the application itself or a machine did, nor whoever decided that records are one
-- person, or are not (rules B15 and H15); with whoever acts, whoever asked for it (`name_who_asked`).
create or replace function keep_person_versions(ids uuid[]) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    acting uuid := nullif(current_setting('selfsame.actor_id', true), '')::uuid;
    client uuid := nullif(current_setting('selfsame.client_id', true), '')::uuid;
    asking uuid := nullif(current_setting('selfsame.asking_id', true), '')::uuid;
    unchanged uuid[];
begin
    with written as (
        insert into person_versions as kept
               (person_id, version, record, changed, action, actor_id, client_id, correlation_id,
                transaction_id)
        select present.person_id, present.version, present.record,
               case when present.version = 1 then '{}'
                    else array(select it.key from jsonb_each(present.record) it
                                where it.value is distinct from former.record -> it.key
                                order by it.key)
               end,
               current_setting('selfsame.action', true), acting, client,
               nullif(current_setting('selfsame.correlation_id', true), '')::uuid,
               pg_current_xact_id()::text::bigint
          from person_records(ids) present
          left join person_versions former
            on former.person_id = present.person_id and former.version = present.version - 1
            on conflict (person_id, version) do update
            set record = excluded.record, changed = excluded.changed
          where is_of_this_transaction(kept) and kept.record <> excluded.record
        returning kept.person_id, kept.version, kept.changed)
    select array_agg(person_id) into unchanged from written where changed = '{}' and version > 1;
    if unchanged is not null then
        update persons set version = version - 1 where id = any (unchanged);
        delete from person_versions kept using persons person
         where person.id = any (unchanged)
           and kept.person_id = person.id and kept.version = person.version + 1;
    end if;
    if acting is distinct from client
       and current_setting('selfsame.action', true) not like all (array['merge_request.%', 'unmerge.%'])
       and exists (select from users where id = acting) then
        insert into person_editors (person_id, user_id)
        select edited.id, editor
          from unnest(ids) edited (id), unnest(array[acting, asking]) editor
         where editor is not null and (unchanged is null or edited.id <> all (unchanged))
         order by edited.id, editor
            on conflict do nothing;
    end if;
end
$$;

-- Keep the versions that a statement on persons has made. One that is kept already, because the same
-- statement changed what belongs to the record, is not written again.
create or replace function keep_changed_persons() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    made uuid[];
begin
    if tg_op = 'INSERT' then
        made := array(select id from new_rows order by id);
    else
        made := array(select present.id
                        from old_rows former
                        join persons present using (id)
                        left join person_versions kept
                          on kept.person_id = present.id and kept.version = present.version
                         and is_of_this_transaction(kept)
                       where (present.version > former.version or kept.version is not null)
                         and (kept.record @> person_facts(present)) is not true
                       order by present.id);
    end if;
    if made <> '{}' then
        perform keep_person_versions(made);
    end if;
    return null;
end
$$;

-- Let a change of what belongs to records be one of their persons. Parts that came by an insert are
-- in a version of this transaction if it has as many: then it was kept after the whole statement.
create or replace function keep_persons_of_parts() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    ids uuid[];
    former uuid[];
begin
    if tg_op = 'INSERT' then
        execute format(
            $of_table$
            select array_agg(changed.person_id)
              from (select distinct person_id from new_rows) changed
              left join person_versions kept
                on kept.person_id = changed.person_id and is_of_this_transaction(kept)
             where jsonb_array_length(kept.record -> %L) is distinct from
                   (select count(*) from %I part where part.person_id = changed.person_id)
            $of_table$,
            replace(tg_table_name, 'person_', ''), tg_table_name) into ids;
    elsif tg_op = 'DELETE' then
        ids := array(select distinct person_id from old_rows);
    else
        ids := array(select it.person_id from new_rows it left join old_rows other using (id)
                      where it is distinct from other
                      union
                     select it.person_id from old_rows it left join new_rows other using (id)
                      where it is distinct from other);
    end if;
    if ids is null or ids = '{}' then
        return null;
    end if;
    -- Whose present version was made by an act before gets a new one.
    former := array(select person_id from persons person
                      join person_versions kept
                        on kept.person_id = person.id and kept.version = person.version
                     where person.id = any (ids) and not is_of_this_transaction(kept));
    if former <> '{}' then
        perform from persons where id = any (former) order by id for no key update;
        update persons set version = version + 1 where id = any (former);
        ids := array(select unnest(ids) except select unnest(former));
    end if;
    if ids <> '{}' then
        perform keep_person_versions(ids);
    end if;
    return null;
end
$$;

-- Say within an act on whose request it is done: what it changes of persons, they change too.
create or replace function name_who_asked(asking uuid) returns void language sql as
    $$select set_config('selfsame.asking_id', coalesce(asking::text, ''), true)$$;

-- Whoever declared a birth has edited the person that it becomes, and whoever declared a death the person
-- that is dead since it was registered.
create or replace function declaring_is_editing() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    insert into person_editors (person_id, user_id)
    values (new.person_id, new.declared_by_user_id) on conflict do nothing;
    return null;
end
$$;

create or replace trigger version_begins before insert on persons
    for each row when (new.version <> 1) execute function person_version_begins();
create or replace trigger version_rises before update on persons
    for each row execute function person_version_rises();
create or replace trigger version_kept_on_insert after insert on persons
    referencing new table as new_rows
    for each statement execute function keep_changed_persons();
create or replace trigger version_kept_on_update after update on persons
    referencing old table as old_rows new table as new_rows
    for each statement execute function keep_changed_persons();

create or replace trigger version_kept_on_insert after insert on person_documents
    referencing new table as new_rows
    for each statement execute function keep_persons_of_parts();
create or replace trigger version_kept_on_update after update on person_documents
    referencing old table as old_rows new table as new_rows
    for each statement execute function keep_persons_of_parts();
create or replace trigger version_kept_on_delete after delete on person_documents
    referencing old table as old_rows
    for each statement execute function keep_persons_of_parts();
create or replace trigger parts_are_not_truncated before truncate on person_documents
    for each statement execute function refuse_change();

create or replace trigger version_kept_on_insert after insert on person_phones
    referencing new table as new_rows
    for each statement execute function keep_persons_of_parts();
create or replace trigger version_kept_on_update after update on person_phones
    referencing old table as old_rows new table as new_rows
    for each statement execute function keep_persons_of_parts();
create or replace trigger version_kept_on_delete after delete on person_phones
    referencing old table as old_rows
    for each statement execute function keep_persons_of_parts();
create or replace trigger parts_are_not_truncated before truncate on person_phones
    for each statement execute function refuse_change();

create or replace trigger version_kept_on_insert after insert on person_addresses
    referencing new table as new_rows
    for each statement execute function keep_persons_of_parts();
create or replace trigger version_kept_on_update after update on person_addresses
    referencing old table as old_rows new table as new_rows
    for each statement execute function keep_persons_of_parts();
create or replace trigger version_kept_on_delete after delete on person_addresses
    referencing old table as old_rows
    for each statement execute function keep_persons_of_parts();
create or replace trigger parts_are_not_truncated before truncate on person_addresses
    for each statement execute function refuse_change();

create or replace trigger declaring_is_editing after update of person_id on vital_events
    for each row when (new.declared_by_user_id is not null and new.person_id is not null
                       and (new.kind = 'BIRTH' and new.person_id is distinct from old.person_id
                            or new.kind = 'DEATH' and old.person_id is null))
    execute function declaring_is_editing();

-- These see what the application's role does not, so nobody calls them but the triggers above.
revoke execute on function keep_person_versions from public;

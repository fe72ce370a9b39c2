-- Who reads the versions of persons, and how that is written down (rule H21).

-- Write down in the trail about whom a user was shown something: one act with an entry for each person,
-- with nothing changed (rule D1). Returns the first entry.
create or replace function note_reading(
    action text, client uuid, reader uuid, correlation uuid, persons uuid[]
) returns uuid language plpgsql security definer set search_path = public, pg_temp as $$
declare
    first_id constant uuid := uuidv7();
begin
    if note_reading.action not like '%.viewed' then
        raise exception '% is no look', note_reading.action using errcode = 'SA001';
    end if;
    perform refuse_another_name(reader, client);
    -- Who reads is given, and need not be who acts: what changes rows later begins an act, which asks the trail.
    perform nextval('acting_keys');
    insert into audit_log (id, act_id, actor_id, client_id, action, resource, resource_id, changeset,
                           correlation_id)
    select case place when 1 then first_id else uuidv7() end, first_id, reader, client,
           note_reading.action, 'person', person, '{}', correlation
      from unnest(persons) with ordinality as shown (person, place);
    return first_id;
end
$$;
revoke execute on function note_reading from public;
grant execute on function note_reading to selfsame_app;

-- Return the versions of a person after a number, the latest where only so many are wanted, to a user with
-- one of the roles, and write down in the trail that they read them (rule H21): one entry, however often
-- the statement asks. Where there are none nothing is written; nobody else is shown anything. That it was
-- written down is asked of the trail: who calls this may have set the setting that names the entry.
create or replace function read_person_versions(
    person uuid, client uuid, reader uuid, roles text[], session uuid, correlation uuid,
    since integer default 0, most integer default null
) returns table (
    id uuid, version integer, record jsonb, changed text[], action text, actor_id uuid,
    client_id uuid, correlation_id uuid, inserted_at timestamptz
) language plpgsql security definer set search_path = public, pg_temp as $$
declare
    noted uuid;
begin
    if roles is null or reader is null
       or (select refusal from access_refusal(client, reader, roles, session)) is not null
       or not exists (select from person_versions kept
                       where kept.person_id = person and kept.version > since)
    then
        return;
    end if;
    if not exists (
        select from audit_log entry
         where entry.id::text = current_setting('selfsame.reading_of_versions', true)
           and entry.action = 'person_version.viewed' and entry.resource_id = person
           and entry.actor_id = reader and entry.correlation_id = correlation
           and entry.xmin = pg_current_xact_id()::xid)
    then
        noted := note_reading('person_version.viewed', client, reader, correlation, array[person]);
        perform set_config('selfsame.reading_of_versions', noted::text, true);
    end if;
    return query
        select kept.person_id, kept.version, kept.record, kept.changed, kept.action, kept.actor_id,
               kept.client_id, kept.correlation_id, kept.inserted_at
          from person_versions kept
         where kept.person_id = person and kept.version > since
         order by kept.version desc limit most;
end
$$;
revoke execute on function read_person_versions from public;
grant execute on function read_person_versions to selfsame_app;

-- Who reads the versions of persons, and how that is written down (rule H21).

-- Write down in the trail about whom a user was shown something: one act with an entry for each person,
-- with nothing changed (rule D1).
create or replace function note_reading(
    action text, client uuid, reader uuid, correlation uuid, persons uuid[]
) returns void language plpgsql as $$
declare
    first_id constant uuid := uuidv7();
begin
    insert into public.audit_log (id, act_id, actor_id, client_id, action, resource, resource_id,
                                  changeset, correlation_id)
    select case place when 1 then first_id else uuidv7() end, first_id, reader, client,
           note_reading.action, 'person', person, '{}', correlation
      from unnest(persons) with ordinality as shown (person, place);
end
$$;

-- Return the versions of a person to a user with one of the roles, and write down in the trail that they
-- read them (rule H21): one entry, however often the statement asks. Nobody else is shown anything.
create or replace function read_person_versions(
    person uuid, client uuid, reader uuid, roles text[], session uuid, correlation uuid
) returns table (
    id uuid, version integer, record jsonb, changed text[], action text, actor_id uuid,
    client_id uuid, correlation_id uuid, inserted_at timestamptz
) language plpgsql security definer set search_path = public, pg_temp as $$
declare
    reading constant text := concat(correlation, person);
begin
    if roles is null or reader is null
       or (select refusal from access_refusal(client, reader, roles, session)) is not null
       or not exists (select from person_versions kept where kept.person_id = person)
    then
        return;
    end if;
    if current_setting('selfsame.reading_of_versions', true) is distinct from reading then
        perform note_reading('person_version.viewed', client, reader, correlation, array[person]);
        perform set_config('selfsame.reading_of_versions', reading, true);
    end if;
    return query
        select kept.person_id, kept.version, kept.record, kept.changed, kept.action, kept.actor_id,
               kept.client_id, kept.correlation_id, kept.inserted_at
          from person_versions kept where kept.person_id = person;
end
$$;
revoke execute on function read_person_versions from public;
grant execute on function read_person_versions to selfsame_app;

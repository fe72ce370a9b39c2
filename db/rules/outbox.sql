-- Each change of state that others are told of writes its event to the outbox, in the same
-- transaction: what is rolled back sends nothing, what is committed is always sent (rule F1).
-- The payload names nobody (rule F2).

create or replace function tell_others(noun text, record uuid, topic text, facts jsonb)
returns void language sql as $$
    insert into outbox (aggregatetype, aggregateid, type, payload, correlation_id)
    values (noun, record::text, topic,
            jsonb_build_object('type', topic, 'timestamp', now(), 'data', facts),
            current_setting('selfsame.correlation_id')::uuid)
$$;

-- The opaque id under which the API knows a row. Postgres ends a line after 76 characters.
create or replace function global_id(type_name text, key uuid) returns text
language sql immutable as $$
    select replace(encode(convert_to(type_name || ':' || key, 'UTF8'), 'base64'), e'\n', '')
$$;

-- A vital event's topic says its new status; an amendment is declared again, and a record that
-- comes back from the archive is reinstated.
create or replace function vital_event_is_told() returns trigger language plpgsql as $$
declare
    participle text := lower(new.status);
begin
    if tg_op = 'UPDATE' and old.status = 'ARCHIVED' then
        participle := 'reinstated';
    end if;
    perform tell_others('vital_event', new.id, lower(new.kind) || '.' || participle,
        jsonb_build_object(
            'id', global_id('VitalEvent', new.id), 'databaseId', new.id, 'kind', new.kind,
            'trackingId', new.tracking_id, 'status', new.status));
    return null;
end
$$;

create or replace trigger told_when_declared after insert on vital_events
    for each row execute function vital_event_is_told();
create or replace trigger told_when_moved after update of status on vital_events
    for each row when (new.status <> old.status) execute function vital_event_is_told();

create or replace function merge_candidate_is_told() returns trigger language plpgsql as $$
begin
    perform tell_others('merge_candidate', new.merge_candidate_id, 'merge_candidate.processed',
        jsonb_build_object(
            'id', global_id('MergeCandidate', new.merge_candidate_id),
            'databaseId', new.merge_candidate_id,
            'manualMergeCandidateId', global_id('ManualMergeCandidate', new.id),
            'status', new.status, 'decision', new.decision, 'reason', new.reason));
    return null;
end
$$;

create or replace trigger told_when_processed after update of status on manual_merge_candidates
    for each row when (new.status = 'PROCESSED' and old.status <> 'PROCESSED')
    execute function merge_candidate_is_told();

create or replace function person_is_told() returns trigger language plpgsql as $$
begin
    perform tell_others('person', new.id, 'person.deactivated',
        jsonb_build_object(
            'id', global_id('Person', new.id), 'databaseId', new.id, 'status', new.status,
            'masterPersonId', global_id('Person', new.master_person_id)));
    return null;
end
$$;

create or replace trigger told_when_deactivated after update of status on persons
    for each row when (new.status = 'INACTIVE' and old.status <> 'INACTIVE')
    execute function person_is_told();

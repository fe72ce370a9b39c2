-- Each change of state that others may receive writes its event to the outbox, in the same
-- transaction: what is rolled back sends nothing, what is committed is always sent (rule F1).
-- The payload names nobody (rule F2).

-- Write one event; its topic is the type of the payload as well.
create or replace function write_event(noun text, record uuid, topic text, facts jsonb)
returns void language sql as $$
    insert into outbox (aggregatetype, aggregateid, type, payload, correlation_id)
    values (noun, record::text, topic,
            jsonb_build_object('type', topic, 'timestamp', now(), 'data', facts),
            current_setting('selfsame.correlation_id')::uuid)
$$;

-- Return the opaque id of a row in the API. Postgres breaks base64 after 76 characters.
create or replace function global_id(type_name text, key uuid) returns text
language sql immutable as $$
    select replace(encode(convert_to(type_name || ':' || key, 'UTF8'), 'base64'), e'\n', '')
$$;

-- Return what an event says of a record.
create or replace function facts_of_vital_event(event vital_events) returns jsonb
language sql stable as $$
    select jsonb_build_object(
        'id', global_id('VitalEvent', event.id), 'databaseId', event.id, 'kind', event.kind,
        'trackingId', event.tracking_id, 'status', event.status)
$$;

-- A vital event's topic has its new status; an amendment is declared again, and a record that
-- returns from ARCHIVED is reinstated. One that is REGISTERED again after its certificate was
-- revoked was not registered anew: the certificate's own event is about it. A registered record of a
-- new version is corrected.
create or replace function write_event_of_vital_event() returns trigger language plpgsql as $$
declare
    participle text := lower(new.status);
begin
    if tg_op = 'UPDATE' and old.status = 'ARCHIVED' then
        participle := 'reinstated';
    end if;
    if tg_op = 'UPDATE' and old.registration_number is not null and new.status = 'REGISTERED' then
        if new.version = old.version then
            return null;
        end if;
        participle := 'corrected';
    end if;
    perform write_event('vital_event', new.id, lower(new.kind) || '.' || participle,
        facts_of_vital_event(new));
    return null;
end
$$;

-- A revoked certificate is an event of its record, so that it comes in the record's order and
-- to whoever may read the record.
create or replace function write_event_of_certificate() returns trigger language plpgsql as $$
declare
    record vital_events;
begin
    select * into record from vital_events where id = new.vital_event_id;
    perform write_event('vital_event', record.id, 'certificate.revoked',
        facts_of_vital_event(record) || jsonb_build_object('serialNumber', new.serial_number));
    return null;
end
$$;

create or replace trigger event_when_revoked after update of revoked_at on certificates
    for each row when (old.revoked_at is null and new.revoked_at is not null)
    execute function write_event_of_certificate();

create or replace trigger event_when_declared after insert on vital_events
    for each row execute function write_event_of_vital_event();
create or replace trigger event_when_moved after update of status, version on vital_events
    for each row when (new.status <> old.status or new.version <> old.version) execute function write_event_of_vital_event();

create or replace function write_event_of_merge_candidate() returns trigger language plpgsql as $$
begin
    perform write_event('merge_candidate', new.merge_candidate_id, 'merge_candidate.processed',
        jsonb_build_object(
            'id', global_id('MergeCandidate', new.merge_candidate_id),
            'databaseId', new.merge_candidate_id,
            'manualMergeCandidateId', global_id('ManualMergeCandidate', new.id),
            'status', new.status, 'decision', new.decision, 'reason', new.reason));
    return null;
end
$$;

create or replace trigger event_when_processed after update of status on manual_merge_candidates
    for each row when (new.status = 'PROCESSED' and old.status <> 'PROCESSED')
    execute function write_event_of_merge_candidate();

create or replace function write_event_of_person() returns trigger language plpgsql as $$
begin
    perform write_event('person', new.id, 'person.deactivated',
        jsonb_build_object(
            'id', global_id('Person', new.id), 'databaseId', new.id, 'status', new.status,
            'masterPersonId', global_id('Person', new.master_person_id),
            'version', new.version));
    return null;
end
$$;

create or replace trigger event_when_deactivated after update of status on persons
    for each row when (new.status = 'INACTIVE' and old.status <> 'INACTIVE')
    execute function write_event_of_person();

-- A review is open again because the merge that closed it is undone (rule H20).
create or replace function write_event_of_reopened_review() returns trigger language plpgsql as $$
begin
    perform write_event('merge_candidate', new.merge_candidate_id, 'merge_candidate.reopened',
        jsonb_build_object(
            'id', global_id('MergeCandidate', new.merge_candidate_id),
            'databaseId', new.merge_candidate_id,
            'manualMergeCandidateId', global_id('ManualMergeCandidate', new.id),
            'status', new.status));
    return null;
end
$$;

create or replace trigger event_when_reopened after update of status on manual_merge_candidates
    for each row when (new.status = 'NEW' and old.status = 'PROCESSED')
    execute function write_event_of_reopened_review();

-- A person stands again because their merge is undone; whom they were merged into is named as it was
-- when they were (rule H20).
create or replace function write_event_of_reactivated_person() returns trigger language plpgsql as $$
declare
    former constant uuid := (
        select master_person_id from merged_pairs where person_id = new.id
         order by undone_at desc nulls last, id desc limit 1);
begin
    perform write_event('person', new.id, 'person.reactivated',
        jsonb_build_object(
            'id', global_id('Person', new.id), 'databaseId', new.id, 'status', new.status,
            'formerMasterPersonId',
            global_id('Person', coalesce(former, old.master_person_id)),
            'version', new.version));
    return null;
end
$$;

create or replace trigger event_when_reactivated after update of status on persons
    for each row when (new.status = 'ACTIVE' and old.status = 'INACTIVE'
                       and old.master_person_id is not null)
    execute function write_event_of_reactivated_person();

-- A consent's topic has its new status, or says that it was changed; a follower keeps the state with the highest
-- version (rule R8).
create or replace function write_event_of_consent() returns trigger language plpgsql as $$
declare
    participle text := lower(new.status);
begin
    if tg_op = 'UPDATE' and old.status = new.status then
        participle := 'changed';
    end if;
    perform write_event('consent', new.id, 'consent.' || participle,
        jsonb_build_object(
            'id', global_id('Consent', new.id), 'databaseId', new.id,
            'personId', global_id('Person', new.person_id),
            'organisationId', global_id('Organisation', new.organisation_id),
            'permissions', new.permissions, 'offered', new.offered, 'status', new.status,
            'version', new.version));
    return null;
end
$$;

create or replace trigger event_when_made after insert on consents
    for each row execute function write_event_of_consent();
create or replace trigger event_when_moved after update on consents
    for each row when (new.version <> old.version) execute function write_event_of_consent();

create or replace function write_event_of_membership() returns trigger language plpgsql as $$
declare
    participle constant text := case when new.ended_on is null then 'started' else 'ended' end;
begin
    perform write_event('membership', new.id, 'membership.' || participle,
        jsonb_build_object(
            'id', global_id('Membership', new.id), 'databaseId', new.id,
            'personId', global_id('Person', new.person_id),
            'organisationId', global_id('Organisation', new.organisation_id),
            'startedOn', new.started_on, 'endedOn', new.ended_on, 'version', new.version));
    return null;
end
$$;

create or replace trigger event_when_made after insert on memberships
    for each row execute function write_event_of_membership();
create or replace trigger event_when_changed after update on memberships
    for each row when (new.version <> old.version) execute function write_event_of_membership();

-- There is an event when a grant is given, also for another time, and when it is taken (rule R8), and none when it
-- expires: the first says until when it holds. That it is taken is its last version. What no act announced the
-- trail refuses.
create or replace trigger count_version before update on role_grants
    for each row when (new.* is distinct from old.*) execute function count_version();

create or replace function write_event_of_role_grant() returns trigger language plpgsql as $$
declare
    participle constant text := case when tg_op = 'DELETE' then 'taken' else 'given' end;
    changed constant role_grants := case when tg_op = 'DELETE' then old else new end;
begin
    perform write_event('role_grant', changed.id, 'role_grant.' || participle,
        jsonb_build_object(
            'databaseId', changed.id, 'userId', global_id('User', changed.user_id),
            'clientId', global_id('Client', changed.client_id), 'role', changed.role,
            'organisationId', global_id('Organisation', changed.organisation_id),
            'expiresAt', changed.expires_at,
            'version', changed.version + (tg_op = 'DELETE')::integer));
    return null;
end
$$;

create or replace trigger event_when_given after insert or update on role_grants
    for each row when (current_setting('selfsame.action', true) <> '')
    execute function write_event_of_role_grant();
create or replace trigger event_when_taken after delete on role_grants
    for each row when (current_setting('selfsame.action', true) <> '')
    execute function write_event_of_role_grant();

-- That a message of an organisation has failed is an event for its machines (rule V9), but that such a message itself
-- has: each would bring about the next. Its correlation id is the message's own, since whoever settles has none.
create or replace function write_event_of_failed_message() returns trigger language plpgsql as $$
begin
    insert into outbox (aggregatetype, aggregateid, type, payload, correlation_id)
    values ('message', new.id::text, 'message.failed',
            jsonb_build_object('type', 'message.failed', 'timestamp', now(), 'data', jsonb_build_object(
                'id', global_id('Message', new.id), 'databaseId', new.id, 'kind', new.kind,
                'organisationId', global_id('Organisation', new.organisation_id),
                'errorCode', new.error_code, 'fault', new.fault)),
            new.correlation_id);
    return null;
end
$$;

create or replace trigger event_when_failed after update of status on messages
    for each row when (new.status = 'FAILED' and old.status <> 'FAILED' and new.organisation_id is not null
                       and new.kind <> 'webhook.message.failed')
    execute function write_event_of_failed_message();
create or replace trigger event_when_failed_at_once after insert on messages
    for each row when (new.status = 'FAILED' and new.organisation_id is not null
                       and new.kind <> 'webhook.message.failed')
    execute function write_event_of_failed_message();

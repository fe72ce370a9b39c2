-- What becomes of a request for the reasons of a rejection without anybody's doing (rules V6 and V7).

-- A request keeps what was asked about, goes one way, and no further once it is parked.
create or replace function explanation_moves() returns trigger language plpgsql as $$
begin
    if (new.vital_event_id, new.decision_id, new.decided_at, new.due_on, new.requested_by_client_id,
        new.requested_by_user_id, new.external_id) is distinct from
       (old.vital_event_id, old.decision_id, old.decided_at, old.due_on, old.requested_by_client_id,
        old.requested_by_user_id, old.external_id)
       or old.parked_at is not null
       or new.status <> old.status
          and (old.status, new.status) not in {{explanation_moves}}
    then
        raise exception 'A request for an explanation does not go from % to %',
            old.status, new.status
            using errcode = 'integrity_constraint_violation',
                  constraint = 'an_explanation_request_goes_one_way';
    end if;
    return new;
end
$$;

-- What another system calls it goes with the organisation (rule T1), also of what is parked.
create or replace trigger an_explanation_request_goes_one_way before update on explanation_requests
    for each row when (new.external_id is not null or old.external_id is null)
    execute function explanation_moves();

-- Park what is asked about a record that is withdrawn, which is for good: the same record rejected again is
-- another decision.
create or replace function park_explanations() returns trigger language plpgsql as $$
declare
    former text[];
begin
    perform from explanation_requests
      where vital_event_id = new.id and parked_at is null and status not in {{settled_explanations}}
      order by id for update;
    if found then
        former := begin_consequence('explanation.parked');
        update explanation_requests set parked_at = now()
         where vital_event_id = new.id and parked_at is null
           and status not in {{settled_explanations}};
        perform end_consequence(former);
    end if;
    return null;
end
$$;

create or replace trigger park_explanations after update of status on vital_events
    for each row when (old.status = 'REJECTED' and new.status <> 'REJECTED')
    execute function park_explanations();

-- Show what waited for its day; return how many there were. A record that an act holds is left for the next time:
-- it may be withdrawn.
create or replace function show_due_explanations(most integer) returns integer
language plpgsql as $$
declare
    shown integer;
begin
    if not exists (select from explanation_requests
                    where status = 'ANSWERED' and parked_at is null and shows_at <= now()) then
        return 0;
    end if;
    perform begin_act('explanation.shown', correlation => uuidv7());
    with due as (
        select request.id
          from explanation_requests request
          join vital_events record on record.id = request.vital_event_id
         where request.status = 'ANSWERED' and request.parked_at is null
           and request.shows_at <= now()
         order by request.id limit most for update skip locked)
    update explanation_requests set status = 'SHOWN', shown_at = now()
      from due where explanation_requests.id = due.id;
    get diagnostics shown = row_count;
    return shown;
end
$$;

-- Return the latest rejection of a record, as the trail has it: the entry, and who made it when.
create or replace function latest_rejection(record uuid)
returns table (decision_id uuid, decided_at timestamptz, decided_by_id uuid)
language sql stable as $$
    select id, inserted_at, actor_id from audit_log
     where resource = 'vital_event' and resource_id = record and action like '%.rejected'
     order by inserted_at desc, id desc limit 1
$$;

-- Others hear that reasons are asked for and that they may be read now, by ids and never by a word of them. What was
-- answered and waits for its day is no event (rule V7).
create or replace function write_event_of_explanation() returns trigger language plpgsql as $$
begin
    perform write_event('explanation_request', new.id, 'explanation.' || lower(new.status),
        jsonb_build_object(
            'id', global_id('ExplanationRequest', new.id), 'databaseId', new.id,
            'vitalEventId', global_id('VitalEvent', new.vital_event_id),
            'status', new.status, 'dueOn', new.due_on));
    return null;
end
$$;

create or replace trigger event_when_requested after insert on explanation_requests
    for each row execute function write_event_of_explanation();
create or replace trigger event_when_shown after update of status on explanation_requests
    for each row when (new.status = 'SHOWN' and old.status <> 'SHOWN')
    execute function write_event_of_explanation();

-- Return whether a machine reads a request: it declared the record (rule C9).
create or replace function explanation_is_of(request uuid, client uuid) returns boolean
language sql stable as $$
    select exists (select from explanation_requests join vital_events on vital_events.id = vital_event_id
                    where explanation_requests.id = request and declared_by_client_id = client)
$$;

-- Return the lane of what is about reasons, for a webhook or a link: it can be closed by itself (rule V4).
create or replace function lane_of_explanations(of_lane uuid) returns uuid language sql immutable as $$
    select md5({{lane_of_explanations}} || of_lane)::uuid
$$;

-- Return the key of a request's record to whoever registers there. A STEWARD reads requests and no records, which have
-- names: to ask for one is refused, not left out. Elsewhere there is none.
create or replace function record_for_reader(
    record uuid, client uuid, acting_user uuid
) returns uuid language plpgsql stable as $$
begin
    if record_exists_for(record, client, acting_user) then
        return record;
    end if;
    if record_is_in_reach(record, limited_places(client, acting_user, '{STEWARD}')) then
        raise exception 'Records are for registrars'
            using errcode = 'integrity_constraint_violation', constraint = 'records_are_for_registrars';
    end if;
    return null;
end
$$;

-- Count what nobody has answered by the day on which it was due.
create or replace function overdue_explanations() returns integer language sql stable as $$
    select count(*)::integer from explanation_requests
     where status in {{unanswered_explanations}} and parked_at is null
       and due_on < (now() at time zone 'UTC')::date
$$;

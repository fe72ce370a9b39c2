-- What becomes of a request for the reasons of a rejection without anybody's doing (rules V6 and V7).

-- A request keeps what was asked about, goes one way, and no further once it is parked.
create or replace function explanation_moves() returns trigger language plpgsql as $$
begin
    if (new.vital_event_id, new.decision_id, new.decided_at, new.due_on, new.requested_by_client_id,
        new.requested_by_user_id) is distinct from
       (old.vital_event_id, old.decision_id, old.decided_at, old.due_on, old.requested_by_client_id,
        old.requested_by_user_id)
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

create or replace trigger an_explanation_request_goes_one_way before update on explanation_requests
    for each row execute function explanation_moves();

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

-- Events become messages for every webhook that may receive them, in order; workers claim messages
-- and settle them with the outcome of the attempt (rules F1, F2, F4, F5).

-- List each event as undispatched, in its own transaction. Two events of one record come one after
-- the other, because both change the record's row; so their positions rise. Workers that are awake
-- poll: a NOTIFY makes commits wait for each other, and is sent only when all of them are asleep.
create or replace function add_undispatched_event() returns trigger language plpgsql as $$
begin
    insert into undispatched_events (event_id) values (new.id);
    if (select bool_and(is_asleep) from workers where seen_at > now() - interval '1 minute') then
        perform pg_notify({{channel_of_messages}}, '');
    end if;
    return null;
end
$$;

create or replace trigger undispatched_event_added after insert on outbox
    for each row execute function add_undispatched_event();

-- Return the organisation that a client is bound to: messages to it are in the log of that one (rule V8).
create or replace function organisation_of_client(client uuid) returns uuid language sql stable as $$
    select organisation_id from clients where id = client
$$;

-- Make messages of undispatched events, at most so many of them, and return how many they were. With that
-- they get their positions in the feed: whatever commits late comes later, and two of one record are in order.
-- One worker at a time does so: a second one could be ahead of the first with the same record.
create or replace function make_messages(most integer) returns integer
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    made integer;
begin
    if not exists (select from undispatched_events)
       or not pg_try_advisory_xact_lock({{lock_of_making_messages}})
    then
        return 0;
    end if;
    perform begin_act('message.enqueued');
    with taken as (
        delete from undispatched_events
         where position in (select position from undispatched_events order by position limit most)
        returning position, event_id),
    placed as (
        insert into event_positions (position, event_id)
        select coalesce((select max(position) from event_positions), 0)
               + row_number() over (order by taken.position), taken.event_id
          from taken),
    written as (
        insert into messages
            (kind, lane, webhook_id, event_id, record, position, payload, correlation_id,
             next_attempt_at, organisation_id)
        select 'webhook.' || event.type,
               case event.aggregatetype when 'explanation_request' then lane_of_explanations(webhook.id)
                    else webhook.id end,
               webhook.id, event.id,
               event.aggregatetype || ':' || event.aggregateid, taken.position, event.payload,
               event.correlation_id, now(), organisation_of_client(webhook.client_id)
          from taken
          join outbox event on event.id = taken.event_id
          join webhooks webhook on upper(replace(event.type, '.', '_')) = any (webhook.topics)
           and webhook.is_active and webhook.inserted_at <= event.inserted_at
         where client_may_receive(webhook.client_id, event)
         order by taken.position
            on conflict do nothing)
    select count(*) into made from taken;
    return made;
end
$$;
revoke execute on function make_messages from public;
grant execute on function make_messages to selfsame_app;

-- Claim messages for a worker, of whatever waits.
create or replace function claim_messages(
    worker uuid, most integer, busy uuid[], busy_with integer[]
) returns table (
    id uuid, kind text, lane uuid, room integer, webhook_id uuid, payload text, attempt integer, correlation_id uuid,
    url text, sealed_secret bytea, previous_sealed_secret bytea, client_id uuid
) language sql as $$
    select * from claim_messages_since(worker, most, busy, busy_with, '{}', '{}')
$$;

-- Note that a message is handed over to a server that may take it without saying so (rule U4).
-- Returns whether the worker still holds it, in that attempt: otherwise it must not go on.
create or replace function hand_over_message(worker uuid, message uuid, attempt integer)
returns boolean language plpgsql as $$
begin
    perform begin_act('message.handed_over');
    update messages set handed_over_at = now()
     where id = message and status = 'PROCESSING' and claimed_by = worker and attempts = attempt;
    return found;
end
$$;

-- Settle messages with the outcome of their attempts, and note the attempts (rule F5a): a null error
-- is success, waits and ages are in seconds. An attempt after which the receiver asked for a pause
-- is taken back, and of a step of a run all before it are: a source that says so answers, and what
-- ends a run are failures in a row (rule S6). A final one is the last, and so is any at a webhook that is switched off; where a
-- receiver is gone its webhook is. Only the worker that still holds a message, in that attempt, may
-- settle it. Returns how many were.
create or replace function settle_messages(
    worker uuid, ids uuid[], tried integer[], errors text[], waits double precision[],
    asked_to_wait boolean[], final boolean[], gone boolean[],
    ages double precision[], lasted integer[], codes integer[], faults text[],
    most_attempts integer, days_of_failing integer
) returns integer language plpgsql set enable_seqscan = off as $$
declare
    settled uuid[];
    left_by_receiver uuid;
begin
    perform begin_act('message.settled');
    with outcome as (
        select settled.*,
               case when settled.error is null then 'PROCESSED'
                    when message.webhook_id is not null and webhook.id is null then 'DISCARDED'
                    when settled.is_final or not webhook.is_active then 'FAILED'
                    when message.attempts >= most_attempts and not settled.is_asked_to_wait
                        then 'FAILED'
                    else 'ENQUEUED' end as status
          from unnest(ids, tried, errors, waits, asked_to_wait, final, ages, lasted, codes, faults)
               settled (id, attempt, error, wait, is_asked_to_wait, is_final, age, milliseconds,
                        status_code, fault)
          join messages message on message.id = settled.id
          left join webhooks webhook on webhook.id = message.webhook_id),
    written as (
        update messages message
           set status = outcome.status,
               attempts = case when outcome.status <> 'ENQUEUED' or not outcome.is_asked_to_wait then attempts
                               when message.run_id is not null then 0
                               else attempts - 1 end,
               last_error = coalesce(outcome.error, last_error),
               error_code = case when outcome.error is null then message.error_code
                                 else outcome.status_code end,
               fault = case when outcome.error is null then message.fault else outcome.fault end,
               next_attempt_at = case when outcome.status = 'ENQUEUED'
                                      then now() + make_interval(secs => outcome.wait) end,
               handed_over_at = case when outcome.status <> 'ENQUEUED'
                                     then message.handed_over_at end,
               claimed_by = null, claimed_at = null
          from outcome
         where message.id = outcome.id and message.status = 'PROCESSING'
           and claimed_by = worker and attempts = outcome.attempt
        returning message.id, message.correlation_id),
    noted as (
        insert into message_attempts
            (message_id, started_at, milliseconds, status_code, error, correlation_id)
        select id, clock_timestamp() - make_interval(secs => outcome.age), outcome.milliseconds,
               outcome.status_code, outcome.error, written.correlation_id
          from written join outcome using (id))
    select array_agg(id) into settled from written;
    perform note_health(
        array(select distinct webhook_id from messages
               where messages.id = any (settled) and status = 'PROCESSED'),
        array(select distinct webhook_id from messages
               where messages.id = any (settled) and status <> 'PROCESSED'),
        days_of_failing);
    for left_by_receiver in
        select distinct message.webhook_id
          from unnest(ids, gone) outcome (id, is_gone)
          join messages message on message.id = outcome.id
         where outcome.is_gone and outcome.id = any (settled) order by message.webhook_id
    loop
        perform switch_webhook_off(left_by_receiver, {{why_gone}});
    end loop;
    return coalesce(cardinality(settled), 0);
end
$$;

-- Rescue messages that are PROCESSING for too long, or at a worker that is dead (rules F4, F5):
-- they are tried again, except those that were handed over, or whose webhook is switched off. The
-- attempt that was lost counts, and is noted as interrupted now. Returns how many there were.
create or replace function rescue_messages(
    lease double precision, dead_after double precision, most_attempts integer
) returns integer language plpgsql as $$
declare
    rescued integer;
begin
    perform begin_act('message.taken_up');
    with lost as (
        select message.id, message.claimed_at, message.handed_over_at is not null as is_handed_over,
               case when message.handed_over_at is null then {{why_lost}} else {{why_unknown}} end
                   as why,
               message.attempts >= most_attempts or message.handed_over_at is not null
                   or webhook.is_active is false as is_final
          from messages message left join webhooks webhook on webhook.id = message.webhook_id
         where message.status = 'PROCESSING'
           and (message.claimed_at < now() - make_interval(secs => lease)
                or not exists (
                    select from workers
                     where workers.id = message.claimed_by
                       and seen_at > now() - make_interval(secs => dead_after)))
         order by message.id limit 1000 for update of message skip locked),
    noted as (
        insert into message_attempts (message_id, started_at, milliseconds, error, correlation_id)
        select message.id, lost.claimed_at,
               least(extract(epoch from now() - lost.claimed_at) * 1000, 2147483647), lost.why,
               message.correlation_id
          from lost join messages message using (id))
    update messages
       set status = case when lost.is_final then 'FAILED' else 'ENQUEUED' end,
           next_attempt_at = case when not lost.is_final then now() end,
           last_error = lost.why, error_code = null,
           fault = case when lost.is_handed_over then {{fault_of_others}} else {{own_fault}} end,
           claimed_by = null, claimed_at = null
      from lost where messages.id = lost.id;
    get diagnostics rescued = row_count;
    return rescued;
end
$$;

-- Write a worker's heartbeat, and whether it has to be woken.
create or replace function note_worker(worker uuid, asleep boolean) returns void
language sql as $$
    insert into workers (id, is_asleep) values (worker, asleep)
    on conflict (id) do update set is_asleep = excluded.is_asleep, seen_at = now()
$$;

-- Release the messages of a worker that ends, as if they had not been claimed, and forget it.
create or replace function release_messages(worker uuid) returns void language plpgsql as $$
begin
    perform begin_act('message.given_back');
    update messages
       set status = 'ENQUEUED', attempts = attempts - 1, next_attempt_at = now(),
           claimed_by = null, claimed_at = null
     where status = 'PROCESSING' and claimed_by = worker;
    delete from workers where id = worker;
end
$$;

-- Release what a worker was given and does not know of, because the answer to its claim was lost,
-- as if it had not been claimed: but for the lease it would wait for minutes (rule F4).
create or replace function release_unheard_messages(worker uuid, held uuid[]) returns void
language plpgsql as $$
begin
    perform begin_act('message.given_back');
    update messages
       set status = 'ENQUEUED', attempts = attempts - 1, next_attempt_at = now(),
           claimed_by = null, claimed_at = null
     where status = 'PROCESSING' and claimed_by = worker and id <> all (held);
end
$$;

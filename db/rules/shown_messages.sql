-- What is shown of messages that their rows do not have, and how many there are (rules V8 and V10).

-- Return what a message waits for; null where it does not wait. A lane that is closed and not parked is of a blocked
-- client.
create or replace function message_waits_for(asked uuid) returns text language sql stable as $$
    select case
        when exists (select from lanes where lanes.id = message.lane and lanes.is_parked) then 'SWITCH'
        when exists (select from lanes where lanes.id = message.lane and not lanes.is_open) then 'UNBLOCKING'
        when exists (
            select from messages earlier
             where earlier.lane = message.lane and earlier.record = message.record
               and earlier.position < message.position
               and earlier.status in {{unfinished_statuses}}) then 'EARLIER_MESSAGE'
        when message.attempts = 0 and message.next_attempt_at > message.inserted_at
             and message.next_attempt_at > now() and message.last_error is null then 'DEADLINE'
        else 'ATTEMPT' end
      from messages message where message.id = asked and message.status = 'ENQUEUED'
$$;

-- Return the global id of what a message is about; null where that has none.
create or replace function subject_of_message(record text) returns text language sql stable as $$
    select global_id(noun.type_name, split_part(record, ':', 2)::uuid)
      from (values {{nouns_of_messages}}) noun (name, type_name)
     where noun.name = split_part(record, ':', 1) and split_part(record, ':', 2) ~ '^[0-9a-f-]{36}$'
$$;

-- Return what a message is about, by its type and id alone; null where that has none.
create or replace function subject_as_node(record text) returns jsonb language sql stable as $$
    select jsonb_build_object('__typename', noun.type_name, 'id', subject_of_message(record))
      from (values {{nouns_of_messages}}) noun (name, type_name)
     where noun.name = split_part(record, ':', 1) and split_part(record, ':', 2) ~ '^[0-9a-f-]{36}$'
$$;

-- Count what is overdue: waits past its time though nothing holds it up, or is under way for longer than a
-- worker may have it (rule V10). Of each lane the first that are due are looked at, in the order of its index.
create or replace function overdue_messages() returns integer language sql stable as $$
    select (select count(*)
              from lanes cross join lateral (
                  select waiting.id, waiting.lane, waiting.record, waiting.position
                    from messages waiting
                   where waiting.lane = lanes.id and waiting.status = 'ENQUEUED'
                     and waiting.next_attempt_at < now() - make_interval(secs => {{overdue_seconds}})
                   order by waiting.next_attempt_at limit {{most_overdue}}) as due
             where lanes.is_open
               and not exists (
                   select from messages earlier
                    where earlier.lane = due.lane and earlier.record = due.record
                      and earlier.position < due.position
                      and earlier.status in {{unfinished_statuses}}))::integer
         + (select count(*) from messages
             where status = 'PROCESSING'
               and claimed_at < now() - make_interval(secs => {{lease_seconds}}))::integer
$$;

-- How many messages there are in each status: one row, for operators and metrics. Joined like this,
-- columns that are not selected are not counted: finished messages are many, the others have
-- indexes.
create or replace view message_queue with (security_invoker = true) as
    select '00000000-0000-0000-0000-000000000000'::uuid as id,
           waiting.messages as enqueued,
           (select count(*) from messages where status = 'PROCESSING')::integer as processing,
           finished.processed,
           (select count(*) from messages where status = 'FAILED')::integer as failed,
           finished.discarded,
           waiting.oldest as oldest_enqueued_at,
           overdue_messages() as overdue,
           waiting.parked
      from (select count(*)::integer as messages,
                   min(inserted_at) filter (where lane <> all (off.lanes)) as oldest,
                   (count(*) filter (where lane = any (off.lanes)))::integer as parked
              from messages, (select array(select id from lanes where is_parked) as lanes) as off
             where status = 'ENQUEUED') as waiting
      left join (select (count(*) filter (where status = 'PROCESSED'))::integer as processed,
                        (count(*) filter (where status = 'DISCARDED'))::integer as discarded
                   from messages where status in {{finished_statuses}}) as finished on true;
revoke all on message_queue from selfsame_app;
grant select on message_queue to selfsame_app;

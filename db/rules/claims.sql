-- Workers claim messages, and know from where on to look for them (rules F4a and Z9).

-- Claim messages for a worker: of each lane as many as it has room for, in turns, at most so many in
-- all. A message waits while an earlier one of its record in the same lane is unfinished. `busy` names
-- the lanes of which the worker holds messages already, `busy_with` how many of each. The lanes in which
-- anything waits are found one after the other in the index, which costs as much as there are of those;
-- most of all lanes are empty. The planner must not scan the table, whatever it believes about its size.
--
-- Entries of the index stay as long as any snapshot is older than their end, and would be walked by each claim: so
-- of the lanes `known`, the claim begins at a moment, and between those lanes it looks for others. What waits in
-- them since before is not claimed (rule Z9).
--
-- What a machine may not read any more is FAILED instead of sent (rule F2), and what is sent names nobody out of its
-- reach (rule R3).
create or replace function claim_messages_since(
    worker uuid, most integer, busy uuid[], busy_with integer[], known uuid[], moments timestamptz[]
) returns table (
    id uuid, kind text, lane uuid, room integer, webhook_id uuid, payload text, attempt integer, correlation_id uuid,
    url text, sealed_secret bytea, previous_sealed_secret bytea, client_id uuid
) language plpgsql set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
as $$
declare
    ids uuid[];
    rooms integer[];
    receivers uuid[];
    unsent uuid[];
begin
    perform begin_act('message.attempted');
    with recursive known_lanes as (
        select given.lane, given.moment from unnest(known, moments) given (lane, moment)),
    gaps as (
        select edge.lane as after,
               lead(edge.lane, 1, 'ffffffff-ffff-ffff-ffff-ffffffffffff') over (order by edge.lane) as before
          from (select known_lanes.lane from known_lanes
                 union all select '00000000-0000-0000-0000-000000000000') edge),
    waiting_lanes as (
        select first.lane, gaps.before
          from gaps cross join lateral (
              select message.lane from messages message
               where message.status = 'ENQUEUED' and message.lane > gaps.after and message.lane < gaps.before
               order by message.lane limit 1) first
         union all
        select later.lane, waiting_lanes.before
          from waiting_lanes cross join lateral (
              select message.lane from messages message
               where message.status = 'ENQUEUED'
                 and message.lane > waiting_lanes.lane and message.lane < waiting_lanes.before
               order by message.lane limit 1) later),
    open_lanes as (
        select lanes.id, lanes.room, lanes.room - coalesce(held.messages, 0) as free,
               coalesce(known_lanes.moment, '-infinity') as moment
          from lanes
          left join unnest(busy, busy_with) held (lane, messages) on held.lane = lanes.id
          left join known_lanes on known_lanes.lane = lanes.id
         where lanes.is_open and lanes.room > coalesce(held.messages, 0)
           and (known_lanes.lane is not null
                or lanes.id in (select waiting_lanes.lane from waiting_lanes))),
    ready as materialized (
        select next.message, open_lanes.room,
               row_number() over (partition by open_lanes.id order by next.position) as turn
          from open_lanes, lateral (
              select waiting as message, waiting.position
                from messages waiting
               where waiting.lane = open_lanes.id and waiting.status = 'ENQUEUED'
                 and waiting.next_attempt_at >= open_lanes.moment
                 and waiting.next_attempt_at <= now()
                 and not exists (
                     select from messages earlier
                      where earlier.lane = waiting.lane
                        and earlier.record = waiting.record
                        and earlier.position < waiting.position
                        and earlier.status in {{unfinished_statuses}}
                     -- Never joined to all of a lane: of each record alone.
                     offset 0)
               order by waiting.next_attempt_at, waiting.position
               limit open_lanes.free
                 for update of waiting skip locked) as next),
    chosen as (
        select (ready.message).id, (ready.message).webhook_id, ready.room,
               client_may_receive_again(receiver.client_id, ready.message) is true as is_sent
          from (select * from ready order by turn limit most) ready
          left join webhooks receiver on receiver.id = (ready.message).webhook_id)
    select array_agg(chosen.id) filter (where is_sent),
           array_agg(chosen.room) filter (where is_sent),
           array_agg(chosen.webhook_id) filter (where is_sent),
           array_agg(chosen.id) filter (where not is_sent)
      into ids, rooms, receivers, unsent
      from chosen;
    if unsent is not null then
        perform begin_act('message.settled');
        update messages message
           set status = 'FAILED', next_attempt_at = null, last_error = {{why_not_read}},
               error_code = null, fault = {{fault_of_others}}
         where message.id = any (unsent);
        perform begin_act('message.attempted');
    end if;
    return query
    update messages message
       set status = 'PROCESSING', attempts = message.attempts + 1, next_attempt_at = null,
           claimed_by = worker, claimed_at = now()
      from unnest(ids, rooms, receivers) chosen (id, room, webhook_id)
      left join webhooks receiver on receiver.id = chosen.webhook_id
      left join clients client on client.id = receiver.client_id
     where message.id = chosen.id
    returning message.id, message.kind, message.lane, chosen.room, message.webhook_id,
              payload_within(message.payload, nullif(array[client.organisation_id], array[null::uuid]))::text,
              message.attempts, message.correlation_id, receiver.url, receiver.sealed_secret,
              case when receiver.previous_secret_until > now()
                   then receiver.previous_sealed_secret end,
              receiver.client_id;
end
$$;

-- Return the context of the act that a claimed message comes from, since when it waits, and whether this is its first
-- attempt. Whoever gives one correlation id to several requests has the deliveries of each below the one that was noted
-- last when its event was written. A claim finds what commits while it is under way, which the statement around it does
-- not see: so this is volatile, and looks with eyes of its own (rule Z11a).
create or replace function context_of_message(claimed uuid)
returns table (traceparent text, since timestamptz, is_first boolean) language sql volatile as $$
    select context.traceparent, coalesce(event.inserted_at, message.inserted_at),
           message.last_error is null and message.attempts = 1
      from messages message
      left join outbox event on event.id = message.event_id
      join trace_contexts context
        on context.correlation_id = message.correlation_id
       and context.noted_at <= coalesce(event.inserted_at, message.inserted_at)
     where message.id = claimed
     order by context.noted_at desc limit 1
$$;

-- Return from when on the messages of lanes wait, as known before or later: whoever claims from there on misses
-- only what commits later than {{lateness_of_messages}} after its transaction began.
create or replace function first_waiting(known uuid[], moments timestamptz[])
returns table (lane uuid, moment timestamptz) language sql stable set enable_seqscan = off as $$
    select given.lane, least(first.next_attempt_at, now() - interval '{{lateness_of_messages}}')
      from unnest(known, moments) given (lane, moment)
      left join lateral (
          select message.next_attempt_at from messages message
           where message.lane = given.lane and message.status = 'ENQUEUED'
             and message.next_attempt_at >= given.moment
           order by message.next_attempt_at, message.position limit 1) first on true
$$;

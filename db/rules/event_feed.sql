-- The events after a given one, in the one order that they have for all who follow (rule R9).

-- Return what an event says to who is limited to these places, null for everywhere: of persons who are not in reach
-- there it gives no id. Somebody's consent is withdrawn, and whoever knew whose it was knows it by the consent's own id
-- (rule R3).
create or replace function payload_within(payload jsonb, places uuid[]) returns jsonb
language plpgsql stable as $$
begin
    if places is null or jsonb_typeof(payload -> 'data') is distinct from 'object' then
        return payload;
    end if;
    return jsonb_set(payload, '{data}', coalesce((
        select jsonb_object_agg(it.key, case
                   when it.key in ('personId', 'masterPersonId', 'formerMasterPersonId')
                        and jsonb_typeof(it.value) = 'string'
                        and person_is_in_reach(key_of(it.value #>> '{}'), places) is not true
                   then 'null' else it.value end)
          from jsonb_each(payload -> 'data') it), '{}'));
end
$$;

-- Return a text as a UUID, and null where it is none: of rows written by hand, which must not hold up all others.
create or replace function uuid_of(given text) returns uuid language sql immutable as $$
    select case when given ~* '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' then given::uuid end
$$;

-- Return the key of a row from its opaque id, as `global_id` makes it, and null where it is none.
create or replace function key_of(opaque text) returns uuid language sql immutable as $$
    select case when opaque ~ '^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$'
           then uuid_of(split_part(encode(decode(opaque, 'base64'), 'escape'), ':', 2)) end
$$;

-- Return a page of the feed as a client may receive it: at most so many events after another, or from the oldest on
-- where there is none. `end_event_id` is where to go on; it is beyond events that were passed over, of which there are
-- at most {{most_passed_over}} in a page. There is no row where the event to begin after is not known any more, or one
-- that followed it is not. The planner must not scan a table, whatever it believes about its size.
create or replace function page_of_event_feed(
    client uuid, after_event uuid, types text[], most integer
) returns table (id uuid, events jsonb, end_event_id uuid, has_more boolean)
language plpgsql stable
set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
declare
    start bigint;
    finish bigint;
    found_events jsonb;
    ends uuid[];
    -- What it looks at, where it is a machine that is bound to an organisation.
    places constant uuid[] := (
        select array[organisation_id] from clients
         where clients.id = client and organisation_id is not null);
begin
    if after_event is null then
        select min(position) - 1 into start from event_positions;
    else
        select position into start from event_positions where event_id = after_event;
        if start is null or exists (
            select from (select event_id from event_positions
                          where position > start order by position limit 1) next
             where not exists (select from outbox where outbox.id = next.event_id))
        then
            return;
        end if;
    end if;
    finish := start + {{most_passed_over}};
    select coalesce(jsonb_agg(it.event order by it.position) filter (where place <= most), '[]'),
           array_agg(it.event_id order by it.position)
      into found_events, ends
      from (select ordered.position, ordered.event_id,
                   row_number() over (order by ordered.position) as place,
                   jsonb_build_object(
                       'id', event.id, 'type', event.type, 'aggregateType', event.aggregatetype,
                       'aggregateId', event.aggregateid, 'version', event.payload -> 'data' -> 'version',
                       'payload', payload_within(event.payload, places),
                       'correlationId', event.correlation_id,
                       'occurredAt', moment_as_text(event.inserted_at)) as event
              from event_positions ordered
              join outbox event on event.id = ordered.event_id
             where ordered.position > start and ordered.position <= finish
               and (types is null or event.type = any (types))
               and client_may_receive(client, event)
             order by ordered.position limit most + 1) it;
    id := client;
    events := found_events;
    if cardinality(ends) > most then
        end_event_id := case when most = 0 then after_event else ends[most] end;
        has_more := true;
    else
        select event_id into end_event_id from event_positions
         where position > start and position <= finish order by position desc limit 1;
        end_event_id := coalesce(end_event_id, after_event);
        has_more := exists (select from event_positions where position > finish);
    end if;
    return next;
end
$$;

-- Return a page of the feed, of all that was committed before it was asked for. What no worker has taken up yet gets
-- its position first, unless this is a standby: there it comes from its primary, and where the event to begin after has
-- not come yet, nothing follows it.
create or replace function read_event_feed(
    client uuid, after_event uuid, types text[], most integer
) returns table (id uuid, events jsonb, end_event_id uuid, has_more boolean)
language plpgsql as $$
declare
    writes constant boolean := not current_setting('transaction_read_only')::boolean;
begin
    if writes and exists (select from undispatched_events) then
        perform pg_advisory_xact_lock({{lock_of_making_messages}});
        perform make_messages({{most_made_by_readers}});
    end if;
    if not writes and not exists (select from event_positions where event_id = after_event)
       and after_event > (select event_id from event_positions order by position desc limit 1)
    then
        return query select client, '[]'::jsonb, after_event, false;
        return;
    end if;
    return query
        select page.id, page.events, page.end_event_id,
               page.has_more or writes and exists (select from undispatched_events)
          from page_of_event_feed(client, after_event, types, most) page;
end
$$;

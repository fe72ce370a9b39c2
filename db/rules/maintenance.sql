-- Keeps the queue small: purges, orphans, and the digest of a day. The application may delete what is purged by these
-- functions alone, which keep what has to stay (rule Y6).

-- Delete finished messages, or events, that are older than so many seconds, a batch at a time, and
-- return how many. Messages that FAILED stay until somebody decides; undispatched events stay in
-- the outbox.
create or replace function purge_messages(older_than double precision, most integer)
returns integer language plpgsql security definer set search_path = public, pg_temp as $$
declare
    old constant timestamptz := time_ago(older_than);
    purged integer;
begin
    perform begin_act('message.purged');
    delete from messages where id in (
        select id from messages
         where status in {{finished_statuses}}
           and updated_at < old
         order by updated_at limit most for update skip locked);
    get diagnostics purged = row_count;
    return purged;
end
$$;
revoke execute on function purge_messages from public;
grant execute on function purge_messages to selfsame_app;

-- Attempts go with their message. What is older goes too, of messages that wait or FAILED as well:
-- a receiver that asks for a pause again and again would add to them without end (rule F5a).
create or replace function purge_attempts(older_than double precision, most integer)
returns integer language plpgsql security definer set search_path = public, pg_temp as $$
declare
    young constant uuid := oldest_key(time_ago(older_than));
    purged integer;
begin
    delete from message_attempts where id in (
        select id from message_attempts
         where id < young
         order by id limit most);
    get diagnostics purged = row_count;
    return purged;
end
$$;
revoke execute on function purge_attempts from public;
grant execute on function purge_attempts to selfsame_app;

-- Drafts of declarations go some days after they were last kept (rule C19).
create or replace function purge_declaration_drafts(most integer) returns integer language plpgsql as $$
declare
    purged integer;
begin
    perform begin_act('declaration_draft.expired', correlation => uuidv7());
    delete from declaration_drafts where id in (
        select id from declaration_drafts
         where updated_at <= now() - make_interval(days => {{draft_days}})
         order by updated_at limit most for update skip locked);
    get diagnostics purged = row_count;
    return purged;
end
$$;

revoke execute on function purge_declaration_drafts from public;
grant execute on function purge_declaration_drafts to selfsame_app;

-- Contexts of traces go when the messages that came of their acts may have gone.
create or replace function purge_trace_contexts(older_than double precision, most integer) returns integer
language plpgsql as $$
declare
    young constant uuid := oldest_key(time_ago(older_than));
    purged integer;
begin
    delete from trace_contexts where id in (
        select id from trace_contexts where id < young order by id limit most for update skip locked);
    get diagnostics purged = row_count;
    return purged;
end
$$;
revoke execute on function purge_trace_contexts from public;
grant execute on function purge_trace_contexts to selfsame_app;

-- Events go from the beginning of the feed on, up to the first that is young enough. The position of the last
-- one stays for whoever has read as far as that, until others are deleted after it.
create or replace function purge_outbox(older_than double precision, most integer)
returns integer language plpgsql security definer set search_path = public, pg_temp as $$
declare
    -- Keys have milliseconds: whatever is of this one is no longer young.
    young constant uuid := oldest_key(time_ago(older_than) + interval '1 millisecond');
    expired uuid[];
    purged integer;
begin
    with first as materialized (
        select ordered.position, ordered.event_id
          from event_positions ordered join outbox on outbox.id = ordered.event_id
         order by ordered.position limit most for update skip locked)
    select array_agg(event_id order by position) into expired
      from first
     where position < all (select position from first where event_id >= young);
    delete from outbox where id = any (expired);
    get diagnostics purged = row_count;
    delete from event_positions gone
     where position < (select position from event_positions
                        where event_id = expired[cardinality(expired)])
       and not exists (select from outbox where outbox.id = gone.event_id);
    return purged;
end
$$;
revoke execute on function purge_outbox from public;
grant execute on function purge_outbox to selfsame_app;

-- Return the time of so many seconds ago; an age below 0 would take what has not aged at all (rule Y6).
create or replace function time_ago(seconds double precision) returns timestamptz language plpgsql stable as $$
begin
    if seconds < 0 then
        raise exception 'An age is at least 0 seconds' using errcode = 'invalid_parameter_value';
    end if;
    return now() - make_interval(secs => seconds);
end
$$;

-- Return the smallest key that a row of this time may have: keys begin with their time (UUID v7).
create or replace function oldest_key(moment timestamptz) returns uuid language sql stable as $$
    select (lpad(to_hex((extract(epoch from moment) * 1000)::bigint), 12, '0')
            || '00000000000000000000')::uuid
$$;

-- Discard messages that wait for a webhook that is gone, and forget workers that died long ago.
create or replace function discard_orphans() returns void language plpgsql as $$
begin
    delete from workers where id in (
        select id from workers where seen_at < now() - interval '1 day' for update skip locked);
    perform begin_act('message.discarded');
    with orphans as (
        select id from messages
         where webhook_id is not null
           and (status = 'ENQUEUED' or status = 'PROCESSING' and claimed_by not in (
                    select workers.id from workers))
           and not exists (select from webhooks where webhooks.id = webhook_id)
         limit 500 for update skip locked)
    update messages
       set status = 'DISCARDED', next_attempt_at = null, claimed_by = null, claimed_at = null,
           last_error = 'The webhook was deleted'
      from orphans where messages.id = orphans.id;
end
$$;

-- Make the day's digest once: all workers try with the same event id. Returns how many were made.
create or replace function make_digest(digest text, receiver uuid, event uuid, body text)
returns integer language plpgsql as $$
declare
    made integer;
begin
    perform pg_advisory_xact_lock({{lock_of_digest}});
    perform begin_act('message.enqueued', correlation => uuidv7());
    insert into messages (kind, lane, webhook_id, event_id, record, position, payload,
                          correlation_id, next_attempt_at)
    select digest, coalesce(receiver, {{mail_lane}}), receiver, event, 'digest:' || event, 0, body::jsonb,
           current_setting('selfsame.correlation_id')::uuid, now()
     where not exists (select from messages where event_id = event);
    get diagnostics made = row_count;
    return made;
end
$$;

-- Which client may receive which event, and when a webhook is switched off (rules C9, F2 and F4).

-- Return whether a client may receive an event: a user interface all, a machine those of records
-- that it may read, as they were then; where it is bound to an organisation, those in its reach now (rule R3).
-- Nobody who is blocked receives anything, and no machine what names no record.
create or replace function client_may_receive(receiver uuid, event outbox) returns boolean
language plpgsql stable as $$
declare
    client clients;
    subject constant uuid := uuid_of(event.aggregateid);
    needed constant text := (
        select scope from (values {{scopes_of_events}}) as given (noun, scope)
         where noun = event.aggregatetype);
begin
    select * into client from clients where id = receiver;
    return not client.is_blocked and case
        when client.kind <> 'SYSTEM' then true
        when needed is null or needed <> all (client.scopes) or subject is null then false
        when event.aggregatetype in ('person', 'consent', 'membership', 'organisation') then
            client.organisation_id is null
            or may_be_given(event.aggregatetype, subject, array[client.organisation_id])
        when event.aggregatetype = 'message' then
            coalesce(is_at_or_below(key_of(event.payload #>> '{data,organisationId}'), array[client.organisation_id]),
                     false)
        when event.aggregatetype = 'vital_event' then
            (client.organisation_id is null
                or record_exists_for(subject, client.id, null))
            and (event.payload -> 'data' ->> 'status' in {{statuses_open_to_machines}}
                 or exists (
                     select from vital_events
                      where id = subject and declared_by_client_id = client.id))
        else explanation_is_of(subject, client.id)
    end;
end
$$;

-- Return the topics of a webhook of which its client receives nothing (rules F2 and F5a): all where it is blocked, and
-- those whose scope a machine does not have.
create or replace function withheld_topics(asked uuid) returns text[] language sql stable as $$
    select array(
               select topic from unnest(webhook.topics) with ordinality as given (topic, place)
                where client.is_blocked
                   or client.kind = 'SYSTEM' and not exists (
                       select from (values {{scopes_of_topics}}) as needed (topic, scope)
                        where needed.topic = given.topic and needed.scope = any (client.scopes))
                order by place)
      from webhooks webhook join clients client on client.id = webhook.client_id
     where webhook.id = asked
$$;

-- Return the scopes that a machine does not have and that the topics of its webhook need.
create or replace function missing_scopes(asked uuid) returns text[] language sql stable as $$
    select array(
               select distinct scope
                 from (values {{scopes_of_topics}}) as needed (topic, scope)
                where client.kind = 'SYSTEM' and topic = any (webhook.topics)
                  and scope <> all (client.scopes)
                order by scope)
      from webhooks webhook join clients client on client.id = webhook.client_id
     where webhook.id = asked
$$;

-- Return what is switched off for the organisation of a webhook's client, of what it would receive (rule V4).
create or replace function switched_off_for_webhook(asked uuid) returns text[] language sql stable as $$
    select array(
        select distinct switches.feature
          from webhooks webhook
          join clients client on client.id = webhook.client_id
          join source_links link
            on link.organisation_id = client.organisation_id and link.environment = 'PRODUCTION'
          join switches on switches.link_id = link.id
         where webhook.id = asked and switches.feature = any ('{WEBHOOKS,EXPLANATIONS}') and not switches.is_on
         order by switches.feature)
$$;

-- Return whether the last of the deliveries of a webhook that was tried met a secret that no key opens, and nobody has
-- changed the webhook since. What is tried just now still has the error of its last attempt.
create or replace function needs_new_secret(asked uuid) returns boolean language sql stable as $$
    select coalesce((
        select last.status <> 'PROCESSED' and last.last_error = {{why_unopened}}
               and last.updated_at > webhook.updated_at
          from webhooks webhook cross join lateral (
              select tried.status, tried.last_error, tried.updated_at
                from (select * from messages where webhook_id = webhook.id order by id desc limit 100) tried
               where tried.status <> 'DISCARDED' and tried.status <> 'PROCESSING'
                 and tried.attempts > 0
               order by tried.updated_at desc, tried.id desc limit 1) last
         where webhook.id = asked), false)
$$;

-- Note which webhooks answered and which failed, and switch off one where every delivery has failed
-- for so many days.
create or replace function note_health(
    answering uuid[], failing uuid[], days_of_failing integer
) returns void language plpgsql as $$
declare
    webhook uuid;
begin
    delete from webhook_failures where webhook_id = any (answering);
    for webhook in
        select failed from unnest(failing) failed
         where failed is not null and failed <> all (answering) order by failed
    loop
        insert into webhook_failures (webhook_id, failing_since)
        select id, now() from webhooks where id = webhook on conflict do nothing;
        if exists (select from webhook_failures
                    where webhook_id = webhook
                      and failing_since < now() - make_interval(days => days_of_failing))
        then
            perform switch_webhook_off(webhook, {{why_switched_off}});
        end if;
    end loop;
end
$$;

-- Let what waits for a webhook that was just switched off be FAILED. The lock lets whoever makes
-- messages finish first, and see afterwards that the webhook is off: none is left over.
create or replace function fail_what_waits(webhook uuid, why text) returns void
language plpgsql as $$
begin
    perform pg_advisory_xact_lock({{lock_of_making_messages}});
    update messages set status = 'FAILED', next_attempt_at = null, last_error = why,
                        error_code = null, fault = {{fault_of_others}}
     where webhook_id = webhook and status = 'ENQUEUED';
end
$$;

-- Switch a webhook off and send its owner a message by their other webhooks; where there is none,
-- the message is FAILED, for an operator to see.
create or replace function switch_webhook_off(webhook uuid, why text) returns void
language plpgsql as $$
declare
    owner uuid;
    correlation uuid := uuidv7();
begin
    perform begin_act('webhook.switched_off', correlation => correlation);
    update webhooks set is_active = false where id = webhook and is_active
    returning client_id into owner;
    if not found then
        return;
    end if;
    perform begin_act('message.failed');
    perform fail_what_waits(webhook, why);
    perform begin_act('message.enqueued');
    insert into messages (kind, lane, webhook_id, record, position, payload, correlation_id,
                          next_attempt_at, organisation_id)
    select 'webhook.switched_off', other.id, other.id, 'webhook:' || webhook, 0,
           switched_off_payload(webhook), correlation, now(), organisation_of_client(owner)
      from webhooks other
     where other.client_id = owner and other.is_active and other.id <> webhook;
    if not found then
        insert into messages (kind, status, lane, webhook_id, record, position, payload,
                              correlation_id, last_error, fault, organisation_id)
        values ('webhook.switched_off', 'FAILED', webhook, webhook, 'webhook:' || webhook, 0,
                switched_off_payload(webhook), correlation, why, {{fault_of_others}},
                organisation_of_client(owner));
    end if;
end
$$;

-- Return what the message of a webhook that was switched off says.
create or replace function switched_off_payload(webhook uuid) returns jsonb language sql stable as $$
    select jsonb_build_object('type', 'webhook.switched_off', 'timestamp', now(),
        'data', jsonb_build_object(
            'id', global_id('Webhook', webhook),
            'databaseId', webhook, 'isActive', false))
$$;

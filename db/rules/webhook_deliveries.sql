-- What the owner of a webhook sees of its messages, and the event that they send to try it (F5a).

-- The messages for webhooks that are there, each with the client whose webhook it is.
create or replace view webhook_deliveries with (security_invoker = true) as
    select message.id, message.webhook_id, webhook.client_id, message.payload ->> 'type' as topic,
           message.status, message.inserted_at,
           message.last_error is not null and message.status <> 'PROCESSED' as last_attempt_failed
      from messages message
      join webhooks webhook on webhook.id = message.webhook_id;
revoke all on webhook_deliveries from selfsame_app;
grant select on webhook_deliveries to selfsame_app;

-- Make the message of a test event for one webhook, whatever its topics are, and return its id.
create or replace function make_test_message(webhook uuid) returns uuid language sql as $$
    insert into messages (kind, lane, webhook_id, record, position, payload, correlation_id,
                          next_attempt_at, organisation_id)
    values ('webhook.test', webhook, webhook, 'webhook:' || webhook, 0,
            jsonb_build_object('type', 'webhook.test', 'timestamp', now(),
                'data', jsonb_build_object(
                    'id', global_id('Webhook', webhook), 'databaseId', webhook)),
            current_setting('selfsame.correlation_id')::uuid, now(),
            (select organisation_of_client(client_id) from webhooks where id = webhook))
    returning id
$$;

-- Return whether a client may receive a message once more: what it is about must be a record that
-- the client may still read, or no record at all. What is for no client, as mail is, nobody has to read.
create or replace function client_may_receive_again(receiver uuid, message messages)
returns boolean language plpgsql stable as $$
declare
    event outbox;
begin
    event.aggregatetype := split_part(message.record, ':', 1);
    event.aggregateid := split_part(message.record, ':', 2);
    event.payload := message.payload;
    return receiver is null or event.aggregatetype not in
               ('person', 'vital_event', 'merge_candidate', 'consent', 'membership',
                'role_grant', 'explanation_request', 'organisation', 'message')
        or client_may_receive(receiver, event);
end
$$;

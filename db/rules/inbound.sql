-- What other systems send by links: taken once, kept sealed until it is worked on (rules V1 to V3), and what is
-- switched off there (rule V4).

-- Take a message that came by a link, and return it: the same for the same id, and whether the body was the same.
-- Of those that come at once with one id, the others wait for the first to last. Nothing where the link is gone.
create or replace function take_inbound(
    link uuid, given_id text, given_digest bytea, given_kind text, given_body bytea
) returns table (message uuid, is_same boolean) language plpgsql as $$
declare
    made constant uuid := uuidv7();
begin
    perform from source_links where id = link for key share;
    if not found then
        return;
    end if;
    insert into inbound_deliveries (link_id, webhook_id, digest, message_id)
    values (link, given_id, given_digest, made) on conflict do nothing;
    if not found then
        return query select message_id, digest = given_digest from inbound_deliveries
                      where link_id = link and webhook_id = given_id;
        return;
    end if;
    insert into messages (id, kind, lane, record, position, payload, correlation_id, next_attempt_at,
                          organisation_id, environment)
    select made, given_kind,
           case given_kind when 'inbound.explanation.requested' then lane_of_explanations(id) else id end,
           'source_link:' || id, (extract(epoch from clock_timestamp()) * 1000000)::bigint,
           '{}', current_setting('selfsame.correlation_id')::uuid, now(), organisation_id, environment
      from source_links where id = link;
    insert into inbound_bodies (message_id, link_id, sealed) values (made, link, given_body);
    perform pg_notify({{channel_of_messages}}, '');
    return query select made, true;
end
$$;

-- A body goes when its message is worked on or given up (rule V3).
create or replace function inbound_body_goes() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    delete from inbound_bodies where message_id = new.id;
    return null;
end
$$;
revoke execute on function inbound_body_goes from public;

create or replace trigger inbound_body_goes after update of status on messages
    for each row when (new.status in {{finished_statuses}} and new.kind like 'inbound.%')
    execute function inbound_body_goes();

-- Forget ids that came so many days ago, at most so many, and return how many.
create or replace function purge_inbound(most integer) returns integer
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    purged integer;
begin
    delete from inbound_deliveries where (link_id, webhook_id) in (
        select link_id, webhook_id from inbound_deliveries
         where inserted_at < now() - make_interval(days => {{inbound_days}})
         order by inserted_at limit most);
    get diagnostics purged = row_count;
    return purged;
end
$$;
revoke execute on function purge_inbound from public;
grant execute on function purge_inbound to selfsame_app;

-- Return each feature of a link, and whether it is on: it is, until somebody switches it off.
create or replace function switches_of(link uuid) returns jsonb language sql stable as $$
    select jsonb_agg(jsonb_build_object('feature', known.feature, 'isOn', coalesce(is_on, true)) order by known.feature)
      from unnest({{features}}) known (feature)
      left join switches on switches.feature = known.feature and link_id = link
$$;

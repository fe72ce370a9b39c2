-- What has room for messages, and what is closed (rules F4a and V4).

-- The lanes that messages are in: how many of one each worker sends at once, and which wait for nothing
-- but that. One that is full or slow holds up no other (rule F4a). What is switched off is a lane that is
-- closed: its messages are made, wait in their order, and go on when it is switched on again (rule V4). What is
-- about explanations has lanes of its own, beside the others of a webhook or link.
create or replace view lanes with (security_invoker = true) as
    select lane.id, {{room_of_webhook}} as room, not client.is_blocked and not parked.is_parked as is_open,
           parked.is_parked
      from webhooks webhook join clients client on client.id = webhook.client_id
      cross join lateral (
          values (webhook.id, '{WEBHOOKS}'::text[]),
                 (lane_of_explanations(webhook.id), '{WEBHOOKS,EXPLANATIONS}')) as lane (id, features)
      cross join lateral (
          select client.organisation_id is not null and exists (
              select from switches join source_links link on link.id = switches.link_id
               where link.organisation_id = client.organisation_id and link.environment = 'PRODUCTION'
                 and switches.feature = any (lane.features) and not switches.is_on) as is_parked) as parked
     union all
    select {{mail_lane}}, {{room_of_mail}}, true, false
     union all
    select linked.organisation_id, {{room_of_letters}}, not linked.is_parked, linked.is_parked
      from (select link.organisation_id,
                   bool_or(exists (select from switches
                                    where link_id = link.id and feature = 'LETTERS' and not is_on)) as is_parked
              from source_links link where link.environment = 'PRODUCTION'
             group by link.organisation_id) as linked
     union all
    select {{run_lane}}, {{room_of_runs}}, true, false
     union all
    select lane.id, {{room_of_inbound}}, not parked.is_parked, parked.is_parked
      from source_links link
      cross join lateral (
          values (link.id, '{INBOUND}'::text[]),
                 (lane_of_explanations(link.id), '{INBOUND,EXPLANATIONS}')) as lane (id, features)
      cross join lateral (
          select exists (select from switches
                          where link_id = link.id and feature = any (lane.features) and not is_on)
                     as is_parked) as parked
     union all
    select link.sync_lane, {{room_of_source}}, not parked.is_parked, parked.is_parked
      from source_links link
      cross join lateral (
          select exists (select from switches
                          where link_id = link.id and feature = 'SYNC' and not is_on) as is_parked) as parked;
revoke all on lanes from selfsame_app;
grant select on lanes to selfsame_app;

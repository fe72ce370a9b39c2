-- What waits for registrars, a row for each kind and status. It has to answer with millions of records,
-- so it counts by indexes alone, each read once: those of the records that wait by their status, of those
-- whose certificate was revoked, and of those that are flagged; the few with an open correction are
-- looked up. A record with an open correction waits for that alone.
create or replace view registrar_queues with (security_invoker = true) as
    select kinds.place || '.' || statuses.place as id,
           kinds.kind, statuses.status,
           coalesce(found.waiting, 0) as waiting,
           coalesce(found.flagged, 0) as flagged,
           found.oldest_at,
           coalesce(found.corrections, 0) as corrections
      from unnest({{vital_event_kinds}}) with ordinality as kinds (kind, place)
     cross join unnest({{queue_statuses}}) with ordinality as statuses (status, place)
      left join (
          select waits.kind, waits.status,
                 count(*)::integer as waiting,
                 count(flagged.id)::integer as flagged,
                 min(waits.since) as oldest_at,
                 count(*) filter (where waits.has_correction)::integer as corrections
            from (select plain.id, plain.kind, plain.status, plain.since, false as has_correction
                    from (select id, kind, status, inserted_at as since
                            from vital_events
                           where status in {{waiting_statuses}}
                             and id not in (select id from vital_events
                                             where recertified_since is not null)
                           union all
                          select id, kind, 'CERTIFIED', recertified_since
                            from vital_events where recertified_since is not null
                           union all
                          select id, kind, 'REGISTERED', uncertified_since
                            from vital_events where uncertified_since is not null) as plain
                   where plain.id not in (select vital_event_id
                                            from corrections where status = 'REQUESTED')
                   union all
                  select event.id, event.kind, event.status, correction.inserted_at, true
                    from corrections correction
                    join vital_events event on event.id = correction.vital_event_id
                   where correction.status = 'REQUESTED') as waits
            left join (select distinct vital_event_id as id
                         from potential_duplicates where not is_settled) as flagged using (id)
           group by waits.kind, waits.status
          ) as found on found.kind = kinds.kind and found.status = statuses.status;
revoke all on registrar_queues from selfsame_app;
grant select on registrar_queues to selfsame_app;

-- Return the same of what was declared at or below some organisations, for who sees no more (rule R3). What is
-- declared there is found by its organisation, or among all that waits, as PostgreSQL thinks.
create or replace function registrar_queues_in_reach(places uuid[])
returns table (
    id text, kind text, status text, waiting integer, flagged integer, oldest_at timestamptz,
    corrections integer
) language sql stable as $$
    select kinds.place || '.' || statuses.place, kinds.kind, statuses.status,
           coalesce(found.waiting, 0), coalesce(found.flagged, 0), found.oldest_at,
           coalesce(found.corrections, 0)
      from unnest({{vital_event_kinds}}) with ordinality as kinds (kind, place)
     cross join unnest({{queue_statuses}}) with ordinality as statuses (status, place)
      left join (
          select waits.kind, waits.status,
                 count(*)::integer as waiting,
                 (count(*) filter (where exists (
                      select from potential_duplicates noted
                       where noted.vital_event_id = waits.id and not noted.is_settled
                         and record_is_in_reach(noted.resembled_id, places))))::integer as flagged,
                 min(waits.since) as oldest_at,
                 count(waits.asked_at)::integer as corrections
            from (select event.id, event.kind, event.status, correction.inserted_at as asked_at,
                         coalesce(correction.inserted_at, event.uncertified_since,
                                  event.recertified_since, event.inserted_at) as since
                    from vital_events event
                    left join corrections correction
                      on correction.vital_event_id = event.id and correction.status = 'REQUESTED'
                   where event.organisation_id = any (array(
                             select organisation_id from organisation_paths
                              where ancestor_id = any (places)))
                     and (event.status in {{waiting_statuses}} or event.uncertified_since is not null
                          or event.has_open_correction)) waits
           group by waits.kind, waits.status
          ) as found on found.kind = kinds.kind and found.status = statuses.status
     order by kinds.place, statuses.place
$$;

-- Return what a registrar has done with records since a moment, a month back at most: acts, as the trail has
-- them, whatever became of the records afterwards (rule C18).
create or replace function registrar_figures(registrar uuid, since timestamptz)
returns table (
    id uuid, declared integer, registered integer, rejected integer, certified integer, issued integer,
    settled integer
) language sql stable as $$
    select registrar,
           (count(distinct act) filter (where participle in ('declared', 'amended')))::integer,
           (count(distinct act) filter (where participle = 'registered'))::integer,
           (count(distinct act) filter (where participle = 'rejected'))::integer,
           (count(distinct act) filter (where participle = 'certified'))::integer,
           (count(distinct act) filter (where participle = 'issued'))::integer,
           (count(distinct act) filter (
               where participle in ('corrected', 'correction_rejected', 'annulled')))::integer
      from (select coalesce(act_id, audit_log.id) as act, split_part(action, '.', 2) as participle
              from audit_log
             where actor_id = registrar
               and inserted_at >= greatest(since, now() - interval '31 days')
               and split_part(action, '.', 1) in ('birth', 'death', 'marriage')) as acts
$$;

-- How a sync reads its source: page by page into staging, in a lane of the link's own (rules F4a, S7 and S9).

-- Return whom the organisation and those below it have or had of the source, and whom it does not list, as far as it
-- was not asked for them one by one yet. Where changes alone are read, whom it says that it has deleted.
create or replace function absent_persons(run uuid, link uuid) returns table (external_id text)
language sql stable as $$
    select distinct identity.external_id
      from source_records record
      join source_identities identity on identity.id = record.identity_id
     where record.source_link_id in (select id from links_of_sync(run, link))
       and not exists (select from staged_records staged
                        where staged.run_id = run and staged.kind = 'ABSENT'
                          and staged.external_id = identity.external_id)
       and case when (select parameters ->> 'mode' from runs where id = run) = 'CHANGES'
                then exists (select from staged_records staged
                              where staged.run_id = run and staged.kind = 'DELETED'
                                and staged.external_id = identity.external_id)
                else not exists (select from staged_records staged
                                  where staged.run_id = run and staged.kind = 'PERSON'
                                    and staged.external_id = identity.external_id) end
     order by 1
$$;

-- Stage what a step has read, and return how many persons and how many rejects are new: a page that is read again, or
-- a person of two groups, counts once.
create or replace function stage_records(
    run uuid, kinds text[], ids text[], payloads jsonb[], reject_kinds text[], reject_ids text[], reasons text[]
) returns table (fetched integer, rejected integer) language plpgsql as $$
begin
    with staged as (
        insert into staged_records (run_id, kind, external_id, payload)
        select distinct on (kind, external_id) run, kind, external_id, payload
          from unnest(kinds, ids, payloads) it (kind, external_id, payload)
            on conflict (run_id, kind, external_id) do update set payload = excluded.payload
        returning kind, xmax = 0 as is_new)
    select count(*)::integer into fetched from staged where kind = 'PERSON' and is_new;
    with refused as (
        insert into run_rejects (run_id, kind, external_id, reason)
        select run, kind, external_id, string_agg(distinct reason, '; ')
          from unnest(reject_kinds, reject_ids, reasons) it (kind, external_id, reason) group by kind, external_id
            on conflict do nothing
        returning 1)
    select count(*)::integer into rejected from refused;
    return next;
end
$$;

-- What a sync has read and with which token goes as it ends. One that failed reads everything again, if somebody
-- resumes it: what was read with another token, or days ago, is not mixed with what is read now.
create or replace function sync_ends() returns trigger language plpgsql as $$
begin
    if new.status = 'RUNNING' then
        delete from run_rejects where run_id = new.id;
        new.parameters := new.parameters - array['phase', 'groups', 'after', 'depth'];
        new.counts := '{}';
        new.is_approved := false;
    else
        delete from run_credentials where run_id = new.id;
        delete from staged_records where run_id = new.id;
        if new.status = 'SUCCEEDED' then
            update source_links set awaits_first_sync = false
             where organisation_id = new.organisation_id and awaits_first_sync;
        end if;
    end if;
    return new;
end
$$;

create or replace trigger sync_ends before update of status on runs
    for each row when (new.kind = 'SYNC' and new.status <> old.status
                       and (new.status not in {{statuses_under_way}}
                            or old.status = 'FAILED' and new.status = 'RUNNING'))
    execute function sync_ends();

-- Begin the syncs that are due, at most so many, of sources that are read with credentials of the registry: nobody's
-- token is kept for it. A missed time is made up once; where a run is under way, the sync comes after it. Returns how
-- many began (rules S11 and S12).
create or replace function begin_due_syncs(most integer) returns integer language plpgsql as $$
declare
    due record;
    begun integer := 0;
begin
    for due in
        select link.id, link.organisation_id, link.sync_lane, link.every_minutes,
               'CLIENT_CREDENTIALS' = any (source.access) and source.retired_at is null as can_be_read
          from source_links link
          join sources source on source.id = link.source_id
          join organisations its on its.id = link.organisation_id and its.status = 'ACTIVE'
         where link.due_at <= now()
           and not exists (select from runs where status in {{statuses_under_way}}
                              and link.organisation_id in (runs.organisation_id, runs.target_id))
         order by link.due_at limit most
           for update of link skip locked
    loop
        perform from organisations where id = due.organisation_id for no key update;
        continue when exists (
            select from runs where status in {{statuses_under_way}}
               and due.organisation_id in (runs.organisation_id, runs.target_id));
        if due.can_be_read then
            insert into runs (kind, organisation_id, lane, parameters, correlation_id)
            values ('SYNC', due.organisation_id, due.sync_lane,
                    jsonb_build_object('sourceLinkId', due.id, 'mode', 'CHANGES'), uuidv7());
            begun := begun + 1;
        end if;
        update source_links set due_at = now() + make_interval(mins => due.every_minutes) where id = due.id;
    end loop;
    return begun;
end
$$;

-- Do the whole act of declaring what is similar to nothing on record, in one statement (rules C2 to
-- C5a): access, key, search, record, people; triggers write trail and event. A key that was claimed
-- before returns no row, and a record that may be similar raises SA005: the caller then begins anew, in
-- a transaction of several statements, and the key that was claimed here is free until it does (rule
-- C4). Where `is_read`, the caller is a machine that is shown the record, which is written down like
-- every read; it is its own and counts against no quota (rule C9).
create or replace function declare_plainly(
    action text, client uuid, acting_user uuid, correlation uuid, roles text[], session uuid,
    event_kind text, digest bytea, details jsonb, people jsonb, mutation text, given_key text,
    body_digest bytea, search jsonb, is_read boolean
) returns table (
    id uuid, status text, tracking_id text, inserted_at timestamptz, updated_at timestamptz
) language plpgsql
set enable_seqscan = off set plan_cache_mode = force_generic_plan as $$
#variable_conflict use_column
declare
    claimed record;
begin
    perform begin_act(action, client, acting_user, correlation, roles, session);
    select * into claimed
      from claim_idempotency_key(client, mutation, given_key, body_digest, null);
    if not claimed.is_new then
        return;
    end if;
    if search is not null and exists (select from find_similar_events(event_kind, search, null)) then
        raise exception 'A record is similar' using errcode = 'SA005';
    end if;
    loop
        insert into vital_events as added
            (id, kind, tracking_id, declared_by_client_id, declared_by_user_id, details_digest,
             {{record_columns}})
        select claimed.claimed_id, event_kind, new_tracking_id(event_kind), client, acting_user, digest,
               {{given_record_columns}}
          from jsonb_to_record(details) as given({{typed_record_columns}})
            on conflict (tracking_id) do nothing
        returning added.id, added.status, added.tracking_id, added.inserted_at, added.updated_at
             into id, status, tracking_id, inserted_at, updated_at;
        exit when found;
    end loop;
    insert into individuals (vital_event_id, {{people_columns}})
    select claimed.claimed_id, {{given_people_columns}}
      from jsonb_to_recordset(people) as given({{typed_people_columns}});
    if is_read then
        insert into vital_event_reads (client_id, vital_event_id, correlation_id, is_others)
        values (client, claimed.claimed_id, correlation, false);
    end if;
    return next;
end
$$;

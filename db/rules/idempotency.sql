-- Claim a key for a request, or return the record of the request that has it (rule C4). Of several
-- transactions at once, one claims it and the others wait until it commits, or rolls back. With no
-- record, the id of one to be made is returned. Keys are kept for a month; each claim deletes a few
-- older ones. A plan made while there are few keys is kept when there are many, so it must not scan
-- them all.
create or replace function claim_idempotency_key(
    client uuid, mutation text, given_key text, digest bytea, record uuid
) returns table (claimed_id uuid, is_new boolean, is_same boolean)
language plpgsql set enable_seqscan = off set plan_cache_mode = force_generic_plan as $$
begin
    -- Mostly there are none, and a delete that finds nothing is a larger plan to start.
    if exists (select from idempotency_keys old
                where old.inserted_at < now() - interval '{{idempotency_key_days}} days')
    then
        perform forget_idempotency_keys();
    end if;
    loop
        insert into idempotency_keys as taken
            (client_id, operation, key, body_digest, record_id)
        values (client, mutation, given_key, digest, coalesce(record, uuidv7()))
            on conflict do nothing
        returning taken.record_id into claimed_id;
        if found then
            is_new := true;
            is_same := true;
            return next;
            return;
        end if;
        select known.record_id, false, known.body_digest = digest
          into claimed_id, is_new, is_same
          from idempotency_keys known
         where known.client_id = client and known.operation = mutation and known.key = given_key;
        if found then
            return next;
            return;
        end if;
    end loop;
end
$$;

-- Delete a few keys that are older than they are kept.
create or replace function forget_idempotency_keys() returns void
language sql security definer set search_path = public, pg_temp set enable_seqscan = off as $$
    delete from idempotency_keys forgotten
     where (forgotten.client_id, forgotten.operation, forgotten.key) in (
           select old.client_id, old.operation, old.key from idempotency_keys old
            where old.inserted_at < now() - interval '{{idempotency_key_days}} days'
            limit 2 for update skip locked)
$$;
revoke execute on function forget_idempotency_keys from public;
grant execute on function forget_idempotency_keys to selfsame_app;

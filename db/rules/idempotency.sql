-- Take a key for a request, or tell which record the request that has it is about (rule C4). Of
-- several at once, one takes it and the others wait for it to commit, or to fail and let it go.
-- Where no record is given, the id of one to be made comes back. Keys are kept for a month; each
-- claim forgets a few older ones. A plan made while there are few keys is kept when there are many,
-- so it must not read them all.
create or replace function claim_idempotency_key(
    client uuid, called text, given_key text, body bytea, record uuid
) returns table (claimed_id uuid, is_new boolean, is_same boolean)
language plpgsql set enable_seqscan = off as $$
begin
    delete from idempotency_keys forgotten
     where (forgotten.client_id, forgotten.operation, forgotten.key) in (
           select old.client_id, old.operation, old.key from idempotency_keys old
            where old.inserted_at < now() - interval '{{idempotency_key_days}} days'
            limit 2 for update skip locked);
    loop
        insert into idempotency_keys as taken
            (client_id, operation, key, body_digest, record_id)
        values (client, called, given_key, body, coalesce(record, uuidv7()))
            on conflict do nothing
        returning taken.record_id into claimed_id;
        if found then
            is_new := true;
            is_same := true;
            return next;
            return;
        end if;
        select known.record_id, false, known.body_digest = body
          into claimed_id, is_new, is_same
          from idempotency_keys known
         where known.client_id = client and known.operation = called and known.key = given_key;
        if found then
            return next;
            return;
        end if;
    end loop;
end
$$;

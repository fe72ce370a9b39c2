-- Proofs that an entry is part of the sealed trail, for the query that shows the entry with them
-- (rule Y3). Whoever checks one needs nothing of this.

-- Return the root of a complete subtree, from the hashes of the next stored level below.
create or replace function audit_subtree(level integer, place bigint) returns bytea
language plpgsql stable as $$
declare
    stored constant integer := level - level % {{stored_levels}};
    first constant bigint := place << (level - stored);
    beyond constant bigint := (place + 1) << (level - stored);
    hashes bytea[];
    pairs integer;
begin
    if stored = 0 then
        select array_agg(hash order by position) into hashes
          from audit_leaves where position >= first and position < beyond;
    else
        select array_agg(hash order by position) into hashes
          from audit_nodes
         where audit_nodes.level = stored and position >= first and position < beyond;
    end if;
    pairs := cardinality(hashes) / 2;
    while pairs > 0 loop
        -- A query for many, because each assignment costs; and none for few, as a query costs more.
        if pairs > 8 then
            select array_agg(sha256('\x01'::bytea || hashes[2 * pair - 1] || hashes[2 * pair])
                             order by pair)
              into hashes from generate_series(1, pairs) pair;
        else
            for pair in 1 .. pairs loop
                hashes[pair] := sha256('\x01'::bytea || hashes[2 * pair - 1] || hashes[2 * pair]);
            end loop;
        end if;
        pairs := pairs / 2;
    end loop;
    return hashes[1];
end
$$;

-- Return the largest power of two below a number of leaves: how many are to the left.
create or replace function audit_left_size(leaves bigint) returns bigint language plpgsql immutable as $$
declare
    size bigint := 1;
begin
    while size * 2 < leaves loop
        size := size * 2;
    end loop;
    return size;
end
$$;

-- Return the root of the leaves from one on; they begin where a complete subtree could.
create or replace function audit_root_between(first bigint, beyond bigint) returns bytea
language plpgsql stable as $$
declare
    level integer := 0;
    middle bigint;
begin
    while (1::bigint << level) < beyond - first loop
        level := level + 1;
    end loop;
    if (1::bigint << level) = beyond - first then
        return audit_subtree(level, first >> level);
    end if;
    middle := first + audit_left_size(beyond - first);
    return sha256('\x01'::bytea || audit_root_between(first, middle)
                  || audit_root_between(middle, beyond));
end
$$;

-- Return the leaf of an entry as the trail has it now, in the form that docs/audit.md describes; null where
-- the entry is gone. What verifies the trail writes leaves itself (rules/audit_tree.py).
create or replace function audit_leaf(entry uuid) returns text language sql stable as $$
    select string_agg(
               coalesce(octet_length(convert_to(value, 'UTF8')) || ':' || value || ',', '~'), ''
               order by place)
      from audit_log log,
           unnest(array[
               'selfsame entry 1', log.id::text, log.act_id::text, log.actor_id::text,
               log.client_id::text, log.action, log.resource, log.resource_id::text,
               log.changeset::text, log.previous::text, log.correlation_id::text,
               to_char(log.inserted_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
               log.transaction::text]) with ordinality written (value, place)
     where log.id = entry
$$;

-- Return the proof of an entry in a tree of this size, by its checkpoint; of the newest with null.
-- No row where the entry is not sealed, or where there is no such checkpoint of after it.
create or replace function audit_proof(entry uuid, wanted bigint)
returns table (
    id text, entry_id uuid, leaf_index text, size text, leaf text, leaf_hash text,
    hashes text[], checkpoint text
) language plpgsql stable as $$
declare
    found audit_leaves;
    sealed audit_checkpoints;
    first bigint := 0;
    beyond bigint;
    middle bigint;
    path text[] := '{}';
begin
    select * into found from audit_leaves where audit_leaves.entry_id = entry;
    if wanted is null then
        select * into sealed from audit_checkpoints order by audit_checkpoints.size desc limit 1;
    else
        select * into sealed from audit_checkpoints where audit_checkpoints.size = wanted;
    end if;
    if found.position is null or sealed.size is null or found.position >= sealed.size then
        return;
    end if;
    beyond := sealed.size;
    while beyond - first > 1 loop
        middle := first + audit_left_size(beyond - first);
        if found.position < middle then
            path := encode(audit_root_between(middle, beyond), 'base64') || path;
            beyond := middle;
        else
            path := encode(audit_root_between(first, middle), 'base64') || path;
            first := middle;
        end if;
    end loop;
    return query select 'proof', entry, found.position::text, sealed.size::text,
                        audit_leaf(entry),
                        encode(found.hash, 'base64'), path, sealed.note;
end
$$;

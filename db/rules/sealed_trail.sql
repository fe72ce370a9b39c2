-- The tree beside the trail only grows, and by this function alone, which the sealing worker calls
-- (rules Y1 and D3).

create or replace trigger refuse_change before update or delete or truncate on audit_leaves
    for each statement execute function refuse_change();
create or replace trigger refuse_change before update or delete or truncate on audit_nodes
    for each statement execute function refuse_change();
create or replace trigger refuse_change before update or delete or truncate on audit_checkpoints
    for each statement execute function refuse_change();

-- Who read the trail is written down beside it, and stays so (rule Y7).
create or replace trigger refuse_change before update or delete or truncate on audit_readings
    for each statement execute function refuse_change();

-- Append leaves behind the last one, of which the last ends the seal, and its checkpoint.
create or replace function append_leaves(
    first_position bigint, entries uuid[], hashes bytea[],
    node_levels smallint[], node_positions bigint[], node_hashes bytea[],
    written_form smallint, moment timestamptz, oldest bigint, next bigint, numbered_by text,
    tree_root bytea, signed_note text
) returns void language plpgsql security definer set search_path = public, pg_temp as $$
begin
    if first_position <> coalesce((select max(position) + 1 from audit_leaves), 0) then
        raise exception 'Leaves are appended behind the last one';
    end if;
    insert into audit_leaves (position, entry_id, hash)
    select first_position + row - 1, entry, leaf
      from unnest(entries || null::uuid, hashes) with ordinality leaves (entry, leaf, row);
    insert into audit_nodes (level, position, hash)
    select * from unnest(node_levels, node_positions, node_hashes);
    insert into audit_checkpoints
        (size, form, sealed_at, oldest_transaction, next_transaction, cluster, root, note)
    values (first_position + cardinality(hashes), written_form, moment, oldest, next, numbered_by,
            tree_root, signed_note);
end
$$;
revoke execute on function append_leaves from public;
grant execute on function append_leaves to selfsame_app;

-- Write down, within an act, that an older state was restored; it is an entry of its own, about itself
-- (rule Y8).
create or replace function record_restore(facts jsonb) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    entry constant uuid := uuidv7();
begin
    if current_setting('selfsame.action') <> 'trail.restored' then
        raise exception 'Nothing is restored' using errcode = 'SA001';
    end if;
    if currval('public.who_acts') is distinct from {{name_of_act}} then
        raise exception 'A transaction acts in one name' using errcode = 'SA007';
    end if;
    perform refuse_another_name(nullif(current_setting('selfsame.actor_id'), '')::uuid,
                                nullif(current_setting('selfsame.client_id'), '')::uuid);
    insert into audit_log
        (id, act_id, actor_id, client_id, action, resource, resource_id, changeset, correlation_id)
    values (entry, entry, nullif(current_setting('selfsame.actor_id'), '')::uuid,
            nullif(current_setting('selfsame.client_id'), '')::uuid,
            current_setting('selfsame.action'), 'trail', entry, facts,
            current_setting('selfsame.correlation_id')::uuid);
end
$$;
revoke execute on function record_restore from public;
grant execute on function record_restore to selfsame_app;

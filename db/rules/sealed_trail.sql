-- The tree beside the trail only grows, and by this function alone, which the sealing worker calls
-- (rules Y1 and D3).

create or replace trigger refuse_change before update or delete or truncate on audit_leaves
    for each statement execute function refuse_change();
create or replace trigger refuse_change before update or delete or truncate on audit_nodes
    for each statement execute function refuse_change();
create or replace trigger refuse_change before update or delete or truncate on audit_checkpoints
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

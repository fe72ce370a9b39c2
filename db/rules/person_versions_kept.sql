-- That versions stay (rule H21): what an act has kept of a person, no later one changes or deletes, whoever asks.

-- Refuse a change of what was kept.
create or replace function refuse_change_of_version() returns trigger language plpgsql as $$
begin
    -- With a record of which nothing else is known its versions go (`delete_custodial_person`).
    if tg_op = 'DELETE' and current_setting('selfsame.person_going', true) = old.person_id::text then
        return old;
    end if;
    raise exception '% of % is refused: what persons were is kept', tg_op, tg_table_name
        using errcode = 'SA002';
end
$$;

create or replace trigger kept_versions_stay before update or delete on person_versions
    for each row when (not is_of_this_transaction(old)) execute function refuse_change_of_version();
create or replace trigger versions_are_not_truncated before truncate on person_versions
    for each statement execute function refuse_change_of_version();

-- Whoever may execute them could make them triggers of a table of their own.
revoke execute on function person_version_rises, keep_changed_persons, keep_persons_of_parts, declaring_is_editing
    from public;

-- What the triggers of tables under the trail do beside the entry (rules D1–D5).

-- Refuse a change that the trail could not describe: a truncation, a changed primary key.
create or replace function refuse_change() returns trigger language plpgsql as $$
begin
    raise exception '% of % is refused: the audit trail could not describe it', tg_op, tg_table_name
        using errcode = 'SA002';
end
$$;

-- Set the time of a row's last change.
create or replace function set_updated_at() returns trigger language plpgsql as $$
begin
    new.updated_at := now();
    return new;
end
$$;

-- Let a row that is changed be its next version (rule R7).
create or replace function count_version() returns trigger language plpgsql as $$
begin
    new.version := old.version + 1;
    return new;
end
$$;

"""Makes a partitioned table of one that is in use, without writing it anew (rule Z6).

The table that was there becomes the first partition: by a constraint that was validated beside
everybody's work, so that nothing is read while others wait.
"""

from alembic import op

BOUND = """
do $$
declare
    -- The month that has begun and the next one: it stands until `partition` has been.
    beyond constant timestamptz :=
        date_trunc('month', now() at time zone 'UTC') at time zone 'UTC' + interval '2 months';
    first_key constant uuid :=
        (lpad(to_hex((extract(epoch from beyond) * 1000)::bigint), 12, '0')
         || '00000000000000000000')::uuid;
begin
    execute format('alter table %1$s add constraint first_partition_of_%1$s check (id < %2$L)'
                   ' not valid', '{table}', first_key);
end
$$
"""

PARTITION = """
do $$
declare
    parent constant text := '{table}';
    constrained constant text := 'first_partition_of_' || parent;
    beyond constant uuid := (
        select substring(pg_get_constraintdef(oid) from '[0-9a-f-]{{36}}') from pg_constraint
         where conname = constrained and conrelid = parent::regclass and convalidated);
    first_name constant text := parent || to_char(
        to_timestamp(('x' || left(replace(beyond::text, '-', ''), 12))::bit(48)::bigint / 1000)
            at time zone 'UTC', '"_before_"YYYY_MM');
    key_name constant text := (
        select conname from pg_constraint where conrelid = parent::regclass and contype = 'p');
    indexes constant text[] := array(
        select pg_get_indexdef(indexrelid) from pg_index
         where indrelid = parent::regclass and not indisprimary);
    triggers constant text[] := array(
        select pg_get_triggerdef(oid) from pg_trigger
         where tgrelid = parent::regclass and not tgisinternal);
    rights constant text[] := array(
        select format('grant %s on %I to %s', privilege_type, parent, grantee::regrole)
          from pg_class, aclexplode(relacl)
         where pg_class.oid = parent::regclass and grantee <> relowner and grantee <> 0);
    -- Whose parameter is a row of the table: it takes rows of the new one from now on.
    functions constant text[] := array(
        select pg_get_functiondef(pg_proc.oid) from pg_proc, pg_class
         where pg_class.oid = parent::regclass and reltype = any (proargtypes));
    function_rights constant text[] := array(
        select format('grant execute on function %s to %s', pg_proc.oid::regprocedure,
                      case grantee when 0 then 'public' else grantee::regrole::text end)
          from pg_class, pg_proc, aclexplode(proacl)
         where pg_class.oid = parent::regclass and reltype = any (proargtypes));
    are_closed constant text[] := array(
        select format('revoke execute on function %s from public', pg_proc.oid::regprocedure)
          from pg_proc, pg_class
         where pg_class.oid = parent::regclass and reltype = any (proargtypes)
           and proacl is not null);
    former constant text[] := array(
        select format('drop function %s', pg_proc.oid::regprocedure) from pg_proc, pg_class
         where pg_class.oid = parent::regclass and reltype = any (proargtypes));
    publications constant text[] := array(
        select format('%I', pubname) from pg_publication_rel
          join pg_publication on pg_publication.oid = prpubid
         where prrelid = parent::regclass);
    statement text;
begin
    if beyond is null then
        raise exception 'The constraint of the first partition of % is not validated', parent;
    end if;
    -- Whoever reads waits too: until the transaction ends, in a moment.
    execute format('lock table %I in access exclusive mode', parent);
    foreach statement in array former loop
        execute statement;
    end loop;
    for statement in
        select format('drop trigger %I on %I', tgname, parent) from pg_trigger
         where tgrelid = parent::regclass and not tgisinternal
    loop
        execute statement;
    end loop;
    execute format('alter table %I set schema partitions', parent);
    execute format('alter table partitions.%I rename to %I', parent, first_name);
    execute format('alter table partitions.%I rename constraint %I to %I',
                   first_name, key_name, first_name || '_key');
    execute format('create table public.%I (like partitions.%I including defaults)'
                   ' partition by range (id)', parent, first_name);
    execute format('alter table public.%I add constraint %I primary key (id)', parent, key_name);
    foreach statement in array indexes loop
        execute statement;
    end loop;
    execute format('alter table public.%I attach partition partitions.%I'
                   ' for values from (minvalue) to (%L)', parent, first_name, beyond);
    -- It says what the bounds say, and each statement that writes would read its text.
    execute format('alter table partitions.%I drop constraint %I', first_name, constrained);
    foreach statement in array functions || are_closed || function_rights || triggers || rights loop
        execute statement;
    end loop;
    foreach statement in array publications loop
        execute format('alter publication %s drop table partitions.%I', statement, first_name);
        execute format('alter publication %s add table public.%I', statement, parent);
        execute format('alter publication %s set (publish_via_partition_root = true)', statement);
    end loop;
end
$$
"""


def bound(table: str) -> None:
    """Bound the keys of a table, so that it may be a partition once that is validated."""
    op.execute(BOUND.format(table=table))


def validated(table: str) -> str:
    """Return the statement that sees whether the rows that there are keep to the bound."""
    return f"alter table {table} validate constraint first_partition_of_{table}"


def partition(table: str) -> None:
    """Put a partitioned table in the place of one, which becomes its first partition."""
    op.execute(PARTITION.format(table=table))

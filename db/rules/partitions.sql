-- The partitions of what only grows: the trail, the outbox and the account of reads, by ranges of their keys, which
-- begin with their time (rule Z6). They stand in a schema of their own, where the application has no rights but to read
-- what was detached, as it could before.
grant usage on schema partitions to selfsame_app;

-- Return the time that a key begins with.
create or replace function time_of_key(key uuid) returns timestamptz language sql immutable as $$
    select to_timestamp(('x' || left(replace(key::text, '-', ''), 12))::bit(48)::bigint / 1000.0)
$$;

-- Return the partitions and what was detached, with the times of their keys; null is from the beginning.
create or replace function known_partitions() returns table (
    parent text, name text, begins_at timestamptz, ends_at timestamptz, is_attached boolean, is_leaving boolean,
    bytes bigint
) language sql stable set search_path = public, pg_temp as $$
    select whole.name, part.relname::text, time_of_key(keys[1]), time_of_key(keys[2]),
           pg_inherits.inhrelid is not null and not inhdetachpending, coalesce(inhdetachpending, false),
           pg_total_relation_size(part.oid)
      from unnest({{partitioned_tables}}) with ordinality whole (name, place)
      join pg_class part
        on part.relnamespace = 'partitions'::regnamespace and part.relkind = 'r'
       and part.relname ~ ('^' || whole.name || '_(before_)?\d{4}_\d\d(_\d\d)?$')
      left join pg_inherits on inhrelid = part.oid
     cross join lateral (
           select array[substring(bounds from 'FROM \(''([0-9a-f-]{36})''\)'),
                        substring(bounds from 'TO \(''([0-9a-f-]{36})''\)')]::uuid[] as keys
             from coalesce(pg_get_expr(part.relpartbound, part.oid), obj_description(part.oid, 'pg_class')) bounds
           ) bound
     order by whole.place, keys[1] nulls first
$$;

-- Let a partition have the triggers that its parent has for statements, which do not come down to it: whoever names
-- it is refused what they would be refused there. Let its comment say its bounds.
create or replace function guard_partition(parent regclass, part regclass) returns void language plpgsql as $$
declare
    missing text;
begin
    for missing in
        select replace(pg_get_triggerdef(above.oid), format(' ON %s ', format('public.%I', relname)),
                       format(' ON %s ', part))
          from pg_trigger above join pg_class on pg_class.oid = tgrelid
         where tgrelid = parent and not tgisinternal and tgtype & 1 = 0
           and not exists (select from pg_trigger below where below.tgrelid = part and below.tgname = above.tgname)
    loop
        execute missing;
    end loop;
    -- Once it is detached its bounds are known by this alone.
    execute format('comment on table %s is %L', part,
                   (select pg_get_expr(relpartbound, oid) from pg_class where oid = part));
end
$$;
revoke execute on function guard_partition from public;

-- Make the partitions of the periods to come, of a month or of a day each in UTC, until there are {{partitions_ahead}}
-- behind the one of this moment; return how many were made. They follow the last one, whatever period that was of.
-- What they wait for is bounded, and nobody is kept from writing meanwhile: it is put together first, and attached then.
create or replace function make_partitions(period text) returns integer
language plpgsql security definer set search_path = public, pg_temp set lock_timeout = '500ms' as $$
declare
    whole text;
    last_end timestamptz;
    next_end timestamptz;
    ahead integer;
    name text;
    made integer := 0;
begin
    if period not in ('month', 'day') then
        raise exception 'A partition is of a month or of a day' using errcode = 'invalid_parameter_value';
    end if;
    perform pg_advisory_xact_lock({{lock_of_partitions}});
    foreach whole in array {{partitioned_tables}} loop
        loop
            select max(ends_at), count(*) filter (where begins_at > now()) into last_end, ahead
              from known_partitions() where parent = whole and is_attached;
            exit when ahead >= {{partitions_ahead}};
            next_end := (date_trunc(period, last_end at time zone 'UTC') + ('1 ' || period)::interval) at time zone 'UTC';
            name := whole || to_char(last_end at time zone 'UTC', case period when 'day' then '_YYYY_MM_DD' else '_YYYY_MM' end);
            execute format('create table partitions.%I (like public.%I including defaults including indexes)', name, whole);
            execute format('alter table public.%I attach partition partitions.%I for values from (%L) to (%L)',
                           whole, name, oldest_key(last_end), oldest_key(next_end));
            perform guard_partition(whole::regclass, format('partitions.%I', name)::regclass);
            made := made + 1;
        end loop;
    end loop;
    return made;
end
$$;
revoke execute on function make_partitions from public;
grant execute on function make_partitions to selfsame_app;

-- Return the partitioned tables that have no partition behind the one of this moment.
create or replace function tables_without_next_partition() returns text[] language sql stable as $$
    select array(
        select whole from unnest({{partitioned_tables}}) with ordinality it (whole, place)
         where not exists (select from known_partitions() known
                            where known.parent = whole and is_attached and begins_at > now())
         order by place)
$$;

-- Forget the positions of events that went with a partition, a batch at a time from the first on, but for the last
-- one: whoever has read as far as that goes on from there. Returns how many were forgotten.
create or replace function forget_positions() returns integer language plpgsql as $$
declare
    forgotten integer;
begin
    with first as materialized (
        select position, exists (select from outbox where outbox.id = event_id) as is_kept
          from event_positions order by position limit 10001)
    delete from event_positions where position in (
        select position from first
         where position < coalesce((select min(position) from first where is_kept), 9223372036854775807)
         order by position desc offset 1);
    get diagnostics forgotten = row_count;
    return forgotten;
end
$$;
revoke execute on function forget_positions from public;

do $$
begin
    perform guard_partition(parent::regclass, format('partitions.%I', name)::regclass)
       from known_partitions() where is_attached;
    perform make_partitions('month');
end
$$;

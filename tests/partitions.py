"""Partitions that are over, as a test needs them: the first one of a table ends at this moment."""

import asyncpg

CUT = """
do $$
declare
    parent constant text := '{table}';
    former constant text := (
        select name from known_partitions() known
         where known.parent = '{table}' and begins_at is null);
    beyond constant timestamptz := (
        select ends_at from known_partitions() known where name = former);
    -- Whole milliseconds, as keys have them.
    middle constant timestamptz := date_trunc('milliseconds', clock_timestamp());
begin
    perform pg_sleep(0.002);
    execute format('alter table public.%I detach partition partitions.%I', parent, former);
    execute format('alter table partitions.%I rename to %I', former, parent || '_before_2001_01');
    execute format('alter table public.%I attach partition partitions.%I'
                   ' for values from (minvalue) to (%L)',
                   parent, parent || '_before_2001_01', oldest_key(middle));
    execute format('create table partitions.%I'
                   ' (like public.%I including defaults including indexes)',
                   parent || '_2001_01', parent);
    execute format('alter table public.%I attach partition partitions.%I'
                   ' for values from (%L) to (%L)',
                   parent, parent || '_2001_01', oldest_key(middle), oldest_key(beyond));
    perform guard_partition(parent::regclass, format('partitions.%I', name)::regclass)
       from unnest(array[parent || '_before_2001_01', parent || '_2001_01']) name;
end
$$
"""


LATER = """
select name from known_partitions() where parent = $1 and is_attached and begins_at is not null
"""


async def end_all(owner: asyncpg.Connection, table: str) -> None:
    """Let a table have no partition of this moment, as after months in which nobody made any."""
    await end_first(owner, table)
    for (name,) in await owner.fetch(LATER, table):
        await owner.execute(f"drop table partitions.{name}")


async def end_first(owner: asyncpg.Connection, table: str) -> str:
    """Let the first partition of a table be over by now; return its name."""
    await owner.execute(CUT.format(table=table))
    return f"{table}_before_2001_01"

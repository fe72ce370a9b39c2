"""What PostgreSQL's own catalog says of the tables: what the tests of the repository compare."""

from typing import Any

import asyncpg

OF_MIGRATING = ("alembic_version", "applied_rules")

COLUMNS = """
select relname || '.' || attname,
       format_type(atttypid, atttypmod) || case when attnotnull then ' not null' else '' end
       || coalesce(' default ' || pg_get_expr(adbin, adrelid), '')
  from pg_attribute
  join pg_class on pg_class.oid = attrelid
  left join pg_attrdef on adrelid = attrelid and adnum = attnum
 where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
   and attnum > 0 and not attisdropped and relname <> all ($1)
"""
CONSTRAINTS = """
select relname || ' ' || conname, pg_get_constraintdef(pg_constraint.oid)
  from pg_constraint join pg_class on pg_class.oid = conrelid
 where relnamespace = 'public'::regnamespace and relname <> all ($1)
   and contype in ('c', 'f', 'p', 'u', 'x')
"""
INDEXES = """
select indexname, indexdef from pg_indexes where schemaname = 'public' and tablename <> all ($1)
"""
TABLES = """
select relname, concat_ws(' ', relpersistence, pg_get_partkeydef(oid)) from pg_class
 where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and relname <> all ($1)
"""
# Whatever an act may break: what is unique, what is checked, what a trigger watches over.
RULES = """
select conname::text from pg_constraint
 where connamespace = 'public'::regnamespace and contype in ('c', 'u', 'x', 't')
union
select relname from pg_index join pg_class on pg_class.oid = indexrelid
 where relnamespace = 'public'::regnamespace and indisunique and not indisprimary
union
select said[1] from pg_proc, regexp_matches(prosrc, 'constraint = ''([a-z_]+)''', 'g') said
 where pronamespace = 'public'::regnamespace
"""


async def described(connection: asyncpg.Connection) -> dict[str, str]:
    """Describe every table, column, constraint and index, as the catalog spells it."""
    found: dict[str, str] = {}
    for row_query in (TABLES, COLUMNS, CONSTRAINTS, INDEXES):
        found.update(map(tuple, await connection.fetch(row_query, OF_MIGRATING)))
    return found


async def names(connection: asyncpg.Connection, row_query: str, *given: Any) -> set[str]:
    """Ask for one column of names."""
    return {row[0] for row in await connection.fetch(row_query, *given)}

"""Puts routines in the place of others, while servers of the former version go on (rule Z5).

A routine keeps its identity where PostgreSQL lets it. Where it does not, the former one gets
another name, for whoever is in the middle of it. And whoever calls what this version has no more
finds it until the next version.
"""

import json

import asyncpg

from db.catalog import REMEMBER
from db.rule_statements import Statement
from rules.frozen import frozen

NEXT_TRANSACTION = "select pg_current_xact_id()::xid::text::bigint"

RENAME = """
select format('alter routine %s rename to %I', oid::regprocedure, left(proname, 45) || $2) as text
  from pg_proc
 where pronamespace = 'public'::regnamespace and proname = $1 and xmin::text::bigint < $3
"""
# A call that had all arguments of the former one means the new one, which has more with defaults:
# PostgreSQL would go on to choose the former.
HIDDEN = """
select format('alter routine %s rename to %I', former.oid::regprocedure,
              left(former.proname, 45) || $2) as text
  from pg_proc former
  join pg_proc made on made.proname = former.proname and made.pronamespace = former.pronamespace
 where former.pronamespace = 'public'::regnamespace and former.proname = any ($1)
   and former.xmin::text::bigint < $3 and made.xmin::text::bigint >= $3
   and made.pronargs > former.pronargs and made.pronargs - made.pronargdefaults <= former.pronargs
   and (former.pronargs = 0
        or (made.proargtypes::oid[])[0:former.pronargs - 1]
           = (former.proargtypes::oid[])[0:former.pronargs - 1])
"""
OUTDATED = """
select oid::regprocedure::text as routine
  from pg_proc
 where pronamespace = 'public'::regnamespace
   and (proname = any ($1) and xmin::text::bigint < $3
        or proname in (select left(name, 45) || $2 from unnest($1::text[]) name))
"""
DROP = """
select format('drop routine %s', oid::regprocedure) as text
  from pg_proc
 where oid in (select to_regprocedure(name) from unnest($1::text[]) name)
   and prorettype not in ('trigger'::regtype, 'event_trigger'::regtype)
   and not exists (select from pg_depend
                    where refclassid = 'pg_proc'::regclass and refobjid = pg_proc.oid
                      and deptype = 'n')
"""


@frozen
class Replacing:
    """The routines that are replaced in one transaction."""

    connection: asyncpg.Connection
    applied: str
    """The version that the database is at, whose servers go on."""
    first: int
    """The transaction: what it and its savepoints write has this number or a higher one."""

    @classmethod
    async def begin(cls, connection: asyncpg.Connection, applied: str) -> "Replacing":
        """Begin, in a transaction that has begun."""
        return cls(connection, applied, await connection.fetchval(NEXT_TRANSACTION))

    @property
    def suffix(self) -> str:
        """What the names of those end in that another has taken the name of."""
        return f"_until_{self.applied[:10]}"

    async def make(self, statement: Statement) -> None:
        """Make a routine or a view, in the place of the one of that name."""
        try:
            async with self.connection.transaction():
                await self.connection.execute(statement.text)
        except (asyncpg.InvalidFunctionDefinitionError, asyncpg.WrongObjectTypeError):
            if statement.name is None:
                raise
            await self._rename(RENAME, statement.name)
            await self.connection.execute(statement.text)

    async def note_outdated(self, names: set[str]) -> None:
        """Note which routines of these names were not made now; they go with the next version."""
        asked = sorted(names)
        await self._rename(HIDDEN, asked)
        rows = await self.connection.fetch(OUTDATED, asked, self.suffix, self.first)
        await self.connection.execute(
            "update applied_rules set outdated = outdated || $1",
            json.dumps({row["routine"]: self.applied for row in rows}),
        )

    async def _rename(self, sql: str, names: object) -> None:
        for row in await self.connection.fetch(sql, names, self.suffix, self.first):
            await self.connection.execute(row["text"])


async def drop_outdated(connection: asyncpg.Connection, bound: str, applied: str) -> None:
    """Drop what the version before the one that is applied had, and serve that one no more.

    What the servers of the applied one need is left: an interrupted migration has noted it.
    """
    async with connection.transaction():
        await connection.execute(bound)
        noted = json.loads(await connection.fetchval("select outdated from applied_rules"))
        gone = [routine for routine, since in noted.items() if since != applied]
        if not gone:
            return
        for row in await connection.fetch(DROP, gone):
            await connection.execute(row["text"])
        await connection.execute(
            "update applied_rules set outdated = outdated - $1::text[], served = '{}'", gone
        )
        await connection.execute(REMEMBER)

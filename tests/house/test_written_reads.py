"""Which functions of the database write while a query reads from them: no pipeline sends those."""

import re

import asyncpg

from server.graphql.operations import FUNCTIONS_THAT_WRITE
from tests.databases import Database
from tests.house.repository import ROOT, modules

VOLATILE = """
select distinct proname from pg_proc
 where pronamespace = 'public'::regnamespace and provolatile = 'v'
   and prorettype <> 'trigger'::regtype
"""
CALLED = re.compile(r"\bfunc\.(\w+)\(")
COMPARES = "workflows/comparison.py"
"""What queries read a comparison by."""


async def test_h21_what_queries_call_and_may_write_is_named(database: Database) -> None:
    connection = await asyncpg.connect(database.owner_url)
    volatile = {it["proname"] for it in await connection.fetch(VOLATILE)}
    await connection.close()

    called = {
        name
        for module in (*modules("resolvers", "planner", "db"), *modules("workflows"))
        if not str(module).startswith("workflows") or str(module) == COMPARES
        for name in CALLED.findall((ROOT / module).read_text())
    }

    assert called & volatile == FUNCTIONS_THAT_WRITE

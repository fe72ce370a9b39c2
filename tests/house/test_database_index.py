"""docs/database.md says which triggers and functions there are, and who calls them."""

import asyncpg

from tests.house import database_index
from tests.house.repository import ROOT

GENERATED = "audited_%"
FUNCTIONS = """
select proname::text from pg_proc
 where pronamespace = 'public'::regnamespace and proname not like $1
"""
TRIGGERS = """
select relname::text, tgname::text, proname::text
  from pg_trigger
  join pg_class on pg_class.oid = tgrelid
  join pg_proc on pg_proc.oid = tgfoid
 where not tgisinternal and proname not like $1 and tgname <> all ($2)
   and pg_class.relnamespace = 'public'::regnamespace
"""
OF_THE_TRAIL = ["refuse_truncate", "refuse_key_change", "set_updated_at"]


def test_the_page_is_what_the_code_says() -> None:
    page = (ROOT / database_index.DOCUMENT).read_text()

    assert page == database_index.index(), "python -m tests.house.database_index > docs/database.md"


def test_every_function_of_the_database_is_called_by_somebody() -> None:
    assert [name for name, callers in database_index.callers().items() if not callers] == []


async def test_the_page_has_every_function_and_trigger_that_there_is(
    owner: asyncpg.Connection,
) -> None:
    functions = {row[0] for row in await owner.fetch(FUNCTIONS, GENERATED)}
    triggers = {tuple(row) for row in await owner.fetch(TRIGGERS, GENERATED, OF_THE_TRAIL)}

    assert functions == {it.name for it in database_index.made() if it.callable}
    assert triggers == set(database_index.triggers())

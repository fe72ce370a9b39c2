"""A database of before the trail was written by its triggers alone: 0070, the one before 0076."""

import asyncpg

from db.rule_files import rule_files
from tests.house.test_migrations import run, upgrade_to

OLDER = "0070_placed_links"
OF_THE_TRAIL = ("audit_guards.sql", "sealed_trail.sql")
"""The rules that sealing needs: the triggers of tables are none of them."""

ROLE = """
do $$
begin
    if not exists (select from pg_roles where rolname = 'selfsame_app') then
        create role selfsame_app;
    end if;
end
$$
"""

ADD_OLDER = """
with act as (select uuidv7() as id, uuidv7() as correlation)
insert into audit_log (id, act_id, action, resource, resource_id, changeset, correlation_id,
                       transaction)
select case number when 1 then act.id else uuidv7() end, act.id, 'person.corrected', 'person',
       uuidv7(), jsonb_build_object('gender', number), act.correlation,
       case when $2 then pg_current_xact_id()::text::bigint end
  from act, generate_series(1, $1) number
"""
"""Write an act as triggers of that time did; without a number, as those of before 0046."""


async def make_older(url: str) -> None:
    """Make the tables of an empty database as they were, and what seals its trail."""
    await run(url, upgrade_to(OLDER))
    owner = await asyncpg.connect(url)
    await owner.execute(ROLE)
    for file in rule_files():
        if file.name in OF_THE_TRAIL:
            await owner.execute(file.text)
    await owner.execute("grant select on all tables in schema public to selfsame_app")
    await owner.close()

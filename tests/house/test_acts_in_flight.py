"""An upgrade lets acts end that began before the database kept who acts (rules Y6 and Z5)."""

import asyncio
import uuid
from collections.abc import AsyncIterator
from dataclasses import replace

import asyncpg
import pytest
from sqlalchemy import make_url

from db import lock_waits, migrating, migrating_steps, rule_files, versions
from db.migrating import migrate
from server.postgres.embedded import EmbeddedPostgres
from tests.databases import at

COMPARED = f"currval('public.who_acts') is distinct from {rule_files.NAME_OF_ACT}"
KEPT = (
    "nextval('public.acting_keys'),",
    f"setval('public.who_acts', {rule_files.NAME_OF_ACT})",
)
BEGIN = "select begin_act('person.corrected', null, null, uuidv7(), null)"
WITHOUT_ACT = (
    "select set_config('selfsame.action', 'person.corrected', true),"
    " set_config('selfsame.correlation_id', uuidv7()::text, true)"
)
WRITE = "insert into persons (first_name) values ('Ada')"
# The triggers of its table are replaced after those of persons, which wait for nobody then.
WRITE_ELSEWHERE = "insert into organisations (name, kind) values ('A clinic', 'CLINIC')"


def of_before() -> list[rule_files.RuleFile]:
    """Return the rules as they would be if nothing were kept of who acts."""
    found = []
    for file in rule_files.rule_files():
        text = file.text.replace(COMPARED, "false").replace(KEPT[0], "").replace(KEPT[1], "0")
        found.append(replace(file, text=text))
    return found


@pytest.fixture
async def owner_url(postgres: EmbeddedPostgres, template: str) -> AsyncIterator[str]:
    """The address of an owner who is no superuser, of a database of before."""
    assert template
    name = f"test_{uuid.uuid4().hex}"
    maintenance = await asyncpg.connect(at(postgres.owner_url, "postgres"))
    await maintenance.execute(f"create role {name} login createrole password 'of-a-test'")
    await maintenance.execute(f"create database {name} owner {name}")
    url = make_url(at(postgres.owner_url, name)).set(username=name, password="of-a-test")
    address = url.render_as_string(hide_password=False)
    with pytest.MonkeyPatch.context() as patched:
        former = of_before()
        for module in (rule_files, migrating, migrating_steps, versions):
            patched.setattr(module, "rule_files", lambda: former)
        await migrate(address)
    yield address
    await maintenance.execute(f"drop database {name} with (force)")
    await maintenance.execute(f"drop role {name}")
    await maintenance.close()


@pytest.mark.parametrize("first", [BEGIN, f"{BEGIN}; {WRITE_ELSEWHERE}"], ids=["begun", "written"])
async def test_z5_an_act_that_began_before_who_acts_was_kept_goes_on_to_its_end(
    postgres: EmbeddedPostgres, owner_url: str, first: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lock_waits, "PAUSE_SECONDS", 0.01)
    name = owner_url.rpartition("/")[2]
    application = await asyncpg.connect(at(postgres.app_url, name))
    # Nobody waits for those who are in another database.
    elsewhere = await asyncpg.connect(at(postgres.owner_url, "postgres"))
    await elsewhere.execute("begin; select 1")
    acting = application.transaction()
    await acting.start()
    await application.execute(first)

    waits = asyncio.Event()
    migrating_now = asyncio.create_task(migrate(owner_url, report=lambda _: waits.set()))
    waiting = asyncio.create_task(waits.wait())
    await asyncio.wait({migrating_now, waiting}, return_when=asyncio.FIRST_COMPLETED, timeout=60)
    await application.execute(WRITE)
    await acting.commit()
    async with asyncio.timeout(60):
        assert await migrating_now
    waiting.cancel()

    # From now on it is kept, and compared.
    with pytest.raises(asyncpg.ObjectNotInPrerequisiteStateError):
        await application.execute(f"{WITHOUT_ACT}; {WRITE}")
    async with application.transaction():
        await application.execute(f"{BEGIN}; {WRITE}")
    await application.close()
    await elsewhere.close()

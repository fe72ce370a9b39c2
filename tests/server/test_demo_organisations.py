"""What the demo's organisations are: a tree, who works and belongs there, consents of each kind."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import asyncpg
import pytest

from server.commands import demo
from server.commands.outstanding import refuse_outstanding
from server.postgres.connection import connect
from server.postgres.counting import CountingConnection
from server.postgres.database import Database as Installed
from server.seeding import seed
from server.seeding.history import History, working_days
from server.seeding.organisations import STEPS, DemoOrganisations, seed_organisations
from server.seeding.places import TREE
from server.seeding.reviews import seed_reviews
from server.settings import Settings
from tests.databases import Database
from workflows import demo_history

GRANTS = """
select username, role, organisations.name, expires_at > now() as will_expire
  from role_grants join users on users.id = user_id
  left join organisations on organisations.id = organisation_id
 where username like 'steward%' or username in ('registrar3', 'registrar4', 'person1')
 order by username, role, organisations.name
"""
CONSENTS = """
select status, permissions, offered, users.username
  from consents left join users on users.person_id = consents.person_id order by consents.id
"""
MEMBERS = """
select count(*) as all, count(ended_on) as ended from memberships
"""
MISDATED = """
select count(*) from memberships
 where started_on <> (inserted_at at time zone 'UTC')::date
"""
LETTERS = """
select split_part(kind, '.', 1), status, message_waits_for(id)
  from messages where kind like 'letter.%' or kind like 'inbound.%' order by 1, 2, 3
"""
SYNCS = """
select organisations.name, runs.status, runs.last_error, (counts ->> 'fetched')::integer,
       (counts ->> 'created')::integer, (counts ->> 'changed')::integer,
       (counts ->> 'ended')::integer
  from runs join organisations on organisations.id = organisation_id
 where runs.kind = 'SYNC' order by runs.id
"""
LATEST = "select max(inserted_at) from runs"


@pytest.fixture
async def connection(database: Database) -> AsyncIterator[CountingConnection]:
    opened = await connect(database.app_url)
    yield opened
    await opened.close()


@pytest.fixture
async def owner(database: Database) -> AsyncIterator[asyncpg.Connection]:
    opened = await asyncpg.connect(database.owner_url)
    yield opened
    await opened.close()


async def test_z8_the_demo_begins_beside_a_webhook_whose_secret_no_key_opens(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def few(_: Settings, __: Installed, connection: CountingConnection) -> None:
        await seed(connection, persons=150, with_events=False)
        await seed_organisations(connection)

    monkeypatch.setattr(demo, "_fill", few)
    settings = Settings(
        database_url=database.app_url, migrate_url=database.owner_url, data_dir=tmp_path / "data"
    )

    with Installed(settings) as installed:
        token, _ = await demo._prepare(settings, installed)
        await refuse_outstanding(installed)

    assert token


async def test_the_demo_starts_without_the_user_and_the_machine_that_it_would_show(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def renamed(_: Settings, __: Installed, connection: CountingConnection) -> None:
        await seed(connection, persons=150, with_events=False)
        owner = await asyncpg.connect(database.owner_url)
        async with owner.transaction():
            await owner.execute("select begin_act('user.updated', null, null, uuidv7(), null)")
            await owner.execute("update users set username = 'r' where username = 'reviewer1'")
            await owner.execute("update clients set name = 'p' where name = 'portal'")
        await owner.close()

    monkeypatch.setattr(demo, "_fill", renamed)
    settings = Settings(
        database_url=database.app_url, migrate_url=database.owner_url, data_dir=tmp_path / "data"
    )

    with Installed(settings) as installed:
        found = await demo._prepare(settings, installed)

    assert found == (None, None)
    words = demo.greeting("http://127.0.0.1:8000", *found)
    assert "Demo accounts" in words
    assert "curl" not in words


async def test_the_demo_has_organisations_with_people_and_consents_of_each_kind(
    connection: CountingConnection, owner: asyncpg.Connection
) -> None:
    await seed(connection, persons=150, with_events=False)

    await seed_organisations(connection)
    await seed_organisations(connection)

    assert await owner.fetchval("select count(*) from organisations") == len(TREE)
    assert await owner.fetchval("select count(*) from organisations where status <> 'ACTIVE'") == 1
    grants = [tuple(row) for row in await owner.fetch(GRANTS)]
    assert ("steward1", "STEWARD", "Northern District", None) in grants
    assert ("registrar4", "REGISTRAR", "Saint Mary Hospital", True) in grants
    assert ("person1", "PERSON", None, None) in grants
    consents = await owner.fetch(CONSENTS)
    own = [(row["status"], row["offered"]) for row in consents if row["username"] == "person1"]
    assert own == [
        ("ACCEPTED", None),
        ("WITHDRAWN", None),
        ("DECLINED", None),
        ("ACCEPTED", ["VIEW", "CONTRIBUTE"]),
        ("OFFERED", None),
    ]
    custody = [row["username"] for row in consents if "CUSTODY" in row["permissions"]]
    assert custody == [None]
    [members] = await owner.fetch(MEMBERS)
    assert members["all"] > 60
    assert members["ended"] == 2  # one of them by a sync
    assert [tuple(row) for row in await owner.fetch(SYNCS)] == [
        ("Faculty of Medicine", "SUCCEEDED", None, 14, 14, 0, 0),
        ("Faculty of Medicine", "SUCCEEDED", None, 17, 3, 1, 1),
        ("Lakeside Clinic", "SUCCEEDED", None, 12, 12, 0, 0),
        (
            "Lakeside Clinic",
            "FAILED",
            "The source no longer accepts the token",
            9,
            None,
            None,
            None,
        ),
        ("Faculty of Medicine", "SUCCEEDED", None, 18, 1, 0, 0),
    ]
    assert await owner.fetchval("select count(*) from run_credentials") == 0
    assert {tuple(row) for row in await owner.fetch(LETTERS)} == {
        ("inbound", "FAILED", None),
        ("inbound", "PROCESSED", None),
        ("letter", "DISCARDED", None),
        ("letter", "ENQUEUED", "ATTEMPT"),
        ("letter", "ENQUEUED", "SWITCH"),
        ("letter", "FAILED", None),
        ("letter", "PROCESSED", None),
    }
    assert await owner.fetchval("select overdue_messages()") == 0


async def test_the_organisations_of_the_demo_have_lived_through_its_days(
    connection: CountingConnection, owner: asyncpg.Connection
) -> None:
    days = working_days(datetime.now(UTC).date())[:5]
    await seed(connection, persons=150, with_events=False)
    made = DemoOrganisations(connection)
    history = History(connection, await demo_history.clock(owner), days=days, organisations=made)

    await seed_reviews(connection, 3, 5, history.rounds, history.pass_round)
    await history.date_back(owner)

    assert made.done == len(STEPS)
    assert (await owner.fetchval(LATEST)).date() == days[-1]
    assert await owner.fetchval(MISDATED) == 0

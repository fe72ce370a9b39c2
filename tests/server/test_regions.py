"""Two regions with primaries of their own feed one copy, where nobody acts on theirs (Z10)."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from db.migrating import MigrationFailed
from db.regions import RegionRefused
from rules.access import Role
from server.commands import databases, regions, serving
from server.postgres.database import Database as Installation
from server.postgres.database import DatabaseUnusable
from server.settings import Settings
from tests.audit import Trail
from tests.databases import Database
from tests.events import birth, declared, done, office, try_declare
from tests.papers import certified
from tests.server.own_servers import own_server
from tests.serving import Registry, served
from tests.warm_connections import forget

TIMEOUT_SECONDS = 120.0
"""How long a test waits: only what hangs takes longer, on a busy machine too."""

ENTRIES = """
select id, act_id, actor_id, client_id, action, resource, resource_id, changeset, previous,
       correlation_id, inserted_at
  from audit_log where action <> 'user.created' and action <> 'client.created' order by id
"""
FIND = """query ($number: String!, $code: String!) {
  byNumber: vitalEvents(first: 2, filter: {registrationNumber: $number}) { nodes { id } }
  byCode: vitalEventByTrackingId(trackingId: $code) { id registrationNumber certificates {
    serialNumber certificateTemplate { name } } payments { receiptNumber } } }"""
ACTORS = """{ auditLog(first: 100) { nodes { actor {
  __typename ... on User { username } } } } }"""


def settings_of(database: Database, directory: Path, region: str | None = None) -> Settings:
    given: dict[str, Any] = {} if region is None else {"region": region}
    return Settings(
        database_url=database.app_url, migrate_url=database.owner_url, data_dir=directory, **given
    )


async def until(connection: asyncpg.Connection, statement: str, wanted: Any) -> None:
    """Wait until a statement has this answer."""
    async with asyncio.timeout(TIMEOUT_SECONDS):
        while await connection.fetchval(statement) != wanted:
            await asyncio.sleep(0.02)


async def until_followed(settings: Settings) -> None:
    async with asyncio.timeout(TIMEOUT_SECONDS):
        while not (await regions.status(settings))[1]:
            await asyncio.sleep(0.02)


async def test_z10_numbers_carry_the_region_that_is_set(database: Database, tmp_path: Path) -> None:
    settings = settings_of(database, tmp_path, "UA05")
    with pytest.raises(DatabaseUnusable, match="numbers without a region; run `selfsame migrate`"):
        await serving.prepare(Installation(settings), None)
    assert await databases.migrate(settings) == "The database is now at this version."
    assert await databases.migrate(settings) == "The database was at this version already."
    # Sessions that are open go on as they began.
    forget(database.app_url, database.owner_url)

    async with served(database, tmp_path, region="UA05") as registry:
        registrar, portal = await office(registry)
        _, made = await certified(registry, registrar, portal)
        event = await declared(registry, portal)
        event = await done(registry, registrar, "register", event["id"])

        assert re.fullmatch("B-UA05-[0-9A-Z]{6}", event["trackingId"])
        assert re.fullmatch("B-UA05-20[0-9]{2}-0000002", event["registrationNumber"])
        assert re.fullmatch("C-UA05-20[0-9]{2}-[0-9]{7}", made["serialNumber"])
        found = await registry.ask(
            registrar,
            FIND,
            {"number": event["registrationNumber"].lower(), "code": event["trackingId"].lower()},
        )
        assert found.data["byCode"]["id"] == found.data["byNumber"]["nodes"][0]["id"] == event["id"]
        page = await registry.http.get(f"{registry.url}/verify/{made['serialNumber'].lower()}")
        assert page.status_code == 200
        done_again = await done(registry, registrar, "certify", event["id"])
        assert done_again["certificates"][0]["serialNumber"].startswith("C-UA05-")

    another = settings_of(database, tmp_path, "UA07")
    kept = "SELFSAME_REGION is UA07, and the database gives out numbers of UA05, which it keeps"
    with pytest.raises(DatabaseUnusable, match=kept):
        await serving.prepare(Installation(another), None)
    for command in (databases.migrate, databases.plan):
        with pytest.raises(MigrationFailed, match=kept):
            await command(another)
    with pytest.raises(RegionRefused, match="is a region itself"):
        await regions.join(settings_of(database, tmp_path), "UA07", database.owner_url)


@dataclass(frozen=True, slots=True)
class Country:
    """Two regions and their copy: their databases, and a connection to the copy's."""

    regions: dict[str, Database]
    copy: Database
    owner: asyncpg.Connection
    directory: Path

    def settings(self, region: str | None = None) -> Settings:
        """Return the settings of a region, or of the copy."""
        database = self.copy if region is None else self.regions[region]
        return settings_of(database, self.directory, region)


@pytest.fixture
async def country(tmp_path: Path) -> AsyncIterator[Country]:
    async with AsyncExitStack() as stack:
        servers = [await stack.enter_async_context(own_server()) for _ in range(3)]
        first, second, copy = (Database(it.owner_url, it.app_url) for it in servers)
        owner = await asyncpg.connect(copy.owner_url)
        made = Country({"UA05": first, "UA07": second}, copy, owner, tmp_path)
        for region in made.regions:
            await databases.migrate(made.settings(region))
        yield made
        await made.owner.close()


async def lived(registry: Registry) -> dict[str, Any]:
    """Let a region have what is unique in it alone: a registrar, a person, a certified birth."""
    registrar, portal = await office(registry)
    async with registry.acting("person.imported") as owner:
        await owner.execute(
            "insert into persons (first_name, last_name, source, external_id)"
            " values ('Olena', 'Koval', 'csv', '1')"
        )
    event, _ = await certified(registry, registrar, portal)
    return await done(registry, registrar, "issue", event)


async def joined(country: Country, region: str) -> dict[str, Any]:
    """Let a region live and publish, and the copy follow it; return what was registered."""
    database, settings = country.regions[region], country.settings(region)
    async with served(database, country.directory) as registry:
        event = await lived(registry)
        await registry.owner.execute("create role reader login replication password 'r'")
    for _ in range(2):
        assert await regions.publish(settings, "reader") == f"{region} publishes its register."
    address = re.sub("//.*@", "//reader:r@", database.owner_url)
    with pytest.raises(RegionRefused, match=f"is {region}, and not UA99"):
        await regions.join(country.settings(), "UA99", address)
    assert await regions.join(country.settings(), region, address) == f"{region} is followed."
    return event


async def registered_in(country: Country, region: str) -> tuple[dict[str, Any], list[Any]]:
    """Register one more in a region; return it and the entries of the trail there."""
    async with served(country.regions[region], country.directory) as registry:
        portal = await registry.client("other")
        found = await registry.owner.fetchval("select id from users where username = 'registrar'")
        registry.users["registrar"] = found
        event = await declared(registry, portal)
        await done(registry, "registrar", "register", event["id"])
        return event, await registry.owner.fetch(ENTRIES)


async def arrived(copy: asyncpg.Connection, event: dict[str, Any], entries: list[Any]) -> list[Any]:
    """Wait for a registration and entries of a region; return these as the copy has them."""
    status = f"select status from vital_events where tracking_id = '{event['trackingId']}'"
    ids = [it["id"] for it in entries]
    listed = ", ".join(f"'{it}'" for it in ids)
    await until(copy, status, "REGISTERED")
    await until(copy, f"select count(*) from audit_log where id in ({listed})", len(ids))
    return await copy.fetch(f"select * from ({ENTRIES}) entries where id = any ($1)", ids)


async def test_z10_two_regions_feed_a_copy_that_changes_nothing(country: Country) -> None:
    copy = country.owner
    with pytest.raises(RegionRefused, match="UA05 publishes nothing"):
        await regions.join(country.settings(), "UA05", country.regions["UA05"].owner_url)
    events = {region: await joined(country, region) for region in country.regions}
    await until_followed(country.settings())

    async with served(country.copy, country.directory) as registry:
        registrar = await registry.user("registrar", Role.REGISTRAR)
        admin = await registry.user("admin", Role.ADMIN)
        portal = await registry.client("portal")
        for region, event in events.items():
            asked = {"number": event["registrationNumber"], "code": event["trackingId"]}
            found = (await registry.ask(registrar, FIND, asked)).data
            assert found["byNumber"]["nodes"] == [{"id": event["id"]}]
            assert found["byCode"]["registrationNumber"].startswith(f"B-{region}-")
            (certificate,) = found["byCode"]["certificates"]
            assert certificate["certificateTemplate"]["name"] == f"standard@{region}"

        # The copy has its own names beside those of the regions, and none of their passwords.
        users = await copy.fetch("select * from users where is_blocked order by username")
        assert [it["username"] for it in users] == ["registrar@UA05", "registrar@UA07"]
        assert {it["password_hash"] for it in users} == {None}
        sources = await copy.fetch("select source from persons where external_id = '1' order by 1")
        assert [it["source"] for it in sources] == ["csv@UA05", "csv@UA07"]

        # One sentence to whoever acts on what is the regions'.
        refusal = ("CONFLICT", "This is a copy of several regions: act in the region")
        assert (await try_declare(registry, portal, birth())).refusal == refusal
        with pytest.raises(asyncpg.IntegrityConstraintViolationError, match="is changed there"):
            async with registry.acting("person.updated") as owner:
                await owner.execute("update persons set first_name = 'x'")

        # What comes later comes as it was written, and sets nothing off.
        event, entries = await registered_in(country, "UA05")
        assert await arrived(copy, event, entries) == entries
        own = await copy.fetchval("select array_agg(distinct type) from outbox")
        assert own == ["role_grant.given"]
        actors = (await registry.ask(admin, ACTORS)).data["auditLog"]["nodes"]
        names = {(it["actor"] or {}).get("username") for it in actors}
        assert {"registrar@UA05", "registrar@UA07"} <= names

    with pytest.raises(MigrationFailed, match="a copy of several regions, which gives out no numb"):
        await databases.migrate(settings_of(country.copy, country.directory, "UA09"))

    # The copy seals what has come in a tree of its own.
    trail = Trail(copy, country.directory)
    assert await trail.seal()
    assert await trail.faults() == []

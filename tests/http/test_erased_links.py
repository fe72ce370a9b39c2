"""What is under way by a link as its organisation is erased is waited for, or ends (rule V3)."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import pytest

from rules.limits import Limits
from rules.messages import WHY_ERASED
from tests.databases import Database
from tests.explanations import listed
from tests.institutions import Institution, institution
from tests.letters import one_letter, reachable, send, sender
from tests.limited_grants import grant
from tests.mail_servers import MailServer, mail_server
from tests.serving import Registry
from workflows import inbound
from workflows import messages as workflow
from workflows.acts import Acting, system_acting
from workflows.messages import Outcome

SOMETHING = {"type": "group.renamed"}
FOUND = "select status, last_error from messages where kind like 'inbound.%'"
UNSEEN = """
select kind, status from messages
 where status in ('ENQUEUED', 'PROCESSING') and lane not in (select id from lanes)
"""
WAITS = """
select count(*) from pg_stat_activity
 where datname = current_database() and wait_event_type = 'Lock'
   and query like '%erase_organisation%'
"""
WRITE = "select write_letter('ROLES_CHANGED', uuidv7(), 'user', $1, $2, null)"
TAKING = WAITS.replace("erase_organisation", "take_inbound")


@pytest.fixture
async def at(database: Database, tmp_path: Path) -> AsyncIterator[Institution]:
    async with institution(database, tmp_path) as made:
        yield made


async def erase(registry: Registry, place: UUID) -> None:
    """Erase an organisation, by a connection of its own."""
    owner = await asyncpg.connect(registry.database.owner_url)
    try:
        async with owner.transaction():
            await owner.execute("select begin_act('organisation.erased', correlation => uuidv7())")
            await owner.execute("select erase_organisation($1)", place)
    finally:
        await owner.close()


async def erasing(
    registry: Registry, place: UUID, looking: asyncpg.Connection | None = None
) -> asyncio.Task[None]:
    """Begin to erase an organisation; return once that waits for somebody."""
    task = asyncio.create_task(erase(registry, place))
    async with asyncio.timeout(20):
        while not await (looking or registry.owner).fetchval(WAITS):
            assert not task.done(), "it waits for nobody"
            await asyncio.sleep(0.01)
    return task


async def ended(at: Institution) -> list[Any]:
    """Return what became of what came by the link; nothing is left where no worker looks."""
    assert await at.registry.owner.fetch(UNSEEN) == []
    return [tuple(row) for row in await at.registry.owner.fetch(FOUND)]


async def test_v3_what_is_worked_on_as_its_link_goes_is_not_tried_again(at: Institution) -> None:
    owner = at.registry.owner
    await at.link.send(SOMETHING)
    claimed = await workflow.claim(owner, worker := uuid4(), 10, {})

    await erase(at.registry, at.tree.left)
    settled = await workflow.settle(owner, worker, [Outcome(it, "x") for it in claimed], [0])

    assert (len(claimed), settled) == (1, 0)
    assert await ended(at) == [("DISCARDED", WHY_ERASED)]


async def test_v4_a_letter_under_way_as_its_organisation_goes_is_tried_again(
    at: Institution,
) -> None:
    registry = at.registry
    await registry.user("clerk")
    await reachable(registry, "clerk")
    await grant(registry, "admin", "clerk", "REGISTRAR", at.tree.right)
    async with registry.acting("message.aged") as owner:
        await owner.execute("update messages set lane = $1", at.tree.left)
    claimed = await workflow.claim(registry.owner, worker := uuid4(), 10, {})

    await erase(registry, at.tree.left)
    await workflow.settle(registry.owner, worker, [Outcome(it, "x") for it in claimed], [0])
    async with mail_server(MailServer()) as server:
        await send(registry, sender(at.pool, server.port))

    assert len(claimed) == 1
    assert (await one_letter(registry))["status"] == "PROCESSED"


async def test_v3_what_is_taken_as_its_link_goes_goes_too(at: Institution) -> None:
    registry = at.registry
    async with at.pool.connection() as connection, system_acting(connection) as acting:
        received = inbound.Received("one", "inbound.unknown", b"{}", b"sealed")
        assert await inbound.take(acting, at.link.id, received) is not None
        going = await erasing(registry, at.tree.left)
        await acting.commit()
    await going

    assert await ended(at) == [("DISCARDED", WHY_ERASED)]
    assert (await at.link.send(SOMETHING)).status_code == 401


async def test_v4_a_letter_that_is_written_as_its_organisation_goes_waits_where_it_is_seen(
    at: Institution,
) -> None:
    registry = at.registry
    await registry.user("clerk")
    await reachable(registry, "clerk")
    looking = await asyncpg.connect(registry.database.owner_url)
    async with registry.acting("role_grant.given") as owner:
        await owner.execute(WRITE, registry.users["clerk"], at.tree.left)
        going = await erasing(registry, at.tree.left, looking)
    await looking.close()
    await going
    async with mail_server(MailServer()) as server:
        await send(registry, sender(at.pool, server.port))

    assert (await one_letter(registry))["status"] == "PROCESSED"
    assert await ended(at) == []


async def test_v1_what_is_signed_for_a_link_that_goes_meanwhile_is_as_for_none(
    at: Institution,
) -> None:
    owner = await asyncpg.connect(at.registry.database.owner_url)
    change = owner.transaction()
    await change.start()
    await owner.execute("select begin_act('organisation.erased', correlation => uuidv7())")
    await owner.execute("select erase_organisation($1)", at.tree.left)
    sending = asyncio.create_task(at.link.send(SOMETHING))
    async with asyncio.timeout(20):
        while not await at.registry.owner.fetchval(TAKING):
            assert not sending.done(), "it waits for nobody"
            await asyncio.sleep(0.01)
    await change.commit()
    await owner.close()
    answer = await sending

    assert (answer.status_code, answer.content) == (401, b"")
    assert await ended(at) == []


async def test_t1_what_is_asked_as_the_link_goes_keeps_no_id_of_the_others_system(
    at: Institution,
) -> None:
    registry = at.registry
    tracking_id = await at.rejected()
    await at.ask_for(tracking_id, "17")
    (claimed,) = await workflow.claim(registry.owner, uuid4(), 10, {})
    asked = {"trackingId": tracking_id, "externalId": "17"}
    async with at.pool.connection() as connection:
        acting = Acting(connection, claimed.correlation_id)
        await inbound.ask_for_reasons(acting, claimed.id, asked, Limits())
        going = await erasing(registry, at.tree.left)
        await acting.commit()
    await going

    assert await registry.owner.fetchval("select count(*) from explanation_requests") == 1
    assert await registry.owner.fetchval("select external_id from explanation_requests") is None
    assert await ended(at) == [("DISCARDED", WHY_ERASED)]


async def test_t1_what_was_claimed_before_the_link_went_asks_nothing(at: Institution) -> None:
    tracking_id = await at.rejected()
    await at.ask_for(tracking_id, "17")
    (claimed,) = await workflow.claim(at.registry.owner, uuid4(), 10, {})
    async with at.registry.acting("inbound.aged") as owner:
        await owner.execute("delete from inbound_bodies")

    async with at.pool.connection() as connection:
        acting = Acting(connection, claimed.correlation_id)
        await inbound.ask_for_reasons(acting, claimed.id, {"trackingId": tracking_id}, Limits())
        await acting.commit()

    assert await listed(at.registry, "one") == []


async def test_v3_what_a_link_for_tests_brings_asks_for_no_reasons(at: Institution) -> None:
    tracking_id = await at.rejected()
    async with at.registry.acting("source_link.made") as owner:
        await owner.execute("update source_links set environment = 'TEST'")

    await at.ask_for(tracking_id, "17")
    await at.ask_for("none", "18")
    await at.work()

    found = [(it["lastError"], it["fault"], it["status"]) for it in await at.log()]
    assert found == [("Source link is for tests", "THEIRS", "FAILED")] * 2
    assert await listed(at.registry, "one") == []

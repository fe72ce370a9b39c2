"""Letters that are switched off for an organisation, and what ends with it (rules V3 and V4)."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from rules.access import Role
from server.postgres.pool import Pool
from tests.databases import Database
from tests.inbound import Link, rotate, seal_of, switch, work
from tests.letters import LETTERS, reachable, send, sender
from tests.limited_grants import Tree, grant, tree_of
from tests.mail_servers import MailServer, mail_server
from tests.organisation_plans import done, merge
from tests.organisations import bound_machine, steward
from tests.people import id_of
from tests.server.pools import opened
from tests.serving import Registry, served
from tests.sources import link, linked, made

LOG = "{ messages(first: 100) { nodes { kind lastError waitsFor } } }"
RETRY = "mutation ($input: MessageIdInput!) { retryMessage(input: $input) { message { id } } }"
OVERVIEW = "{ messageQueueOverview { parked overdue } }"


@dataclass
class Outside:
    """A registry with a link of one organisation, and what works on what comes by it."""

    registry: Registry
    tree: Tree
    link: Link
    pool: Pool
    directory: Path

    async def log(self) -> list[dict[str, Any]]:
        """Return the log as the steward of that organisation reads it."""
        answer = await self.registry.ask("left", LOG)
        nodes: list[dict[str, Any]] = answer.data["messages"]["nodes"]
        return nodes


@pytest.fixture
async def outside(database: Database, tmp_path: Path) -> AsyncIterator[Outside]:
    """Let the left branch be linked with a source, which has its secret."""
    async with served(database, tmp_path) as registry, opened(database.app_url, 4) as pool:
        await registry.user("admin", Role.ADMIN)
        tree = await tree_of(registry)
        await steward(registry, "left", tree.left)
        link_id = await linked(registry, await made(registry), tree.left)
        answer = await rotate(registry, "left", link_id)
        secret = answer.data["rotateInboundSecret"]["signingSecret"]
        yield Outside(registry, tree, Link(registry, link_id, secret), pool, tmp_path)


async def test_v4_letters_are_parked_and_go_in_order_and_hold_up_no_others(
    outside: Outside,
) -> None:
    registry, tree = outside.registry, outside.tree
    names = [f"clerk{n}" for n in range(6)]
    for name in (*names, "other"):
        await registry.user(name)
        await reachable(registry, name)
    await switch(registry, "left", outside.link.id, "LETTERS", False)
    for name in names:
        await grant(registry, "admin", name, "REGISTRAR", tree.left)
    await grant(registry, "admin", "other", "REGISTRAR", tree.right)

    async with mail_server(MailServer()) as server:
        sending = sender(outside.pool, server.port)
        await send(registry, sending)
        meanwhile = receivers(server)
        overview = (await registry.ask("admin", OVERVIEW)).data["messageQueueOverview"]
        waits = [it["waitsFor"] for it in await outside.log()]
        await switch(registry, "left", outside.link.id, "LETTERS", True)
        await send(registry, sending)

    assert meanwhile == ["other@example.org"]
    assert (overview["parked"], overview["overdue"], waits) == (6, 0, ["SWITCH"] * 6)
    assert receivers(server)[1:] == [f"{name}@example.org" for name in names]


async def test_v4_what_is_switched_off_for_tests_holds_back_nothing_in_earnest(
    outside: Outside,
) -> None:
    registry, tree = outside.registry, outside.tree
    source = await registry.owner.fetchval("select id from sources")
    made_now = await link(registry, "admin", source, tree.left, environment="TEST")
    for_tests = UUID(made_now.data["linkSource"]["sourceLink"]["databaseId"])
    machine = await bound_machine(registry, tree.left)
    async with registry.acting("webhook.created") as owner:
        await owner.execute(
            "insert into webhooks (client_id, url, topics, sealed_secret)"
            " values ($1, 'https://theirs.example/hook', '{BIRTH_DECLARED}', 'x')",
            machine,
        )

    parked = []
    for place in (for_tests, outside.link.id):
        for feature in ("LETTERS", "WEBHOOKS"):
            await switch(registry, "left", place, feature, False)
        parked.append(await registry.owner.fetchval("select count(*) from lanes where is_parked"))

    # Its letters, what is sent to its machine, and of that what is about explanations.
    assert parked == [0, 3]


async def test_v4_what_waits_for_an_erased_organisation_ends(outside: Outside) -> None:
    registry, tree = outside.registry, outside.tree
    await registry.user("clerk")
    await reachable(registry, "clerk")
    for feature in ("LETTERS", "INBOUND"):
        await switch(registry, "left", outside.link.id, feature, False)
    await grant(registry, "admin", "clerk", "REGISTRAR", tree.left)
    await outside.link.send({"type": "x"})

    async with registry.acting("organisation.erased") as owner:
        await owner.execute("select erase_organisation($1)", tree.left)
    async with mail_server(MailServer()) as server:
        await send(registry, sender(outside.pool, server.port))

    found = await registry.owner.fetch(
        "select kind, status from messages where lane <> $1 or kind like 'letter.%' order by kind",
        outside.link.id,
    )
    assert ("letter.roles_changed", "PROCESSED") in [tuple(it) for it in found]
    statuses = await registry.owner.fetch("select distinct status from messages")
    assert {it[0] for it in statuses} == {"PROCESSED", "DISCARDED"}


async def test_v3_an_organisation_that_changed_makes_its_link_due(outside: Outside) -> None:
    registry = outside.registry
    group = await registry.owner.fetchval(
        "select external_id from source_links where id = $1", outside.link.id
    )
    for given in ({"externalId": "another"}, {"externalId": "\x00"}, {}, {"externalId": group}):
        await outside.link.send({"type": "organisation.changed", "data": given})

    await work(registry, outside.pool, seal_of(outside.directory))

    errors = [it["lastError"] for it in await outside.log()]
    assert errors == [
        None,
        "Inbound message is incomplete",
        "Inbound message is incomplete",
        "Source link not found",
    ]
    due = await registry.owner.fetchval(
        "select due_at <= now() from source_links where id = $1", outside.link.id
    )
    assert due is True


async def test_v4_what_waits_about_an_organisation_goes_on_where_the_organisation_does(
    outside: Outside,
) -> None:
    registry, tree = outside.registry, outside.tree
    await steward(registry, "sam", tree.left, tree.right)
    names = ["clerk", "failing"]
    for name in names:
        await registry.user(name)
        await reachable(registry, name)
    await switch(registry, "left", outside.link.id, "LETTERS", False)
    for name in names:
        await grant(registry, "admin", name, "REGISTRAR", tree.left)
    failing = await failed(registry, "failing")

    await done(registry, await merge(registry, tree.left, tree.right))
    async with mail_server(MailServer()) as server:
        sending = sender(outside.pool, server.port)
        await retry(registry, failing)
        await send(registry, sending)
        meanwhile = receivers(server)
        overview = (await registry.ask("admin", OVERVIEW)).data["messageQueueOverview"]
        await switch(registry, "sam", outside.link.id, "LETTERS", True)
        await send(registry, sending)

    kinds = [it["kind"] for it in await registry.owner.fetch(LETTERS)]
    assert sorted(kinds) == ["letter.organisations_merged"] * 2 + ["letter.roles_changed"] * 2
    assert (meanwhile, overview["parked"]) == ([], 4)
    assert sorted(receivers(server)) == [f"{name}@example.org" for name in names for _ in range(2)]


async def test_v4_what_failed_for_an_erased_organisation_can_be_tried_again(
    outside: Outside,
) -> None:
    registry, tree = outside.registry, outside.tree
    await registry.user("clerk")
    await reachable(registry, "clerk")
    await grant(registry, "admin", "clerk", "REGISTRAR", tree.left)
    failing = await failed(registry, "clerk")
    async with registry.acting("organisation.erased") as owner:
        await owner.execute("select erase_organisation($1)", tree.left)

    async with mail_server(MailServer()) as server:
        await retry(registry, failing)
        await send(registry, sender(outside.pool, server.port))

    # That the roles were given, and that they are gone.
    assert receivers(server) == ["clerk@example.org"] * 2


async def test_v4_what_failed_of_what_came_by_an_erased_link_is_not_tried_again(
    outside: Outside,
) -> None:
    registry = outside.registry
    await outside.link.send({"type": "organisation.changed", "data": {}})
    await work(registry, outside.pool, seal_of(outside.directory))
    before = await registry.owner.fetchval(
        "select status from messages where kind like 'inbound.%'"
    )

    async with registry.acting("organisation.erased") as owner:
        await owner.execute("select erase_organisation($1)", outside.tree.left)

    after = await registry.owner.fetchval("select status from messages where kind like 'inbound.%'")
    assert (before, after) == ("FAILED", "DISCARDED")


async def failed(registry: Registry, name: str) -> UUID:
    """Let the letter to somebody fail; return its id."""
    async with registry.acting("message.failed") as owner:
        found: UUID = await owner.fetchval(
            "update messages set status = 'FAILED', last_error = 'x', fault = 'THEIRS',"
            " next_attempt_at = null where record = $1 returning id",
            f"user:{registry.users[name]}",
        )
    return found


async def retry(registry: Registry, message: UUID) -> None:
    """Let the admin try a message again."""
    given = {"input": {"id": id_of("Message", message)}}
    answer = await registry.ask("admin", RETRY, given)
    assert answer.errors == []


def receivers(server: MailServer) -> list[str]:
    """Return to whom a mail server was given mail, in order."""
    return [it.partition("To: ")[2].partition("\r\n")[0] for it in server.mails]

"""Reports of failures: once a day, of one's own organisations, to who asked (rule V9)."""

import email
from datetime import UTC, datetime, timedelta
from email import policy
from uuid import UUID

import pytest

from rules.access import Role
from rules.letters import WHY_MOOT
from server.postgres.pool import Pool
from tests.hooks import webhook
from tests.letters import LETTERS, reachable, send, sender
from tests.limited_grants import Tree, tree_of
from tests.mail_servers import MailServer, mail_server
from tests.organisation_plans import done, merge
from tests.organisations import steward
from tests.people import id_of
from tests.serving import Answer, Registry
from workflows import letters as workflow
from workflows import messages

SUBSCRIBE = """
mutation ($input: DigestInput!) {
  subscribeToDigest(input: $input) { organisation { isDigestWanted } }
}
"""
NOON = datetime.now(UTC).replace(hour=12, minute=0, second=0, microsecond=0)
FAIL = """
insert into messages (kind, status, record, position, payload, correlation_id, organisation_id,
                      last_error, fault)
values ($1, 'FAILED', 'webhook:' || uuidv7(), 0, '{}', uuidv7(), $2, 'x', $3)
"""


@pytest.fixture
async def tree(quiet: Registry) -> Tree:
    """An admin, a tree, and its stewards: of all of it, and of each branch."""
    await quiet.user("admin", Role.ADMIN)
    found = await tree_of(quiet)
    for name, place in (("root", found.root), ("left", found.left), ("right", found.right)):
        await steward(quiet, name, place)
        await reachable(quiet, name)
    return found


async def subscribe(registry: Registry, who: str, place: UUID, is_wanted: bool = True) -> Answer:
    given = {"organisationId": id_of("Organisation", place), "isWanted": is_wanted}
    return await registry.ask(who, SUBSCRIBE, {"input": given})


async def failed(
    registry: Registry, place: UUID, kind: str = "webhook.birth.declared", fault: str = "THEIRS"
) -> None:
    async with registry.acting("message.failed") as owner:
        await owner.execute(FAIL, kind, place, fault)


async def at(registry: Registry, moment: datetime) -> int:
    """Look at this moment whether reports are due: at noon all that failed so far is settled."""
    return await workflow.write_digests(registry.owner, 100, moment)


async def aged(registry: Registry, hours: float) -> None:
    """Let all that has happened be so much older."""
    async with registry.acting("message.aged") as owner:
        await owner.execute("alter table messages disable trigger user")
        await owner.execute(
            "update messages set updated_at = $1::timestamptz - make_interval(hours => $2)"
            " where status = 'FAILED'",
            NOON,
            int(hours),
        )
        await owner.execute("alter table messages enable trigger user")


async def mails(registry: Registry, pool: Pool) -> dict[str, str]:
    """Send what waits, and return what each receiver got."""
    async with mail_server(MailServer()) as server:
        await send(registry, sender(pool, server.port))
    read = [email.message_from_string(it, policy=policy.default) for it in server.mails]
    return {str(it["to"]): it.get_content() for it in read}


async def test_v9_who_asks_is_written_to_about_their_organisation_alone(
    quiet: Registry, tree: Tree, pool: Pool
) -> None:
    answers = [
        await subscribe(quiet, name, place)
        for name, place in (("root", tree.root), ("left", tree.left))
    ]
    await failed(quiet, tree.left)
    await failed(quiet, tree.right, "webhook.death.declared", "OURS")
    await aged(quiet, 1)

    assert await at(quiet, NOON) == 2
    found = await mails(quiet, pool)

    assert [it.data["subscribeToDigest"]["organisation"] for it in answers] == [
        {"isDigestWanted": True}
    ] * 2
    assert set(found) == {"root@example.org", "left@example.org"}
    left, root = found["left@example.org"], found["root@example.org"]
    assert "because of whoever receives them: 1" in left
    assert "because of the registry: 0" in left
    assert "webhook.birth.declared (1)" in left
    assert "death" not in left
    assert "because of the registry: 1" in root
    assert "webhook.death.declared (1)" in root


async def test_v9_there_is_one_report_a_day_and_each_failure_is_in_one(
    quiet: Registry, tree: Tree, pool: Pool
) -> None:
    await subscribe(quiet, "left", tree.left)
    await failed(quiet, tree.left)
    await aged(quiet, 1)
    first = [await at(quiet, NOON) for _ in range(3)]
    await mails(quiet, pool)
    await failed(quiet, tree.left, "webhook.death.declared")
    async with quiet.acting("message.aged") as owner:
        await owner.execute("alter table messages disable trigger user")
        await owner.execute(
            "update messages set updated_at = $1 where kind = 'webhook.death.declared'",
            NOON + timedelta(hours=1),
        )
        await owner.execute("alter table messages enable trigger user")
    await subscribe(quiet, "left", tree.left, is_wanted=False)
    await subscribe(quiet, "left", tree.left)

    later = [await at(quiet, NOON + timedelta(hours=hours)) for hours in (2, 10, 20, 21)]
    found = await mails(quiet, pool)

    assert first == [1, 0, 0]
    assert later == [0, 0, 1, 0]
    assert "webhook.death.declared (1)" in found["left@example.org"]
    assert "birth" not in found["left@example.org"]


async def test_v9_nothing_failed_brings_no_report_nor_does_what_is_muted_or_a_report(
    quiet: Registry, tree: Tree
) -> None:
    await subscribe(quiet, "left", tree.left)
    nothing = await at(quiet, NOON)
    await failed(quiet, tree.left, "letter.failures_digest")
    await failed(quiet, tree.left, "webhook.birth.declared")
    await aged(quiet, 1)
    async with quiet.acting("organisation.muted") as owner:
        await owner.execute(
            "update organisations set muted_failures = '{webhook.birth.*}' where id = $1", tree.left
        )

    muted = await at(quiet, NOON)
    await failed(quiet, tree.left, "webhook.birthed")
    await aged(quiet, 1)

    assert (nothing, muted, await at(quiet, NOON)) == (0, 0, 1)


async def test_v9_who_looks_after_it_no_more_or_asks_no_more_is_not_written_to(
    quiet: Registry, tree: Tree, pool: Pool
) -> None:
    for name in ("left", "right"):
        await subscribe(quiet, name, getattr(tree, name))
        await failed(quiet, getattr(tree, name))
    await subscribe(quiet, "right", tree.right, is_wanted=False)
    await aged(quiet, 1)
    written = await at(quiet, NOON)
    async with quiet.acting("role.revoked") as owner:
        await owner.execute(
            "update role_grants set expires_at = now() where user_id = $1", quiet.users["left"]
        )

    found = await mails(quiet, pool)

    assert written == 1
    assert not any("have failed" in text for text in found.values())
    (letter,) = [
        it for it in await quiet.owner.fetch(LETTERS) if it["kind"] == "letter.failures_digest"
    ]
    assert (letter["status"], letter["last_error"]) == ("DISCARDED", WHY_MOOT)
    assert await at(quiet, NOON + timedelta(days=1)) == 0


async def test_v9_two_workers_write_one_report(quiet: Registry, tree: Tree, pool: Pool) -> None:
    await subscribe(quiet, "left", tree.left)
    await failed(quiet, tree.left)
    await aged(quiet, 1)
    async with pool.connection() as one, pool.connection() as other:
        async with quiet.owner.transaction():
            first = await workflow.write_digests(quiet.owner, 100, NOON)
            meanwhile = await workflow.write_digests(one, 100, NOON)
        after = await workflow.write_digests(other, 100, NOON)

    assert (first, meanwhile, after) == (1, 0, 0)


async def test_v9_stewards_alone_ask_for_reports_of_where_they_are(
    quiet: Registry, tree: Tree
) -> None:
    answers = [
        await subscribe(quiet, "left", tree.right),
        await subscribe(quiet, "admin", tree.left),
    ]

    assert [it.refusal for it in answers] == [
        ("NOT_FOUND", "Organisation not found"),
        ("FORBIDDEN", "User doesn't have required role"),
    ]


async def test_v9_that_a_message_failed_is_an_event_for_its_organisations_machines(
    quiet: Registry, tree: Tree
) -> None:
    for name, place in (("theirs", tree.left), ("others", tree.right)):
        machine = await quiet.client(name)
        await webhook(quiet, machine, f"https://{name}.example/hook", topics=["MESSAGE_FAILED"])
        async with quiet.acting("client.updated") as owner:
            await owner.execute(
                "update clients set organisation_id = $2 where id = $1", machine, place
            )

    await failed(quiet, tree.left)
    await messages.make(quiet.owner, 100)
    (made,) = await quiet.owner.fetch(
        "select message.*, url from messages message join webhooks on webhooks.id = webhook_id"
    )
    async with quiet.acting("message.failed") as owner:
        await owner.execute(
            "update messages set status = 'FAILED', next_attempt_at = null where id = $1",
            made["id"],
        )
    await messages.make(quiet.owner, 100)

    assert (made["kind"], made["url"]) == ("webhook.message.failed", "https://theirs.example/hook")
    assert '"webhook.birth.declared"' in made["payload"]
    assert await quiet.owner.fetchval("select count(*) from messages") == 2


async def test_w5_who_wants_reports_goes_on_to_where_an_organisation_goes_on(
    quiet: Registry, tree: Tree
) -> None:
    await subscribe(quiet, "left", tree.left)
    await subscribe(quiet, "root", tree.left)
    await subscribe(quiet, "root", tree.right, is_wanted=False)

    await done(quiet, await merge(quiet, tree.left, tree.right, "root"), who="root")

    kept = await quiet.owner.fetch(
        "select username, organisation_id, is_wanted from digest_subscriptions"
        " join users on users.id = user_id order by username"
    )
    assert [tuple(it) for it in kept] == [("left", tree.right, True), ("root", tree.right, False)]

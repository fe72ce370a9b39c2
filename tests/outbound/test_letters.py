"""Letters: one per event and person, looked up when sent, handed over once (rules U1 to U4)."""

import email
from email import policy
from typing import Any

import pytest

from rules.access import Role
from rules.letters import WHY_MOOT, WHY_NO_ADDRESS, WHY_NO_SERVER, WHY_NOT_ALLOWED
from rules.messages import HANDED_OVER
from server.postgres.pool import Pool
from tests.consents import hospital, offer
from tests.letters import letters, one_letter, reachable, send, sender
from tests.limited_grants import Tree, grant, tree_of
from tests.mail_servers import BREAK, MailServer, mail_server
from tests.organisations import create, steward
from tests.people import id_of
from tests.serving import Registry

INVITE = """mutation ($input: InviteUserInput!) {
  inviteUser(input: $input) { invitation { id } url } }"""
WITHDRAW = """
mutation ($input: InvitationIdInput!) { withdrawInvitation(input: $input) { invitation { id } } }
"""
CUSTODY = """
mutation ($input: CreateCustodialPersonInput!) {
  createCustodialPerson(input: $input) { person { id } }
}
"""


@pytest.fixture
async def tree(quiet: Registry) -> Tree:
    """An admin, a tree, and `rita`, who can be written to."""
    await quiet.user("admin", Role.ADMIN)
    found = await tree_of(quiet)
    await quiet.user("rita")
    await reachable(quiet, "rita")
    return found


def read(mail: str) -> Any:
    """Read what a mail server was sent."""
    return email.message_from_string(mail, policy=policy.default)


async def invited(registry: Registry, tree: Tree, who: str = "admin") -> dict[str, Any]:
    given = {
        "organisationId": id_of("Organisation", tree.left),
        "email": "nova@example.org",
        "role": "REGISTRAR",
    }
    answer = await registry.ask(who, INVITE, {"input": given})
    found: dict[str, Any] = answer.data["inviteUser"]
    return found


async def test_u1_roles_that_change_are_one_letter_of_each_act(
    quiet: Registry, tree: Tree, pool: Pool
) -> None:
    await grant(quiet, "admin", "rita", "REGISTRAR", tree.left)
    await grant(quiet, "admin", "rita", "STEWARD", tree.left)
    async with quiet.acting("role_grant.taken") as owner:
        await owner.execute("delete from role_grants where user_id = $1", quiet.users["rita"])

    async with mail_server(MailServer()) as server:
        await send(quiet, sender(pool, server.port))

    assert await letters(quiet) == [("roles_changed", "PROCESSED")] * 3
    found = read(server.mails[0])
    assert (found["to"], found["from"]) == ("rita@example.org", "registry@registry.example")
    assert found["subject"] == "Your roles have changed"
    assert "https://registry.example/account" in found.get_content()


async def test_u1_whoever_acts_and_whoever_has_no_address_is_not_written_to(
    quiet: Registry, tree: Tree
) -> None:
    await quiet.user("silent")
    await steward(quiet, "sam", tree.root)
    await steward(quiet, "other", tree.root)
    await reachable(quiet, "sam")

    await grant(quiet, "admin", "silent", "REGISTRAR", tree.left)
    left = await grant(quiet, "sam", "sam", "STEWARD", tree.root, mutation="revokeRole")

    assert left.data
    assert await letters(quiet) == []


async def test_u1_who_accepts_an_invitation_is_not_written_to_about_it(
    quiet: Registry, tree: Tree
) -> None:
    token = (await invited(quiet, tree))["url"].partition("#")[2]
    new = {"username": "nova", "displayName": "Nova", "password": "long enough"}

    accepted = await quiet.http.post(f"{quiet.url}/invitations/{token}", json=new)

    assert accepted.status_code == 204
    assert await letters(quiet) == [("invitation", "ENQUEUED")]


async def test_u1_an_act_that_is_rolled_back_writes_to_nobody(quiet: Registry, tree: Tree) -> None:
    refused = await grant(quiet, "admin", "rita", "ADMIN", tree.left)

    assert refused.errors
    assert await letters(quiet) == []


async def test_u1_the_same_event_makes_no_second_letter(quiet: Registry, tree: Tree) -> None:
    write = "select write_letter('ROLES_CHANGED', $1, 'user', $2, null, null)"
    for _ in range(2):
        async with quiet.acting("role_grant.given") as owner:
            await owner.execute(
                "select set_config('selfsame.correlation_id', uuidv7()::text, true)"
            )
            await owner.execute(write, tree.left, quiet.users["rita"])

    assert await letters(quiet) == [("roles_changed", "ENQUEUED")]


async def test_u1_stewards_learn_of_a_consent_that_is_offered(quiet: Registry, pool: Pool) -> None:
    of = await hospital(quiet)
    await reachable(quiet, "sam")
    await offer(quiet, "ada", of)

    async with mail_server(MailServer()) as server:
        await send(quiet, sender(pool, server.port, language="uk"))

    assert await letters(quiet) == [("consent_offered", "PROCESSED")]
    (mail,) = server.mails
    assert read(mail)["subject"] == "Згода чекає на організацію «Hospital»"
    assert "ada" not in read(mail).get_content().casefold()


async def test_u1_the_first_steward_learns_of_the_organisation(
    quiet: Registry, tree: Tree, pool: Pool
) -> None:
    await create(quiet, "admin", "Ward", tree.left, stewardId=id_of("User", quiet.users["rita"]))

    async with mail_server(MailServer()) as server:
        await send(quiet, sender(pool, server.port))

    assert await letters(quiet) == [("organisation_created", "PROCESSED")]
    assert read(server.mails[0])["subject"] == "You look after Ward"


async def test_u1_who_is_taken_into_custody_is_written_to(quiet: Registry, pool: Pool) -> None:
    of = await hospital(quiet)
    given = {
        "idempotencyKey": "1",
        "organisationId": id_of("Organisation", of.hospital),
        "individual": {"firstName": "Cleo", "lastName": "Kern", "birthDate": "2010-01-01"},
        "email": "cleo@example.org",
    }
    await quiet.ask("sam", CUSTODY, {"input": given})

    async with mail_server(MailServer()) as server:
        await send(quiet, sender(pool, server.port))

    assert await letters(quiet) == [("custody_begun", "PROCESSED")]
    assert read(server.mails[0])["to"] == "cleo@example.org"
    assert "Cleo" not in server.mails[0]


async def test_u2_the_letter_of_an_invitation_has_the_link_that_was_shown(
    quiet: Registry, tree: Tree, pool: Pool
) -> None:
    url = (await invited(quiet, tree))["url"]
    sending = sender(pool, None)
    async with mail_server(MailServer()) as server:
        sending = sender(pool, server.port)
        await send(quiet, sending)

    (invitation,) = await quiet.owner.fetch("select id, token_digest from invitations")
    text = read(server.mails[0]).get_content()
    assert f"https://registry.example/invitation#token-of-{invitation['id']}" in text
    payloads = await quiet.owner.fetchval("select string_agg(payload::text, '') from messages")
    token = url.partition("#")[2]
    assert len(token) == 43
    assert token not in payloads
    assert "nova@example.org" not in payloads


async def test_u2_what_is_over_or_has_nowhere_to_go_is_discarded(
    quiet: Registry, tree: Tree, pool: Pool
) -> None:
    invitation = (await invited(quiet, tree))["invitation"]["id"]
    await quiet.ask("admin", WITHDRAW, {"input": {"id": invitation}})
    await grant(quiet, "admin", "rita", "REGISTRAR", tree.left)
    async with quiet.acting("user.updated") as owner:
        await owner.execute("update users set email = null")

    async with mail_server(MailServer()) as server:
        await send(quiet, sender(pool, server.port))

    rows = await quiet.owner.fetch(
        "select status, last_error from messages where kind like 'letter.%' order by id"
    )
    assert [tuple(row) for row in rows] == [
        ("DISCARDED", WHY_MOOT),
        ("DISCARDED", WHY_NO_ADDRESS),
    ]
    assert server.mails == []


@pytest.mark.parametrize(
    ("allowed", "why"),
    [
        (("@example.org",), None),
        (("RITA@example.org",), None),
        (("@example.com", "other@example.org"), WHY_NOT_ALLOWED),
        ((), WHY_NOT_ALLOWED),
    ],
    ids=["domain", "address", "others", "nobody"],
)
async def test_u3_a_test_environment_writes_to_those_alone_that_it_lists(
    quiet: Registry, tree: Tree, pool: Pool, allowed: tuple[str, ...], why: str | None
) -> None:
    await grant(quiet, "admin", "rita", "REGISTRAR", tree.left)

    async with mail_server(MailServer()) as server:
        await send(quiet, sender(pool, server.port, allowed=allowed))

    letter = await one_letter(quiet)
    assert (letter["status"], letter["last_error"]) == ("DISCARDED" if why else "PROCESSED", why)
    assert len(server.mails) == (0 if why else 1)


async def test_u3_without_a_server_letters_are_discarded(
    quiet: Registry, tree: Tree, pool: Pool
) -> None:
    await grant(quiet, "admin", "rita", "REGISTRAR", tree.left)

    await send(quiet, sender(pool, None))

    assert (await one_letter(quiet))["last_error"] == WHY_NO_SERVER


@pytest.mark.parametrize(
    ("answers", "status", "error", "mails"),
    [
        ({"RCPT": "550 no"}, "FAILED", "The mail server answered 550", 0),
        ({"RCPT": "451 later"}, "ENQUEUED", "The mail server answered 451", 0),
        ({"DATA": BREAK}, "ENQUEUED", "The mail server cannot be reached", 0),
        ({".": "554 no"}, "FAILED", "The mail server answered 554", 1),
        ({".": BREAK}, "FAILED", HANDED_OVER, 1),
    ],
    ids=["refused", "later", "broken before", "refused after", "broken after"],
)
async def test_u4_a_letter_is_taken_once_at_most(
    quiet: Registry,
    tree: Tree,
    pool: Pool,
    answers: dict[str, str],
    status: str,
    error: str,
    mails: int,
) -> None:
    await grant(quiet, "admin", "rita", "REGISTRAR", tree.left)

    async with mail_server(MailServer(answers)) as server:
        await send(quiet, sender(pool, server.port))

    letter = await one_letter(quiet)
    assert (letter["status"], letter["last_error"]) == (status, error)
    assert len(server.mails) == mails


async def test_u4_a_letter_that_another_worker_holds_is_left(
    quiet: Registry, tree: Tree, pool: Pool
) -> None:
    await grant(quiet, "admin", "rita", "REGISTRAR", tree.left)
    sending = sender(pool, 1)

    async def taken_over(claim: Any) -> Any:
        async with quiet.acting("message.taken_up") as owner:
            await owner.execute(
                "update messages set status = 'ENQUEUED', claimed_by = null, claimed_at = null,"
                " next_attempt_at = now() + interval '1 hour' where id = $1",
                claim.id,
            )
        return await sending.deliver(claim)

    class Late:
        deliver = staticmethod(taken_over)

    (outcome,) = await send(quiet, Late())  # type: ignore[arg-type]

    assert outcome.error == "Another worker has this message"
    assert await letters(quiet) == [("roles_changed", "ENQUEUED")]

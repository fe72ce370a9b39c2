"""The digest by mail: taken once at most, and no password without TLS (rules U4 and U6)."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any
from uuid import uuid4

import pytest

from outbound import mail
from outbound.mail import Mailer
from outbound.names import Names
from rules.messages import HANDED_OVER, MOST_ATTEMPTS, WORKER_WAS_LOST
from tests.certificates import Certificate, certificate
from tests.hooks import messages, operator
from tests.mail_servers import BODY, BREAK, OPERATOR, MailServer, claimed, mail_server, mailer
from tests.name_servers import name_server
from tests.serving import Registry
from workflows import messages as workflow
from workflows.messages import Claimed, Outcome

PASSWORD = "hunter2"
RETRY = "mutation ($id: ID!) { retryMessage(input: {id: $id}) { message { status attempts } } }"


@pytest.fixture(scope="module")
def localhost(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    """A certificate of this machine."""
    return certificate(tmp_path_factory.mktemp("tls"))


async def test_u4_what_the_server_took_has_arrived() -> None:
    async with mail_server(MailServer()) as server:
        outcome = await mailer(f"smtp://127.0.0.1:{server.port}").deliver(claimed())

    assert outcome.error is None
    (received,) = server.mails
    assert f"To: {OPERATOR}\r\n" in received
    assert "From: selfsame@registry.example\r\n" in received


def test_u4_a_line_of_a_dot_alone_does_not_end_a_mail() -> None:
    stuffed = mail.NEEDS_DOT.sub(b"..", b".\r\nx\r\n..y\r\n")

    assert stuffed == b"..\r\nx\r\n...y\r\n"


@pytest.mark.parametrize("word", ["", "EHLO", "MAIL", "RCPT", "DATA"])
async def test_u4_a_line_that_breaks_before_handing_over_is_tried_again(word: str) -> None:
    async with mail_server(MailServer({word: BREAK})) as server:
        outcome = await mailer(f"smtp://127.0.0.1:{server.port}").deliver(claimed())

    assert (outcome.error, outcome.is_final) == ("The mail server cannot be reached", False)
    assert server.mails == []


async def test_u4_a_line_that_breaks_after_the_dot_is_never_tried_again() -> None:
    async with mail_server(MailServer({".": BREAK})) as server:
        outcome = await mailer(f"smtp://127.0.0.1:{server.port}").deliver(claimed())

    assert (outcome.error, outcome.is_final) == (HANDED_OVER, True)
    assert len(server.mails) == 1


async def test_u4_a_message_that_another_worker_holds_is_not_handed_over() -> None:
    async def lost(_: Claimed) -> bool:
        return False

    async with mail_server(MailServer()) as server:
        sending = Mailer(f"smtp://127.0.0.1:{server.port}", OPERATOR, Names(1), lost)
        outcome = await sending.deliver(claimed())

    assert (outcome.error, outcome.is_final) == ("Another worker has this message", False)
    assert server.mails == []


async def test_u4_a_server_that_says_nothing_is_left_when_its_time_is_over(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(mail, "DEADLINE_SECONDS", 0.1)

    async def nothing(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()
        writer.close()

    server = await asyncio.start_server(nothing, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    outcome = await mailer(f"smtp://127.0.0.1:{port}").deliver(claimed())
    server.close()

    assert (outcome.error, outcome.is_final) == ("The mail server cannot be reached", False)


async def test_u6_a_password_is_sent_under_tls(localhost: Certificate) -> None:
    offering = MailServer(tls=localhost.server_side(), offers=("AUTH PLAIN",))
    async with mail_server(offering) as server:
        url = f"smtp://user:{PASSWORD}@localhost:{server.port}"
        outcome = await mailer(url, tls=localhost.client_side()).deliver(claimed())

    assert outcome.error is None
    assert server.secrets == [f"\0user\0{PASSWORD}"]
    assert server.words.index("STARTTLS") < server.words.index("AUTH")


@pytest.mark.parametrize(
    ("offers", "secrets", "error"),
    [
        (("AUTH CRAM-MD5 PLAIN",), ["\0jürgen\0grüße"], None),
        (("AUTH CRAM-MD5",), [], "The mail server takes no password that is not ASCII"),
    ],
    ids=["plain", "nothing for it"],
)
async def test_u6_a_password_of_any_letters_is_sent_or_said_to_be_impossible(
    localhost: Certificate, offers: tuple[str, ...], secrets: list[str], error: str | None
) -> None:
    offering = MailServer(tls=localhost.server_side(), offers=offers)
    async with mail_server(offering) as server:
        url = f"smtp://j%C3%BCrgen:grüße@localhost:{server.port}"
        outcome = await mailer(url, tls=localhost.client_side()).deliver(claimed())

    assert (server.secrets, outcome.error) == (secrets, error)


async def test_u6_a_password_is_never_sent_without_tls() -> None:
    async with mail_server(MailServer(offers=("AUTH PLAIN",))) as server:
        url = f"smtp://user:{PASSWORD}@127.0.0.1:{server.port}"
        outcome = await mailer(url).deliver(claimed())

    assert outcome.error == "The mail server offers no TLS, and the password is not sent without"
    assert PASSWORD not in repr(outcome)
    assert (server.secrets, server.mails) == ([], [])
    assert "AUTH" not in server.words


async def test_u6_the_certificate_is_verified(localhost: Certificate) -> None:
    offering = MailServer(tls=localhost.server_side(), offers=("AUTH PLAIN",))
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(lambda *_: None)  # the server's side reports the refusal
    async with mail_server(offering) as server:
        url = f"smtp://user:{PASSWORD}@localhost:{server.port}"
        outcome = await mailer(url).deliver(claimed())
    loop.set_exception_handler(None)

    assert outcome.error == "The certificate of the mail server is not valid"
    assert (server.secrets, server.mails) == ([], [])


async def test_u6_another_machine_needs_tls_without_a_password_too() -> None:
    class Elsewhere(Names):
        """Leads to this machine, by an address that is not loopback to the client."""

        async def addresses(self, host: str, client: Any) -> list[str]:
            return ["0.0.0.0"]

    async with mail_server(MailServer()) as server:
        sending = mailer(f"smtp://mail.example:{server.port}", names=Elsewhere(1))
        outcome = await sending.deliver(claimed())

    assert outcome.error == "The mail server offers no TLS"
    assert server.mails == []


async def test_u6_what_is_said_before_tls_is_forgotten(localhost: Certificate) -> None:
    injecting = MailServer(
        {"STARTTLS": "220 go\r\n250-mail.example\r\n250 AUTH PLAIN"}, tls=localhost.server_side()
    )
    async with mail_server(injecting) as server:
        url = f"smtp://user:{PASSWORD}@localhost:{server.port}"
        outcome = await mailer(url, tls=localhost.client_side()).deliver(claimed())

    assert outcome.error is not None
    assert server.secrets == []


async def test_f4a_a_silent_name_server_does_not_hold_mail_up(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("outbound.names.LOOK_UP_SECONDS", 0.05)
    async with name_server() as silent:
        names = Names(1, (silent.at,))
        outcome = await mailer("smtp://mail.example", names=names).deliver(claimed())
        await names.close()

    assert outcome.error == "The mail server cannot be reached"


Attempt = Callable[[Claimed], Awaitable[Outcome]]


@pytest.fixture
async def digest(quiet: Registry) -> Registry:
    """A server without a worker, an operator, and a digest that waits."""
    await operator(quiet)
    async with quiet.acting("message.enqueued"):
        await quiet.owner.execute(
            "insert into messages (kind, record, position, payload, correlation_id,"
            " next_attempt_at) values ('digest.mail', 'digest:x', 0, $1, uuidv7(), now())",
            BODY,
        )
    return quiet


async def attempted(registry: Registry, port: int) -> Outcome | None:
    """Claim the digest and send it, as a worker does; None where there was nothing to claim."""
    worker = uuid4()
    await workflow.note_worker(registry.owner, worker, is_asleep=False)
    claims = await workflow.claim(registry.owner, worker, 100, {})
    if not claims:
        return None

    async def hand_over(message: Claimed) -> bool:
        return await workflow.hand_over(registry.owner, message)

    sending = Mailer(f"smtp://127.0.0.1:{port}", OPERATOR, Names(1), hand_over)
    outcome = await sending.deliver(claims[0])
    await workflow.settle(registry.owner, worker, [outcome], [0])
    return outcome


async def one(registry: Registry) -> dict[str, Any]:
    (message,) = await messages(registry, "operator")
    return message


async def test_u4_a_server_that_drops_the_line_gets_one_copy(digest: Registry) -> None:
    async with mail_server(MailServer({".": BREAK})) as server:
        for _ in range(MOST_ATTEMPTS):
            await attempted(digest, server.port)

    message = await one(digest)
    assert (message["status"], message["lastError"]) == ("FAILED", HANDED_OVER)
    assert (message["attempts"], len(server.mails)) == (1, 1)


async def test_u4_an_operator_may_send_it_again(digest: Registry) -> None:
    async with mail_server(MailServer({".": BREAK})) as server:
        await attempted(digest, server.port)
    await digest.ask("operator", RETRY, {"id": (await one(digest))["id"]})

    async with mail_server(MailServer()) as server:
        await attempted(digest, server.port)

    assert (await one(digest))["status"] == "PROCESSED"
    assert len(server.mails) == 1


@pytest.mark.parametrize(("code", "status"), [("451", "ENQUEUED"), ("554", "FAILED")])
async def test_u4_a_refusal_after_the_dot_is_known(
    digest: Registry, code: str, status: str
) -> None:
    async with mail_server(MailServer({".": f"{code} no"})) as server:
        await attempted(digest, server.port)
    message = await one(digest)
    assert (message["status"], message["attempts"]) == (status, 1)

    async with mail_server(MailServer()) as server:
        again = await attempted(digest, server.port)

    assert (again is not None) == (status == "ENQUEUED")


@pytest.mark.parametrize(("is_handed_over", "status"), [(True, "FAILED"), (False, "ENQUEUED")])
async def test_u4_a_worker_killed_after_handing_over_leaves_it_unknown(
    digest: Registry, is_handed_over: bool, status: str
) -> None:
    (claim,) = await workflow.claim(digest.owner, uuid4(), 100, {})
    if is_handed_over:
        assert await workflow.hand_over(digest.owner, claim)

    await workflow.rescue_lost(digest.owner)

    message = await one(digest)
    expected = HANDED_OVER if is_handed_over else WORKER_WAS_LOST
    assert (message["status"], message["lastError"]) == (status, expected)
    assert not await workflow.hand_over(digest.owner, claim)


async def test_u4_handing_over_is_in_the_trail(digest: Registry) -> None:
    async with mail_server(MailServer()) as server:
        await attempted(digest, server.port)

    actions = await digest.owner.fetch("select action from audit_log order by id")
    assert [row[0] for row in actions][-2:] == ["message.handed_over", "message.settled"]


async def test_u4_an_unreachable_mail_server_is_a_reason_to_try_again() -> None:
    outcome = await mailer("smtp://127.0.0.1:1").deliver(claimed())

    assert (outcome.error, outcome.is_final) == ("The mail server cannot be reached", False)

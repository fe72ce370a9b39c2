"""What a mail server's reply means for the mail: taken, refused, or nobody knows (rule U4)."""

import pytest

from rules.messages import HANDED_OVER
from tests.mail_servers import OPERATOR, MailServer, claimed, mail_server, mailer


@pytest.mark.parametrize("word", ["", "MAIL", "RCPT", "DATA", "."])
async def test_u4_a_4xx_is_tried_again_and_a_5xx_is_not(word: str) -> None:
    outcomes = []
    for code in ("451", "550"):
        async with mail_server(MailServer({word: f"{code} {OPERATOR}"})) as server:
            outcomes.append(await mailer(f"smtp://127.0.0.1:{server.port}").deliver(claimed()))

    assert [(outcome.error, outcome.is_final) for outcome in outcomes] == [
        ("The mail server answered 451", False),
        ("The mail server answered 550", True),
    ]


@pytest.mark.parametrize("reply", ["done", "", "25 taken", "354 go on", "099 what", "600 what"])
async def test_u4_a_reply_to_the_dot_that_says_nothing_is_as_none(reply: str) -> None:
    async with mail_server(MailServer({".": reply})) as server:
        outcome = await mailer(f"smtp://127.0.0.1:{server.port}").deliver(claimed())

    assert (outcome.error, outcome.is_final) == (HANDED_OVER, True)
    assert len(server.mails) == 1


@pytest.mark.parametrize("word", ["MAIL", "RCPT", "."])
async def test_u4_a_reply_is_understood_by_its_first_digit(word: str) -> None:
    async with mail_server(MailServer({word: "251 will forward"})) as server:
        outcome = await mailer(f"smtp://127.0.0.1:{server.port}").deliver(claimed())

    assert outcome.error is None
    assert len(server.mails) == 1

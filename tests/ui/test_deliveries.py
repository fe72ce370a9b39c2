"""The deliveries of a webhook as its admin looks at them, with a receiver and a real Chromium."""

import os
from typing import Any

from tests.receivers import Received, Receiver, listening
from tests.ui.stories import NEEDS_A_BROWSER

pytestmark = NEEDS_A_BROWSER


async def test_f5a_an_admin_tries_a_webhook_sends_again_and_changes_it(start: Any) -> None:
    answers = iter([503])

    async def answer(_: Received) -> int:
        return next(answers, 200)

    async with listening(Receiver(answer)) as receiver:
        run_story = await start(
            1,
            with_worker=True,
            SELFSAME_WEBHOOK_ALLOW_LOOPBACK="on",
            SELFSAME_RETRY_WAITS="0,0,0,0",
        )

        await run_story(
            "deliveries",
            RECEIVER=receiver.url,
            PICTURES=os.environ.get("SELFSAME_TEST_PICTURES", ""),
        )

    assert [delivery.type for delivery in receiver.received] == ["webhook.test"] * 3
    assert len({delivery.id for delivery in receiver.received}) == 1

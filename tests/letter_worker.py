"""Processes that send letters until they are killed; one that tests start forks them.

It begins one for each line that it reads, with everything imported already, and writes its id, and
`dead` once it is. A worker writes a line when a letter is about to be handed over, when it was, and
when it was answered.
"""

import asyncio
import os
import sys

from server.delivery.worker import Worker
from server.postgres.pool import Pool
from tests.letters import sender
from workflows import letters
from workflows.messages import Claimed, Outcome

URL, PORT = "SELFSAME_TEST_LETTER_DATABASE", "SELFSAME_TEST_LETTER_PORT"
HAND_OVER = letters.hand_over


def note(what: str) -> None:
    """Write a line at once, whole: who is killed between it and its end joins it to the next."""
    os.write(sys.stdout.fileno(), f"{what}\n".encode())


async def hand_over(*given: object) -> bool:
    """Hand over as ever, and say so before and afterwards."""
    note("handing")
    held = await HAND_OVER(*given)  # type: ignore[arg-type]
    note("handed")
    return held


async def work() -> None:
    """Send letters for good."""
    letters.hand_over = hand_over  # type: ignore[assignment]
    pool = Pool(lambda: os.environ[URL], 6)
    await pool.open()
    sending = sender(pool, int(os.environ[PORT]))

    async def deliver(message: Claimed) -> Outcome:
        outcome = await sending.deliver(message)
        note("answered")
        return outcome

    await Worker(pool, deliver, [0.0]).run()


def main() -> None:
    """Begin a worker whenever that is asked for, and say when it was killed."""
    for _ in sys.stdin:
        worker = os.fork()
        if worker == 0:
            asyncio.run(work())
        note(str(worker))
        os.waitpid(worker, 0)
        note("dead")


if __name__ == "__main__":
    main()

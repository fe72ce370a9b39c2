"""A process that does the steps of runs until it is killed: python -m tests.run_worker."""

import asyncio
import os
import sys

from rules.runs import RunKind
from server.delivery.runner import Runner
from server.delivery.worker import Worker
from server.postgres.pool import Pool
from tests.runs import Children

URL = "SELFSAME_TEST_DATABASE"


async def main() -> None:
    """Work, and write a line for each step that is begun."""
    pool = Pool(lambda: os.environ[URL], 4)
    await pool.open()
    runner = Runner(pool, {RunKind.TRANSFER: Children()})

    async def deliver(message):  # type: ignore[no-untyped-def]
        sys.stdout.write("step\n")
        sys.stdout.flush()
        return await runner.do(message)

    await Worker(pool, deliver, [0.01]).run()


if __name__ == "__main__":
    asyncio.run(main())

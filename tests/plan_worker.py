"""A process that executes plans until it is killed: python -m tests.plan_worker."""

import asyncio
import os
from typing import Any

from rules.runs import RunKind
from server.delivery.runner import Runner
from server.delivery.worker import Worker
from server.postgres.pool import Pool
from tests.sync_worker import Noting
from workflows.acts import Acting
from workflows.messages import Claimed, Outcome
from workflows.organisation_plans import OrganisationMerge, PersonTransfer
from workflows.run_steps import Done, Run

URL = "SELFSAME_TEST_PLAN_DATABASE"


class NotedMerge(OrganisationMerge):
    """A merge whose every statement is seen from outside."""

    async def do(self, connection: Any, acting: Acting, run: Run, prepared: Any) -> Done:
        """Merge as ever."""
        return await super().do(Noting(connection), acting, run, prepared)


class NotedTransfer(PersonTransfer):
    """A transfer whose every statement is seen from outside."""

    async def do(self, connection: Any, acting: Acting, run: Run, prepared: Any) -> Done:
        """Do a step as ever."""
        return await super().do(Noting(connection), acting, run, prepared)


async def main() -> None:
    """Work for good."""
    pool = Pool(lambda: os.environ[URL], 4)
    await pool.open()
    runner = Runner(
        pool,
        {RunKind.ORGANISATION_MERGE: NotedMerge(), RunKind.TRANSFER: NotedTransfer()},
    )

    async def deliver(message: Claimed) -> Outcome:
        if message.kind.startswith("run."):
            return await runner.do(message)
        return Outcome(message, "Letters wait", retry_after=3600)

    await Worker(pool, deliver, [0.01]).run()


if __name__ == "__main__":
    asyncio.run(main())

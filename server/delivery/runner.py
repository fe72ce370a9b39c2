"""Does the steps of runs, each of which is a message (rule S1)."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID

import orjson

from rules.messages import MessageFault
from rules.refusals import Refusal
from rules.runs import RunFailed, RunKind, RunWaits
from rules.sources import SourceUnavailable
from server.observability import tracing
from server.postgres.connection import Unavailable
from server.postgres.pool import Pool
from workflows import run_steps
from workflows.acts import ListErasures
from workflows.messages import Claimed, Outcome
from workflows.run_steps import Run, RunWasStopped, Steps


class Runner:
    """Does steps, by the kind of their run."""

    def __init__(
        self,
        pool: Pool,
        kinds: Mapping[RunKind, Steps],
        list_erasures: ListErasures | None = None,
    ) -> None:
        """Take where the runs are, what each kind does, and what lists what is erased (T5)."""
        self._pool = pool
        self._kinds = kinds
        self._list_erasures = list_erasures

    async def do(self, message: Claimed) -> Outcome:
        """Do the step that a message asks for.

        What can never be done ends the run; what fails otherwise is tried again like any message.
        """
        asked = orjson.loads(message.payload)
        try:
            await self._do_step(message, UUID(asked["runId"]), asked["step"])
        except RunWaits as wait:
            return Outcome(message, str(wait), retry_after=wait.seconds)
        except RunWasStopped:
            return Outcome(message, None)
        except SourceUnavailable as unavailable:
            return Outcome(message, str(unavailable))
        except Unavailable as unavailable:
            return Outcome(message, unavailable.message, fault=MessageFault.OURS)
        except Refusal as refusal:
            tracing.note_error(refusal)
            return Outcome(message, refusal.message, is_final=True)
        except RunFailed as failed:
            return Outcome(message, str(failed), is_final=True)
        return Outcome(message, None)

    async def _do_step(self, message: Claimed, run_id: UUID, step: int) -> None:
        @asynccontextmanager
        async def connect(longest: float | None) -> AsyncIterator[Any]:
            # Runs of one kind share connections: a merge that takes minutes holds up no sync.
            async with self._pool.connection(message.kind) as connection:
                connection.longest = longest
                yield connection

        await run_steps.do_step(
            run_id, step, self._steps_of, connect, message.correlation_id, self._list_erasures
        )

    def _steps_of(self, run: Run) -> Steps:
        steps = self._kinds.get(run.kind)
        if steps is None:
            raise RunFailed("This version does not do such runs")
        return steps

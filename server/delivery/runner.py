"""Does the steps of runs, each of which is a message (rule S1)."""

from collections.abc import Mapping
from uuid import UUID

import orjson

from rules.messages import LEASE_SECONDS, MessageFault
from rules.refusals import Refusal
from rules.runs import RunFailed, RunKind, RunWaits
from rules.sources import SourceUnavailable
from server.observability import tracing
from server.postgres.connection import Unavailable
from server.postgres.pool import Pool
from workflows import run_steps
from workflows.acts import Acting, ListErasures
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
        # Runs of one kind share connections: a merge that takes minutes holds up no sync.
        purpose = message.kind
        async with self._pool.connection(purpose) as connection:
            acting = Acting(connection, message.correlation_id)
            run = await run_steps.begin_step(
                acting, run_id, step, lambda found: self._steps_of(found).is_last(found)
            )
            await acting.commit()
        if run is None:
            return
        steps = self._steps_of(run)
        prepared = await steps.prepare(run)
        async with self._pool.connection(purpose) as connection:
            connection.longest = LEASE_SECONDS
            # Whoever asked for it acts: who was blocked meanwhile does nothing any more (A4).
            acting = Acting(
                connection,
                run.correlation_id,
                run.client_id,
                run.requested_by,
                list_erasures=self._list_erasures,
            )
            async with steps.act(acting):
                await run_steps.take_time(connection)
                done = await steps.do(connection, acting, run, prepared)
                await run_steps.finish_step(connection, run, done)
            await acting.commit()

    def _steps_of(self, run: Run) -> Steps:
        steps = self._kinds.get(run.kind)
        if steps is None:
            raise RunFailed("This version does not do such runs")
        return steps

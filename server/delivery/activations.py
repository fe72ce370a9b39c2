"""Lets keys and weights follow a model that was activated elsewhere, or by who was killed (H9)."""

import asyncio
from contextlib import AsyncExitStack

from rules.frozen import frozen
from server.observability import correlation, logs
from server.postgres.connection import Unavailable, connect
from server.postgres.counting import CountingConnection
from server.postgres.pool import Pool
from workflows import applied_models, detection_models, detection_runs
from workflows.detection_models import ModelIsReplaced

POLL_SECONDS = 15.0


@frozen
class Activations:
    """Looks whether the active model is applied, at the start and every few seconds.

    One process at a time applies it, and none while a command of detection does so.
    """

    pool: Pool

    async def run(self) -> None:
        """Look again and again, until cancelled."""
        while True:
            try:
                await self._step()
            except Unavailable:
                pass
            except ModelIsReplaced:
                continue
            except Exception as error:
                logs.unforeseen("activation.failed", error)
            await asyncio.sleep(POLL_SECONDS)

    async def _step(self) -> None:
        correlation.begin(None)
        async with self.pool.connection() as connection:
            if await applied_models.is_applied(connection):
                return
        # Connections of its own: it takes long, and those of the pool are for messages and matches.
        async with AsyncExitStack() as stack:
            guard = await self._connect(stack)
            if not await detection_runs.lock(guard):
                return
            connection = await self._connect(stack)
            active = await detection_models.active(connection)
            if active is None or await applied_models.is_applied(connection):
                return
            applied = await applied_models.apply(connection, active)
        logs.write(
            "detection_model.applied",
            model=active.model.version,
            keys=applied.keys,
            candidates=applied.moves.candidates,
        )

    async def _connect(self, stack: AsyncExitStack) -> CountingConnection:
        connection = await connect(self.pool.url(), "selfsame activation")
        stack.push_async_callback(connection.close, timeout=1)
        return connection

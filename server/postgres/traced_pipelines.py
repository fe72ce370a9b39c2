"""Pipelines whose statements are spans of the trace that they are for, where traces are on."""

from collections.abc import Sequence
from typing import Any

from server.observability import tracing
from server.postgres.pipelines import Pipelines
from server.postgres.traced import span_of


class TracedPipelines(Pipelines):
    """Pipelines whose statements are spans, of who has one."""

    async def fetch(
        self, text: str, arguments: Sequence[Any], *, binary: bool = False
    ) -> list[tuple[Any, ...]] | None:
        """Do as the class above, within a span."""
        above = tracing.current()
        if above is None:
            return await super().fetch(text, arguments, binary=binary)
        with span_of(above, text) as span:
            rows = await super().fetch(text, arguments, binary=binary)
            # What is not sent by a pipeline is another span, of the pool's connection.
            span.say({"selfsame.pipelined": rows is not None})
            return rows

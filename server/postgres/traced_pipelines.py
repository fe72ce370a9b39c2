"""Pipelines whose statements are spans of the trace that they are for, where traces are on."""

from collections.abc import Coroutine, Sequence
from typing import Any, TypeAlias

from server.observability import tracing
from server.observability.spans import Span
from server.postgres.pipelines import Pipelines
from server.postgres.traced import span_of

Fetched: TypeAlias = list[tuple[Any, ...]] | None


class TracedPipelines(Pipelines):
    """Pipelines whose statements are spans, of who has one."""

    def fetch(
        self, text: str, arguments: Sequence[Any], *, binary: bool = False
    ) -> Coroutine[Any, Any, Fetched]:
        """Do as the class above, within a span."""
        above = tracing.current()
        if above is None:
            return super().fetch(text, arguments, binary=binary)
        return self._within(above, text, arguments, binary=binary)

    async def _within(
        self, above: Span, text: str, arguments: Sequence[Any], *, binary: bool
    ) -> Fetched:
        with span_of(above, text) as span:
            rows = await super().fetch(text, arguments, binary=binary)
            # What is not sent by a pipeline is another span, of the pool's connection.
            span.say({"selfsame.pipelined": rows is not None})
            return rows

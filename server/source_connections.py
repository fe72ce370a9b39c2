"""Connections to sources, whose requests are spans of the trace that they are for (rule Z11a)."""

from collections.abc import Callable, Mapping

from outbound.names import Names
from outbound.sources.answers import Reading, Response
from outbound.sources.client import Connections
from server.observability import tracing
from server.observability.spans import HEADER


def source_connections(names: Names, *, allows_loopback: bool) -> Connections:
    """Return what opens connections to sources."""
    kind = Connections if tracing.tracer() is None else TracedConnections
    return kind(names, allows_loopback=allows_loopback)


class TracedConnections(Connections):
    """Connections whose requests are spans, of who has one; sources are given its context.

    A span has the method and the status, and nothing of the address.
    """

    async def ask(
        self,
        method: str,
        url: str,
        headers: Mapping[str, str],
        body: bytes = b"",
        reading: Reading | None = None,
        is_enough: Callable[[Response], bool] = lambda _: False,
    ) -> Response:
        """Do as the class above, within a span."""
        with tracing.within(f"source {method}", "client") as span:
            if span is not None:
                headers = {**headers, HEADER: span.traceparent}
                span.say({"http.request.method": method})
            response = await super().ask(method, url, headers, body, reading, is_enough)
            if span is not None:
                span.say({"http.response.status_code": response.status})
                if response.status >= 400:
                    span.say({"error.type": str(response.status)})
                    span.has_failed = True
            return response

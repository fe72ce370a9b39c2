"""Deliveries as spans of the trace of the request that they come from (rule Z11a)."""

from rules.inbound import INBOUND
from rules.runs import STEP
from server.delivery.worker import Deliver
from server.observability import tracing
from server.observability.spans import Kind, Span
from workflows.messages import Claimed, Outcome

WITH_ACTS = (STEP, INBOUND)
"""What such messages lead to are acts of ours."""


def traced(deliver: Deliver) -> Deliver:
    """Return what delivers, within a span where the message's act is traced.

    What began by itself, such as a sync by its schedule, is sampled as a request would be.
    """
    tracer = tracing.tracer()
    if tracer is None:
        return deliver

    async def delivering(message: Claimed) -> Outcome:
        with _span(message) or tracing.NO_SPAN as span:
            outcome = await deliver(message)
            if span is not None:
                is_by_http = message.webhook_id is not None
                has_failed = outcome.error is not None
                span.say(
                    {
                        "http.response.status_code": outcome.status_code if is_by_http else None,
                        "error.type": outcome.fault.value
                        if has_failed and not span.has_failed
                        else None,
                    }
                )
                span.has_failed = has_failed
            return outcome

    def _span(message: Claimed) -> Span | None:
        name, noted = f"deliver {message.kind}", message.noted
        has_acts = message.kind.startswith(WITH_ACTS)
        kind: Kind = "consumer" if has_acts else "client"
        if noted is not None:
            own_id = message.id.int & (1 << 64) - 1
            since = noted.since if noted.is_first else None
            above = tracer.waited(noted.traceparent, f"outbox {message.kind}", own_id, since)
            span: Span | None = tracer.resumed(above, name, kind)
        elif message.kind.startswith(STEP):
            span = tracer.root(name, kind)
        else:
            return None
        if span is not None:
            span.is_act = has_acts
            span.say(
                {
                    tracing.CORRELATION: str(message.correlation_id),
                    "selfsame.message.id": str(message.id),
                    "selfsame.message.attempt": message.attempt,
                }
            )
        return span

    return delivering

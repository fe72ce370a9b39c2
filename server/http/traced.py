"""Requests as the first spans of ours in their traces (rule Z11a).

A span has the route of its path, never the path, which may have a token; of GraphQL it has the
operation's kind and root fields, as the metrics do, and nothing that a client wrote.
"""

from collections.abc import Awaitable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Final
from uuid import UUID

from starlette.routing import BaseRoute, Route

from server.graphql.request import GraphQLRequest, GraphQLResponse
from server.http.asgi import Application, Message, Receive, Scope, Send
from server.http.graphql_endpoint import Execute
from server.http.middleware import UNLOGGED
from server.http.whole_requests import SAMPLED, WholeRequests
from server.identity.tokens import Claims
from server.observability import correlation, tracing
from server.observability.spans import ERROR_CODE, HEADER, OURS, Span

if TYPE_CHECKING:
    from server.observability.open_telemetry import Tracer

METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
STATIC: Final = "/static"
GRAPHQL: Final = "/graphql"
TRACEPARENT: Final = HEADER.encode()


def traced(application: Application, routes: Sequence[BaseRoute]) -> Application:
    """Return the application with a span around each request that is sampled."""
    tracer = tracing.tracer()
    if tracer is None:
        return application
    paths: dict[object, str] = {it.endpoint: it.path for it in routes if isinstance(it, Route)}

    return TracedRequests(application, tracer, paths)


class TracedRequests:
    """An application whose requests are spans, those that are sampled."""

    def __init__(
        self, application: Application, tracer: "Tracer", paths: Mapping[object, str]
    ) -> None:
        """Take the application, what samples its requests, and the paths of its endpoints."""
        self._application = application
        self._tracer = tracer
        self._paths = paths
        self.whole_requests: WholeRequests | None = getattr(application, "whole_requests", None)
        """What responds to requests that have come whole, of those that are not sampled."""
        if self.whole_requests is not None:
            self.whole_requests.sample = self._sampled

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Respond to one request, or run the lifespan."""
        if scope["type"] != "http" or _is_passed_over(scope["path"]):
            await self._application(scope, receive, send)
            return
        method = scope["method"] if scope["method"] in METHODS else "_OTHER"
        span = scope.get(SAMPLED) or self._sampled(scope["headers"], method)
        if span is None:
            await self._application(scope, receive, send)
            return
        span.is_request = True

        async def send_noting_status(message: Message) -> None:
            if message["type"] == "http.response.start":
                status = message["status"]
                span.say({"http.response.status_code": status})
                if status >= 500:
                    span.say({"error.type": str(status)})
                    span.has_failed = True
            await send(message)

        with span:
            await self._application(scope, receive, send_noting_status)
            is_graphql = scope["path"] == GRAPHQL
            route = GRAPHQL if is_graphql else self._paths.get(scope.get("endpoint"))
            if route is not None:
                span.rename(f"{method} {route}")
            span.say(
                {
                    "http.request.method": method,
                    "http.route": route,
                    tracing.CORRELATION: str(correlation.current()),
                }
            )

    def _sampled(self, headers: Iterable[tuple[bytes, bytes]], method: str = "POST") -> Span | None:
        """Return the span of a request, None where it is not sampled."""
        sent = [value for name, value in headers if name == TRACEPARENT]
        # A context that comes twice names no one trace.
        traceparent = sent[0].decode("latin-1") if len(sent) == 1 else None
        return self._tracer.root(method, "server", traceparent)


def naming(execute: Execute) -> Execute:
    """Return what executes requests, and says in the request's span what they asked for."""
    if tracing.tracer() is None:
        return execute

    async def executing(
        span: Span, request: GraphQLRequest, claims: Claims | None, correlation_id: UUID
    ) -> GraphQLResponse:
        response = await execute(request, claims, correlation_id)
        kind, _, fields = response.label.partition(" ")
        codes = sorted(set(response.codes))
        span.say(
            {
                "graphql.operation.type": kind,
                "selfsame.root_fields": fields or None,
                ERROR_CODE: ",".join(codes) or None,
            }
        )
        span.has_failed = span.has_failed or not OURS.isdisjoint(codes)
        return response

    def execute_within(
        request: GraphQLRequest, claims: Claims | None, correlation_id: UUID
    ) -> Awaitable[GraphQLResponse]:
        span = tracing.current()
        if span is None:
            return execute(request, claims, correlation_id)
        return executing(span, request, claims, correlation_id)

    return execute_within


def _is_passed_over(path: str) -> bool:
    return path in UNLOGGED or path.startswith(STATIC)

"""Queries that are answered without a task: one root field, read by a statement that is known.

Most queries are of this kind: a user's, of one root field, by a document that was executed before,
with a statement that shared connections have prepared and rows that compiled code can write. Until
its rows come there is nothing to wait for, and afterwards nothing but to write them. So a plain
query is begun where its request arrives and ended where its rows do. A task, with the coroutines
between the two, would take as long as all the rest that a node needs.

Nothing is decided here. Whatever is not plain, and whatever goes wrong, is executed from its
beginning in the usual way (`server/graphql/execution.py`), which has the checks, the waits, the
retries and the errors. A plain query only reads, so that it may be read twice.
"""

from collections.abc import Callable
from typing import TypeAlias
from uuid import UUID

from resolvers.nodes import QueryContext
from rules.refusals import Refusal
from server.graphql.context import ExecutionContext, Resources
from server.graphql.execution import row_query_of
from server.graphql.operations import prepare
from server.graphql.reading import Writer, writer_of
from server.graphql.request import GraphQLRequest, GraphQLResponse, RequestErrors
from server.graphql.variables import coerce_variables
from server.identity.tokens import Claims
from server.observability import logs
from server.postgres.pipelined import Rows

Done: TypeAlias = Callable[[GraphQLResponse | None], None]
"""Takes the response to a plain query; None where it is to be executed in the usual way."""


class PlainRead:
    """A plain query whose statement can be sent."""

    __slots__ = ("_context", "_done", "_label", "_writer")

    def __init__(self, context: ExecutionContext, label: str, writer: Writer) -> None:
        self._context = context
        self._label = label
        self._writer = writer
        self._done: Done | None = None

    def begin(self, done: Done) -> bool:
        """Send the statement; `done` is called with its response. Returns whether it was sent."""
        self._done = done
        pipelines = self._context.resources.pool.pipelines
        writer = self._writer
        return pipelines.send(writer.plan.text, writer.arguments, self, binary=True)

    def done(self) -> bool:
        """Return that somebody waits: who went away has their rows written for nobody."""
        return False

    def set_result(self, rows: Rows | None, /) -> None:
        """Take the rows of the statement, and pass the response on."""
        assert self._done is not None
        response = None
        try:
            response = self._response(rows)
        except Exception as error:
            logs.unforeseen("request.plainly_failed", error)
        self._done(response)

    def _response(self, rows: Rows | None) -> GraphQLResponse | None:
        writer, resources = self._writer, self._context.resources
        resources.pool.pipelines.note_answer(writer.plan.text, rows)
        value = writer.written(rows)
        if value is None:
            return None
        resources.documents.hits += 1
        resources.uses.note(self._context.caller)
        body = b'{"data":{"%b":%b}}' % (writer.response_key.encode(), value)
        return GraphQLResponse(body, has_data=True, label=self._label)


def plain_read(
    resources: Resources, request: GraphQLRequest, claims: Claims, correlation_id: UUID
) -> PlainRead | None:
    """Return a request as a plain query, None where it is not one."""
    document = resources.documents.kept(request.query)
    if document is None or claims.user_id is None or resources.standbys is not None:
        return None
    try:
        operation = document.operation(request.operation_name)
        if operation.kind != "query" or len(operation.root_fields) != 1:
            return None
        context = ExecutionContext(resources, claims, correlation_id)
        context.check_token(operation)
        variables = coerce_variables(resources.documents, operation, request.variables)
        has_session = context.has_session
        coerced = variables.coerced
        prepared = prepare(resources.schema, document, operation, coerced, has_session=has_session)
        if len(prepared.fields) != 1 or prepared.introspection is not None:
            return None
        field = prepared.fields[0]
        assert context.caller is not None
        asking = QueryContext(context.caller, resources.limits)
        row_query = row_query_of(context, asking, field, variables)
        writer = writer_of(context, field, row_query, resources.pool.pipelines)
    except (Refusal, RequestErrors):
        return None
    if writer is None or not writer.plan.guarded:
        return None
    return PlainRead(context, operation.label, writer)

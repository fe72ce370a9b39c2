"""Executes a GraphQL request: document, access, variables, root fields, response."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from graphql.execution.values import VariableValues

from planner.row_queries import RowQuery
from resolvers.nodes import QueryContext
from rules.access import ScopesMissing
from rules.refusals import BadRequest, Code, Refusal
from server import errors
from server.graphql.context import ExecutionContext, Resources
from server.graphql.introspection import INTROSPECTION_FIELDS
from server.graphql.operations import PreparedOperation, SelectedRootField, prepare
from server.graphql.read_log import is_logged, logged
from server.graphql.reading import write_rows
from server.graphql.request import GraphQLRequest, GraphQLResponse, MutationByGet, RequestErrors
from server.graphql.root_fields import mutation_field, query_field
from server.graphql.standby_reading import read_from_standby
from server.graphql.variables import coerce_variables
from server.identity.tokens import Claims
from server.observability import tracing
from server.postgres.connection import Fetching
from server.postgres.contention import again_when_contended
from server.postgres.pool import Pool, Unavailable
from server.postgres.reader import Reader, StandbyReader
from workflows import read_log

REFUSED_UNCHECKED = (MutationByGet, Unavailable)
"""Refusals that are raised without a check of the caller's access."""


async def execute(
    resources: Resources, request: GraphQLRequest, claims: Claims | None, correlation_id: UUID
) -> GraphQLResponse:
    """Execute one request. Raises the refusals that fail the HTTP request, not one field.

    Where several rules refuse, the caller receives the first of them. Those about the caller
    themselves come first (A1 to A5), as far as the operation is known: whatever else is refused,
    access is checked before that refusal is raised. Without a token there is nobody to check.
    """
    context = ExecutionContext(resources, claims, correlation_id)
    context.position = request.position
    documents = resources.documents
    label = "invalid"
    try:
        document = documents.requested(request)
        operation = document.operation(request.operation_name)
        label = operation.label
        if request.is_get and operation.kind != "query":
            raise MutationByGet
        context.check_token(operation)
        variables = coerce_variables(documents, operation, request.variables)
        if context.needs_different_roles():
            await context.check_access()
        prepared = prepare(
            resources.schema,
            document,
            operation,
            variables.coerced,
            has_session=context.has_session,
        )
        if prepared.introspection is not None:
            context.introspected = prepared.introspection.values(request.variables)
        if operation.kind == "query":
            result = await _query(context, prepared, variables)
        else:
            result = await _mutate(context, prepared, variables)
        if not context.access_checked:
            await context.check_access()
    except RequestErrors as invalid:
        await context.check_access()
        body = errors.body_of_graphql_errors(invalid.errors, suggestions=documents.introspection)
        return GraphQLResponse(body, has_data=False, label=label, codes=(Code.BAD_REQUEST,))
    except Refusal as refusal:
        if not context.access_checked and not isinstance(refusal, REFUSED_UNCHECKED):
            await context.check_access(only_identity=isinstance(refusal, ScopesMissing))
        raise
    resources.uses.note(context.caller)
    response: dict[str, Any] = {"data": result}
    codes: tuple[Code, ...] = ()
    if context.errors:
        response["errors"] = context.errors
        codes = tuple(it["extensions"]["code"] for it in context.errors)
    body = errors.to_json(response)
    return GraphQLResponse(body, has_data=True, label=label, position=context.reached, codes=codes)


async def _query(
    context: ExecutionContext, prepared: PreparedOperation, variables: VariableValues
) -> dict[str, Any] | None:
    """Return the data of a query; each root field is one statement, `nodes` one for each type."""
    if context.caller is None:
        return {it.response_key: _meta_value(context, it) for it in prepared.fields}
    resolving = QueryContext(context.caller, context.resources.limits)
    row_queries = [row_query_of(context, resolving, it, variables) for it in prepared.fields]
    primary = context.resources.pool

    async def read(pool: Pool) -> dict[str, Any] | None:
        if context.read_log is None and context.resources.compiled:
            written = await write_rows(context, prepared.fields, row_queries, pool.pipelines)
            if written is not None:
                return written
        return await _read(context, prepared, row_queries, pool)

    found = await read_from_standby(context, row_queries, read)
    if found is not None:
        return found[0]
    return await again_when_contended(lambda: read(primary))


async def _read(
    context: ExecutionContext, prepared: PreparedOperation, row_queries: Sequence[Any], pool: Pool
) -> dict[str, Any] | None:
    """Read the data of a query; it may be called again after an attempt that failed."""
    context.start_again()
    log = context.read_log
    if log is not None:
        row_queries = [logged(context.resources.schema, it) for it in row_queries]
        log.forget_uncommitted()
        if not any(map(is_logged, row_queries)):
            log = None
    primary, purpose = context.resources.pool, _purpose(prepared)
    if log is None:
        reading = (
            Reader(pool, purpose) if pool is primary else StandbyReader(pool, primary, purpose)
        )
        async with reading as reader:
            result = await _read_fields(context, prepared, row_queries, reader)
            if context.has_views:
                await context.write_views_down(await reader.writing_connection())
            return result
    async with pool.connection(purpose) as connection:
        await read_log.begin(connection)
        result = await _read_fields(context, prepared, row_queries, connection)
        await log.commit(connection)
    return result


async def _read_fields(
    context: ExecutionContext,
    prepared: PreparedOperation,
    row_queries: Sequence[Any],
    source: Fetching,
) -> dict[str, Any] | None:
    """Return the values of a query's root fields, None where one is null that must not be."""
    result: dict[str, Any] = {}
    for field, row_query in zip(prepared.fields, row_queries, strict=True):
        if field.root is None:
            value = _meta_value(context, field)
        else:
            value = await query_field(context, field, row_query, source)
        if value is None and not field.nullable:
            return None
        result[field.response_key] = value
    return result


async def _mutate(
    context: ExecutionContext, prepared: PreparedOperation, variables: VariableValues
) -> dict[str, Any] | None:
    """Return the data of a mutation; each root field is an act, one after the other.

    A refusal undoes its own act; those before it are committed, also where it fails the request.
    """
    # All arguments are coerced before the first act: what is wrong with them refuses them all.
    arguments = [it.arguments(variables) if it.root else {} for it in prepared.fields]
    if context.caller is not None:
        asking = QueryContext(context.caller, context.resources.limits)
        for field in prepared.fields:
            if field.nested:
                context.note_nested(field, asking, variables)
    result: dict[str, Any] = {}
    for field, values in zip(prepared.fields, arguments, strict=True):
        if field.root is None:
            value = _meta_value(context, field)
        else:
            with tracing.act(field.name):
                value = await mutation_field(context, field, values)
        if value is None and not field.nullable:
            return None
        result[field.response_key] = value
    return result


def _purpose(prepared: PreparedOperation) -> str:
    """Return what a query waits for where it waits: its first root field stands for all."""
    return prepared.fields[0].name if prepared.fields else ""


def row_query_of(
    context: ExecutionContext,
    resolving: QueryContext,
    field: SelectedRootField,
    variables: VariableValues,
) -> Any:
    """Return what a query's root field asks of the database, or why it is refused.

    Raises BadRequest, which fails the HTTP request before anything is read.
    """
    if field.root is None:
        return None
    try:
        row_query = field.root.resolve(resolving, **field.arguments(variables))
        if field.nested:
            context.note_nested(field, resolving, variables, row_query)
        if isinstance(row_query, RowQuery):
            _refuse_nul(row_query)
        return row_query
    except BadRequest:
        raise
    except Refusal as refusal:
        return refusal


def _refuse_nul(row_query: RowQuery) -> None:
    """Refuse to look for a NUL character: PostgreSQL takes none in a text."""
    for value in row_query.parameters.values():
        if isinstance(value, str) and "\0" in value:
            raise BadRequest("A text to look for has a NUL character")


def _meta_value(context: ExecutionContext, field: SelectedRootField) -> Any:
    """Return the value of `__typename`, `__schema` or `__type`."""
    if field.name in INTROSPECTION_FIELDS:
        return context.introspected[field.response_key]
    return field.parent_name

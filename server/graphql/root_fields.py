"""Executes one root field: a query's reads rows, a mutation's performs an act and reads them."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from planner.row_queries import RowQuery
from resolvers.access import limited_roles, roles_needed
from resolvers.ids import GlobalId
from resolvers.nodes import (
    ListQuery,
    MutationContext,
    NodesQuery,
    Preparation,
    SearchQuery,
)
from rules.access import RoleMissing
from rules.refusals import Refusal
from rules.sources import SourceTerms
from server.graphql.context import ExecutionContext
from server.graphql.operations import SelectedRootField
from server.graphql.read_log import logged
from server.graphql.reading import read_rows
from server.observability import tracing
from server.postgres.connection import OUTAGE_ERRORS, Fetching
from server.postgres.contention import again_when_contended
from workflows.acts import Acting


async def query_field(
    context: ExecutionContext,
    field: SelectedRootField,
    row_query: Any,
    connection: Fetching,
) -> Any:
    """Return the value of a query's root field, None after an error of its own.

    What the database could not do for the whole request is raised as it is, for its pool to judge.
    """
    try:
        if isinstance(row_query, RowQuery):
            return await _read(context, field, row_query, connection)
        if isinstance(row_query, NodesQuery):
            return await _read_nodes(context, field, row_query, connection)
        if isinstance(row_query, ListQuery):
            return await _read_list(context, field, row_query.row_query, connection)
        if isinstance(row_query, SearchQuery):
            return await _search(context, field, row_query)
        if isinstance(row_query, Refusal):
            raise row_query
        return None
    except OUTAGE_ERRORS:
        raise
    except Exception as error:
        context.add_error(field, error)
        return None


async def mutation_field(
    context: ExecutionContext, field: SelectedRootField, arguments: Mapping[str, Any]
) -> Any:
    """Return the value of a mutation's root field, None after an error.

    An act that ended because of what others hold is performed again; so is one for which the caller
    holds no role that is not limited, where a limited one will do (rule R3).
    """
    try:
        assert field.root is not None
        prepared = await _prepare(context, field, arguments) if field.root.prepare else None
        try:
            return await again_when_contended(
                lambda: _act(context, field, arguments, prepared, limited=False)
            )
        except RoleMissing:
            if not _opens_to_limited(context, field):
                raise
        return await again_when_contended(
            lambda: _act(context, field, arguments, prepared, limited=True)
        )
    except Exception as error:
        tracing.note_error(error)
        context.add_error(field, error)
        return None


def _opens_to_limited(context: ExecutionContext, field: SelectedRootField) -> bool:
    assert field.root is not None
    assert context.caller is not None
    return limited_roles(field.root.access, context.caller) is not None


async def _prepare(
    context: ExecutionContext, field: SelectedRootField, arguments: Mapping[str, Any]
) -> Any:
    """Return what a mutation learns from elsewhere, while it holds no connection."""
    root, caller = field.root, context.caller
    assert root is not None
    assert root.prepare is not None
    assert caller is not None
    resources = context.resources
    preparation = Preparation(
        caller,
        resources.webhooks,
        context.check_access,
        lambda: resources.pool.connection(field.name),
        _sources_of(context),
    )
    return await root.prepare(preparation, **arguments)


def _sources_of(context: ExecutionContext) -> SourceTerms:
    """Return the terms for sources, with the token that one may take in exchange (rule S5)."""
    caller, terms = context.caller, context.resources.sources
    if caller is None or caller.outside_token is None:
        return terms
    return replace(terms, subject_token=caller.outside_token)


async def _act(
    context: ExecutionContext,
    field: SelectedRootField,
    arguments: Mapping[str, Any],
    prepared: Any,
    *,
    limited: bool,
) -> Any:
    """Perform an act and read its payload in its transaction, where the act left that open."""
    root, resources = field.root, context.resources
    assert root is not None
    async with resources.pool.connection(field.name, root.at_once) as connection:
        acting = _acting(context, field, connection, limited=limited)
        acting.logs_reads = context.read_log is not None
        mutation = MutationContext(
            acting,
            resources.limits,
            resources.webhooks,
            prepared,
            resources.certificates,
            resources.token_of,
            _sources_of(context),
        )
        log = context.read_log
        try:
            row_query = await root.resolve(mutation, **arguments)
        except Refusal as refusal:
            if log is not None:
                await log.commit_refusal(acting, refusal)
            raise
        finally:
            # Also of an act that was refused once access was granted: nobody checks it once more.
            context.access_checked = context.access_checked or acting.access_was_checked
        value = None
        if row_query is not None:
            row_query = replace(row_query, limited=True) if limited else row_query
            if log is not None:
                log.forget_uncommitted()
                row_query = logged(resources.schema, row_query)
            value = await _read(context, field, row_query, connection)
        if log is not None:
            log.note_committed(acting.reads_logged)
        if acting.is_open and log is not None:
            await log.commit(connection)
        elif acting.is_open:
            await acting.commit()
        if context.has_views:
            await context.write_views_down(connection)
        await context.learn_position(connection)
        return value


def _acting(
    context: ExecutionContext,
    field: SelectedRootField,
    connection: Any,
    *,
    limited: bool = False,
) -> Acting:
    """Say who acts through a root field, and with which roles: limited ones, or others."""
    root, caller = field.root, context.caller
    assert root is not None
    assert caller is not None
    return Acting(
        connection,
        context.correlation_id,
        caller.client_id,
        caller.user_id,
        (limited_roles if limited else roles_needed)(root.access, caller),
        caller.session_id,
        limited,
        context.resources.list_erasures,
    )


async def _read(
    context: ExecutionContext,
    field: SelectedRootField,
    row_query: RowQuery,
    connection: Fetching,
) -> Any:
    asked, rows = await read_rows(context, field, row_query, connection)
    value, null_errors = field.plan(asked).answer(rows, asked, (field.response_key,))
    if null_errors:
        context.add_null_errors(null_errors)
    elif value is None and row_query.absent is not None:
        raise row_query.absent
    return value


async def _read_list(
    context: ExecutionContext,
    field: SelectedRootField,
    row_query: RowQuery,
    connection: Fetching,
) -> list[Any]:
    asked, rows = await read_rows(context, field, row_query, connection)
    plan, found = field.plan(asked), []
    for at, (_, row) in enumerate(sorted(field.plan(asked).by_key(rows).items())):
        value, null_errors = plan.render(row, asked, (field.response_key, at))
        context.add_null_errors(null_errors)
        found.append(value)
    return found


async def _search(
    context: ExecutionContext, field: SelectedRootField, query: SearchQuery
) -> list[Any]:
    """Return what an act finds; who is limited searches what they see, as they act (rule R3)."""
    try:
        return await _find(context, field, query, limited=False)
    except RoleMissing:
        if not _opens_to_limited(context, field):
            raise
    return await _find(context, field, query, limited=True)


async def _find(
    context: ExecutionContext, field: SelectedRootField, query: SearchQuery, *, limited: bool
) -> list[Any]:
    """Search on a connection of its own; the act lasts once what it found is read."""
    async with context.resources.pool.connection(field.name) as connection:
        acting = _acting(context, field, connection, limited=limited)
        try:
            found = await query.find(acting)
        finally:
            context.access_checked = context.access_checked or acting.access_was_checked
        value = await _read_list(context, field, found.row_query, connection)
        await acting.commit()
        await context.learn_position(connection)
        return value


async def _read_nodes(
    context: ExecutionContext,
    field: SelectedRootField,
    query: NodesQuery,
    connection: Fetching,
) -> list[Any]:
    """Return the objects of `nodes`: one statement for each type, each row at all its places."""
    found: dict[str, tuple[RowQuery, dict[str, Any]] | RoleMissing] = {}
    for type_name, row_query in query.row_queries.items():
        try:
            asked, rows = await read_rows(context, field, row_query, connection)
            found[type_name] = asked, field.plan(asked).by_key(rows)
        except RoleMissing as refusal:
            found[type_name] = refusal
    return [_node(context, field, query, index, found) for index in range(len(query.places))]


def _node(
    context: ExecutionContext,
    field: SelectedRootField,
    query: NodesQuery,
    index: int,
    found: Mapping[str, tuple[RowQuery, dict[str, Any]] | RoleMissing],
) -> Any:
    path = (field.response_key, index)
    place = query.places[index]
    of_type = found[place.type_name] if isinstance(place, GlobalId) else place
    if isinstance(of_type, Refusal):
        context.add_refusal(of_type, path, field.nodes)
        return None
    if not isinstance(place, GlobalId) or of_type is None:
        return None
    asked, rows = of_type
    if str(place.key) not in rows:
        return None
    value, null_errors = field.plan(asked).render(rows[str(place.key)], asked, path)
    context.add_null_errors(null_errors)
    return value

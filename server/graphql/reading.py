"""Runs the statement of a root field's query, and checks the caller's access by it."""

from typing import Any

import asyncpg

from db.constraints import refusal_of
from planner.plans import Plan
from planner.row_queries import RowQuery
from resolvers.access import roles_needed
from resolvers.document_links import CALLER
from rules.access import RoleMissing, scopes_that_show_users
from server.graphql.context import ExecutionContext
from server.graphql.operations import SelectedRootField
from server.graphql.view_log import ROLES, alternatives
from server.postgres.connection import Fetching
from workflows import access_checks


async def read_rows(
    context: ExecutionContext,
    field: SelectedRootField,
    row_query: RowQuery,
    connection: Fetching,
) -> tuple[RowQuery, list[Any]]:
    """Run the statement of a query, and return the query that it was.

    Who holds only a role whose reading is written down asks by a second one (rule D1).
    """
    noted = context.resources.schema.noted_roles.get(row_query.type_name)
    if noted is None or context.view_log is None or field.guard is None:
        return row_query, await _fetch(context, field, row_query, connection)
    assert field.root is not None
    assert context.caller is not None
    needed = row_query.parameters.get(ROLES) or roles_needed(field.root.access, context.caller)
    unnoted, viewing = alternatives(row_query, needed or (), noted)
    try:
        return unnoted, await _fetch(context, field, unnoted, connection)
    except RoleMissing:
        return viewing, await _fetch(context, field, viewing, connection)


async def _fetch(
    context: ExecutionContext,
    field: SelectedRootField,
    row_query: RowQuery,
    connection: Fetching,
) -> list[Any]:
    """Run the statement of a query's plan; it checks the caller's access too."""
    plan = field.plan(row_query)
    arguments = _arguments(context, field, row_query, plan)
    fetch = connection.fetch_with_custom_plan if row_query.custom_plan else connection.fetch
    if plan.writes:
        fetch = connection.fetch_written
    known_row = plan.known_row(row_query.known) if row_query.known else None
    try:
        rows: list[Any] = await fetch(plan.text, *arguments) if known_row is None else [known_row]
    except asyncpg.IntegrityConstraintViolationError as error:
        refusal = refusal_of(error.constraint_name)
        if refusal is None:
            raise
        raise refusal from error
    if plan.guarded:
        _refuse(context, rows[0][0])
    log = context.read_log or context.view_log
    if log is not None and row_query.is_logged:
        log.add(row_query, plan.keys(rows, row_query))
    return rows


async def written_value(
    context: ExecutionContext,
    field: SelectedRootField,
    row_query: RowQuery,
    plan: Plan,
    connection: Fetching,
) -> bytes | None:
    """Return the value as JSON, written from the rows as they came; None leaves it to `read_rows`.

    Nobody keeps account of these rows: their keys are not looked at.
    """
    if row_query.absent is not None or plan.writes:
        return None
    if row_query.is_logged or row_query.custom_plan or not context.resources.compiled:
        return None
    if row_query.type_name in context.resources.schema.noted_roles:
        return None
    types = connection.column_types(plan.text)
    program = None if types is None else plan.program(types)
    if program is None:
        return None
    arguments = _arguments(context, field, row_query, plan)
    rows = await connection.fetch_binary(plan.text, *arguments)
    if rows is None:
        return None
    if plan.guarded:
        refusal = rows[0][0]
        _refuse(context, None if refusal is None else refusal.decode())
    return plan.write(program, rows, row_query)


def _arguments(
    context: ExecutionContext, field: SelectedRootField, row_query: RowQuery, plan: Plan
) -> list[Any]:
    """Return the arguments of a plan's statement."""
    caller = context.caller
    assert caller is not None
    parameters: dict[str, Any] = {}
    if field.root is not None and plan.guarded:
        parameters["roles"] = roles_needed(field.root.access, caller)
    parameters.update(row_query.parameters)
    # Last, so that no parameter of the query replaces who is calling. `node` does replace the
    # roles, by those of the id's type.
    parameters["client_id"] = caller.client_id
    parameters["user_id"] = caller.user_id
    parameters["is_registrar"] = caller.user_id is not None and not row_query.is_logged
    parameters["session_id"] = caller.session_id
    parameters["sees_users"] = not scopes_that_show_users.isdisjoint(caller.scopes)
    parameters["request_correlation_id"] = context.correlation_id
    parameters["public_address"] = context.resources.public_address
    parameters["office"] = context.resources.certificates.office
    if CALLER in plan.parameters:
        parameters.update(context.resources.link_parameters(caller))
    return plan.arguments(parameters)


def _refuse(context: ExecutionContext, refusal: str | None) -> None:
    """Raise the refusal that the statement names, and note that it has checked access."""
    if refusal is not None:
        raise access_checks.refusal_named(refusal)
    context.access_checked = True

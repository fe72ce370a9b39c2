"""Runs the statement of a root field's query, and checks the caller's access by it."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

import asyncpg
import orjson

from db.constraints import refusal_of
from planner.plans import Plan
from planner.reach import OutOfReach
from planner.row_queries import RowQuery
from resolvers.access import limited_roles, roles_needed
from resolvers.document_links import CALLER
from resolvers.nodes import LIMITED_ROLES
from rules.access import RoleMissing, scopes_that_show_users
from server.graphql.context import ExecutionContext
from server.graphql.operations import SelectedRootField
from server.graphql.view_log import ROLES, alternatives
from server.postgres.connection import Fetching
from server.postgres.pipelines import Pipelines
from workflows import access_checks

SCOPES = "scopes"
"""The parameter by which a statement asks for the scopes of the token."""


async def read_rows(
    context: ExecutionContext,
    field: SelectedRootField,
    row_query: RowQuery,
    connection: Fetching,
) -> tuple[RowQuery, list[Any]]:
    """Run the statement of a query, and return the query that it was.

    Who holds only a role whose reading is written down asks by another one (rule D1), and who is
    limited to organisations by the last (rule R3). Each asks the grants itself.
    """
    if field.nested:
        row_query = replace(row_query, nested=context.nested[field.response_key])
    if field.guard is None:
        return row_query, await _fetch(context, field, row_query, connection)
    refused = RoleMissing()
    for asked in _alternatives(context, field, row_query):
        try:
            return asked, await _fetch(context, field, asked, connection)
        except RoleMissing as refusal:
            refused = refusal
    raise refused


def _alternatives(
    context: ExecutionContext, field: SelectedRootField, row_query: RowQuery
) -> Iterator[RowQuery]:
    """Yield the queries by which the caller may read; the next one where one is refused."""
    assert field.root is not None
    assert context.caller is not None
    noted = context.resources.schema.noted_roles.get(row_query.type_name)
    given = row_query.parameters
    if noted is not None and context.view_log is not None:
        needed = given.get(ROLES) or roles_needed(field.root.access, context.caller)
        yield from alternatives(row_query, needed or (), noted)
    else:
        yield row_query
    narrower = given.get(LIMITED_ROLES) or limited_roles(field.root.access, context.caller)
    if narrower is not None:
        parameters = {**given, ROLES: narrower}
        yield replace(row_query, parameters=parameters, limited=True)


async def _fetch(
    context: ExecutionContext,
    field: SelectedRootField,
    row_query: RowQuery,
    connection: Fetching,
) -> list[Any]:
    """Return the rows of a query, and note them where account is kept of what is read.

    What is closed to who is limited refuses them like a role that they lack (rule R3).
    """
    try:
        plan = field.plan(row_query)
    except OutOfReach:
        raise RoleMissing from None
    known_row = plan.known_row(row_query.known) if row_query.known else None
    if known_row is None:
        arguments = _arguments(context, field, row_query, plan)
        rows = await _run(context, row_query, plan, arguments, connection)
    else:
        rows = [known_row]
    log = context.read_log or context.view_log
    if log is not None and row_query.is_logged:
        log.add(row_query, plan.keys(rows, row_query))
    if context.trail_log is not None and row_query.reading is not None:
        context.trail_log.note(field.name, row_query, plan.keys_shown(rows, row_query))
    return rows


async def _run(
    context: ExecutionContext,
    row_query: RowQuery,
    plan: Plan,
    arguments: Sequence[Any],
    connection: Fetching,
) -> list[Any]:
    """Run the statement of a query's plan; it checks the caller's access too."""
    fetch = connection.fetch_with_custom_plan if row_query.custom_plan else connection.fetch
    if plan.writes:
        fetch = connection.fetch_written
    try:
        rows: list[Any] = await fetch(plan.text, *arguments)
    except asyncpg.IntegrityConstraintViolationError as error:
        refusal = refusal_of(error.constraint_name)
        if refusal is None:
            raise
        raise refusal from error
    if plan.guarded:
        _refuse(context, rows[0][0])
    return rows


async def write_rows(
    context: ExecutionContext,
    fields: Sequence[SelectedRootField],
    row_queries: Sequence[Any],
    pipelines: Pipelines,
) -> dict[str, Any] | None:
    """Return the values of all root fields as JSON, written from the rows as they came.

    It takes what shared connections and compiled code can do, and the caller's access. Where either
    fails for one field, or that is refused, the answer is None, and all of them are to be read in
    the usual way, which has the waits and says what is wrong. Nobody keeps account of these rows:
    their keys are not looked at.
    """
    writers = []
    for field, row_query in zip(fields, row_queries, strict=True):
        writer = writer_of(context, field, row_query, pipelines)
        if writer is None:
            return None
        writers.append(writer)
    result = {}
    for writer in writers:
        rows = await pipelines.fetch(writer.plan.text, writer.arguments, binary=True)
        written = writer.written(rows)
        if written is None:
            return None
        context.access_checked = context.access_checked or writer.plan.guarded
        result[writer.response_key] = orjson.Fragment(written)
    return result


class Writer(NamedTuple):
    """What writes the value of one root field from rows as they come from a shared connection."""

    response_key: str
    row_query: RowQuery
    plan: Plan
    program: Any
    arguments: list[Any]

    def written(self, rows: list[Any] | None) -> bytes | None:
        """Return the value as JSON; None where it is to be read in the usual way.

        That is where there are no rows, the caller is refused, or a row has something unexpected.
        """
        if rows is None or (self.plan.guarded and rows[0][0] is not None):
            return None
        return self.plan.write(self.program, rows, self.row_query)


def writer_of(
    context: ExecutionContext, field: SelectedRootField, row_query: Any, pipelines: Pipelines
) -> Writer | None:
    """Return what writes the value of a root field, None where that is to be read as usual."""
    if not isinstance(row_query, RowQuery) or not _is_writable(context, field, row_query):
        return None
    plan = field.plan(row_query)
    types = None if plan.writes else pipelines.column_types(plan.text)
    program = None if types is None else plan.program(types)
    if program is None:
        return None
    arguments = _arguments(context, field, row_query, plan)
    return Writer(field.response_key, row_query, plan, program, arguments)


def _is_writable(context: ExecutionContext, field: SelectedRootField, row_query: RowQuery) -> bool:
    """Return whether nothing needs to be done with its rows but to write them."""
    return not (
        field.nested
        or row_query.absent is not None
        or row_query.is_logged
        or row_query.reading is not None
        or row_query.custom_plan
        or row_query.type_name in context.resources.schema.noted_roles
    )


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
    for nested in row_query.nested.values():
        parameters.update(nested.prefixed())
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
    if SCOPES in plan.parameters:
        parameters[SCOPES] = sorted(caller.scopes)
    if CALLER in plan.parameters:
        parameters.update(context.resources.link_parameters(caller))
    return plan.arguments(parameters)


def _refuse(context: ExecutionContext, refusal: str | None) -> None:
    """Raise the refusal that the statement names, and note that it has checked access."""
    if refusal is not None:
        raise access_checks.refusal_named(refusal)
    context.access_checked = True

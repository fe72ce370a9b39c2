"""Gives lists as CSV: page after page of what the list itself gives the caller (rule D6)."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import orjson
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from rules.access import Unauthenticated
from rules.csv_cells import BOM, row_of
from rules.refusals import BadRequest, Code, Refusal
from server import errors
from server.graphql.request import GraphQLRequest, GraphQLResponse
from server.http.bodies import BodyTooLarge
from server.http.callers import Verify, claims_of, refused_caller
from server.http.exported_lists import LISTS, ExportedList
from server.http.json_endpoints import STATUSES, json_object, json_response
from server.identity.tokens import Claims
from server.observability import correlation
from server.postgres.pool import Pool
from workflows import exports
from workflows.acts import Acting

Execute = Callable[[GraphQLRequest, Claims | None, UUID], Awaitable[GraphQLResponse]]
Rows = list[dict[str, Any]]


class ListRefused(Exception):
    """The list answered with errors, as GraphQL has them."""

    def __init__(self, found: list[dict[str, Any]]) -> None:
        super().__init__(found[0]["message"])
        self.errors = found


@dataclass(slots=True)
class Exports:
    """The endpoint of exports."""

    pool: Pool
    execute: Execute
    verify: Verify

    def routes(self) -> list[Route]:
        """Return the route of its path."""
        return [Route("/exports/{name}", self._respond, methods=["POST"])]

    async def _respond(self, request: Request) -> Response:
        try:
            return await self._export(request)
        except BodyTooLarge:
            refusal = errors.of_refusal(BadRequest("The request body is too large."))
            return json_response(413, {"errors": [refusal]})
        except Refusal as refusal:
            return refused_caller(request, refusal)
        except ListRefused as refused:
            code = refused.errors[0].get("extensions", {}).get("code", Code.INTERNAL)
            status = STATUSES.get(Code(code), 400) if code != Code.INTERNAL else 500
            return json_response(status, {"errors": refused.errors})

    async def _export(self, request: Request) -> Response:
        name = request.path_params["name"]
        exported = LISTS.get(name)
        if exported is None:
            raise HTTPException(404, "There is no such list")
        claims = await claims_of(self.verify, request.scope["headers"])
        if claims is None:
            raise Unauthenticated
        arguments = await json_object(request)
        if not arguments.keys() <= exported.arguments.keys():
            raise BadRequest(f"{name} takes {' and '.join(exported.arguments)}.")
        correlation_id = correlation.current()
        assert correlation_id is not None
        pages = self._pages(exported, arguments, claims, correlation_id)
        # What refuses the list refuses the export, before anything of it is said.
        first = await anext(pages)
        await self._write_down(name, arguments, claims, correlation_id)
        day = datetime.now(UTC).date()
        headers = {
            "cache-control": "no-store",
            "content-disposition": f'attachment; filename="{name}-{day}.csv"',
        }
        return StreamingResponse(
            _lines(exported, first, pages), 200, headers, "text/csv; charset=utf-8"
        )

    async def _pages(
        self,
        exported: ExportedList,
        arguments: dict[str, Any],
        claims: Claims,
        correlation_id: UUID,
    ) -> AsyncIterator[Rows]:
        """Give page after page, each asked for when the one before has been sent."""
        after = None
        while True:
            variables = arguments | ({"after": after} if exported.is_paged else {})
            request = GraphQLRequest(exported.document, None, variables, is_get=True)
            response = await self.execute(request, claims, correlation_id)
            answer = orjson.loads(response.body)
            if answer.get("errors"):
                raise ListRefused(answer["errors"])
            found = answer["data"][exported.root_field]
            yield found[exported.rows]
            if not exported.is_paged or not found["pageInfo"]["hasNextPage"]:
                return
            after = found["pageInfo"]["endCursor"]

    async def _write_down(
        self, name: str, arguments: dict[str, Any], claims: Claims, correlation_id: UUID
    ) -> None:
        given = arguments.get("filter")
        filters = sorted(given) if isinstance(given, dict) else []
        async with self.pool.connection() as connection:
            acting = Acting(connection, correlation_id, claims.client_id, claims.user_id)
            acting.session_id = claims.session_id
            await exports.write_down(acting, name, filters)
            await acting.commit()


async def _lines(
    exported: ExportedList, first: Rows, pages: AsyncIterator[Rows]
) -> AsyncIterator[str]:
    """Write the rows; one that cannot be read ends the connection, so that no file looks whole."""
    yield BOM + row_of(column.name for column in exported.columns)
    yield _written(exported, first)
    async for rows in pages:
        yield _written(exported, rows)


def _written(exported: ExportedList, rows: Iterable[dict[str, Any]]) -> str:
    return "".join(row_of(column.value(row) for column in exported.columns) for row in rows)

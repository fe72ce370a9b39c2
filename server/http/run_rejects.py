"""Gives what a sync could not take as CSV, by ids of the source and never by name (rule S13)."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from uuid import UUID

import orjson
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from resolvers import ids
from rules.access import Unauthenticated
from rules.csv_cells import BOM, row_of
from rules.refusals import Code, Refusal
from server.graphql.request import GraphQLRequest, GraphQLResponse
from server.http.callers import Verify, claims_of, refused_caller
from server.http.json_endpoints import STATUSES, json_response
from server.identity.tokens import Claims
from server.observability import correlation
from server.postgres.pool import Pool
from workflows import sync_progress

COLUMNS = ("kind", "external_id", "reason")
IS_SEEN = "query ($id: ID!) { run(id: $id) { databaseId } }"

Execute = Callable[[GraphQLRequest, Claims | None, UUID], Awaitable[GraphQLResponse]]


@dataclass(slots=True)
class RunRejects:
    """The endpoint of what runs could not take."""

    pool: Pool
    execute: Execute
    verify: Verify

    def routes(self) -> list[Route]:
        """Return the route of its path."""
        return [Route("/runs/{run}/rejects.csv", self._respond, methods=["GET"])]

    async def _respond(self, request: Request) -> Response:
        try:
            return await self._rejects(request)
        except Refusal as refusal:
            return refused_caller(request, refusal)

    async def _rejects(self, request: Request) -> Response:
        claims = await claims_of(self.verify, request.scope["headers"])
        if claims is None:
            raise Unauthenticated
        run = request.path_params["run"]
        global_id = _global_id(run)
        correlation_id = correlation.current()
        assert correlation_id is not None
        # Whoever sees the run sees them: it is looked for as the API shows it.
        asked = GraphQLRequest(IS_SEEN, None, {"id": global_id}, is_get=True)
        answer = orjson.loads((await self.execute(asked, claims, correlation_id)).body)
        if answer.get("errors"):
            code = Code(answer["errors"][0].get("extensions", {}).get("code", Code.INTERNAL))
            return json_response(STATUSES.get(code, 500), {"errors": answer["errors"]})
        if answer["data"]["run"] is None:
            raise HTTPException(404, "There is no such run")
        run_id = UUID(answer["data"]["run"]["databaseId"])
        async with self.pool.connection() as connection:
            rows = await sync_progress.rejects(connection, run_id)
        lines = [BOM + row_of(COLUMNS), *(row_of(row) for row in rows)]
        headers = {
            "cache-control": "no-store",
            "content-disposition": f'attachment; filename="rejects-{run_id}.csv"',
        }
        return Response("".join(lines), 200, headers, "text/csv; charset=utf-8")


def _global_id(run: str) -> str:
    try:
        return ids.identify("Run")(str(UUID(run)))
    except ValueError:
        return run

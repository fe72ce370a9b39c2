"""Serves the report of a plan, as CSV or as a workbook (rule W7)."""

from asyncio import to_thread
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from tempfile import SpooledTemporaryFile
from time import time
from typing import IO, Any, Final
from uuid import UUID

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from resolvers.access import Caller, Scoped, require
from rules.access import Unauthenticated
from rules.csv_cells import BOM, as_text, row_of
from rules.frozen import frozen
from rules.refusals import Refusal
from server.documents.workbooks import Workbook
from server.http.asgi import Headers
from server.http.callers import acting_of, claims_of, refused_caller
from server.identity.issuer import Issuer
from server.identity.links import PERSON_SCOPE, PURPOSE, REPORT_SCOPE, has_expired, read_link
from server.identity.tokens import Claims
from server.postgres.pool import Pool
from workflows import plan_reports

COLUMNS: Final = (
    *("noun", "action", "conflicts", "cluster", "blocks"),
    *("source_id", "source", "target_id", "target", "detail", "outcome"),
)
ACCESS: Final = Scoped(REPORT_SCOPE, limited=True)
MEDIA_TYPES: Final = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
IN_MEMORY: Final = 1 << 20
CHUNK: Final = 1 << 16
"""In bytes: what of a workbook is kept in memory while it is written, and sent at once."""
Verify = Callable[[Headers], Claims | None]
Rows = AsyncIterator[list[Mapping[str, Any]]]


@frozen
class PlanReports:
    """The endpoint of the reports of plans."""

    pool: Pool
    verify: Verify
    issuer: Issuer

    def routes(self) -> list[Route]:
        """Return the route of its paths."""
        return [Route("/reports/{plan:uuid}.{form}", self._report, methods=["GET"])]

    async def _report(self, request: Request) -> Response:
        plan_id, form = request.path_params["plan"], request.path_params["form"]
        if form not in MEDIA_TYPES:
            raise HTTPException(404)
        try:
            caller = await self._caller(request, str(plan_id))
            plan_hash = await self._take(caller, plan_id)
        except Refusal as refusal:
            return refused_caller(request, refusal)
        headers = {
            "cache-control": "private, no-store",
            "content-disposition": f'attachment; filename="plan-{plan_hash[:12]}.{form}"',
        }
        body = self._csv if form == "csv" else self._workbook
        return StreamingResponse(body(caller, plan_id, plan_hash), 200, headers, MEDIA_TYPES[form])

    async def _caller(self, request: Request, number: str) -> Caller:
        """Return who asks, by token or by link. Raises Unauthenticated or ScopesMissing.

        A link that was ours and is over is answered with 410.
        """
        claims = await claims_of(self.verify, request.scope["headers"])
        if claims is not None:
            caller = Caller(claims.client_id, claims.user_id, claims.scopes, claims.session_id)
        else:
            link, keys = request.query_params.get("link", ""), self.issuer.derived(PURPOSE)
            found = read_link(keys, link, number, time())
            if found is None and has_expired(keys, link, number, time()):
                raise HTTPException(410, "The link is over: ask for the plan again")
            if found is None:
                raise Unauthenticated
            caller = found
        require(ACCESS, caller)
        return caller

    async def _take(self, caller: Caller, plan_id: UUID) -> str:
        async with self.pool.connection() as connection:
            acting = acting_of(connection, caller, ACCESS)
            plan_hash = await plan_reports.take(acting, plan_id)
            await acting.commit()
            return plan_hash

    async def _rows(self, caller: Caller, plan_id: UUID) -> Rows:
        async with self.pool.connection() as connection:
            acting = acting_of(connection, caller, ACCESS)
            reads_persons = PERSON_SCOPE in caller.scopes
            async for rows in plan_reports.rows(
                connection, acting, plan_id, reads_persons=reads_persons
            ):
                yield rows

    async def _csv(self, caller: Caller, plan_id: UUID, plan_hash: str) -> AsyncIterator[bytes]:
        yield (BOM + row_of(("plan_hash", plan_hash)) + row_of(COLUMNS)).encode()
        async for rows in self._rows(caller, plan_id):
            yield "".join(row_of(_cells(it)) for it in rows).encode()

    async def _workbook(
        self, caller: Caller, plan_id: UUID, plan_hash: str
    ) -> AsyncIterator[bytes]:
        with SpooledTemporaryFile(IN_MEMORY) as file:
            with Workbook(file, "Plan") as workbook:
                workbook.add([("plan_hash", plan_hash), COLUMNS])
                async for rows in self._rows(caller, plan_id):
                    await to_thread(workbook.add, [_cells(it) for it in rows])
                await to_thread(workbook.close)
            file.seek(0)
            for chunk in _chunks(file):
                yield chunk


def _cells(row: Mapping[str, Any]) -> list[str | int | None]:
    return [_cell(row[name]) for name in COLUMNS]


def _cell(value: Any) -> str | int | None:
    """Return a value as a cell that no spreadsheet computes: a workbook may be saved as CSV."""
    if value is None or isinstance(value, int):
        return value
    return as_text(" ".join(value) if isinstance(value, list) else str(value))


def _chunks(file: IO[bytes]) -> Iterator[bytes]:
    while chunk := file.read(CHUNK):
        yield chunk

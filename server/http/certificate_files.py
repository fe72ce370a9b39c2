"""Serves the fonts of templates, which never change, to whoever prints with them (C12)."""

from dataclasses import dataclass

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from rules.refusals import Refusal
from server.http.json_endpoints import refused
from server.postgres.pool import Pool
from workflows import certificate_templates

FOR_EVER = {"cache-control": "public, max-age=31536000, immutable"}


@dataclass(slots=True)
class CertificateFiles:
    """The endpoints of the files that belong to certificates."""

    pool: Pool

    def routes(self) -> list[Route]:
        """Return the routes of its paths."""
        return [Route("/certificates/fonts/{digest}", self._font, methods=["GET"])]

    async def _font(self, request: Request) -> Response:
        try:
            async with self.pool.connection("font") as connection:
                file = await certificate_templates.font(connection, request.path_params["digest"])
        except Refusal as refusal:
            return refused(refusal)
        if file is None:
            raise HTTPException(404)
        return Response(file, 200, FOR_EVER, "font/ttf")

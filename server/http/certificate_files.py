"""Serves certificates as they were made, and the fonts of templates (C12, C12a and C13)."""

from dataclasses import dataclass

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from rules.certificates import read_serial_number
from rules.printed_values import printed
from rules.refusals import Refusal
from server.documents.documents import Documents
from server.documents.jobs import Form, Page
from server.http.callers import Callers
from server.http.json_endpoints import refused
from server.postgres.pool import Pool
from workflows import certificate_templates, documents

FOR_EVER = {"cache-control": "public, max-age=31536000, immutable"}
FONTS = "/certificates/fonts/"
MEDIA_TYPES = {Form.PDF: "application/pdf", Form.SVG: "image/svg+xml"}
SVG_POLICY = "default-src 'none'; style-src 'unsafe-inline'; font-src 'self'; img-src data:"


@dataclass(slots=True)
class CertificateFiles:
    """The endpoints of the files that belong to certificates."""

    pool: Pool
    callers: Callers
    documents: Documents
    public_address: str

    def routes(self) -> list[Route]:
        """Return the routes of its paths."""
        return [
            Route(f"{FONTS}{{digest}}", self._font, methods=["GET"]),
            Route("/certificates/{number}.{form}", self._certificate, methods=["GET"]),
        ]

    async def _font(self, request: Request) -> Response:
        try:
            file = await self._font_file(request.path_params["digest"])
        except Refusal as refusal:
            return refused(refusal)
        if file is None:
            raise HTTPException(404)
        return Response(file, 200, FOR_EVER, "font/ttf")

    async def _font_file(self, digest: str) -> bytes | None:
        async with self.pool.connection("font") as connection:
            return await certificate_templates.font(connection, digest)

    async def _certificate(self, request: Request) -> Response:
        form = request.path_params["form"]
        if form not in {*Form}:
            raise HTTPException(404)
        try:
            page = await self._page(request, Form(form))
            made = await self.documents.document(page, self._font_file)
        except Refusal as refusal:
            return refused(refusal)
        headers = {"cache-control": "private, no-store"}
        headers["content-disposition"] = f'inline; filename="{page.name}.{form}"'
        if form == Form.SVG:
            headers["content-security-policy"] = SVG_POLICY
        return Response(made, 200, headers, MEDIA_TYPES[Form(form)])

    async def _page(self, request: Request, form: Form) -> Page:
        number = read_serial_number(request.path_params["number"]) or ""
        reader = await self.callers.reader(request, number)
        # No connection is held while the page is made: that takes longer.
        async with self.pool.connection("document") as connection:
            source = await documents.certificate(connection, reader, number)
        address = f"{self.public_address}/verify/{source.serial_number}#{source.secret}"
        return Page(
            name=source.serial_number,
            svg=source.svg,
            printed=printed(source.values, source.language),
            address=address,
            language=source.language,
            day=source.day,
            fonts=source.fonts,
            form=form,
            fonts_address=FONTS,
        )

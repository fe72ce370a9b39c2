"""Serves certificates and receipts as they were made, and the fonts of templates (C12 to C13)."""

import re
from dataclasses import dataclass
from html import escape

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from db.certificate_templates import receipt_svg, standard_digests
from rules.certificates import CertificateTerms, read_serial_number
from rules.printed_values import printed
from rules.receipts import payer, purpose, read_receipt_number
from rules.refusals import Refusal
from server.documents.documents import Documents
from server.documents.jobs import Form, Page
from server.http.callers import Callers, refused_caller
from server.http.json_endpoints import refused
from server.postgres.pool import Pool
from workflows import certificate_templates, documents

FOR_EVER = {"cache-control": "public, max-age=31536000, immutable"}
FONTS = "/certificates/fonts/"
DIGEST = re.compile("[0-9a-f]{64}")
LAST_FAMILY = "Noto Serif Thai"
"""Of the fonts of receipts, the last; those of the certificate's template follow."""

MEDIA_TYPES = {Form.PDF: "application/pdf", Form.SVG: "image/svg+xml"}
SVG_POLICY = "default-src 'none'; style-src 'unsafe-inline'; font-src 'self'; img-src data:"


@dataclass(slots=True)
class CertificateFiles:
    """The endpoints of the files that belong to certificates."""

    pool: Pool
    callers: Callers
    documents: Documents
    public_address: str
    terms: CertificateTerms

    def routes(self) -> list[Route]:
        """Return the routes of its paths."""
        return [
            Route(f"{FONTS}{{digest}}", self._font, methods=["GET"]),
            Route("/certificates/{number}.{form}", self._certificate, methods=["GET"]),
            Route("/receipts/{number}.pdf", self._receipt, methods=["GET"]),
        ]

    async def _font(self, request: Request) -> Response:
        digest = request.path_params["digest"]
        if not DIGEST.fullmatch(digest):
            raise HTTPException(404)
        try:
            file = await self._font_file(digest)
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
            return refused_caller(request, refusal)
        return _document(page, made)

    async def _receipt(self, request: Request) -> Response:
        try:
            page = await self._receipt_page(request)
            made = await self.documents.document(page, self._font_file)
        except Refusal as refusal:
            return refused_caller(request, refusal)
        return _document(page, made)

    async def _receipt_page(self, request: Request) -> Page:
        number = read_receipt_number(request.path_params["number"]) or ""
        reader = await self.callers.reader(request, number)
        async with self.pool.connection("document") as connection:
            source = await documents.receipt(connection, reader, number, self.terms.office)
        families = "".join(f", {escape(family, quote=True)}" for family in source.families)
        values = source.values
        said = {
            "receiptNumber": source.number,
            "payer": payer(source.language, values, is_printable=source.is_payer_printable),
            "purpose": purpose(source.language, values),
            "amount": source.amount,
            "paidAt": source.day.isoformat(),
            "office": values["office"],
            "registrar": values["registrar"],
        }
        return Page(
            name=source.number,
            svg=receipt_svg(source.language).replace(LAST_FAMILY, f"{LAST_FAMILY}{families}", 1),
            printed=printed(said, source.language),
            address="",
            language=source.language,
            day=source.day,
            fonts=tuple(dict.fromkeys((*standard_digests(), *source.fonts))),
        )

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


def _document(page: Page, made: bytes) -> Response:
    headers = {"cache-control": "private, no-store"}
    headers["content-disposition"] = f'inline; filename="{page.name}.{page.form}"'
    if page.form is Form.SVG:
        headers["content-security-policy"] = SVG_POLICY
    return Response(made, 200, headers, MEDIA_TYPES[page.form])

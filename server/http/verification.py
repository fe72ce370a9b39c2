"""Shows anybody whether a certificate is valid: people by a page, programs by JSON (C14)."""

from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from rules.certificates import CertificateNotFound
from rules.refusals import BadRequest, Refusal
from rules.verification import TooManyChecks
from server.http.bodies import address_of
from server.http.console import accepts_page
from server.http.json_endpoints import json_object, json_response, refused, refusing
from server.http.verification_page import FILES, Verdict, language_of, page, verdict
from server.http.verification_texts import TEXTS, label
from server.postgres.pool import Pool
from workflows import verification
from workflows.verification import PublicStanding

HEADERS = {
    "cache-control": "no-store",
    "vary": "accept, accept-language",
    "content-security-policy": "default-src 'none'; script-src 'self'; style-src 'self';"
    " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
}
FILE_TYPES = {"page.css": "text/css", "page.js": "text/javascript"}


@dataclass(slots=True)
class Verification:
    """The endpoints of the public check."""

    pool: Pool

    def routes(self) -> list[Route]:
        """Return the routes of its paths."""
        return [
            *(Route(f"/verify/{name}", _file, methods=["GET"]) for name in FILE_TYPES),
            Route("/verify/{number}", self._answer, methods=["GET", "POST"]),
        ]

    async def _answer(self, request: Request) -> Response:
        answer = refusing(self._open) if request.method == "POST" else self._show
        return await answer(request)

    async def _show(self, request: Request) -> Response:
        number = request.path_params["number"]
        try:
            async with self.pool.connection("verification") as connection:
                found = await verification.look_up(connection, number, address_of(request))
        except Refusal as refusal:
            return _refused(request, number, refusal)
        if not accepts_page(request):
            return json_response(200, _facts(found), vary=HEADERS["vary"])
        language = _language(request)
        shown = verdict(language, found)
        return HTMLResponse(page(language, found.serial_number, shown, is_known=True), 200, HEADERS)

    async def _open(self, request: Request) -> Response:
        secret = (await json_object(request)).get("secret")
        if not isinstance(secret, str):
            raise BadRequest("secret is a text.")
        async with self.pool.connection("verification") as connection:
            found, paper = await verification.open_paper(
                connection, request.path_params["number"], secret, address_of(request)
            )
        texts = TEXTS[_language(request)]
        lines = [
            {"field": field, "label": label(texts, field), "text": text}
            for field, text in paper.texts.items()
        ]
        facts = _facts(found) | {"kind": paper.kind, "language": paper.language, "lines": lines}
        return json_response(200, facts, vary=HEADERS["vary"])


async def _file(request: Request) -> Response:
    name = request.url.path.rpartition("/")[2]
    headers = {"cache-control": "public, max-age=600"}
    return Response((FILES / name).read_bytes(), 200, headers, FILE_TYPES[name])


def _language(request: Request) -> str:
    accepted = ",".join(request.headers.getlist("accept-language"))
    return language_of(request.query_params.get("language"), accepted)


def _facts(found: PublicStanding) -> dict[str, Any]:
    return {
        "serialNumber": found.serial_number,
        "status": found.standing,
        "revokedAt": found.revoked_at,
        "reason": found.reason,
    }


def _refused(request: Request, number: str, refusal: Refusal) -> Response:
    """Refuse in words for people where a browser asks, with the status that programs get."""
    answer = refused(refusal)
    if not accepts_page(request) or not isinstance(refusal, CertificateNotFound | TooManyChecks):
        return answer
    texts = TEXTS[_language(request)]
    shown = Verdict("unknown", texts.unknown, texts.unknown_says)
    if isinstance(refusal, TooManyChecks):
        shown = Verdict("busy", texts.busy, texts.busy_says)
    headers = dict(HEADERS)
    if "retry-after" in answer.headers:
        headers["retry-after"] = answer.headers["retry-after"]
    body = page(_language(request), number[:40], shown, is_known=False)
    return HTMLResponse(body, answer.status_code, headers)

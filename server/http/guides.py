"""Serves the guides at /docs, as they are in `docs/`: offline, searchable, without a build.

But for the addresses of examples: a page that is served names the server that serves it.
"""

import asyncio
import re
from functools import cached_property
from html import escape
from pathlib import Path
from typing import Final

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from server.http import client_package
from server.http.guide_pages import Guide, found_in, guide_of, page_of, results_of

INSTALLED: Final = Path(__file__).parents[1] / "guides"
"""Where a wheel has them (`hatch_build.py`)."""

SOURCES: Final = Path(__file__).parents[2] / "docs"
STYLE: Final = Path(__file__).parent / "guide_files" / "page.css"
MAX_ASKED: Final = 200
FIRST: Final = (
    "web-portal.md",
    "sandbox.md",
    "clients.md",
    "portal.md",
    "vital-events.md",
    "rules.md",
    "refusals.md",
    "access.md",
)
"""What somebody who writes a portal reads, in this order; the others follow by name."""

FRONT: Final = """\
<h1>Guides</h1><p>They are those of this version, and need no network.</p>
<p>To write a portal, build <a href="/docs/web-portal.md">one of web pages in TypeScript</a> against
<a href="/docs/sandbox.md">a sandbox</a>: that takes an hour. Then read what
<a href="/docs/clients.md">the typed clients</a> do by themselves, and
<a href="/docs/portal.md">what each step does on a bad line</a>. The
<a href="/schema.graphql">schema</a> says what there is to ask, and <a href="/graphql">the IDE</a>
asks it from a browser.</p>
"""
EXAMPLES: Final = re.compile(r"https://selfsame\.example|http://127\.0\.0\.1:8000")
"""What the files in `docs/` name as the address of a Selfsame; a page has its server's instead."""

HOST: Final = re.compile(r"([A-Za-z0-9.-]{1,253}|\[[0-9A-Fa-f:.]{2,45}\])(:[0-9]{1,5})?")
HEADERS: Final = {
    "cache-control": "no-cache",
    "content-security-policy": "default-src 'none'; style-src 'self'; base-uri 'none';"
    " form-action 'self'; frame-ancestors 'none'",
}


class Guides:
    """The guides, each rendered when somebody first asks for it."""

    def __init__(self, public_url: str | None = None) -> None:
        """Take the address that pages name; without one, it is that of the request."""
        self.public_url = public_url
        self.folder = INSTALLED if INSTALLED.is_dir() else SOURCES
        self._rendered: dict[str, Guide] = {}

    def routes(self) -> list[Route]:
        """Return the routes of its paths."""
        return [
            Route("/docs", self._index, methods=["GET"]),
            Route("/docs/page.css", _style, methods=["GET"]),
            *client_package.routes(),
            Route("/docs/{name:path}", self._show, methods=["GET"]),
        ]

    async def _index(self, request: Request) -> Response:
        asked = " ".join(request.query_params.get("q", "").split())[:MAX_ASKED]
        all_of_them = await asyncio.to_thread(self._all)
        listed = {name: it.title for name, it in all_of_them.items()}
        if not asked:
            return HTMLResponse(page_of("Guides", FRONT, listed=listed), 200, HEADERS)
        main = self._addressed(results_of(asked, found_in(all_of_them, asked)), request)
        return HTMLResponse(page_of("Search", main, asked=asked, listed=listed), 200, HEADERS)

    async def _show(self, request: Request) -> Response:
        name = request.path_params["name"]
        file = self._files.get(name)
        if file is None:
            return self._elsewhere(name.rstrip("/"))
        if file.suffix != ".md":
            program = self._addressed(file.read_text("utf-8"), request)
            return Response(program, 200, HEADERS, "text/plain")
        guide = await asyncio.to_thread(self._guide, name)
        listed = {it: each.title for it, each in (await asyncio.to_thread(self._all)).items()}
        main = self._addressed(guide.html, request)
        return HTMLResponse(page_of(guide.title, main, listed=listed), 200, HEADERS)

    def _elsewhere(self, name: str) -> Response:
        """Lead whoever leaves `.md` out, or ends with a slash."""
        if not name:
            return RedirectResponse("/docs", 308, HEADERS)
        if f"{name}.md" in self._files:
            return RedirectResponse(f"/docs/{name}.md", 308, HEADERS)
        raise HTTPException(404, "There is no such guide")

    def _addressed(self, text: str, request: Request) -> str:
        """Fill in the address; a Host that is none leaves the examples as they are."""
        address = self.public_url
        if address is None and HOST.fullmatch(request.headers.get("host", "")):
            address = f"{request.url.scheme}://{request.headers['host']}"
        return text if address is None else EXAMPLES.sub(lambda _: escape(address), text)

    def _guide(self, name: str) -> Guide:
        if name not in self._rendered:
            self._rendered[name] = guide_of(self._files[name].read_text("utf-8"))
        return self._rendered[name]

    def _all(self) -> dict[str, Guide]:
        """Return the guides; the decisions behind them are led to and not searched."""
        names = [it for it in self._files if it.endswith(".md") and "/" not in it]
        order = sorted(names, key=lambda it: (FIRST.index(it) if it in FIRST else len(FIRST), it))
        return {name: self._guide(name) for name in order}

    @cached_property
    def _files(self) -> dict[str, Path]:
        """Only what is listed is served, so that no path leads out of the folder."""
        found = (
            it
            for pattern in ("*.md", "*.sh", "*.py", "decisions/*.md")
            for it in sorted(self.folder.glob(pattern))
        )
        return {it.relative_to(self.folder).as_posix(): it for it in found}


async def _style(_: Request) -> Response:
    return Response(STYLE.read_bytes(), 200, HEADERS, "text/css")

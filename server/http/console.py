"""Serves the console: one page at the paths of all its views."""

from collections.abc import Awaitable, Callable
from html import escape
from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from server.http.console_preloads import begun, preloads_of
from server.http.content_codings import NONE_ACCEPTED, page_of
from server.http.media_types import HTML, for_reader

PAGE = Path(__file__).parents[1] / "static" / "console" / "index.html"

MARKER = "selfsame_began"
"""The cookie by which the page's script says that there is a session, and in which language."""

NOT_BUILT = """<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Selfsame: no console</title></head>
<body><p>There is no console here, because it has not been built in this copy of Selfsame:
<code>make console</code> builds it, or says what npm lacks; the API at
<a href="/graphql">/graphql</a> works without it.</p></body>
</html>
"""
"""What a person reads where the console would be; the policy of our pages forbids it a style."""

VIEWS = (
    "account",
    "invitation",
    "console",
    "review",
    "requests",
    "day",
    "disputed",
    "records",
    "corrections",
    "explanations",
    "declare",
    "persons",
    "merges",
    "organisations",
    "runs",
    "plans",
    "my-data",
    "dashboard",
    "statistics",
    "trail",
    "users",
    "clients",
    "sources",
    "webhooks",
    "messages",
    "templates",
)
"""The first segments of the paths that `ui/console/shell/routes.ts` has."""

PROGRAMS = frozenset(
    {
        "auth",
        "certificates",
        "graphql",
        "healthz",
        "inbound",
        "invitations",
        "metrics",
        "oauth",
        "readyz",
        "receipts",
        "reports",
        "schema.graphql",
        "static",
        ".well-known",
    }
)
"""The first segments of paths that only programs read, whatever a browser says it accepts."""

NO_LETTERS = '<meta name="letters" content="none">'
"""Whoever invites reads it before they wait for a letter."""

Refusing = Callable[[Request, Exception], Awaitable[Response]]


class Console:
    """The console's page, with what its installation says of itself to whoever opens it."""

    def __init__(
        self,
        accounts: tuple[str, ...] = (),
        command: str | None = None,
        office: tuple[str, ...] = (),
        *,
        sends_letters: bool = True,
    ) -> None:
        """Put a demo's accounts and command on the page, where people go, and whether it writes."""
        said = {"command": command or "", "office": "\n".join(office)}
        metas = (
            f'<meta name="{name}" content="{escape(text)}">' for name, text in said.items() if text
        )
        self._head = head_naming(accounts, "".join(metas) + ("" if sends_letters else NO_LETTERS))

    def routes(self) -> list[Route]:
        """Return the routes of `/` and of each view with all paths below it."""
        below = [f"/{view}/{{rest:path}}" for view in VIEWS]
        paths = ["/", *(f"/{view}" for view in VIEWS), *below]
        return [Route(path, self._answer, methods=["GET"]) for path in paths]

    def refusing(self, otherwise: Refusing) -> Refusing:
        """Return an exception handler: a person at an unknown path sees the page, which says so."""

        async def refuse(request: Request, error: Exception) -> Response:
            if not is_lost_reader(request, error) or not PAGE.is_file():
                return await otherwise(request, error)
            try:
                return self._page(request, 404)
            except HTTPException as not_acceptable:
                return await otherwise(request, not_acceptable)

        return refuse

    async def _answer(self, request: Request) -> Response:
        """Return the page, which loads what its address names.

        Where no console was built, a person reads how to build it; a program gets the IDE's
        address.
        """
        if PAGE.is_file():
            return self._page(request, 200)
        if accepts_page(request):
            return HTMLResponse(NOT_BUILT, 404, {"cache-control": "no-cache", "vary": "accept"})
        return RedirectResponse("/graphql", 303)

    def _page(self, request: Request, status: int) -> Response:
        content = PAGE.read_text()
        language = request.cookies.get(MARKER)
        if language is not None and (links := preloads_of(PAGE.parent, language, request.url.path)):
            content = begun(content, links)
        page = page_of(content.replace("</head>", self._head).encode())
        chosen = page.chosen(",".join(request.headers.getlist("accept-encoding")))
        if chosen is None:
            raise HTTPException(406, NONE_ACCEPTED)
        body, headers = chosen
        # The names of its assets change with their content, so the page alone must not be cached.
        headers["cache-control"] = "no-cache"
        if status == 404:
            headers["vary"] = f"accept, {headers['vary']}"
        elif _held(request) & {headers["etag"], "*"}:
            return Response(None, 304, headers)
        return HTMLResponse(body, status, headers)


def head_naming(accounts: tuple[str, ...], more: str = "") -> str:
    """Return the end of a page's head, which names accounts that anybody may try, if any."""
    named = escape(" ".join(accounts))
    meta = f'<meta name="demo-accounts" content="{named}">' if named else ""
    return f"{meta}{more}</head>"


def _held(request: Request) -> set[str]:
    """Return the tags of what the client has; a proxy may have called them weak."""
    tags = request.headers.get("if-none-match", "").split(",")
    return {tag.strip().removeprefix("W/") for tag in tags}


def is_lost_reader(request: Request, error: Exception) -> bool:
    """Return whether a person's browser requests a page at an unknown path."""
    return (
        isinstance(error, HTTPException)
        and error.status_code == 404
        and request.method in ("GET", "HEAD")
        and request.url.path.split("/")[1] not in PROGRAMS
        and accepts_page(request)
    )


def accepts_page(request: Request) -> bool:
    """Return whether the request would rather have a page than JSON."""
    return for_reader(request.headers.get("accept", "").encode("latin-1")) == HTML

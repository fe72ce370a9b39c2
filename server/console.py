"""Where the console lies: the address of every view leads to the one page that shows them all."""

from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, RedirectResponse, Response
from starlette.routing import Route

PAGE = Path(__file__).parent / "static" / "console" / "index.html"

VIEWS = (
    "review",
    "requests",
    "records",
    "declare",
    "persons",
    "dashboard",
    "trail",
    "users",
    "clients",
    "webhooks",
    "messages",
)
"""The first words of the addresses that `ui/console/shell/views.ts` knows."""


def routes() -> list[Route]:
    """Say which paths are the console's: `/`, and each view with all below it."""
    below = [f"/{view}/{{rest:path}}" for view in VIEWS]
    paths = ["/", *(f"/{view}" for view in VIEWS), *below]
    return [Route(path, _page, methods=["GET"]) for path in paths]


async def _page(_request: Request) -> Response:
    """Give the page; it loads what its address names. Without a built console, the IDE serves."""
    if not PAGE.is_file():
        return RedirectResponse("/graphql", 303)
    # The page names its assets by their contents, so it alone must not be kept.
    return FileResponse(PAGE, headers={"cache-control": "no-cache"})

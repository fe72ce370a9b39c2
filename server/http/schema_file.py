"""Serves the schema as a file, where the installation shows its schema at all."""

from functools import cached_property
from hashlib import sha256

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from resolvers.schema import schema

CLOSED = "The schema of this installation is closed: introspection is off"


class SchemaFile:
    """The schema in the schema definition language, as `selfsame schema` prints it."""

    def __init__(self, *, is_open: bool) -> None:
        """Serve it, or say that it is closed: who may not introspect does not read it here."""
        self.is_open = is_open

    def routes(self) -> list[Route]:
        """Return the route of its path."""
        return [Route("/schema.graphql", self._answer, methods=["GET"])]

    async def _answer(self, request: Request) -> Response:
        """Return the file, or 304 where the caller has it as it is now."""
        if not self.is_open:
            raise HTTPException(404, CLOSED)
        # Kept by whoever likes, asked for again at each use: it changes with an upgrade.
        headers = {"cache-control": "no-cache", "etag": self._tag}
        held = {
            tag.strip().removeprefix("W/")
            for tag in request.headers.get("if-none-match", "").split(",")
        }
        if held & {self._tag, "*"}:
            return Response(status_code=304, headers=headers)
        # There is no registered media type for it, and as text a browser shows it.
        return Response(self._text, 200, headers, "text/plain")

    @cached_property
    def _text(self) -> bytes:
        return schema.sdl().encode()

    @cached_property
    def _tag(self) -> str:
        return f'"{sha256(self._text).hexdigest()}"'

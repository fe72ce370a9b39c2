"""Serves the public key with which the registry signs in at the servers of sources (rule S5)."""

from collections.abc import Callable
from functools import cached_property

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from outbound.signatures import Seal
from outbound.sources.assertions import Assertions


class SourceKeys:
    """The key that verifies the registry's client assertions, as a JWK set."""

    def __init__(self, seal: Callable[[], Seal]) -> None:
        """Take what returns the seal of sources, whose key is made when it is first needed."""
        self._seal = seal

    def routes(self) -> list[Route]:
        """Return the route of its path."""
        return [Route("/sources/keys.json", self._answer, methods=["GET"])]

    async def _answer(self, _: Request) -> Response:
        return JSONResponse(self._keys, media_type="application/jwk-set+json")

    @cached_property
    def _keys(self) -> dict[str, list[dict[str, str]]]:
        return Assertions(self._seal()).key_set()

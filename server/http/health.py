"""What operators and their programs ask: alive, ready, the numbers, the public keys."""

import contextlib
from dataclasses import dataclass

import asyncpg
import orjson
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from db.versions import applied_version, version
from server.identity.issuer import Issuer
from server.observability import metrics
from server.postgres.pool import Pool, Unavailable
from workflows.messages import queue_of

KEYS_SECONDS = 300
"""For so long others may keep our keys; a key is made known that long before it signs."""


def _json(status: int, content: object, **headers: str) -> Response:
    return Response(orjson.dumps(content), status, headers, "application/json")


@dataclass(slots=True)
class Operations:
    """The endpoints beside the GraphQL door."""

    pool: Pool
    issuer: Issuer
    numbers: metrics.Metrics
    _noted_statements: int = 0

    def routes(self) -> list[Route]:
        """Say which path is whose."""
        return [
            Route("/healthz", self.alive, methods=["GET"]),
            Route("/readyz", self.ready, methods=["GET"]),
            Route("/metrics", self.measured, methods=["GET"]),
            Route("/.well-known/jwks.json", self.keys, methods=["GET"]),
        ]

    async def alive(self, _request: Request) -> Response:
        """Answer as long as the process does."""
        return _json(200, {"status": "alive"}, **{"cache-control": "no-store"})

    async def ready(self, _request: Request) -> Response:
        """Tell whether requests can be served: the database reachable, and at this version."""
        try:
            async with self.pool.connection() as connection:
                migrated = await applied_version(connection.fetchval) == version()
            reachable = True
        except Unavailable:
            reachable = migrated = False
        content = {
            "status": "ready" if migrated else "not ready",
            "database": {"reachable": reachable, "migrated": migrated},
        }
        headers = {"cache-control": "no-store"}
        if migrated:
            return _json(200, content, **headers)
        return _json(503, content, **headers, **{"retry-after": "1"})

    async def measured(self, _request: Request) -> Response:
        """Give the numbers as they are at this moment; those of messages, where they can be had."""
        self.note()
        with contextlib.suppress(Unavailable, asyncpg.PostgresError):
            async with self.pool.connection() as connection:
                self.numbers.note_messages(*await queue_of(connection))
        headers = {"content-type": metrics.CONTENT_TYPE, "cache-control": "no-store"}
        return Response(self.numbers.text(), 200, headers)

    async def keys(self, _request: Request) -> Response:
        """Publish the built-in issuer's keys (RFC 7517)."""
        headers = {"cache-control": f"public, max-age={KEYS_SECONDS}"}
        return _json(200, self.issuer.jwks(), **headers)

    def note(self) -> None:
        """Carry the pool's numbers over."""
        pool = self.pool
        self.numbers.note_connections(open_now=pool.size, idle=pool.idle, waiting=pool.waiting)
        statements = pool.statements
        self.numbers.statements.inc(statements - self._noted_statements)
        self._noted_statements = statements

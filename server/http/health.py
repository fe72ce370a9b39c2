"""Serves what operators and their programs read: health, metrics, the public keys."""

import contextlib
from dataclasses import dataclass
from typing import Any

import asyncpg
import orjson
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from db.versions import Standing, standing, version
from server.graphql.documents import Documents
from server.http.catalog_watch import CatalogWatch
from server.identity.issuer import Issuer
from server.observability import metrics, tracing
from server.postgres.pool import Pool, Unavailable
from workflows.explanations import count_overdue
from workflows.messages import queue_of, unplaced_seconds

KEYS_MAX_AGE = 300
"""Seconds for which others may cache our keys; a key is published that long before it signs."""


def _json(status: int, content: object, **headers: str) -> Response:
    return Response(orjson.dumps(content), status, headers, "application/json")


def _reason(fault: str | None, *, reachable: bool, standing: Standing) -> str:
    if not reachable:
        return "database is unreachable"
    if standing is Standing.NEWER:
        return "database is at a newer version, which serves this one no more"
    if not standing.can_serve:
        return "database is at another version"
    return str(fault)


@dataclass(slots=True)
class HealthEndpoints:
    """The endpoints of operators."""

    pool: Pool
    documents: Documents
    issuer: Issuer
    metrics: metrics.Metrics
    watch: CatalogWatch
    standing: Standing = Standing.BEHIND
    """How the database stood to this version when it was last asked (rule Z5)."""
    version: str = ""
    """This process's, once it was asked: files may be replaced under it, and take 20 ms to read."""

    def routes(self) -> list[Route]:
        """Return the routes of its paths."""
        return [
            Route("/healthz", self.alive, methods=["GET"]),
            Route("/readyz", self.ready, methods=["GET"]),
            Route("/metrics", self.measured, methods=["GET"]),
            Route("/.well-known/jwks.json", self.keys, methods=["GET"]),
        ]

    async def alive(self, _request: Request) -> Response:
        """Respond as long as the process does."""
        return _json(200, {"status": "alive"}, **{"cache-control": "no-store"})

    async def ready(self, _request: Request) -> Response:
        """Return whether requests can be served; where they cannot, the reason.

        The database is reachable, at this version or at a newer one that serves it too, takes what
        is written, and has a connection left.
        """
        reachable = True
        fault: str | None = None
        try:
            async with self.pool.connection() as connection:
                self.version = self.version or version()
                self.standing = await standing(connection.fetchval, self.version)
                await self.pool.faults.look_again(connection)
        except Unavailable:
            reachable = not self.pool.is_unreachable
            if not reachable:
                self.standing = Standing.BEHIND
            fault = self.pool.faults.current or "database does not answer in time"
        else:
            fault = self.pool.faults.current
        is_ready = reachable and self.standing.can_serve and fault is None
        content: dict[str, Any] = {
            "status": "ready" if is_ready else "not ready",
            "database": {"reachable": reachable, "migrated": self.standing.can_serve},
        }
        if self.watch.differences:
            # It serves on: who can change the guards could stop it by this otherwise.
            content["catalog"] = {"differs": self.watch.differences}
        if self.watch.unpartitioned:
            content["partitions"] = {"missing": self.watch.unpartitioned}
        headers = {"cache-control": "no-store"}
        if is_ready:
            return _json(200, content, **headers)
        content["reason"] = _reason(fault, reachable=reachable, standing=self.standing)
        return _json(503, content, **headers, **{"retry-after": "1"})

    async def measured(self, _request: Request) -> Response:
        """Return the metrics of this moment; those of messages where the database is reachable."""
        self.update_metrics()
        with contextlib.suppress(Unavailable, asyncpg.PostgresError):
            async with self.pool.connection() as connection:
                self.metrics.set_messages(*await queue_of(connection))
                self.metrics.oldest_event.set(await unplaced_seconds(connection))
                self.metrics.overdue_explanations.set(await count_overdue(connection))
        headers = {"content-type": metrics.CONTENT_TYPE, "cache-control": "no-store"}
        return Response(self.metrics.text(), 200, headers)

    async def keys(self, _request: Request) -> Response:
        """Publish the built-in issuer's keys (RFC 7517)."""
        headers = {"cache-control": f"public, max-age={KEYS_MAX_AGE}"}
        return _json(200, self.issuer.jwks(), **headers)

    def update_metrics(self) -> None:
        """Carry over what the pool and the cache of documents count by themselves."""
        pool, documents = self.pool, self.documents
        self.metrics.set_connections(
            open_now=pool.size, idle=pool.idle, waiting=pool.waiting, shared=pool.pipelines.size
        )
        self.metrics.raise_totals(
            statements=pool.statements,
            documents_found=documents.hits,
            documents_missed=documents.misses,
        )
        self.metrics.raise_round_trips(pool.shares.round_trips, pool.shares.uses)
        self.metrics.raise_labelled(self.metrics.spans_lost, tracing.lost())

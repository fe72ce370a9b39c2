"""The front: what each path leads to, and what is open while the server runs."""

import asyncio
import multiprocessing
import os
import signal
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial
from pathlib import Path
from time import perf_counter, time
from typing import Any

import orjson
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

from outbound.signatures import Seal
from resolvers.schema import schema
from rules.limits import Limits
from rules.refusals import Code
from rules.webhooks import WebhookTerms
from server.delivery.process import delivering
from server.graphql.context import Resources
from server.graphql.documents import Documents
from server.graphql.execution import execute
from server.http.asgi import Headers, Receive, Scope, Send
from server.http.console import Console
from server.http.graphql_endpoint import GraphQLEndpoint
from server.http.health import Operations
from server.http.oauth import OAuth
from server.http.sign_in import SignIn
from server.identity.issuer import AUDIENCE, ISSUER, Issuer
from server.identity.outside_issuers import OutsideKeys
from server.identity.tokens import Claims, TrustedIssuer, Verifier, bearer
from server.observability import correlation, logs
from server.observability.metrics import Metrics
from server.postgres.database import Database
from server.postgres.pool import Pool
from server.settings import Settings

STATIC = Path(__file__).parent / "static"
IDE_PAGE = STATIC / "ide" / "index.html"
NOTE_SECONDS = 5.0
QUIET = frozenset({"/healthz", "/readyz", "/metrics"})
"""Paths that programs ask every few seconds: no log line each."""

SECURITY = [
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    # A worker script of the console lives under the policy that it comes with.
    (b"content-security-policy", b"default-src 'self'; frame-ancestors 'none'"),
]
IMMUTABLE = (b"cache-control", b"public, max-age=31536000, immutable")


def create(
    settings: Settings, *, with_worker: bool = False
) -> Callable[[Scope, Receive, Send], Any]:
    """Make the application of one server process, which may deliver messages beside it."""
    logs.configure()
    database = Database(settings)
    pool = Pool(lambda: database.app_url)
    issuer = Issuer(settings.data_dir)
    numbers = Metrics()
    operations = Operations(pool, issuer, numbers)
    outside = {it: OutsideKeys(it.jwks_url) for it in settings.issuers}
    limits = Limits(settings.postponed_requests_limit, settings.merge_quorum, settings.search_quota)
    documents = Documents(schema, introspection=settings.introspection)
    webhooks = WebhookTerms(Seal(settings.data_dir).seal, settings.webhook_allow_loopback)
    door = GraphQLEndpoint(
        partial(execute, Resources(schema, documents, pool, limits, webhooks)),
        verify_by(issuer, [TrustedIssuer(it.issuer, it.audience, outside[it]) for it in outside]),
        ide=IDE_PAGE.read_bytes() if settings.introspection and IDE_PAGE.exists() else None,
        observe=numbers.observe,
    )
    doors = (operations, OAuth(pool, issuer), SignIn(pool, issuer))
    pages = Console(settings.demo_accounts)
    routes: list[Any] = [*(route for each in (*doors, pages) for route in each.routes())]
    if STATIC.is_dir():
        routes.append(Mount("/static", StaticFiles(directory=STATIC)))

    @asynccontextmanager
    async def running(_: Starlette) -> AsyncIterator[None]:
        async with opened(database, pool, operations), AsyncExitStack() as beside_it:
            if with_worker:
                await beside_it.enter_async_context(delivering(settings, pool, numbers))
            yield
        await asyncio.gather(*(keys.close() for keys in outside.values()))

    refusing = {HTTPException: pages.refusing(say_in_json)}
    beside = Beside(Starlette(routes=routes, lifespan=running, exception_handlers=refusing))

    async def application(scope: Scope, receive: Receive, send: Send) -> None:
        # The hot path meets no framework: its routing costs as much as a small query.
        if scope["type"] == "http" and scope["path"] == "/graphql":
            await door(scope, receive, send)
        else:
            await beside(scope, receive, send)

    return application


def verify_by(
    issuer: Issuer, outside: Sequence[TrustedIssuer] = ()
) -> Callable[[Headers], Claims | None]:
    """Make the check of a request's token. Rules A1 and E4."""
    verifier = Verifier([*outside, TrustedIssuer(ISSUER, AUDIENCE, issuer)])

    def verify(headers: Headers) -> Claims | None:
        token = bearer(headers)
        return None if token is None else verifier.verify(token, time())

    return verify


@asynccontextmanager
async def opened(database: Database, pool: Pool, operations: Operations) -> AsyncIterator[None]:
    """Hold what a running server needs: the database, connections, and who looks after them."""
    await asyncio.to_thread(database.__enter__)
    tasks = [asyncio.create_task(_note(operations))]
    if database.postgres is not None:
        tasks.append(asyncio.create_task(database.postgres.watch()))
    _end_with_parent()
    try:
        await pool.open()
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await pool.close()
        await asyncio.to_thread(database.__exit__, None, None, None)


async def _note(operations: Operations) -> None:
    while True:
        await asyncio.sleep(NOTE_SECONDS)
        operations.note()


def _end_with_parent() -> None:
    """Stop a worker process whose supervisor was killed: nobody else would ever stop it."""
    parent = multiprocessing.parent_process()
    if parent is None:
        return
    loop = asyncio.get_running_loop()

    def end() -> None:
        loop.remove_reader(parent.sentinel)
        os.kill(os.getpid(), signal.SIGTERM)

    loop.add_reader(parent.sentinel, end)


async def say_in_json(_: Request, error: Exception) -> Response:
    """Refuse a path or a method in the form that every refusal has."""
    assert isinstance(error, HTTPException)
    code = Code.NOT_FOUND if error.status_code == 404 else Code.BAD_REQUEST
    extensions = {"code": code, "correlationId": str(correlation.current())}
    body = orjson.dumps({"errors": [{"message": error.detail, "extensions": extensions}]})
    return Response(body, error.status_code, error.headers, "application/json")


class Beside:
    """Everything but the hot path, with the headers and the log line of every answer."""

    def __init__(self, application: Starlette) -> None:
        """Stand before `application`."""
        self.application = application

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or run the lifespan."""
        if scope["type"] != "http":
            await self.application(scope, receive, send)
            return
        began = perf_counter()
        given = [value for name, value in scope["headers"] if name == correlation.HEADER]
        correlation_id = correlation.begin(given[0] if given else None)
        added = [*SECURITY, (correlation.HEADER, str(correlation_id).encode())]
        status = 500

        async def send_with_headers(message: Any) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                if status == 200 and scope["path"].startswith("/static/assets/"):
                    added.append(IMMUTABLE)
                message["headers"] = [*message["headers"], *added]
            await send(message)

        try:
            await self.application(scope, receive, send_with_headers)
        except Exception as error:
            # Starlette has answered with 500 by now, and hands the error on to be logged.
            logs.unforeseen("request.failed", error)
        if scope["path"] not in QUIET:
            milliseconds = (perf_counter() - began) * 1000
            logs.answered(scope["method"], scope["path"], status, milliseconds)

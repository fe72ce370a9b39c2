"""Wires a server process: the application of each path, and what is open while it runs."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial
from pathlib import Path
from time import time

import orjson
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount

from outbound.names import Names
from outbound.signatures import SECOND_FACTOR_KEY_FILE, Seal
from resolvers.schema import schema
from rules.certificates import CertificateTerms
from rules.limits import Limits
from rules.refusals import Code
from rules.second_factors import SecondFactorTerms
from rules.webhooks import WebhookTerms
from server.delivery.process import delivering
from server.documents.documents import Documents
from server.erasure_file import ErasureFile
from server.graphql import documents as graphql_documents
from server.graphql.context import Resources
from server.graphql.execution import execute
from server.graphql.last_uses import LastUses
from server.http.asgi import Application, Headers, Receive, Scope, Send
from server.http.audit import AuditEndpoints
from server.http.callers import Callers
from server.http.catalog_watch import CatalogWatch
from server.http.certificate_files import CertificateFiles
from server.http.console import Console
from server.http.exports import Exports
from server.http.graphql_endpoint import GraphQLEndpoint
from server.http.health import HealthEndpoints
from server.http.invitations import Invitations
from server.http.middleware import HeadersAndLogMiddleware
from server.http.password_checks import PasswordChecks
from server.http.proxies import TrustedProxies
from server.http.schema_file import SchemaFile
from server.http.second_factors import SecondFactorEndpoints
from server.http.session_cookies import SessionCookies
from server.http.sign_in import SignIn
from server.http.static_files import PrecompressedFiles
from server.http.token_endpoint import TokenEndpoint
from server.http.verification import Verification
from server.identity.audit_keys import AuditKeys
from server.identity.bearer import bearer
from server.identity.checkpoint_file import COSIGNED, CheckpointFile
from server.identity.issuer import AUDIENCE, ISSUER, Issuer
from server.identity.links import PURPOSE, signer
from server.identity.outside_issuers import OutsideKeys
from server.identity.tokens import Claims, TrustedIssuer, Verifier
from server.observability import correlation, logs
from server.observability.metrics import Metrics
from server.parents import end_with_parent
from server.postgres.database import Database
from server.postgres.pool import Pool
from server.settings import Settings

STATIC = Path(__file__).parent / "static"
IDE_PAGE = STATIC / "ide" / "index.html"
LOOK_UPS_PER_CLIENT = 2
"""Each holds a connection of the pool meanwhile: more at once are left to the delivery (F4a)."""

METRICS_SECONDS = 5.0
"""How often the metrics of this process are carried over, for a sibling to serve them."""


def create(settings: Settings, *, with_worker: bool = False) -> Application:
    """Make the ASGI application of one server process.

    It may deliver messages too; `selfsame serve` has a process of its own for that.
    """
    logs.configure()
    database = Database(settings)
    pool = Pool(lambda: database.app_url)
    issuer = Issuer(settings.data_dir, settings.public_url)
    metrics = Metrics()
    documents = graphql_documents.Documents(schema, introspection=settings.introspection)
    outside_keys = {it: OutsideKeys(it.jwks_url) for it in settings.issuers}
    names = Names(LOOK_UPS_PER_CLIENT)
    resources = _resources(settings, documents, pool, names, issuer)
    verify = verify_by(
        issuer,
        [TrustedIssuer(it.issuer, it.audience, keys) for it, keys in outside_keys.items()],
    )
    graphql = GraphQLEndpoint(
        partial(execute, resources),
        verify,
        ide=IDE_PAGE.read_bytes() if settings.introspection and IDE_PAGE.exists() else None,
        observe=metrics.observe,
    )
    health = HealthEndpoints(pool, documents, issuer, metrics, CatalogWatch(pool, metrics))
    console = Console(settings.demo_accounts)
    cookies = SessionCookies(settings.public_address.startswith("https:"))
    passwords = PasswordChecks(pool)
    second_factors = _second_factors(settings)
    pages = Documents(settings.data_dir / "fonts")
    schema_file = SchemaFile(is_open=settings.introspection)
    endpoints = (
        health,
        TokenEndpoint(pool, issuer, settings.public_address),
        SignIn(pool, issuer, passwords, cookies, second_factors),
        Invitations(pool, verify),
        SecondFactorEndpoints(pool, passwords, second_factors, settings.public_address),
        schema_file,
        CertificateFiles(
            pool,
            Callers(verify, issuer, settings.search_quota),
            pages,
            settings.public_address,
            resources.certificates,
        ),
        Exports(pool, partial(execute, resources), verify),
        Verification(pool),
        AuditEndpoints(
            pool,
            AuditKeys(settings.data_dir, settings.public_url),
            CheckpointFile(settings.data_dir, COSIGNED),
        ),
        console,
    )
    routes: list[BaseRoute] = [route for it in endpoints for route in it.routes()]
    if STATIC.is_dir():
        routes.append(Mount("/static", PrecompressedFiles(directory=STATIC)))

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        async with opened(database, pool, health, resources.uses), AsyncExitStack() as stack:
            if with_worker:
                await stack.enter_async_context(delivering(settings, pool, metrics))
            yield
        await pages.close()
        await asyncio.gather(names.close(), *(keys.close() for keys in outside_keys.values()))

    handlers = {HTTPException: console.refusing(respond_with_error)}
    starlette = TrustedProxies(
        HeadersAndLogMiddleware(
            Starlette(routes=routes, lifespan=lifespan, exception_handlers=handlers)
        ),
        settings.trusted_proxies,
    )

    async def application(scope: Scope, receive: Receive, send: Send) -> None:
        # GraphQL requests pass no framework: its routing costs as much as a small query.
        if scope["type"] == "http" and scope["path"] == "/graphql":
            await graphql(scope, receive, send)
        else:
            await starlette(scope, receive, send)

    return application


def _second_factors(settings: Settings) -> SecondFactorTerms:
    seal = Seal(settings.data_dir, SECOND_FACTOR_KEY_FILE)
    return SecondFactorTerms(seal.seal, seal.open, frozenset(settings.second_factor_roles))


def _resources(
    settings: Settings,
    documents: graphql_documents.Documents,
    pool: Pool,
    names: Names,
    issuer: Issuer,
) -> Resources:
    limits = Limits(
        settings.postponed_requests_limit,
        settings.merge_quorum,
        settings.dispute_votes,
        settings.search_quota,
        settings.four_eyes,
        settings.unmerge_days,
        settings.appeal_days,
        settings.explanation_days,
        settings.show_after_days,
    )
    webhooks = WebhookTerms(
        Seal(settings.data_dir).seal, names.addresses, settings.webhook_allow_loopback
    )
    terms = CertificateTerms(settings.language, settings.office)
    return Resources(
        schema,
        documents,
        pool,
        limits,
        webhooks,
        settings.public_address,
        certificates=terms,
        sign_links=lambda caller: signer(issuer.derived(PURPOSE)[0], caller, time()),
        list_erasures=ErasureFile(settings.data_dir).append,
        compiled=settings.compiled,
    )


def verify_by(
    issuer: Issuer, outside: Sequence[TrustedIssuer] = ()
) -> Callable[[Headers], Claims | None]:
    """Return the function that verifies a request's token. Rules A1 and E4."""
    # Tokens that were given before the public address was set stay good.
    names = {ISSUER, issuer.name}
    ours = [TrustedIssuer(name, AUDIENCE, issuer, True) for name in sorted(names)]
    verifier = Verifier([*outside, *ours])

    def verify(headers: Headers) -> Claims | None:
        token = bearer(headers)
        return None if token is None else verifier.verify(token, time())

    return verify


@asynccontextmanager
async def opened(
    database: Database, pool: Pool, health: HealthEndpoints, uses: LastUses
) -> AsyncIterator[None]:
    """Keep the database and the pool open, and run the tasks that look after them."""
    await asyncio.to_thread(database.__enter__)
    tasks = [
        asyncio.create_task(_update_metrics(health)),
        asyncio.create_task(uses.keep_writing(pool)),
        asyncio.create_task(health.watch.run()),
    ]
    if database.postgres is not None:
        tasks.append(asyncio.create_task(database.postgres.watch()))
    end_with_parent()
    try:
        await pool.open()
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await uses.try_to_write(pool, pause=0)
        await pool.close()
        await asyncio.to_thread(database.__exit__, None, None, None)


async def _update_metrics(health: HealthEndpoints) -> None:
    while True:
        await asyncio.sleep(METRICS_SECONDS)
        health.update_metrics()


async def respond_with_error(_: Request, error: Exception) -> Response:
    """Refuse a path or a method with the JSON that every refusal has."""
    assert isinstance(error, HTTPException)
    code = Code.NOT_FOUND if error.status_code == 404 else Code.BAD_REQUEST
    extensions = {"code": code, "correlationId": str(correlation.current())}
    body = orjson.dumps({"errors": [{"message": error.detail, "extensions": extensions}]})
    return Response(body, error.status_code, error.headers, "application/json")

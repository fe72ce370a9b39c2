"""Wires a server process: the application of each path, and what is open while it runs."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path
from time import time

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.routing import BaseRoute, Mount

from outbound.names import Names
from outbound.signatures import (
    SECOND_FACTOR_KEY_FILE,
    SOURCE_KEY_FILE,
    Seal,
    invitation_tokens,
)
from resolvers.schema import schema
from rules.certificates import CertificateTerms
from rules.second_factors import SecondFactorTerms
from rules.webhooks import WebhookTerms
from server import database_hosts
from server.documents.documents import Documents
from server.erasure_file import ErasureFile
from server.graphql import documents as graphql_documents
from server.graphql.context import Resources
from server.graphql.execution import execute
from server.graphql.last_uses import LastUses
from server.graphql.plain_reads import plain_read
from server.http import ide
from server.http.asgi import Application, Headers
from server.http.audit import AuditEndpoints
from server.http.callers import Callers
from server.http.catalog_watch import CatalogWatch
from server.http.certificate_files import CertificateFiles
from server.http.console import Console
from server.http.exports import Exports
from server.http.forced_refusals import ForcedRefusals
from server.http.graphql_endpoint import GraphQLEndpoint
from server.http.guides import Guides
from server.http.health import HealthEndpoints
from server.http.inbound import Inbound
from server.http.invitations import Invitations
from server.http.json_endpoints import respond_with_error, respond_with_internal_error
from server.http.middleware import HeadersAndLogMiddleware
from server.http.own_command import own_command
from server.http.password_checks import PasswordChecks
from server.http.persisted_documents import persisted_documents
from server.http.plan_reports import PlanReports
from server.http.proxies import TrustedProxies
from server.http.run_rejects import RunRejects
from server.http.sandbox import SandboxPage
from server.http.schema_file import SchemaFile
from server.http.second_factors import SecondFactorEndpoints
from server.http.session_cookies import SessionCookies
from server.http.sign_in import SignIn
from server.http.source_keys import SourceKeys
from server.http.source_sign_ins import SourceSignIns
from server.http.static_files import PrecompressedFiles
from server.http.token_endpoint import TokenEndpoint
from server.http.traced import naming, traced
from server.http.verification import Verification
from server.http.whole_requests import ServerApplication
from server.identity.audit_keys import AuditKeys
from server.identity.bearer import bearer
from server.identity.checkpoint_file import COSIGNED, CheckpointFile
from server.identity.issuer import AUDIENCE, ISSUER, Issuer
from server.identity.links import PURPOSE, signer
from server.identity.outside_issuers import OutsideKeys
from server.identity.tokens import Claims, TrustedIssuer, Verifier
from server.installation_limits import limits_of
from server.observability import logs, tracing
from server.observability.metrics import Metrics
from server.parents import end_with_parent
from server.postgres.database import Database
from server.postgres.pool import Pool
from server.postgres.standbys import Standby, Standbys
from server.settings import Settings
from server.source_terms import source_terms

STATIC = Path(__file__).parent / "static"
LOOK_UPS_PER_CLIENT = 2
"""Each holds a connection of the pool meanwhile: more at once are left to the delivery (F4a)."""

METRICS_SECONDS = 5.0
"""How often the metrics of this process are carried over, for a sibling to serve them."""


def create(
    settings: Settings, *, with_worker: bool = False, sandbox_since: datetime | None = None
) -> Application:
    """Make the ASGI application of one server process.

    It may deliver messages too; `selfsame serve` has a process of its own for that. `sandbox_since`
    is when a sandbox was made, None in a register.
    """
    logs.configure()
    tracing.start()
    database = Database(settings)
    pool = Pool(lambda: database.app_url)
    standbys = _standbys(settings, pool)
    issuer = Issuer(settings.keys_directory, settings.public_url)
    metrics = Metrics()
    documents = graphql_documents.Documents(
        schema, introspection=settings.introspection, persisted=persisted_documents(settings)
    )
    outside_keys = {it: OutsideKeys(it.jwks_url) for it in settings.issuers}
    names = Names(LOOK_UPS_PER_CLIENT)
    resources = replace(_resources(settings, documents, pool, names, issuer), standbys=standbys)
    verify = verify_by(
        issuer,
        [TrustedIssuer(it.issuer, it.audience, keys) for it, keys in outside_keys.items()],
    )
    answer = naming(partial(execute, resources))
    graphql = GraphQLEndpoint(
        answer,
        verify,
        ide=ide.page_for(settings, is_sandbox=sandbox_since is not None),
        observe=metrics.observe,
        forced=None if sandbox_since is None else ForcedRefusals(),
    )
    health = HealthEndpoints(pool, documents, issuer, metrics, CatalogWatch(pool, metrics))
    shown = (settings.demo_accounts, own_command(settings), settings.office_address)
    console = Console(*shown, sends_letters=settings.mail_from is not None)
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
        Inbound(pool, lambda: Seal(settings.keys_directory, SOURCE_KEY_FILE)),
        SourceKeys(lambda: Seal(settings.keys_directory, SOURCE_KEY_FILE)),
        SourceSignIns.of(settings, pool, names, verify),
        SecondFactorEndpoints(pool, passwords, second_factors, settings.public_address),
        schema_file,
        CertificateFiles(
            pool,
            Callers(verify, issuer, settings.search_quota),
            pages,
            settings.public_address,
            resources.certificates,
        ),
        Exports(pool, answer, verify),
        PlanReports(pool, verify, issuer),
        RunRejects(pool, answer, verify),
        Verification(pool),
        Guides(settings.public_url),
        *(() if sandbox_since is None else (SandboxPage(pool, settings.demo_accounts),)),
        AuditEndpoints(
            pool,
            AuditKeys.of(settings),
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
            if standbys is not None:
                await standbys.open()
                stack.push_async_callback(standbys.close)
            if with_worker:
                from server.delivery.process import delivering

                await stack.enter_async_context(delivering(settings, pool, metrics))
            if sandbox_since is not None:
                from server.seeding.registrar import SandboxRegistrar

                registrar = SandboxRegistrar(partial(execute, resources), pool, sandbox_since)
                deciding = asyncio.create_task(registrar.run())
                stack.callback(deciding.cancel)
            yield
        await pages.close()
        await asyncio.gather(names.close(), *(keys.close() for keys in outside_keys.values()))
        await asyncio.to_thread(tracing.stop)

    handlers = {
        HTTPException: console.refusing(respond_with_error),
        Exception: respond_with_internal_error,
    }
    starlette = TrustedProxies(
        HeadersAndLogMiddleware(
            Starlette(routes=routes, lifespan=lifespan, exception_handlers=handlers)
        ),
        settings.trusted_proxies,
    )

    application = ServerApplication(graphql, starlette, partial(plain_read, resources))
    return traced(application, routes)


def _standbys(settings: Settings, pool: Pool) -> Standbys | None:
    """Return the standbys that the settings name; each is a pool of its own. Rule Z2."""
    if settings.read_url is None:
        return None

    def standby(address: str) -> Standby:
        return Standby(Pool(lambda: address, role="standby"))

    found = [standby(it) for it in database_hosts.addresses(settings.read_url)]
    return Standbys(found, pool, settings.read_staleness)


def _second_factors(settings: Settings) -> SecondFactorTerms:
    seal = Seal(settings.keys_directory, SECOND_FACTOR_KEY_FILE)
    return SecondFactorTerms(seal.seal, seal.open, frozenset(settings.second_factor_roles))


def _resources(
    settings: Settings,
    documents: graphql_documents.Documents,
    pool: Pool,
    names: Names,
    issuer: Issuer,
) -> Resources:
    webhooks = WebhookTerms(
        Seal(settings.keys_directory).seal, names.addresses, settings.webhook_allow_loopback
    )
    terms = CertificateTerms(settings.language, settings.office)
    return Resources(
        schema,
        documents,
        pool,
        limits_of(settings),
        webhooks,
        settings.public_address,
        certificates=terms,
        sign_links=lambda caller: signer(issuer.derived(PURPOSE)[0], caller, time()),
        list_erasures=ErasureFile(settings.data_dir).append,
        token_of=invitation_tokens(settings.keys_directory),
        sources=source_terms(settings, names),
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
        claims = None if token is None else verifier.verify(token, time())
        if claims is None or claims.issuer in names:
            return claims
        return replace(claims, outside_token=token)

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

"""Wires a delivery process: worker, maintenance, transports, and the matcher next to them."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from outbound.connections import Poster
from outbound.mail import Mailer, Smtp
from outbound.names import Names
from outbound.signatures import (
    SOURCE_KEY_FILE,
    Seal,
    address_digests,
    invitation_tokens,
    letter_tags,
)
from outbound.webhooks import Deliverer
from rules.inbound import INBOUND
from rules.letters import LETTER
from rules.messages import MessageFault
from rules.runs import STEP, RunKind
from rules.webhooks import MOST_WEBHOOKS
from server.delivery.activations import Activations
from server.delivery.exports import Exports
from server.delivery.inbox import Inbox
from server.delivery.letters import Letters, LetterTerms
from server.delivery.maintenance import Maintenance
from server.delivery.matcher import Matcher
from server.delivery.runner import Runner
from server.delivery.sealer import Sealer
from server.delivery.traced import traced
from server.delivery.worker import Deliver, Worker
from server.erasure_file import ErasureFile
from server.installation_limits import limits_of
from server.observability import tracing
from server.observability.metrics import Metrics
from server.postgres.pool import Pool
from server.settings import Settings
from server.source_terms import source_opener
from workflows import messages
from workflows.maintenance import DigestTerms
from workflows.messages import Claimed, Outcome
from workflows.organisation_erasures import OrganisationErasure
from workflows.organisation_moves import OrganisationMove
from workflows.organisation_plans import OrganisationMerge, PersonTransfer
from workflows.run_steps import Steps
from workflows.syncs import Sync

DAY_SECONDS = 86_400.0


@asynccontextmanager
async def delivering(settings: Settings, pool: Pool, metrics: Metrics) -> AsyncIterator[Worker]:
    """Deliver messages inside the block, and match persons where the settings say so.

    A model that was activated is applied in either case.

    What is in flight at its end is finished first.
    """
    allows_loopback = settings.webhook_allow_loopback
    # One look-up at a time for each webhook that a client may have.
    names = Names(MOST_WEBHOOKS)
    poster = Poster(names, allows_loopback=allows_loopback)
    webhooks = Deliverer(
        poster,
        Seal(settings.keys_directory),
        allows_loopback=allows_loopback,
        traceparent=tracing.traceparent,
    )
    mailer = _mailer(settings, names, pool)
    open_source = source_opener(settings, names).open

    def unseal(sealed: bytes) -> str:
        return Seal(settings.keys_directory, SOURCE_KEY_FILE).open(sealed)

    kinds: dict[RunKind, Steps] = {
        RunKind.ORGANISATION_MOVE: OrganisationMove(),
        RunKind.ERASURE: OrganisationErasure(),
        RunKind.ORGANISATION_MERGE: OrganisationMerge(),
        RunKind.TRANSFER: PersonTransfer(),
        RunKind.SYNC: Sync(pool.connection, open_source, unseal, settings.source_shrink),
    }
    runner = Runner(pool, kinds, ErasureFile(settings.data_dir).append)
    letters = _letters(settings, names, pool)
    inbox = Inbox(pool, unseal, limits_of(settings))
    deliver = traced(_by_transport(webhooks, mailer, runner, letters, inbox))
    worker = Worker(pool, deliver, settings.retry_waits, metrics.observe_attempt)
    maintenance = Maintenance(
        worker,
        pool,
        settings.message_retention_days * DAY_SECONDS,
        settings.outbox_retention_days * DAY_SECONDS,
        settings.snapshot_retention_days * DAY_SECONDS,
        DigestTerms(settings.digest_webhook, mailer is not None, settings.digest_muted),
        settings.partitions,
    )
    maintaining = asyncio.create_task(maintenance.run())
    working = asyncio.create_task(worker.run())
    matcher = Matcher.of(settings, pool, metrics) if settings.detection else None
    applying = asyncio.create_task(Activations(pool).run())
    sealing = asyncio.create_task(Sealer.of(settings, pool).run())
    exporting = asyncio.create_task(Exports(pool, open_source, unseal).run())
    matching = [asyncio.create_task(matcher.run())] if matcher else []
    try:
        yield worker
    finally:
        maintaining.cancel()
        applying.cancel()
        sealing.cancel()
        exporting.cancel()
        worker.stop()
        if matcher:
            matcher.stop()
        await asyncio.gather(
            maintaining, applying, sealing, exporting, working, *matching, return_exceptions=True
        )
        await names.close()


def _mailer(settings: Settings, names: Names, pool: Pool) -> Mailer | None:
    """Return what sends the digest by e-mail, where the settings ask for it."""
    if settings.digest_mail is None or settings.smtp_url is None:
        return None

    async def hand_over(message: Claimed) -> bool:
        async with pool.connection() as connection:
            return await messages.hand_over(connection, message)

    return Mailer(settings.smtp_url, settings.digest_mail, names, hand_over)


def _letters(settings: Settings, names: Names, pool: Pool) -> Letters:
    """Return what sends letters; where the settings name no server and sender, it discards them."""
    smtp = terms = None
    if settings.mail_from is not None and settings.smtp_url is not None:
        smtp = Smtp(settings.smtp_url, names)
        terms = LetterTerms(
            settings.mail_from,
            settings.language,
            settings.public_address,
            settings.letters_allowed,
            settings.bounce_domain,
        )
    keys = settings.keys_directory
    return Letters(
        pool, smtp, terms, invitation_tokens(keys), letter_tags(keys), address_digests(keys)
    )


def _by_transport(
    webhooks: Deliverer, mailer: Mailer | None, runner: Runner, letters: Letters, inbox: Inbox
) -> Deliver:
    """Return a function that delivers each message by HTTP or mail, or does the step that it is."""

    async def deliver(message: Claimed) -> Outcome:
        if message.webhook_id is not None:
            return await webhooks.deliver(message)
        if message.kind.startswith(STEP):
            return await runner.do(message)
        if message.kind.startswith(LETTER):
            return await letters.deliver(message)
        if message.kind.startswith(INBOUND):
            return await inbox.work(message)
        if mailer is None:
            return Outcome(message, "No mail server is set", fault=MessageFault.OURS)
        return await mailer.deliver(message)

    return deliver

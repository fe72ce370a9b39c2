"""What a process needs that delivers: a worker, the keeping of its house, and the way out."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from outbound.addresses import guarded_client
from outbound.mail import Mailer
from outbound.signatures import Seal
from outbound.webhooks import Deliverer
from server.delivery.maintenance import maintain
from server.delivery.worker import Deliver, Worker
from server.observability.metrics import Metrics
from server.postgres.pool import Pool
from server.settings import Settings
from workflows.maintenance import DigestTerms
from workflows.messages import Claimed

DAY_SECONDS = 86_400.0


@asynccontextmanager
async def delivering(settings: Settings, pool: Pool, numbers: Metrics) -> AsyncIterator[Worker]:
    """Deliver until left; what is in flight then is finished first."""
    async with guarded_client(allows_loopback=settings.webhook_allow_loopback) as client:
        deliverer = Deliverer(
            client, Seal(settings.data_dir), allows_loopback=settings.webhook_allow_loopback
        )
        worker = Worker(
            pool,
            _by_receiver(deliverer, mailer(settings)),
            settings.retry_waits,
            numbers.observe_attempt,
        )
        house = asyncio.create_task(
            maintain(
                worker,
                pool,
                settings.message_retention_days * DAY_SECONDS,
                settings.outbox_retention_days * DAY_SECONDS,
                digest_terms(settings),
            )
        )
        working = asyncio.create_task(worker.run())
        try:
            yield worker
        finally:
            house.cancel()
            worker.stop()
            await asyncio.gather(house, working, return_exceptions=True)


def mailer(settings: Settings) -> Mailer | None:
    """Make what sends the digest by e-mail, where the installation wants that."""
    if settings.digest_mail is None or settings.smtp_url is None:
        return None
    return Mailer(settings.smtp_url, settings.digest_mail)


def digest_terms(settings: Settings) -> DigestTerms:
    """Say who is told of what FAILED."""
    return DigestTerms(settings.digest_webhook, mailer(settings) is not None, settings.digest_muted)


def _by_receiver(deliverer: Deliverer, mail: Mailer | None) -> Deliver:
    async def deliver(message: Claimed) -> str | None:
        if message.webhook_id is not None:
            return await deliverer.deliver(message)
        return "No mail server is set" if mail is None else await mail.deliver(message)

    return deliver

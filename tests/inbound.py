"""What tests do with what comes from outside: they sign it, send it, and have it worked on."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import httpx2
import orjson
from standardwebhooks import Webhook

from outbound.signatures import SOURCE_KEY_FILE, Seal
from rules.limits import Limits
from server.delivery.inbox import Inbox
from server.postgres.pool import Pool
from tests.people import id_of
from tests.serving import Answer, Registry
from workflows import messages as workflow
from workflows.messages import Claimed

ROTATE = """
mutation ($input: SourceLinkIdInput!) { rotateInboundSecret(input: $input) { url signingSecret } }
"""
SWITCH = """
mutation ($input: SwitchInput!) {
  setSwitch(input: $input) { sourceLink { switches { feature isOn } } }
}
"""


@dataclass
class Link:
    """A link of a source, and the secret with which what comes by it is signed."""

    registry: Registry
    id: UUID
    secret: str

    async def send(
        self,
        body: Any,
        webhook_id: str | None = None,
        *,
        moment: datetime | None = None,
        secret: str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> httpx2.Response:
        """Send something signed; a body of bytes is sent as it is."""
        sent = body if isinstance(body, bytes) else orjson.dumps(body)
        return await self.post(
            sent, self.signed(sent, webhook_id, moment, secret) | dict(headers or {})
        )

    def signed(
        self,
        body: bytes,
        webhook_id: str | None = None,
        moment: datetime | None = None,
        secret: str | None = None,
    ) -> dict[str, str]:
        """Sign a body as the library of Standard Webhooks does."""
        given, at = webhook_id or f"msg_{uuid4()}", moment or datetime.now(UTC)
        text = body.decode("utf-8", "replace")
        return {
            "content-type": "application/json",
            "webhook-id": given,
            "webhook-timestamp": str(int(at.timestamp())),
            "webhook-signature": Webhook(secret or self.secret).sign(given, at, text),
        }

    async def post(self, body: bytes, headers: dict[str, str]) -> httpx2.Response:
        """Send a body with these headers."""
        url = f"{self.registry.url}/inbound/{self.id}"
        return await self.registry.http.post(url, content=body, headers=headers)


async def rotate(registry: Registry, who: str, link: UUID) -> Answer:
    """Let somebody give a link a new secret."""
    return await registry.ask(who, ROTATE, {"input": {"id": id_of("SourceLink", link)}})


async def switch(registry: Registry, who: str, link: UUID, feature: str, is_on: bool) -> Answer:
    """Let somebody switch something off or on."""
    given = {"sourceLinkId": id_of("SourceLink", link), "feature": feature, "isOn": is_on}
    return await registry.ask(who, SWITCH, {"input": given})


async def work(registry: Registry, pool: Pool, seal: Seal) -> list[Claimed]:
    """Work on what has come until nothing may be worked on any more; return it in its order."""
    inbox, worker, done = Inbox(pool, seal.open, Limits()), uuid4(), []
    while claimed := await workflow.claim(registry.owner, worker, 100, {}):
        outcomes = [await inbox.work(it) for it in claimed]
        await workflow.settle(registry.owner, worker, outcomes, [0])
        done += claimed
    await workflow.release(registry.owner, worker)
    return done


def seal_of(directory: Any) -> Seal:
    """Return what seals at an installation."""
    return Seal(directory, SOURCE_KEY_FILE)

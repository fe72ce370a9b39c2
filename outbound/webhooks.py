"""Delivers a message to its webhook: one signed POST, and which answers count as success."""

import asyncio
import contextlib

import httpx2
from cryptography.fernet import InvalidToken

from outbound import signatures
from outbound.signatures import Seal
from rules.webhooks import fault_of_url
from workflows.messages import Claimed

TIMEOUT_SECONDS = 10.0
"""Until a receiver has to answer (rule F3)."""

MAX_BODY_BYTES = 65_536
BODY_SECONDS = 1.0
"""How much of a successful answer's body is read, and for how long, before it is cut off."""

USER_AGENT = "Selfsame-Webhooks"


class Deliverer:
    """Delivers messages to webhooks, one attempt per call."""

    def __init__(
        self, client: httpx2.AsyncClient, seal: Seal, *, allows_loopback: bool = False
    ) -> None:
        """Use this client, which must guard its addresses."""
        self._client = client
        self._seal = seal
        self._allows_loopback = allows_loopback

    async def deliver(self, message: Claimed) -> str | None:
        """Post a message; return why it has not arrived, None where it has. Rules F2 and F3."""
        assert message.url is not None
        fault = fault_of_url(message.url, allows_loopback=self._allows_loopback)
        if fault is not None:
            return fault
        try:
            secrets = [self._seal.open(sealed) for sealed in message.sealed_secrets]
        except InvalidToken:
            return "The secret cannot be opened with this installation's key"
        try:
            async with asyncio.timeout(TIMEOUT_SECONDS):
                return await self._post(message, message.url, secrets)
        except TimeoutError:
            return f"No answer within {TIMEOUT_SECONDS:.0f} seconds"
        except httpx2.HTTPError as error:
            return _reason(error)
        except httpx2.InvalidURL:
            return "The address is not a URL"

    async def _post(self, message: Claimed, url: str, secrets: list[str]) -> str | None:
        headers = {
            "content-type": "application/json",
            "user-agent": USER_AGENT,
            "x-correlation-id": str(message.correlation_id),
            **signatures.headers(message.id, message.payload, secrets),
        }
        async with self._client.stream(
            "POST", url, content=message.payload.encode(), headers=headers
        ) as response:
            if not response.is_success:
                return f"Answered {response.status_code}"
            await _read_body(response)
            return None


async def _read_body(response: httpx2.Response) -> None:
    """Read the body, so that the connection can be reused; the delivery has arrived in any case."""
    read = 0
    with contextlib.suppress(TimeoutError, httpx2.HTTPError):
        async with asyncio.timeout(BODY_SECONDS):
            async for chunk in response.aiter_raw():
                read += len(chunk)
                if read > MAX_BODY_BYTES:
                    return


def _reason(error: httpx2.HTTPError) -> str:
    """Return why a delivery failed, in words that reveal nothing of the address."""
    match error:
        case httpx2.ConnectError() if "private network" in str(error):
            return "The address is in a private network"
        case httpx2.ConnectError():
            return "No connection"
        case httpx2.TimeoutException():
            return "No answer in time"
        case _:
            return f"The connection broke ({type(error).__name__})"

"""How a message reaches its receiver: one signed POST, and what counts as having arrived."""

import asyncio
import contextlib

import httpx2
from cryptography.fernet import InvalidToken

from outbound import signatures
from outbound.signatures import Seal
from rules.webhooks import fault_of_url
from workflows.messages import Claimed

SECONDS = 10.0
"""In which a receiver has to answer (rule F3)."""

MOST_ANSWER = 65_536
REST_SECONDS = 1.0
"""Bytes, and for how long, of what follows a good answer; more of it ends the connection."""

AGENT = "Selfsame-Webhooks"


class Deliverer:
    """Delivers messages to webhooks, as often as it is asked to."""

    def __init__(
        self, client: httpx2.AsyncClient, seal: Seal, *, allows_loopback: bool = False
    ) -> None:
        """Go through this client, which must guard its addresses."""
        self._client = client
        self._seal = seal
        self._allows_loopback = allows_loopback

    async def deliver(self, message: Claimed) -> str | None:
        """Post a message and say why it has not arrived; None where it has. Rules F2 and F3."""
        assert message.url is not None
        wrong = fault_of_url(message.url, allows_loopback=self._allows_loopback)
        if wrong is not None:
            return wrong
        try:
            secrets = [self._seal.open(sealed) for sealed in message.sealed_secrets]
        except InvalidToken:
            return "The secret cannot be opened with this installation's key"
        try:
            async with asyncio.timeout(SECONDS):
                return await self._post(message, message.url, secrets)
        except TimeoutError:
            return f"No answer within {SECONDS:.0f} seconds"
        except httpx2.HTTPError as error:
            return _reason(error)
        except httpx2.InvalidURL:
            return "The address is not a URL"

    async def _post(self, message: Claimed, url: str, secrets: list[str]) -> str | None:
        sent = {
            "content-type": "application/json",
            "user-agent": AGENT,
            "x-correlation-id": str(message.correlation_id),
            **signatures.headers(message.id, message.payload, secrets),
        }
        async with self._client.stream(
            "POST", url, content=message.payload.encode(), headers=sent
        ) as answer:
            if not answer.is_success:
                return f"Answered {answer.status_code}"
            await _read_to_the_end(answer)
            return None


async def _read_to_the_end(answer: httpx2.Response) -> None:
    """Read what follows, so that the connection serves again. It has arrived, whatever comes."""
    read = 0
    with contextlib.suppress(TimeoutError, httpx2.HTTPError):
        async with asyncio.timeout(REST_SECONDS):
            async for chunk in answer.aiter_raw():
                read += len(chunk)
                if read > MOST_ANSWER:
                    return


def _reason(error: httpx2.HTTPError) -> str:
    """Say what went wrong on the way, in words that hold nothing of the address."""
    match error:
        case httpx2.ConnectError() if "private network" in str(error):
            return "The address is in a private network"
        case httpx2.ConnectError():
            return "No connection"
        case httpx2.TimeoutException():
            return "No answer in time"
        case _:
            return f"The connection broke ({type(error).__name__})"

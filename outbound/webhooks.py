"""Delivers a message to its webhook: one signed POST, and which answers count as success."""

from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime

from cryptography.fernet import InvalidToken

from outbound import signatures
from outbound.connections import DeliveryFailed, Poster
from outbound.heads import WAITING, Answer
from outbound.signatures import Seal
from rules.messages import WHY_UNOPENED, MessageFault, seconds_until_retry
from rules.webhooks import fault_of_url
from workflows.messages import Claimed, Outcome

TIMEOUT_SECONDS = 10.0
"""Until a receiver has to answer (rule F3)."""

USER_AGENT = "Selfsame-Webhooks"
GONE = 410


class Deliverer:
    """Delivers messages to webhooks, one attempt per call."""

    def __init__(
        self,
        poster: Poster,
        seal: Seal,
        *,
        allows_loopback: bool = False,
        traceparent: Callable[[], str | None] = lambda: None,
    ) -> None:
        """Use what posts to checked addresses alone, and the key that opens secrets.

        `traceparent` names the trace that a delivery is seen in, where there is one.
        """
        self._poster = poster
        self._seal = seal
        self._allows_loopback = allows_loopback
        self._traceparent = traceparent

    async def deliver(self, message: Claimed) -> Outcome:
        """Post a message; return whether it has arrived, or why not. Rules F2, F3 and F4a."""
        assert message.url is not None
        fault = fault_of_url(message.url, allows_loopback=self._allows_loopback)
        if fault is not None:
            return Outcome(message, fault)
        secrets = self._opened(message)
        if not secrets:
            return Outcome(message, WHY_UNOPENED, fault=MessageFault.OURS)
        headers = {
            "content-type": "application/json",
            "user-agent": USER_AGENT,
            "x-correlation-id": str(message.correlation_id),
            **signatures.headers(message.id, message.payload, secrets),
        }
        traceparent = self._traceparent()
        if traceparent is not None:
            headers["traceparent"] = traceparent
        try:
            answer = await self._poster.post(
                message.url, headers, message.payload.encode(), message.client_id, TIMEOUT_SECONDS
            )
        except DeliveryFailed as failed:
            return Outcome(message, str(failed))
        return _outcome(message, answer)

    def _opened(self, message: Claimed) -> list[str]:
        """Return the secrets that sign, the present one first; none where it cannot be opened.

        A former one that cannot be opened is left out: no signature by it can be made anew.
        """
        present, *former = message.sealed_secrets
        try:
            opened = [self._seal.open(present)]
        except InvalidToken:
            return []
        for sealed in former:
            with suppress(InvalidToken):
                opened.append(self._seal.open(sealed))
        return opened


def _outcome(message: Claimed, answer: Answer) -> Outcome:
    if 200 <= answer.status < 300:
        return Outcome(message, None, status_code=answer.status)
    retry_after = None
    if answer.status in WAITING and answer.retry_after is not None:
        retry_after = seconds_until_retry(answer.retry_after, datetime.now(UTC))
    return Outcome(
        message,
        f"Answered {answer.status}",
        retry_after=retry_after,
        is_final=answer.status == GONE,
        is_gone=answer.status == GONE,
        status_code=answer.status,
    )

"""Who calls the API in a campaign: each request again and again until it is acknowledged."""

import asyncio
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import orjson

from bench.load import Client, request

PAUSE_SECONDS = 0.1
SUBSCRIBE = """
mutation ($input: CreateWebhookInput!) { createWebhook(input: $input) { signingSecret } }
"""
TOPICS = [
    f"BIRTH_{it}"
    for it in (
        "DECLARED",
        "REGISTERED",
        "CERTIFIED",
        "ISSUED",
        "REJECTED",
        "ARCHIVED",
        "REINSTATED",
    )
]


class Refused(Exception):
    """A refusal that no campaign should get; its text says which."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What was answered in the end.

    `is_repeated` says that an earlier attempt got no answer, or none that says what became of it.
    """

    data: Any
    error: dict[str, Any] | None
    is_repeated: bool

    def of(self, field: str) -> Any:
        """Return the data of a root field. Raises Refused where there is an error."""
        if self.error:
            raise Refused(f"{field}: {self.error}")
        return self.data[field]


@dataclass
class Campaign:
    """What is to be done, and what was acknowledged."""

    url: str
    operations: int
    tokens: dict[str, str] = field(default_factory=dict)
    count: int = 0
    kills: Counter[str] = field(default_factory=Counter)
    repeated: int = 0
    internal: list[str] = field(default_factory=list)
    """Messages of answers that were INTERNAL, or no answers of ours: there must be none."""
    records: dict[str, list[str]] = field(default_factory=dict)
    """The acts that were acknowledged of each vital event, in their order."""
    numbers: dict[str, str] = field(default_factory=dict)
    """The registration number that was answered for each."""
    decisions: dict[str, str | None] = field(default_factory=dict)
    """The decision of each merge request; None while none was acknowledged."""
    _changed: asyncio.Condition = field(default_factory=asyncio.Condition)
    _clients: set["Caller"] = field(default_factory=set)

    @property
    def is_over(self) -> bool:
        """Whether nothing new is to be begun."""
        return self.count >= self.operations

    def caller(self, who: str) -> "Caller":
        """Return a caller with a socket of its own."""
        caller = Caller(self, who)
        self._clients.add(caller)
        return caller

    async def acknowledge(self) -> None:
        """Count one more operation."""
        async with self._changed:
            self.count += 1
            self._changed.notify_all()

    async def acknowledged_at_least(self, count: int) -> None:
        """Wait until so many operations are acknowledged."""
        async with self._changed:
            await self._changed.wait_for(lambda: self.count >= count)

    async def subscribe(self, url: str) -> str:
        """Let the portal be sent the events of births; return the webhook's secret."""
        answer = await self.caller("portal").ask(SUBSCRIBE, {"url": url, "topics": TOPICS})
        secret: str = answer.of("createWebhook")["signingSecret"]
        return secret

    async def hang_up(self) -> None:
        """Close all sockets."""
        for caller in self._clients:
            caller.close()


class Caller:
    """Somebody with a token and a socket, who repeats what gets no answer."""

    def __init__(self, campaign: Campaign, who: str) -> None:
        """Call as one of those whom the campaign has tokens for."""
        self._campaign = campaign
        self._who = who
        self._client: Client | None = None

    async def ask(self, document: str, value: Any = None) -> Answer:
        """Return the answer to a request, however often it must be sent.

        `value` is the document's variable `$input`, None where it has none.
        """
        variables = {} if value is None else {"input": value}
        body = orjson.dumps({"query": document, "variables": variables})
        sent = request(
            f"{self._campaign.url}/graphql",
            body,
            Accept="application/json",
            Authorization=f"Bearer {self._campaign.tokens[self._who]}",
        )
        is_repeated = False
        while True:
            answered = await self._send(sent)
            if answered is not None:
                self._campaign.repeated += is_repeated
                return Answer(*answered, is_repeated)
            is_repeated = True
            await asyncio.sleep(PAUSE_SECONDS)

    def close(self) -> None:
        """Hang up."""
        if self._client is not None:
            self._client.close()
            self._client = None

    async def _send(self, sent: bytes) -> tuple[Any, dict[str, Any] | None] | None:
        """Return data and error of an answer that says what became of a request, else None."""
        try:
            if self._client is None:
                self._client = await Client.to(self._campaign.url)
            status, body = await self._client.send(sent)
        except OSError:
            self.close()
            return None
        answer = orjson.loads(body)
        error = next(iter(answer.get("errors", ())), None)
        code = error["extensions"]["code"] if error else None
        if code == "INTERNAL" or status not in (200, 503):
            self._campaign.internal.append(f"{status} {error}")
        return None if code in ("UNAVAILABLE", "INTERNAL") else (answer.get("data"), error)

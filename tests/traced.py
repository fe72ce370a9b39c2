"""What tests of traces do: declare births whose people are canaries, and look at the spans."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from rules.access import machine_scopes
from tests.databases import Database
from tests.events import DECLARE, birth
from tests.hooks import webhook
from tests.otlp import SpanSeen
from tests.receivers import Receiver
from tests.serving import Answer, Registry, served

CANARIES = ("Zyxwvut", "Qponmlk", "canaryOperation", "canary comment", "canary-key")
DECLARE_WITH_CANARIES = f"mutation canaryOperation {DECLARE['Birth'][8:]} # canary comment"


async def try_declaring(
    registry: Registry, machine: UUID, key: str = "", child: str = "Zyxwvut", **headers: str
) -> Answer:
    """Ask for a birth whose people are canaries to be declared."""
    given = birth(idempotencyKey=key or f"canary-key-{uuid4()}")
    given["child"] |= {"firstName": child, "lastName": "Qponmlk"}
    return await registry.ask(machine, DECLARE_WITH_CANARIES, {"input": given}, **headers)


async def declare(registry: Registry, machine: UUID, **headers: str) -> dict[str, Any]:
    """Declare a birth whose people are canaries; return it."""
    answer = await try_declaring(registry, machine, **headers)
    made: dict[str, Any] = answer.data["declareBirth"]["vitalEvent"]
    return made


def by_name(spans: list[SpanSeen], trace_id: str) -> dict[str, SpanSeen]:
    """The spans of one trace; each name is there once, but those of statements."""
    found = [it for it in spans if it.trace_id == trace_id]
    assert len({it.span_id for it in found}) == len(found)
    return {it.name: it for it in found}


@asynccontextmanager
async def registry_here(
    database: Database, directory: Path, receiver: Receiver
) -> AsyncIterator[tuple[Registry, UUID]]:
    """Serve and deliver in this process, which is quicker to start."""
    options = {"with_worker": True, "webhook_allow_loopback": True}
    async with served(database, directory, **options) as registry:
        machine = await registry.client("portal", scopes=machine_scopes)
        await webhook(registry, machine, receiver.url, ["BIRTH_DECLARED"])
        yield registry, machine

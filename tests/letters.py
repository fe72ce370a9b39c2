"""What tests do with letters: give users addresses, send what waits, list what came of it."""

from typing import Any
from uuid import UUID, uuid4

from outbound.mail import Smtp
from outbound.names import Names
from server.delivery.letters import Letters, LetterTerms
from server.postgres.pool import Pool
from tests.serving import Registry
from workflows import messages as workflow
from workflows.messages import Outcome

SENDER = "registry@registry.example"
ADDRESS = "https://registry.example"
LETTERS = """
select kind, record, status, last_error, attempts
  from messages where kind like 'letter.%' order by id
"""


async def reachable(registry: Registry, name: str, address: str | None = None) -> None:
    """Give a user an address."""
    async with registry.acting("user.updated") as owner:
        await owner.execute(
            "update users set email = $2 where id = $1",
            registry.users[name],
            address or f"{name}@example.org",
        )


async def letters(registry: Registry) -> list[tuple[str, str]]:
    """List the letters there are: kind and status, the oldest first."""
    rows = await registry.owner.fetch(LETTERS)
    return [(row["kind"].removeprefix("letter."), row["status"]) for row in rows]


async def one_letter(registry: Registry) -> Any:
    """Return the only letter there is."""
    (row,) = await registry.owner.fetch(LETTERS)
    return row


def sender(pool: Pool, port: int | None, **terms: Any) -> Letters:
    """Return what sends letters by a server on this machine; by none where there is no port."""
    smtp = None if port is None else Smtp(f"smtp://127.0.0.1:{port}", Names(1))
    told = LetterTerms(SENDER, terms.pop("language", "en"), ADDRESS, **terms)
    return Letters(
        pool,
        smtp,
        told,
        lambda invitation_id: f"token-of-{invitation_id}",
        tag_of,
        lambda address: address.casefold().encode(),
    )


def tag_of(letter_id: bytes) -> bytes:
    """Make the tag of a letter, as the key of tests would."""
    return letter_id[::-1]


async def send(registry: Registry, sending: Letters, most: int = 100) -> list[Outcome]:
    """Claim the letters that wait and send them, as a worker does."""
    worker: UUID = uuid4()
    await workflow.note_worker(registry.owner, worker, is_asleep=False)
    outcomes = []
    while claims := await workflow.claim(registry.owner, worker, most, {}):
        sent = [await sending.deliver(claim) for claim in claims]
        await workflow.settle(registry.owner, worker, sent, [600.0])
        outcomes += sent
    return outcomes

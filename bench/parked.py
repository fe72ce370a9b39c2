"""What is switched off, and goes on in its order: what that costs others.

Equal messages come to one link at once; so many wait there, parked, while others are claimed; then
they go, and others with them. And what a worker's look costs with so many webhooks, each of which
has two lanes.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID, uuid4

import orjson

from bench.registries import databases_of_their_own
from outbound.signatures import SOURCE_KEY_FILE, Seal
from server.postgres.connection import connect
from tests.inbound import switch
from tests.institutions import Institution, institution
from workflows import messages
from workflows.messages import Outcome

EQUAL = 64
PARK = """
select count(message) from generate_series(1, $2) number
  cross join lateral take_inbound($1, 'id' || number, 'x', 'inbound.unknown', $3)
"""
IN_ORDER = "select id from messages where status = 'ENQUEUED' order by position"
ROLES_CHANGED = "letter.roles_changed"
ACT = "select begin_act('message.enqueued', null, null, $1, null)"
LETTER = """
select write_letter('ROLES_CHANGED', uuidv7(), 'user', id, null, null)
  from users where username = 'one'
"""
WEBHOOKS = """
with machine as (
    insert into clients (name, kind, scopes) values ('many', 'SYSTEM', '{}') returning id)
insert into webhooks (client_id, url, topics, sealed_secret)
select id, 'https://example.org/' || number, '{BIRTH_DECLARED}', 'x'
  from machine, generate_series(1, $1) number
"""
LOOK = "select * from claim_messages($1, 100, '{}', '{}')"
PAGES = f"explain (analyze, buffers, format json) {LOOK}"


async def run(parked: int, webhooks: int) -> None:
    """Measure and print."""
    async with (
        databases_of_their_own() as (databases, directory),
        institution(await databases.lend(), directory) as at,
    ):
        await equal(at)
        await park(at, parked, Seal(directory, SOURCE_KEY_FILE))
        await look(at, webhooks)


async def equal(at: Institution) -> None:
    """Send the same message by many connections at once, again and again."""
    spent: list[float] = []

    async def send(webhook_id: str) -> tuple[int, Any]:
        began = time.perf_counter()
        answer = await at.link.send({"type": "group.renamed"}, webhook_id)
        spent.append(time.perf_counter() - began)
        return answer.status_code, answer.json()["messageId"]

    for number in range(20):
        answers = await asyncio.gather(*(send(f"same {number}") for _ in range(EQUAL)))
        assert len(set(answers)) == 1, answers
    print(f"{EQUAL} equal messages at once, 20 times: one message each, 202 in {_shown(spent)}")
    await at.work()


async def park(at: Institution, parked: int, seal: Seal) -> None:
    """Let many wait, claim a letter beside them, and let them go."""
    owner = at.registry.owner
    async with at.registry.acting("user.updated"):
        await owner.execute("update users set email = 'one@example.org' where username = 'one'")
    without = await _spent(300, lambda: _claim_letter(at))
    await switch(at.registry, "left", at.link.id, "INBOUND", False)
    async with at.registry.acting("inbound.received"):
        await owner.execute(PARK, at.link.id, parked, seal.seal("{}"))
    await owner.execute("analyze messages")
    beside = await _spent(300, lambda: _claim_letter(at))
    print(f"a letter is claimed and settled in {_shown(without)}")
    print(f"beside {parked:,} that are parked in {_shown(beside)}")
    idle, _, _ = await _work_beside_letters(at)
    await switch(at.registry, "left", at.link.id, "INBOUND", True)
    ids = [row[0] for row in await owner.fetch(IN_ORDER)]
    busy, gone, seconds = await _work_beside_letters(at)
    assert gone == ids[-parked:]
    print(f"released in their order in {seconds:,.0f} s, {parked / seconds:,.0f} a second")
    print(f"from written to sent, a letter takes {_shown(idle)} of a worker without other work")
    print(f"and {_shown(busy)} while those go")


async def _work_beside_letters(at: Institution) -> tuple[list[float], list[UUID], float]:
    """Work until nothing else waits, with a letter every 20 ms; how long each took, what else went.

    At least 100 letters are written.
    """
    owner, worker = at.registry.owner, uuid4()
    written: dict[UUID, float] = {}
    spent: list[float] = []
    gone: list[UUID] = []
    has_gone = asyncio.Event()

    async def write() -> None:
        writer = await connect(at.registry.database.owner_url)
        while len(written) < 100 or not has_gone.is_set():
            correlation = uuid4()
            written[correlation] = time.perf_counter()
            async with writer.transaction():
                await writer.execute(ACT, correlation)
                await writer.execute(LETTER)
            await asyncio.sleep(0.02)
        await writer.close()

    writing = asyncio.create_task(write())
    began = time.perf_counter()
    seconds = 0.0
    while not writing.done() or len(spent) < len(written):
        claimed = await messages.claim(owner, worker, 100, {})
        await messages.settle(owner, worker, [Outcome(it, None) for it in claimed], [0])
        now = time.perf_counter()
        spent += [now - written[it.correlation_id] for it in claimed if it.kind == ROLES_CHANGED]
        others = [it.id for it in claimed if it.kind != ROLES_CHANGED]
        gone += others
        seconds = now - began if others else seconds
        if not others:
            has_gone.set()
        await asyncio.sleep(0)
    await writing
    return spent, gone, seconds


async def look(at: Institution, webhooks: int) -> None:
    """Look for work where none is, with two lanes for each webhook and with one."""
    owner = at.registry.owner
    async with at.registry.acting("webhook.created"):
        await owner.execute(WEBHOOKS, webhooks)
    await owner.execute("analyze webhooks")
    both = await owner.fetchval("select pg_get_viewdef('lanes'::regclass)")
    one = both.replace("(lane_of_explanations(webhook.id)", "(null::uuid")
    assert one != both
    for name, view in (("two lanes", both), ("one lane", one)):
        await owner.execute(f"create or replace view lanes as {view}")
        spent = await _spent(200, lambda: owner.fetch(LOOK, uuid4()))
        plan = await owner.fetchval(PAGES, uuid4())
        print(
            f"a look at {webhooks:,} webhooks, {name} each: {_shown(spent)}; {_pages(plan)} pages"
        )


async def _claim_letter(at: Institution) -> None:
    owner, worker = at.registry.owner, uuid4()
    async with at.registry.acting("message.enqueued"):
        await owner.execute(LETTER)
    claimed = await messages.claim(owner, worker, 100, {})
    assert [it.kind for it in claimed] == [ROLES_CHANGED]
    await messages.settle(owner, worker, [Outcome(it, None) for it in claimed], [0])


async def _spent(times: int, do: Callable[[], Awaitable[Any]]) -> list[float]:
    spent = []
    for _ in range(times):
        began = time.perf_counter()
        await do()
        spent.append(time.perf_counter() - began)
    return spent


def _shown(spent: list[float]) -> str:
    ordered = sorted(spent)
    middle, late = ordered[len(ordered) // 2], ordered[len(ordered) * 99 // 100]
    return f"{middle * 1000:.1f} ms, 99 of 100 within {late * 1000:.1f}"


def _pages(plan: str) -> int:
    found: dict[str, Any] = orjson.loads(plan)[0]["Plan"]
    return int(found["Shared Hit Blocks"]) + int(found["Shared Read Blocks"])

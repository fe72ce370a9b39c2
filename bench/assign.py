"""Whether each pair goes to one reviewer, and null comes only where none waits, with 64 at once."""

import asyncio
import json
from collections import Counter
from statistics import median
from time import perf_counter, time
from uuid import UUID

from bench import fixtures
from bench.load import Client, request
from bench.sandbox import Sandbox, open_sandbox, print_table, run_server
from server.identity.issuer import Issuer

AT_ONCE = 64
SCARCE = (64, 63, 1)
SCOPE = "merge_candidate:assign merge_request:read"
ASSIGN = b'{"query": "mutation { assignMergeCandidate { mergeRequest { id'
ASSIGN += b' manualMergeCandidate { id } } } }"}'


async def run(rounds: int, scarce_rounds: int) -> None:
    """Assign over HTTP, and check the responses against what the database then holds."""
    async with open_sandbox() as sandbox:
        client = await fixtures.create_console(sandbox.owner)
        people = await fixtures.create_reviewers(sandbox.owner, client, AT_ONCE)
        await fixtures.add_pairs(sandbox.owner, (0, 5000), (0, rounds + AT_ONCE))
        issuer = Issuer(sandbox.directory)

        def wire(who: UUID) -> bytes:
            token = issuer.issue(who, client, SCOPE, 3600, time())
            return request(f"{url}/graphql", ASSIGN, Authorization=f"Bearer {token}")

        serving = run_server(
            *("server.cli", "serve", "--port", "0"),
            SELFSAME_DATA_DIR=str(sandbox.directory),
            SELFSAME_DETECTION="off",
        )
        with serving as (url, _):
            clients = [await Client.to(url) for _ in range(AT_ONCE)]
            rows = [await _one_reviewer(sandbox, clients, wire(people[0]), rounds)]
            for waiting in SCARCE:
                wires = list(map(wire, people))
                rows.append(await _scarce(sandbox, clients, wires, waiting, scarce_rounds))
            for each in clients:
                each.close()
        print_table(
            ["requests", "rounds", "outcomes of all", "rounds not as promised", "p50 ms"], rows
        )


async def _at_once(clients: list[Client], wires: list[bytes]) -> tuple[list[str], float]:
    """Send all at the same moment; return each outcome: a pair, none, or a code."""
    began = perf_counter()
    responses = await asyncio.gather(
        *(client.send(sent) for client, sent in zip(clients, wires, strict=True))
    )
    return [_outcome(body) for _, body in responses], (perf_counter() - began) * 1000


def _outcome(body: bytes) -> str:
    response = json.loads(body)
    if "errors" in response:
        code: str = response["errors"][0]["extensions"]["code"]
        return code
    payload = response["data"]["assignMergeCandidate"]
    return "none" if payload is None else payload["mergeRequest"]["manualMergeCandidate"]["id"]


def _summary(counted: Counter[str]) -> str:
    return ", ".join(f"{count} {outcome}" for outcome, count in sorted(counted.items()))


async def _one_reviewer(
    sandbox: Sandbox, clients: list[Client], sent: bytes, rounds: int
) -> list[str]:
    counted: Counter[str] = Counter()
    times, wrong = [], 0
    for _ in range(rounds):
        outcomes, took = await _at_once(clients, [sent] * AT_ONCE)
        found = Counter(it if it.isupper() or it == "none" else "assigned" for it in outcomes)
        held = await sandbox.owner.fetchval(
            "select count(*) from merge_requests where status = 'NEW'"
        )
        wrong += found != {"assigned": 1, "CONFLICT": AT_ONCE - 1} or held != 1
        counted += found
        times.append(took)
        await fixtures.settle_assigned(sandbox.owner)
    who = f"one reviewer, {AT_ONCE} times at once"
    return [who, str(rounds), _summary(counted), str(wrong), f"{median(times):.0f}"]


async def _scarce(
    sandbox: Sandbox, clients: list[Client], wires: list[bytes], waiting: int, rounds: int
) -> list[str]:
    counted: Counter[str] = Counter()
    times, wrong = [], 0
    for _ in range(rounds):
        await _leave(sandbox, waiting)
        outcomes, took = await _at_once(clients, wires)
        pairs = [it for it in outcomes if it != "none" and not it.isupper()]
        found = Counter(it if it.isupper() or it == "none" else "assigned" for it in outcomes)
        promised = Counter(assigned=waiting, none=AT_ONCE - waiting)
        wrong += +promised != found or len(set(pairs)) != len(pairs)
        counted += found
        times.append(took)
    who = f"{AT_ONCE} reviewers, {waiting} waiting"
    return [who, str(rounds), _summary(counted), str(wrong), f"{median(times):.0f}"]


LEAVE = """
set session_replication_role = replica;
delete from merge_requests;
update manual_merge_candidates
   set status = 'PROCESSED', decision = 'SPLIT', reason = 'QUORUM', assignee_id = null;
update manual_merge_candidates
   set status = 'NEW', decision = null, reason = null, closed_to = '{{}}'
 where id in (select id from manual_merge_candidates order by id limit {waiting});
reset session_replication_role;
"""


async def _leave(sandbox: Sandbox, waiting: int) -> None:
    """Leave so many pairs waiting, and no requests."""
    await sandbox.owner.execute(LEAVE.format(waiting=waiting))

"""Whether a pair goes to one reviewer, and none hears "none" too early, when 64 ask at once."""

import asyncio
import json
from collections import Counter
from statistics import median
from time import perf_counter, time
from uuid import UUID

from bench import populating
from bench.load import Client, request
from bench.places import Place, place, process, table
from server.identity.issuer import Issuer

AT_ONCE = 64
SCARCE = (64, 63, 1)
SCOPE = "merge_candidate:assign merge_request:read"
ASSIGN = b'{"query": "mutation { assignMergeCandidate { mergeRequest { id'
ASSIGN += b' manualMergeCandidate { id } } } }"}'


async def run(rounds: int, scarce_rounds: int) -> None:
    """Ask over HTTP, and count what came back against what the database then holds."""
    async with place() as there:
        client = await populating.console(there.owner)
        people = await populating.reviewers(there.owner, client, AT_ONCE)
        await populating.grow(there.owner, (0, 5000), (0, rounds + AT_ONCE))
        issuer = Issuer(there.directory)

        def wire(who: UUID) -> bytes:
            token = issuer.issue(who, client, SCOPE, 3600, time())
            return request(f"{url}/graphql", ASSIGN, Authorization=f"Bearer {token}")

        serving = process(
            "server.cli", "serve", "--port", "0", SELFSAME_DATA_DIR=str(there.directory)
        )
        with serving as (url, _):
            clients = [await Client.to(url) for _ in range(AT_ONCE)]
            rows = [await _one_reviewer(there, clients, wire(people[0]), rounds)]
            for waiting in SCARCE:
                wires = list(map(wire, people))
                rows.append(await _scarce(there, clients, wires, waiting, scarce_rounds))
            for each in clients:
                each.close()
        table(["asked", "rounds", "outcomes of all", "rounds not as promised", "p50 ms"], rows)


async def _at_once(clients: list[Client], wires: list[bytes]) -> tuple[list[str], float]:
    """Ask all at the same moment; give each outcome: a pair, none, or why not."""
    began = perf_counter()
    answers = await asyncio.gather(
        *(client.ask(sent) for client, sent in zip(clients, wires, strict=True))
    )
    return [_outcome(body) for _, body in answers], (perf_counter() - began) * 1000


def _outcome(body: bytes) -> str:
    answer = json.loads(body)
    if "errors" in answer:
        code: str = answer["errors"][0]["extensions"]["code"]
        return code
    given = answer["data"]["assignMergeCandidate"]
    return "none" if given is None else given["mergeRequest"]["manualMergeCandidate"]["id"]


def _told(counted: Counter[str]) -> str:
    return ", ".join(f"{count} {outcome}" for outcome, count in sorted(counted.items()))


async def _one_reviewer(there: Place, clients: list[Client], sent: bytes, rounds: int) -> list[str]:
    counted: Counter[str] = Counter()
    times, wrong = [], 0
    for _ in range(rounds):
        outcomes, took = await _at_once(clients, [sent] * AT_ONCE)
        found = Counter(it if it.isupper() or it == "none" else "given" for it in outcomes)
        held = await there.owner.fetchval(
            "select count(*) from merge_requests where status = 'NEW'"
        )
        wrong += found != {"given": 1, "CONFLICT": AT_ONCE - 1} or held != 1
        counted += found
        times.append(took)
        await populating.settle(there.owner)
    asked = f"one reviewer, {AT_ONCE} times at once"
    return [asked, str(rounds), _told(counted), str(wrong), f"{median(times):.0f}"]


async def _scarce(
    there: Place, clients: list[Client], wires: list[bytes], waiting: int, rounds: int
) -> list[str]:
    counted: Counter[str] = Counter()
    times, wrong = [], 0
    for _ in range(rounds):
        await _leave(there, waiting)
        outcomes, took = await _at_once(clients, wires)
        pairs = [it for it in outcomes if it != "none" and not it.isupper()]
        found = Counter(it if it.isupper() or it == "none" else "given" for it in outcomes)
        promised = Counter(given=waiting, none=AT_ONCE - waiting)
        wrong += +promised != found or len(set(pairs)) != len(pairs)
        counted += found
        times.append(took)
    asked = f"{AT_ONCE} reviewers, {waiting} waiting"
    return [asked, str(rounds), _told(counted), str(wrong), f"{median(times):.0f}"]


LEAVE = """
set session_replication_role = replica;
delete from merge_requests;
update manual_merge_candidates
   set status = 'PROCESSED', decision = 'SPLIT', reason = 'QUORUM', assignee_id = null;
update manual_merge_candidates
   set status = 'NEW', decision = null, reason = null, seen_by = '{{}}'
 where id in (select id from manual_merge_candidates order by id limit {waiting});
reset session_replication_role;
"""


async def _leave(there: Place, waiting: int) -> None:
    """Leave so many pairs waiting, and no requests."""
    await there.owner.execute(LEAVE.format(waiting=waiting))

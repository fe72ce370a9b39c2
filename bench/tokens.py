"""Whether a server that sees many tokens is slower than one that sees few: P2 by 6,000 reviewers.

A token that is not remembered has its signature verified again. A server remembers 7,000, those
used last; more reviewers than that (`--reviewers`) in turn are the worst case, in which none is.
"""

import asyncio
import json
import random
from collections.abc import Mapping, Sequence
from math import ceil
from statistics import median
from time import time
from uuid import UUID

from bench import load
from bench.compare import report
from bench.contestants import CONTAINED, SELFSAME, Round, Server, round_of, started
from bench.datasets import TOKEN_SECONDS, Dataset, open_dataset
from bench.installing import ROOT
from bench.processes import cpu_seconds, resident_megabytes
from bench.quiet import until_quiet
from bench.sandbox import print_table
from bench.workloads import OPERATIONS, P2, SCOPES
from server.identity.issuer import Issuer

FEW = 16
# One of two requests of each goes to the few, so that all read as many rows as they do.
SHARE = """
set session_replication_role = replica;
with numbered as (
    select id, row_number() over (partition by assignee_id order by id) as of_its_own,
           row_number() over (order by id) as number
      from merge_requests)
update merge_requests request
   set assignee_id = ({few})[1 + number % {count}]
  from numbered where numbered.id = request.id and of_its_own = 2;
reset session_replication_role;
vacuum analyze merge_requests;
"""
GOAL = 0.9
SENT = 4
"""Requests that are written for each of all reviewers, in the order in which they are sent."""
REHEARSAL = 60.0
"""Seconds at most, before each turn."""

Requests = Mapping[str, Sequence[bytes]]


async def run(reviewers: int, connections: int, rounds: int, seconds: float, wait: float) -> None:
    """Measure few and many tokens in turns, on the same rows."""
    async with open_dataset(
        max(1000, reviewers), reviewers * 2, 0, FEW, readers=reviewers
    ) as dataset:
        with started(SELFSAME, ROOT, dataset) as server:
            requests = await requests_of(server, dataset)
            measured: dict[str, list[Round]] = {name: [] for name in requests}
            quiet = await until_quiet(wait, report)
            with quiet.measuring():
                for number in range(rounds + 1):
                    for name, wires in requests.items():
                        found = await asyncio.to_thread(_take, server, wires, connections, seconds)
                        if number:
                            measured[name].append(found)
    show(measured)
    print(f"{'Quiet' if quiet.is_quiet else 'NOT QUIET'}: others used {quiet}")


def show(measured: Mapping[str, Sequence[Round]]) -> None:
    """Print each way of coming, and its rate over that of few tokens, round by round."""
    few, *_ = measured.values()
    rows = []
    for name, rounds in measured.items():
        ratio = median(one.rate / other.rate for one, other in zip(rounds, few, strict=True))
        rows.append(
            [
                name,
                f"{median(each.rate for each in rounds):.0f}",
                f"{median(each.own or 0.0 for each in rounds):.3f}",
                f"{median(each.postgres for each in rounds):.3f}",
                f"{max(each.megabytes or 0.0 for each in rounds):.0f}",
                f"{ratio:.2f}",
                "" if rounds is few else "met" if ratio >= GOAL else "missed",
            ]
        )
    print_table(
        [
            *("one merge request, by its id", "requests/s", "server ms", "PostgreSQL ms"),
            *("memory MB", "of few tokens", f"goal {GOAL:g}"),
        ],
        rows,
    )


async def requests_of(server: Server, dataset: Dataset) -> Requests:
    """Write look-ups of requests, each by a token of its reviewer's, as many rows for all."""
    few = dataset.reviewers
    listed = ", ".join(f"'{each}'" for each in few)
    for statement in SHARE.format(few=f"array[{listed}]::uuid[]", count=len(few)).split(";"):
        if statement.strip():
            await dataset.sandbox.owner.execute(statement)
    rows = await dataset.sandbox.owner.fetch(
        "select assignee_id, array_agg(id::text) as keys from merge_requests group by 1"
    )
    keys = {row["assignee_id"]: row["keys"] for row in rows}
    issuer, now = Issuer(dataset.sandbox.directory), int(time())
    tokens = {
        user: issuer.issue(user, dataset.console, SCOPES[P2], TOKEN_SECONDS, now) for user in keys
    }
    chance = random.Random("tokens")
    people = [user for user in keys if user not in {*few}]
    count = len(people) * SENT

    def wires(users: Sequence[UUID]) -> list[bytes]:
        return [_wire(server, tokens[user], chance.choice(keys[user])) for user in users]

    return {
        f"{len(few)} tokens": wires([chance.choice(few) for _ in range(count)]),
        f"{len(people):,} tokens, at random": wires([chance.choice(people) for _ in range(count)]),
        f"{len(people):,} tokens, in turn": wires([*people] * ceil(count / len(people))),
    }


async def first_answers(server: Server, wires: Sequence[bytes], count: int) -> list[bytes]:
    """Send the first requests one after the other, and return the bodies of their responses."""
    client = await load.Client.to(server.url)
    try:
        return [(await client.send(wire))[1] for wire in wires[:count]]
    finally:
        client.close()


def _wire(server: Server, token: str, key: str) -> bytes:
    operation = OPERATIONS[P2]
    body = json.dumps({"query": operation.document, "variables": operation.variables(key)})
    return load.request(f"{server.url}/graphql", body.encode(), Authorization=f"Bearer {token}")


def _take(server: Server, wires: Sequence[bytes], connections: int, seconds: float) -> Round:
    url = f"{server.url}/graphql"
    # What is remembered is first what this way of coming leaves, not the one before it.
    load.put(url, wires[: len(wires) // SENT], connections, REHEARSAL, once=True)
    postgres = server.dataset.sandbox
    before = cpu_seconds(server.pid), postgres.cpu_seconds()
    measured = load.put(url, wires, connections, seconds, contained=CONTAINED[P2])
    own, theirs = cpu_seconds(server.pid) - before[0], postgres.cpu_seconds() - before[1]
    return round_of(measured, own, theirs, resident_megabytes(server.pid))

"""What access costs a small request: one node with both persons, with the checks and without."""

import json
from base64 import b64encode
from statistics import median
from time import time

from bench import populating
from bench.load import request
from bench.page import Contestant, hand_out
from bench.places import place, process, table
from server.identity.issuer import Issuer

NODE = """
query ($id: ID!) { node(id: $id) { ... on MergeRequest {
    id databaseId status comment insertedAt updatedAt
    manualMergeCandidate { id status mergeCandidate { id
        person { id firstName lastName birthDate }
        masterPerson { id firstName lastName birthDate } } } } } }
"""

__all__ = ["run"]


async def run(persons: int, connections: int, rounds: int, seconds: float) -> None:
    """Measure P2 with tokens, blocks and roles checked and without, in turns."""
    async with place() as there:
        client = await populating.console(there.owner)
        (who,) = await populating.reviewers(there.owner, client, 1)
        await populating.grow(there.owner, (0, persons), (0, persons // 2))
        await hand_out(there, who)
        found = await there.owner.fetchval("select id from merge_requests limit 1")
        opaque = b64encode(f"MergeRequest:{found}".encode()).decode()
        body = json.dumps({"query": NODE, "variables": {"id": opaque}}).encode()
        token = Issuer(there.directory).issue(who, client, "merge_request:read", 3600, time())
        where = {"SELFSAME_DATA_DIR": str(there.directory)}
        named = {"BENCH_USER": str(who), "BENCH_CLIENT": str(client)}
        serve = ("serve", "--port", "0", "--no-worker")
        checked = process("server.cli", *serve, **where)
        unchecked = process("bench.unguarded", *serve, **where, **named)
        with checked as (ours, our_pid), unchecked as (theirs, their_pid):
            granted = {"Authorization": f"Bearer {token}"}
            contestants = [
                Contestant("with", ours, request(f"{ours}/graphql", body, **granted), our_pid),
                Contestant("without", theirs, request(f"{theirs}/graphql", body), their_pid),
            ]
            for turn in range(rounds + 1):
                for contestant in contestants:
                    contestant.take(there, connections, seconds, warms_up=turn == 0)
            _show(contestants)


def _show(contestants: list[Contestant]) -> None:
    table(
        ["access checks", "requests/s", "server ms", "PostgreSQL ms"],
        [
            [
                each.name,
                f"{median(each.rates):.0f}",
                f"{median(each.own):.4f}",
                f"{median(each.database):.4f}",
            ]
            for each in contestants
        ],
    )
    checked, unchecked = contestants
    own = 1 - median(unchecked.own) / median(checked.own)
    whole = 1 - (median(unchecked.own) + median(unchecked.database)) / (
        median(checked.own) + median(checked.database)
    )
    print(f"Access is {own:.1%} of the server's CPU, {whole:.1%} with PostgreSQL's.")

"""How many pages of fifty requests, with both persons of each, are answered a second."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from statistics import median
from time import time
from uuid import UUID

from bench import load, populating
from bench.load import Client, request
from bench.places import (
    Place,
    memory,
    place,
    process,
    seconds_of,
    seconds_of_postgres,
    table,
)
from server.identity.issuer import Issuer
from server.postgres.pool import SIZE as POOL

PAGE = 50
REQUESTS = 1000
AHEAD = 6000
"""So many requests are written ahead for a second, where each is sent once."""
QUERY = f"""
query {{ mergeRequests(first: {PAGE}, orderBy: INSERTED_AT_DESC) {{
    pageInfo {{ hasNextPage hasPreviousPage startCursor endCursor }}
    edges {{ cursor node {{ id databaseId status comment insertedAt updatedAt
        manualMergeCandidate {{ id status mergeCandidate {{ id
            person {{ id firstName lastName birthDate }}
            masterPerson {{ id firstName lastName birthDate }} }} }} }} }} }} }}
"""

__all__ = ["AHEAD", "PAGE", "POOL", "QUERY", "Contestant", "hand_out", "run"]


async def run(persons: int, connections: int, rounds: int, seconds: float) -> None:
    """Measure Selfsame, with tokens and access on, and the floor in turns: requests a second."""
    async with place() as there:
        client = await populating.console(there.owner)
        (who,) = await populating.reviewers(there.owner, client, 1)
        await populating.grow(there.owner, (0, persons), (0, persons // 2))
        await hand_out(there, who)
        token = Issuer(there.directory).issue(who, client, "merge_request:read", 3600, time())
        body = json.dumps({"query": QUERY}).encode()
        app = there.postgres.app_url
        selfsame = process(
            "server.cli", "serve", "--port", "0", SELFSAME_DATA_DIR=str(there.directory)
        )
        floor = process("bench.floor", FLOOR_URL=app, FLOOR_REVIEWER=str(who))
        with selfsame as (ours, our_pid), floor as (theirs, their_pid):
            granted = {"Authorization": f"Bearer {token}"}
            contestants = [
                Contestant("Selfsame", ours, request(f"{ours}/graphql", body, **granted), our_pid),
                Contestant("floor", theirs, request(f"{theirs}/page", b"{}"), their_pid),
            ]
            for contestant in contestants:
                await contestant.see()
            for turn in range(rounds + 1):
                for contestant in contestants:
                    contestant.take(there, connections, seconds, warms_up=turn == 0)
            print(f"{connections} sockets, pools of {POOL}, {persons:,} persons")
            _show(contestants)
            print(f"Selfsame then holds {memory(our_pid):.0f} MB.")


@dataclass
class Contestant:
    """A server, what it is asked, and what was measured of it so far."""

    name: str
    url: str
    sent: bytes | Iterator[bytes]
    pid: int
    rates: list[float] = field(default_factory=list)
    own: list[float] = field(default_factory=list)
    database: list[float] = field(default_factory=list)

    async def see(self) -> None:
        """See that it answers with a whole page before it is measured."""
        assert isinstance(self.sent, bytes)
        client = await Client.to(self.url)
        _, body = await client.ask(self.sent)
        client.close()
        assert len(json.loads(body)["data"]["mergeRequests"]["edges"]) == PAGE, body

    def take(self, there: Place, connections: int, seconds: float, *, warms_up: bool) -> None:
        """Let it have its turn, and note its rate and what each request computed, in ms."""
        before = seconds_of(self.pid), seconds_of_postgres(there)
        if isinstance(self.sent, bytes):
            done = load.put(self.url, self.sent, connections, seconds)
        else:
            ahead = list(islice(self.sent, int(seconds * AHEAD)))
            done = load.put(self.url, ahead, connections, seconds, once=True)
        if warms_up:
            return
        self.rates.append(done.rate)
        self.own.append((seconds_of(self.pid) - before[0]) / done.count * 1000)
        self.database.append((seconds_of_postgres(there) - before[1]) / done.count * 1000)


def _show(contestants: list[Contestant]) -> None:
    floor = median(contestants[-1].rates)
    table(
        ["", "requests/s", "of the floor", "server ms", "PostgreSQL ms", "rounds"],
        [
            [
                each.name,
                f"{median(each.rates):.0f}",
                f"{median(each.rates) / floor:.2f}",
                f"{median(each.own):.2f}",
                f"{median(each.database):.2f}",
                " ".join(f"{rate:.0f}" for rate in each.rates),
            ]
            for each in contestants
        ],
    )


async def hand_out(there: Place, who: UUID) -> None:
    """Give the reviewer requests, all postponed: a page shows what is open."""
    await there.owner.execute("set session_replication_role = replica")
    await there.owner.execute(
        "insert into merge_requests"
        " (manual_merge_candidate_id, assignee_id, status, comment, inserted_at)"
        " select id, $1, 'POSTPONE', 'Asked the clinic', now() - random() * interval '30 days'"
        " from manual_merge_candidates order by random() limit $2",
        who,
        REQUESTS,
    )
    await there.owner.execute("reset session_replication_role")
    await there.owner.execute("vacuum analyze")

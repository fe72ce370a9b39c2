"""The requests of a day's work, in shares: who sends what, in which order."""

import json
import random
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from itertools import cycle
from typing import Any, Final
from uuid import UUID

from bench import load
from bench.day import documents
from bench.day.people import People
from bench.names import births
from bench.workloads import global_id

DAY: Final[Mapping[str, float]] = {
    "page": 35,
    "node": 35,
    "trail": 7.5,
    "search": 7.5,
    "declare": 5,
    "assign": 2.5,
    "decide": 2.5,
    "access": 5,
}
SHARED: Final[Mapping[str, float]] = {"page": 35, "node": 35, "declare": 5, "assign": 5}
"""What Mercurius has the fields for."""
ACTS: Final[Mapping[str, float]] = {"declare": 50, "assign": 25, "decide": 25}
DECISIONS = ("SPLIT", "SPLIT", "TRASH")
BEGIN, DAYS = datetime(2026, 1, 1, tzinfo=UTC), 299
FAMILIES = 5000
"""Family names that there are, as `bench.fixtures` makes them."""


def kinds(shares: Mapping[str, float], count: int) -> list[str]:
    """Return the kinds of so many requests in their order, always the same."""
    return random.Random(count).choices(list(shares), list(shares.values()), k=count)


def wires(
    url: str, people: People, listed: list[str], open_requests: Mapping[UUID, str]
) -> Iterator[tuple[str, bytes]]:
    """Write the requests of these kinds. Raises ValueError where there are too few people."""
    counted = Counter(listed)
    assigned = people.assigned if "decide" in counted else people.reviewers
    for kind, known in (("assign", assigned), ("decide", people.deciders)):
        if counted[kind] > len(known):
            raise ValueError(f"{counted[kind]} times {kind} for {len(known)} reviewers")
    sources = {
        "page": _pages(people),
        "node": _nodes(people),
        "trail": _trails(people),
        "search": _searches(people),
        "declare": _declarations(people),
        "assign": ((token, documents.ASSIGN, {}) for _, token in assigned),
        "decide": _decisions(people, open_requests),
        "access": _acts_of_access(people),
    }
    for kind in listed:
        token, document, variables = next(sources[kind])
        body = json.dumps({"query": document, "variables": variables}, default=str).encode()
        yield kind, load.request(f"{url}/graphql", body, Authorization=f"Bearer {token}")


Written = tuple[str, str, dict[str, Any]]


def _pages(people: People) -> Iterator[Written]:
    chance, texts = random.Random("pages"), cycle(documents.pages())
    while True:
        token, _ = chance.choice(people.readers)
        yield token, next(texts), {}


def _nodes(people: People) -> Iterator[Written]:
    chance, texts = random.Random("nodes"), cycle(documents.nodes())
    while True:
        token, keys = chance.choice(people.readers)
        yield token, next(texts), {"id": global_id("MergeRequest", chance.choice(keys))}


def _trails(people: People) -> Iterator[Written]:
    chance, texts = random.Random("trails"), cycle(documents.trails())
    while True:
        day = BEGIN + timedelta(days=chance.randrange(DAYS))
        ways: tuple[dict[str, Any], ...] = (
            {"actorId": chance.choice(people.reviewers)[0]},
            {"insertedFrom": day.isoformat(), "insertedTo": (day + timedelta(1)).isoformat()},
            {"resource": "vital_event"},
        )
        yield chance.choice(people.admins), next(texts), {"filter": chance.choice(ways)}


def _searches(people: People) -> Iterator[Written]:
    chance, texts = random.Random("searches"), cycle(documents.searches())
    while True:
        name = f"Family{chance.randrange(FAMILIES)}"
        yield chance.choice(people.registrars), next(texts), {"filter": {"name": name}}


def _declarations(people: People) -> Iterator[Written]:
    for birth in births(f"day-{time.time_ns()}"):
        yield people.machine, documents.DECLARE, {"input": birth}


def _decisions(people: People, open_requests: Mapping[UUID, str]) -> Iterator[Written]:
    chance = random.Random("decisions")
    for user, token in people.deciders:
        decided = {"id": global_id("MergeRequest", open_requests[user])}
        yield token, documents.DECIDE, {"input": decided | {"status": chance.choice(DECISIONS)}}


def _acts_of_access(people: People) -> Iterator[Written]:
    """Grant a role to everybody, block and unblock them, and take the role away, again and again.

    So many others are acted on in between that no two acts on one user are under way at once.
    """
    chance = random.Random("access")
    for document in cycle(documents.ACTS_OF_ACCESS):
        for subject in people.subjects:
            user = global_id("User", str(subject))
            granted = {"userId": user, "clientId": global_id("Client", str(people.console))}
            is_grant = "RoleGrantInput" in document
            given = granted | {"role": "REGISTRAR"} if is_grant else {"id": user}
            yield chance.choice(people.admins), document, {"input": given}

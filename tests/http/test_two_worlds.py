"""What a reviewer is answered does not depend on others' votes, nor on weights: byte by byte (B6).

Two registries live through the same acts. What reviewers other than one decide in them, and how
the product weighs the pairs, differs; what that one is answered must not.
"""

import re
from base64 import b64decode
from binascii import Error
from pathlib import Path
from random import Random
from typing import Any

import orjson

from rules.access import Role
from tests.databases import Databases
from tests.http.test_blindness import DEEP, RENEWAL, SECRET, STEPS, act, new_records, plainly
from tests.people import id_of, reviewers
from tests.serving import Answer, Registry, served

LONG = STEPS // 2
"""So many acts in each of the two."""
WEAK = SECRET | {"weight": "2.5", "band": "POSSIBLE", "field_weights": ["2.5"], "keys": ["other"]}
EVIDENCE = "query ($id: ID!) { mergeCandidateEvidence(mergeCandidateId: $id) { weight } }"
ORDINARY = frozenset({"content-type", "content-length", "cache-control", "vary", "retry-after"})
KEY = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
OPAQUE = re.compile(r'"([A-Za-z0-9+/]{40,}={0,2})"')
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT[0-9:.]+(?:Z|\+00:00)")


async def test_b6_b17_h6_answers_are_the_same_whatever_others_vote_and_pairs_weigh(
    databases: Databases, tmp_path: Path
) -> None:
    answered = []
    for world in (0, 1):
        database = await databases.lend()
        directory = tmp_path / str(world)
        directory.mkdir()
        async with served(database, directory, merge_quorum=9, dispute_votes=9) as registry:
            answered.append(await live_through(registry, world))
        await databases.take_back(database)

    one, other = answered
    assert len(one) == len(other) > LONG // 3
    assert [(a, b) for a, b in zip(one, other, strict=True) if a != b][:1] == []


async def live_through(registry: Registry, world: int) -> list[str]:
    """Let reviewers act, and return what one of them was answered, without names of moments."""
    admin = await registry.user("admin", Role.ADMIN)
    me, *others = await reviewers(registry, 5)
    names: dict[str, str] = {}
    random, answered = Random(16), []

    def says(who: str, status: str) -> dict[str, Any]:
        if who == me or status in ("POSTPONE", "NEW") or world == 0:
            return plainly(who, status)
        reasons = ["TWINS", "KIN"]
        return {"status": "TRASH" if status == "SPLIT" else "SPLIT", "reasons": reasons}

    for step in range(LONG):
        if step % RENEWAL == 0:
            records = await new_records(registry, (SECRET, WEAK)[world])
        who = random.choice([me, me, *others])
        answer = await act(registry, random, who, records, step, says)
        if world == 1 and step % 7 == 0:
            await read_evidence(registry, admin)
        if who == me:
            answered += [plain(it, names) for it in (answer, await registry.ask(me, DEEP))]
    return answered


async def read_evidence(registry: Registry, who: str) -> None:
    """Let an administrator read what the product thinks of the newest pair."""
    pair = await registry.owner.fetchval(
        "select id from merge_candidates order by inserted_at desc, id limit 1"
    )
    answer = await registry.ask(who, EVIDENCE, {"id": id_of("MergeCandidate", pair)})
    assert answer.data["mergeCandidateEvidence"]["weight"] == WEAK["weight"]


def plain(answer: Answer, names: dict[str, str]) -> str:
    """Return all of an answer, with ids and moments numbered as they were first mentioned."""

    def numbered(found: re.Match[str]) -> str:
        return names.setdefault(found[0], f"<{len(names)}>")

    def opened(found: re.Match[str]) -> str:
        try:
            return f'"{b64decode(found[1], validate=True).decode()}"'
        except (Error, UnicodeDecodeError):
            return found[0]

    headers = sorted((k, v) for k, v in answer.headers.items() if k.lower() in ORDINARY)
    body = OPAQUE.sub(opened, orjson.dumps(answer.body).decode())
    return f"{answer.status} {headers} {MOMENT.sub(numbered, KEY.sub(numbered, body))}"

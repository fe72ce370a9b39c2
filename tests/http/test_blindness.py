"""A reviewer never learns how others voted, who they are, or what the product thinks (B6, B15)."""

import os
from collections.abc import Callable
from itertools import combinations
from random import Random
from typing import Any
from uuid import UUID

from tests.edits import become, edit, versions
from tests.http.test_outdated_votes import withdraw
from tests.people import ASSIGN, id_of, insert, key_of, person, reviewers, say
from tests.serving import Answer, Registry

STEPS = int(os.environ.get("SELFSAME_TEST_ANSWERS", "90"))
RENEWAL = 60
"""After so many steps other records come in: of the former ones everything is decided by then."""
WEIGHT = "77.125"
SECRET = {
    "weight": WEIGHT,
    "band": "CERTAIN",
    "model": "secret-model",
    "keys": ["secret-key"],
    "field_weights": [WEIGHT],
    "corrections": None,
}
DEEP = """
{ mergeRequests(first: 50, filter: {status: [NEW, POSTPONE, MERGE, SPLIT, TRASH]}) {
  canAssignNew postponedLimit openCount decidedCount decidedOtherwiseCount
  nodes {
    id databaseId status comment reasons supersededAt withdrawnAt changedFields insertedAt updatedAt
    manualMergeCandidate {
      id status insertedAt updatedAt
      mergeCandidate {
        id personVersion masterPersonVersion mayBeTwins
        comparison { field person masterPerson agreement isSwapped }
        person { id firstName status } masterPerson { id lastName status }
        mergePreview { vitalEvents closedCandidates openedCandidates followingPersons { id } }
      }
    }
    cluster { isTruncated persons { id } links { personId masterPersonId state } }
    isDisputed arguments { decision reasons comment }
  }
} viewer { __typename } myReviewStatistics { decided } }
"""
NODE = "query ($id: ID!) { node(id: $id) { __typename id } }"
IS_SOMEBODY = "select exists (select from users where person_id = $1)"
FORBIDDEN = ("weight", "band", "correction", "assigneeId", "closedTo")


async def test_b15_no_answer_to_a_reviewer_has_a_vote_a_weight_a_band_or_a_name(
    registry: Registry,
) -> None:
    me, *others = await reviewers(registry, 5)
    for other in others:
        async with registry.acting("user.updated"):
            await registry.owner.execute(
                "update users set display_name = $2 where id = $1",
                registry.users[other],
                f"Secret {other}",
            )
    random = Random(15)
    asked: list[Answer] = []
    for step in range(STEPS):
        if step % RENEWAL == 0:
            records = await new_records(registry, SECRET)
        who = random.choice([me, me, *others])
        answer = await act(registry, random, who, records, step)
        if who == me:
            asked += [answer, await registry.ask(me, DEEP)]

    text = "\n".join(str(it.body) for it in asked)
    secrets = [WEIGHT, "CERTAIN", "secret-model", "secret-key", "Secret "]
    secrets += [str(registry.users[it]) for it in others]
    secrets += [id_of("User", registry.users[it]) for it in others]
    secrets += [f"said by {it}" for it in others]
    assert len(asked) > STEPS // 4
    assert [it for it in secrets if it in text] == []
    assert [it for it in FORBIDDEN if f"'{it}" in text] == []


async def new_records(registry: Registry, secret: dict[str, Any]) -> list[Any]:
    """Put records in, of which every two are a candidate that the product has weighed."""
    names = ("Ada", "Ada", "Eve", "Zoe", "Ida", "Joe")
    records = [await person(registry, name) for name in names]
    async with registry.acting("merge_candidate.detected"):
        for one, other in combinations(records, 2):
            both = {"person_id": other, "master_person_id": one}
            found = await insert(registry, "merge_candidates", both | secret)
            await insert(registry, "manual_merge_candidates", {"merge_candidate_id": found})
    return records


def plainly(who: str, status: str) -> dict[str, Any]:
    """Return what somebody says who means it."""
    return {"status": status, "comment": f"said by {who}"}


async def act(
    registry: Registry,
    random: Random,
    who: str,
    records: list[Any],
    step: int,
    says: Callable[[str, str], dict[str, Any]] = plainly,
) -> Answer:
    """Let somebody do something with pairs, at times what is refused."""
    kind = random.choice(["assign", "decide", "decide", "withdraw", "edit", "node", "other"])
    requests = await registry.owner.fetch(
        "select id from merge_requests where assignee_id = $1 order by id desc limit 15",
        registry.users[who],
    )
    foreign = await registry.owner.fetch("select id from merge_requests order by id desc limit 60")
    if kind == "edit":
        editor = who if step % 9 == 0 else None
        await edit(registry, random.choice(records), editor, email=f"{step}@example.com")
        whom = random.choice(records)
        if step % 31 == 0 and not await registry.owner.fetchval(IS_SOMEBODY, whom):
            await become(registry, who, whom)
    if kind in ("node", "other") and foreign:
        opaque = id_of("MergeRequest", random.choice(foreign)["id"])
        if kind == "node":
            return await registry.ask(who, NODE, {"id": opaque})
        return await say(registry, who, opaque, "MERGE")
    if kind in ("decide", "withdraw") and requests:
        opaque = id_of("MergeRequest", random.choice(requests)["id"])
        if kind == "withdraw":
            return await withdraw(registry, who, opaque)
        seen = await versions(registry, UUID(key_of(opaque)))
        more: dict[str, Any] = {"seen": seen} if random.random() < 0.7 else {}
        status = random.choice(["MERGE", "SPLIT", "SPLIT", "TRASH", "POSTPONE", "NEW"])
        return await say(registry, who, opaque, **says(who, status), **more)
    return await registry.ask(who, ASSIGN)

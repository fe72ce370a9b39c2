"""A reviewer never learns how others voted, who they are, or what the product thinks (B6, B15)."""

import os
from random import Random
from typing import Any
from uuid import UUID

from tests.edits import become, edit, versions
from tests.http.test_outdated_votes import withdraw
from tests.people import ASSIGN, id_of, insert, key_of, person, reviewers, say
from tests.serving import Answer, Registry

STEPS = int(os.environ.get("SELFSAME_TEST_ANSWERS", "150"))
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
  canAssignNew postponedLimit
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
    records = [await person(registry, name) for name in ("Ada", "Ada", "Eve", "Zoe", "Ida", "Joe")]
    for one in range(6):
        for other_one in range(one):
            await candidate(registry, records[one], records[other_one])
    random = Random(15)
    asked: list[Answer] = []
    for step in range(STEPS):
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


async def candidate(registry: Registry, one: Any, other: Any) -> None:
    """Make a candidate that the product has weighed."""
    async with registry.acting("merge_candidate.detected"):
        both = {"person_id": one, "master_person_id": other}
        found = await insert(registry, "merge_candidates", both | SECRET)
        await insert(registry, "manual_merge_candidates", {"merge_candidate_id": found})


async def act(
    registry: Registry, random: Random, who: str, records: list[Any], step: int
) -> Answer:
    """Let somebody do something with pairs, at times what is refused."""
    kind = random.choice(["assign", "decide", "decide", "withdraw", "edit", "node", "other"])
    requests = await registry.owner.fetch(
        "select id from merge_requests where assignee_id = $1", registry.users[who]
    )
    foreign = await registry.owner.fetch("select id from merge_requests")
    if kind == "edit":
        editor = who if step % 9 == 0 else None
        await edit(registry, random.choice(records), editor, email=f"{step}@example.com")
        if step % 31 == 0:
            await become(registry, who, random.choice(records))
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
        return await say(registry, who, opaque, status, comment=f"said by {who}", **more)
    return await registry.ask(who, ASSIGN)

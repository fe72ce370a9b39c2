"""Disputes that tests are about: senior reviewers, and what is on record of a candidate."""

from typing import Any

from rules.access import Role
from tests.people import Pair, assigned, candidate_of, person, row, say
from tests.serving import Registry

ARGUMENTS = """
query ($id: ID!) { mergeRequest(id: $id) { arguments { decision reasons comment } } }
"""
IS_DISPUTED = "query ($id: ID!) { mergeRequest(id: $id) { isDisputed } }"


async def senior(registry: Registry, name: str = "senior") -> str:
    """Make a senior reviewer."""
    return await registry.user(name, Role.NHS_REVIEWER, Role.SENIOR_REVIEWER)


async def review_of(registry: Registry, of: Pair) -> Any:
    """Read the review of a pair."""
    return await row(registry, "manual_merge_candidates", of.candidate)


async def is_disputed(registry: Registry, of: Pair) -> bool:
    """Return whether a pair is disputed now."""
    return (await review_of(registry, of))["disputed_at"] is not None


async def given(registry: Registry, who: str, of: Pair) -> str:
    """Give this pair to a reviewer, before others, and return the request."""
    async with registry.acting("merge_candidate.forged") as owner:
        await owner.execute(
            "update manual_merge_candidates set requests_count = requests_count + 1000"
            " where id = $1",
            of.candidate,
        )
    request = await assigned(registry, who)
    assert await candidate_of(registry, request) == of.candidate
    return request


async def vote(registry: Registry, who: str, of: Pair, decision: str, **more: Any) -> str:
    """Give this pair to a reviewer and let them decide; return the request."""
    request = await given(registry, who, of)
    assert (await say(registry, who, request, decision, **more)).errors == []
    return request


async def settled(registry: Registry, of: Pair, decision: str) -> None:
    """Let a pair be settled by hand, as a quorum would."""
    async with registry.acting(f"merge_request.{decision.lower()}") as owner:
        await owner.execute(
            "update manual_merge_candidates set status = 'PROCESSED', reason = 'QUORUM',"
            " decision = $2, assignee_id = null where id = $1",
            of.candidate,
            decision,
        )


async def merged(registry: Registry, of: Pair) -> None:
    """Let a pair be merged by hand, as far as disputes look at it."""
    await settled(registry, of, "MERGE")
    async with registry.acting("merge_request.merged") as owner:
        await owner.execute(
            "update persons set status = 'INACTIVE', master_person_id = $2"
            " where id = $1 or master_person_id = $1",
            of.person,
            of.master,
        )


async def people(registry: Registry, count: int) -> list[Any]:
    """Put as many persons on record."""
    return [await person(registry, f"Person{'abcdefgh'[number]}") for number in range(count)]


async def arguments(registry: Registry, who: str, request: str) -> list[dict[str, Any]]:
    """Read what others said of a pair."""
    found = (await registry.ask(who, ARGUMENTS, {"id": request})).data["mergeRequest"]
    listed: list[dict[str, Any]] = found["arguments"]
    return listed


async def sees_dispute(registry: Registry, who: str, request: str) -> bool:
    """Read whether a reviewer is shown that the pair of their request is disputed."""
    found = (await registry.ask(who, IS_DISPUTED, {"id": request})).data["mergeRequest"]
    return found["isDisputed"] is True

"""How tests take merges back: as two people do over HTTP."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from uuid import UUID

from rules.access import Role
from tests.databases import Database
from tests.edits import versions
from tests.people import assigned, id_of, key_of, pair, row, say
from tests.serving import Answer, Registry, served

PROPOSE = """
mutation ($input: ProposeUnmergeInput!) { proposeUnmerge(input: $input) {
  unmergeProposal { id status reason proposedBy { username } settledBy { username } } } }
"""
PREVIEW = """
query ($id: ID!) { unmergePreview(mergeId: $id) {
  digest reopenedCandidates changes
  changesSince { personId version changedFields action actorId record }
  returningPersons { databaseId } stayingPersons { databaseId }
  returningFacts { resource resourceId column before after } } }
"""
CONFIRM = """
mutation ($input: UnmergePersonInput!) { unmergePerson(input: $input) {
  person { databaseId status masterPerson { databaseId } } masterPerson { databaseId }
  merge { id undoneAt proposals { status settledBy { username } } } } }
"""
DECLINE = """
mutation ($input: DeclineUnmergeInput!) { declineUnmerge(input: $input) {
  unmergeProposal { id status settledBy { username } } } }
"""
MERGE = """
query ($id: ID!) { merge(id: $id) {
  person { databaseId } masterPerson { databaseId } personVersion masterPersonVersion
  effects { resource resourceId column before after undoneAt }
  mergeCandidate { databaseId } mergedAt undoneAt proposals { status settlementReason } } }
"""
EVENT = "query ($id: ID!) { vitalEvent(id: $id) { person { databaseId } } }"
WHY = "Two people"
NOT_OPEN = ("CONFLICT", "Merge is not open to this person")


@asynccontextmanager
async def staffed(database: Database, directory: Path, quorum: int = 1) -> AsyncIterator[Registry]:
    """Serve a registry with four reviewers, four who may take merges back, and an admin."""
    async with served(database, directory, merge_quorum=quorum) as running:
        for number in range(4):
            await running.user(f"reviewer{number}", Role.NHS_REVIEWER)
        await seniors(running, "first", "second", "third", "fourth")
        await running.user("admin", Role.ADMIN)
        yield running


NO_REASONS = (
    ("", "not_blank"),
    (" \u200b", "not_blank"),
    ("x" * 501, "max_length"),
    ("\x00", "characters"),
)
"""Texts that are no reason, each with the rule that it breaks."""


async def decided(registry: Registry, who: str, request: str, decision: str) -> None:
    """Let somebody decide on the records as they are now."""
    seen = await versions(registry, UUID(key_of(request)))
    assert (await say(registry, who, request, decision, seen=seen)).errors == []


async def seniors(registry: Registry, *names: str) -> None:
    """Make people who may take merges back."""
    for name in names:
        await registry.user(name, Role.NHS_REVIEWER, Role.SENIOR_REVIEWER)


async def merge_of(registry: Registry, duplicate: UUID) -> str:
    """Return the id of somebody's latest merge."""
    found: UUID = await registry.owner.fetchval(
        "select id from merged_pairs where person_id = $1 order by id desc limit 1", duplicate
    )
    return id_of("Merge", found)


async def propose(
    registry: Registry, who: str, merge: str, reason: str = WHY, asked: str | None = None
) -> Answer:
    """Let somebody propose that a merge be taken back, as a reviewer may have asked."""
    given = {"mergeId": merge, "reason": reason, "unmergeRequestId": asked}
    return await registry.ask(who, PROPOSE, {"input": given})


async def proposed(registry: Registry, who: str, merge: str) -> str:
    """Let somebody propose it, and return the proposal's id."""
    answer = await propose(registry, who, merge)
    found: str = answer.data["proposeUnmerge"]["unmergeProposal"]["id"]
    return found


async def preview(registry: Registry, who: str, merge: str) -> dict[str, Any]:
    """Return what taking a merge back would do."""
    found: dict[str, Any] = (await registry.ask(who, PREVIEW, {"id": merge})).data["unmergePreview"]
    return found


async def confirm(registry: Registry, who: str, proposal: str, digest: str) -> Answer:
    """Let somebody take a merge back."""
    return await registry.ask(who, CONFIRM, {"input": {"proposalId": proposal, "digest": digest}})


async def decline(registry: Registry, who: str, proposal: str, reason: str = WHY) -> Answer:
    """Let somebody decline a proposal."""
    return await registry.ask(who, DECLINE, {"input": {"proposalId": proposal, "reason": reason}})


async def unmerge(
    registry: Registry, duplicate: UUID, first: str = "first", second: str = "second"
) -> Any:
    """Let two people take somebody's latest merge back, and return the answer's data."""
    merge = await merge_of(registry, duplicate)
    proposal = await proposed(registry, first, merge)
    digest = (await preview(registry, second, merge))["digest"]
    return (await confirm(registry, second, proposal, digest)).data["unmergePerson"]


async def told_of(registry: Registry, registrar: str, event: str) -> UUID | None:
    """Return whom a registrar sees a vital event to be about."""
    found = (await registry.ask(registrar, EVENT, {"id": event})).data["vitalEvent"]["person"]
    return None if found is None else UUID(found["databaseId"])


async def merged(registry: Registry, duplicate: UUID, master: UUID, number: int = 0) -> None:
    """Let a reviewer merge two persons before any other pair; one decision must be a quorum."""
    await pair(registry, duplicate, master, requests_count=99)
    await _merge_next(registry, f"reviewer{number}")


async def merged_again(registry: Registry, duplicate: UUID, master: UUID, senior: str) -> None:
    """Let a senior reviewer merge two persons although an undone merge keeps them apart (H24)."""
    await pair(registry, duplicate, master)
    await _merge_next(registry, senior, overrules=True)


async def _merge_next(registry: Registry, who: str, **more: bool) -> None:
    request = await assigned(registry, who)
    assert (await say(registry, who, request, "MERGE", **more)).errors == []


async def masters(registry: Registry, *people: UUID) -> list[Any]:
    """Return whom persons were merged into."""
    return [(await row(registry, "persons", key))["master_person_id"] for key in people]


async def states(registry: Registry, *people: UUID) -> list[dict[str, Any]]:
    """Return persons without what a merge and its undoing always change."""
    found = [dict(await row(registry, "persons", key)) for key in people]
    return [
        {name: value for name, value in it.items() if name not in {"version", "updated_at"}}
        for it in found
    ]

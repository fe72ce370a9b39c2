"""How tests ask that merges be taken back, and answer: as people do over HTTP (rule H27)."""

from typing import Any
from uuid import UUID

from tests.people import assigned, pair, person, say
from tests.serving import Answer, Registry
from tests.unmerging import merge_of

ASK = """
mutation ($input: RequestUnmergeInput!) { requestUnmerge(input: $input) {
  mergeRequest { id canRequestUnmerge unmergeRequests { id status reason } } } }
"""
DECLINE = """
mutation ($input: DeclineUnmergeRequestInput!) { declineUnmergeRequest(input: $input) {
  unmergeRequest { status declineReason } merge { id undoneAt unmergeRequests { status } } } }
"""
WITHDRAW = """
mutation ($input: WithdrawUnmergeRequestInput!) { withdrawUnmergeRequest(input: $input) {
  unmergeRequest { status settledAt } mergeRequest { id canRequestUnmerge } } }
"""
OWN = """
query ($id: ID!) { mergeRequest(id: $id) { canRequestUnmerge
  unmergeRequests { status reason declineReason insertedAt settledAt requestedBy { username } } } }
"""
OF_MERGE = """
query ($id: ID!) { merge(id: $id) { undoneAt
  unmergeRequests { id status reason declineReason requestedBy { username } } } }
"""
LISTED = """
query ($filter: MergeFilter) { merges(filter: $filter) { nodes { id unmergeRequests { reason } } } }
"""
WRONG = "She is her twin sister"


async def merged(registry: Registry, *keys: UUID) -> tuple[dict[str, str], str]:
    """Let ada split and bea and cleo merge a pair; return their requests and the merge's id."""
    duplicate, master = keys or (await person(registry), await person(registry, "Augusta"))
    await pair(registry, duplicate, master)
    requests = {}
    for who, decision in (("ada", "SPLIT"), ("bea", "MERGE"), ("cleo", "MERGE")):
        requests[who] = await assigned(registry, who)
        assert (await say(registry, who, requests[who], decision)).errors == []
    return requests, await merge_of(registry, duplicate)


async def ask(registry: Registry, who: str, request: str, reason: str = WRONG) -> Answer:
    """Let somebody ask that the merge of a request be taken back."""
    return await registry.ask(who, ASK, {"input": {"mergeRequestId": request, "reason": reason}})


async def asked(registry: Registry, who: str, request: str, reason: str = WRONG) -> str:
    """Let somebody, and return the id of what they asked."""
    answer = await ask(registry, who, request, reason)
    found: str = answer.data["requestUnmerge"]["mergeRequest"]["unmergeRequests"][-1]["id"]
    return found


async def decline(registry: Registry, who: str, what: str, reason: str = "They are one") -> Answer:
    """Let somebody decline what was asked."""
    given = {"input": {"unmergeRequestId": what, "reason": reason}}
    return await registry.ask(who, DECLINE, given)


async def withdraw(registry: Registry, who: str, what: str) -> Answer:
    """Let somebody withdraw what was asked."""
    return await registry.ask(who, WITHDRAW, {"input": {"unmergeRequestId": what}})


async def own(registry: Registry, who: str, request: str) -> Any:
    return (await registry.ask(who, OWN, {"id": request})).data["mergeRequest"]


async def of_merge(registry: Registry, who: str, merge: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = (await registry.ask(who, OF_MERGE, {"id": merge})).data["merge"][
        "unmergeRequests"
    ]
    return found


async def listed(registry: Registry, *, is_open: bool) -> list[str]:
    page = await registry.ask("first", LISTED, {"filter": {"hasOpenRequest": is_open}})
    return [it["id"] for it in page.data["merges"]["nodes"]]

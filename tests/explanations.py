"""Requests for explanations that tests are about: how they are asked for and settled."""

from typing import Any
from uuid import UUID

from rules.access import Role
from tests.events import brought_to, unique_key
from tests.serving import Answer, Registry

REQUEST = """
id databaseId status requestedAt dueOn assignedAt answeredAt showsAt shownAt explanation
refusalReason parkedAt externalId trackingId
vitalEventId isMine needsAnother assignee { username } vitalEvent { id status }
"""
INPUTS = {
    "requestExplanation": "RequestExplanationInput",
    "assignExplanationRequest": "ExplanationIdInput",
    "answerExplanationRequest": "AnswerExplanationInput",
    "showExplanation": "ExplanationIdInput",
    "refuseExplanation": "ExplanationIdInput",
}
LIST = f"""
query ($filter: ExplanationFilter) {{ explanationRequests(filter: $filter) {{
  nodes {{ {REQUEST} }} }} }}
"""
NODE = f"query ($id: ID!) {{ node(id: $id) {{ ... on ExplanationRequest {{ {REQUEST} }} }} }}"
NO_REQUEST = ("NOT_FOUND", "Explanation request not found")
NO_TRANSITION = ("CONFLICT", "Incorrect transition status")
SECOND_PERSON = ("CONFLICT", "Second person is needed")


async def portal_with_registrars(registry: Registry) -> UUID:
    """Make a machine that declares, and the registrars `rejecting`, `one` and `other`."""
    for name in ("rejecting", "one", "other"):
        await registry.user(name, Role.REGISTRAR)
    return await registry.client("portal")


async def ask(registry: Registry, who: str | UUID, field: str, **given: Any) -> Answer:
    """Send a mutation."""
    document = (
        f"mutation ($input: {INPUTS[field]}!) {{ {field}(input: $input)"
        f" {{ explanationRequest {{ {REQUEST} }} }} }}"
    )
    return await registry.ask(who, document, {"input": given})


async def do(registry: Registry, who: str | UUID, field: str, **given: Any) -> dict[str, Any]:
    """Send a mutation, which must not be refused, and return the request."""
    (payload,) = (await ask(registry, who, field, **given)).data.values()
    found: dict[str, Any] = payload["explanationRequest"]
    return found


async def try_request(registry: Registry, who: str | UUID, event: str, **more: Any) -> Answer:
    """Ask for the reasons."""
    given = {"vitalEventId": event, "idempotencyKey": unique_key()} | more
    return await ask(registry, who, "requestExplanation", **given)


async def requested(registry: Registry, who: str | UUID, event: str) -> str:
    """Ask for the reasons, which must not be refused; return the request's id."""
    payload = (await try_request(registry, who, event)).data["requestExplanation"]
    found: str = payload["explanationRequest"]["id"]
    return found


async def of_rejected(registry: Registry, client: UUID, rejecting: str = "rejecting") -> str:
    """Let a machine's declaration be rejected and the machine ask why."""
    event = await brought_to(registry, rejecting, client, "REJECTED")
    return await requested(registry, client, event)


async def answered(registry: Registry, who: str, request: str) -> dict[str, Any]:
    """Take a request and answer it."""
    await do(registry, who, "assignExplanationRequest", id=request)
    return await do(registry, who, "answerExplanationRequest", id=request, explanation="Unsigned")


async def seen(registry: Registry, who: str | UUID, request: str) -> Any:
    """Ask for a request again by its id."""
    return (await registry.ask(who, NODE, {"id": request})).data["node"]


async def listed(registry: Registry, who: str | UUID, **wanted: Any) -> list[str]:
    """List the ids of requests."""
    found = (await registry.ask(who, LIST, {"filter": wanted})).data["explanationRequests"]
    return [node["id"] for node in found["nodes"]]


async def by_hand(registry: Registry, statement: str, *arguments: Any) -> None:
    """Change a row past what guards it, as if time had gone by."""
    async with registry.owner.transaction():
        await registry.owner.execute("set local session_replication_role = replica")
        await registry.owner.execute(statement, *arguments)

"""The operations of a campaign: births from their declaration on, and pairs that are reviewed."""

import random
from datetime import UTC, datetime
from typing import Any

from bench.crashes.callers import Answer, Caller, Campaign
from bench.names import strangers

EVENT = "{ vitalEvent { databaseId id status registrationNumber } }"
DECLARE = f"mutation ($input: DeclareBirthInput!) {{ declareBirth(input: $input) {EVENT} }}"
STATUSES = {
    "declared": "DECLARED",
    "amended": "DECLARED",
    "registered": "REGISTERED",
    "certified": "CERTIFIED",
    "issued": "ISSUED",
    "rejected": "REJECTED",
    "archived": "ARCHIVED",
    "reinstated": "DECLARED",
}
"""The status that a record has after each act, by the act's name in the trail."""

FIELDS = {
    "registered": "register",
    "certified": "certify",
    "issued": "issue",
    "rejected": "reject",
    "archived": "archive",
    "reinstated": "reinstate",
}
PATHS = (
    *(("registered", "certified", "issued"),) * 6,
    ("rejected", "amended", "registered"),
    ("archived", "reinstated", "registered"),
)

PAID_AT = datetime.now(UTC).replace(microsecond=0).isoformat()
"""The same at each attempt: another body would be another request to the same key."""

ASSIGN = "mutation { assignMergeCandidate { mergeRequest { id } } }"
OPEN = "{ mergeRequests(filter: {status: [NEW]}) { nodes { id } } }"
DECIDE = """
mutation ($input: UpdateMergeRequestInput!) {
  updateMergeRequest(input: $input) { mergeRequest { id status } }
}
"""
MINE = "query ($input: ID!) { mergeRequest(id: $input) { status } }"
DECISIONS = ("MERGE", "MERGE", "MERGE", "SPLIT")


async def declare_and_carry_on(campaign: Campaign, number: int) -> None:
    """Declare births and do with each what its path says, until the campaign is over."""
    portal, registrar = campaign.caller("portal"), campaign.caller("registrar")
    births = strangers(f"crashes-{number}-{random.random()}")
    while not campaign.is_over:
        birth = next(births)
        answer = await portal.ask(DECLARE, birth)
        event = _event(answer, "declareBirth")
        acts = campaign.records[event["databaseId"]] = ["declared"]
        await campaign.acknowledge()
        for act in random.choice(PATHS):
            await _act(campaign, (portal, registrar), birth, event, act)
            acts.append(act)
            await campaign.acknowledge()


async def _act(
    campaign: Campaign,
    callers: tuple[Caller, Caller],
    birth: dict[str, Any],
    event: dict[str, Any],
    act: str,
) -> None:
    portal, registrar = callers
    key = f"{birth['idempotencyKey']}-{act}"
    if act == "amended":
        again = birth | {"idempotencyKey": key, "amends": event["id"], "placeOfBirth": "At home"}
        _event(await portal.ask(DECLARE, again), "declareBirth")
        return
    field = f"{FIELDS[act]}VitalEvent"
    type_name = f"{field[0].upper()}{field[1:]}Input"
    document = f"mutation ($input: {type_name}!) {{ {field}(input: $input) {EVENT} }}"
    answer = await registrar.ask(document, {"id": event["id"], **_more(act, key)})
    if answer.error and answer.is_repeated and _is_done(answer.error, act):
        return
    done = _event(answer, field)
    if act == "registered":
        campaign.numbers[event["databaseId"]] = done["registrationNumber"]


def _more(act: str, key: str) -> dict[str, Any]:
    match act:
        case "certified":
            collector = {"relationship": "MOTHER", "hasShownDocument": True}
            return {"idempotencyKey": key, "template": "standard", "collector": collector}
        case "issued":
            payment = {
                "amount": "12.50",
                "currency": "UAH",
                "outcome": "COMPLETED",
                "paidAt": PAID_AT,
            }
            return {"idempotencyKey": key, "payment": payment}
        case "rejected" | "archived":
            return {"reason": "A mistake"}
    return {}


def _is_done(error: dict[str, Any], act: str) -> bool:
    """Return whether an attempt that got no answer has done the act."""
    return bool(error["extensions"].get("status") == STATUSES[act])


def _event(answer: Answer, field: str) -> dict[str, Any]:
    event: dict[str, Any] = answer.of(field)["vitalEvent"]
    return event


async def review(campaign: Campaign, reviewer: str) -> None:
    """Take pairs and decide them, until none is left or the campaign is over."""
    caller = campaign.caller(reviewer)
    while not campaign.is_over:
        request = await _assigned(caller)
        if request is None:
            return
        campaign.decisions.setdefault(request, None)
        await campaign.acknowledge()
        decision = random.choice(DECISIONS)
        answer = await caller.ask(DECIDE, {"id": request, "status": decision, "comment": "Seen"})
        if answer.error and not await _is_decided(caller, request, decision):
            continue  # a quorum of others was quicker
        campaign.decisions[request] = decision
        await campaign.acknowledge()


async def _assigned(caller: Caller) -> str | None:
    answer = await caller.ask(ASSIGN)
    if answer.error and answer.is_repeated:
        given = (await caller.ask(OPEN)).of("mergeRequests")["nodes"]
        return str(given[0]["id"]) if given else await _assigned(caller)
    payload = answer.of("assignMergeCandidate")
    return str(payload["mergeRequest"]["id"]) if payload else None


async def _is_decided(caller: Caller, request: str, decision: str) -> bool:
    answer = await caller.ask(MINE, request)
    return bool(answer.of("mergeRequest")["status"] == decision)

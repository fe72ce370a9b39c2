"""What tests do with plans: two organisations with members, what is planned, signed and done."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from tests.organisations import organisation, steward
from tests.people import id_of
from tests.runs import ASKED, until, working
from tests.serving import Answer, Registry
from workflows.organisation_plans import PersonTransfer

OUT_OF_DATE = ("CONFLICT", "Plan is out of date")
BLOCKED = ("CONFLICT", "Plan is blocked")
NOT_FOUND = ("NOT_FOUND", "Plan not found")
SHOWN = """
id databaseId source { name } target { name } keepsSource planHash isStale expiresAt
blockedBy counts reportUrl run { databaseId status }
items(first: 100) {
  nodes {
    noun action conflicts blocks cluster detail
    source { id __typename ... on Person { firstName } ... on Organisation { name }
             ... on User { username } }
    target { id ... on Person { firstName } ... on Organisation { name } ... on User { username } }
  }
}
"""
PLAN = "mutation ($input: %s!) { %s(input: $input) { plan { %s } } }"
EXECUTE = (
    f"mutation ($input: ExecutePlanInput!) {{ executePlan(input: $input) {{ run {{ {ASKED} }} }} }}"
)
STATE = """
id status plannedByName signedByName signedAt withdrawnByName withdrawnAt withdrawalReason
runUnderWay { databaseId }
"""
WITHDRAW = (
    "mutation ($input: WithdrawPlanInput!) {"
    f" withdrawOrganisationPlan(input: $input) {{ plan {{ {STATE} }} }} }}"
)
READ = f"query ($id: ID!) {{ node(id: $id) {{ ... on OrganisationPlan {{ {SHOWN} }} }} }}"
Plan = dict[str, Any]


async def two(registry: Registry) -> tuple[UUID, UUID]:
    """Make two organisations, of both of which sam is STEWARD."""
    places = [await organisation(registry, name) for name in ("Old", "New")]
    await steward(registry, "sam", *places)
    return places[0], places[1]


async def join(registry: Registry, who: UUID, *places: UUID, title: str | None = None) -> None:
    """Let somebody belong to organisations."""
    async with registry.acting("person.imported") as owner:
        for place in places:
            await owner.execute(
                "insert into memberships (person_id, organisation_id, title) values ($1, $2, $3)",
                who,
                place,
                title,
            )


async def consents(
    registry: Registry, who: UUID, place: UUID, *permissions: str, status: str = "ACCEPTED"
) -> None:
    """Let somebody have let an organisation do something."""
    async with registry.acting("consent.accepted") as owner:
        await owner.execute(
            "insert into consents (person_id, organisation_id, permissions, status)"
            " values ($1, $2, $3, $4)",
            who,
            place,
            list(permissions),
            status,
        )


async def asked_merge(registry: Registry, who: str, source: UUID, target: UUID) -> Answer:
    """Let somebody plan that an organisation goes on in another."""
    given = {"sourceId": id_of("Organisation", source), "targetId": id_of("Organisation", target)}
    text = PLAN % ("PlanMergeInput", "planOrganisationMerge", SHOWN)
    return await registry.ask(who, text, {"input": given})


async def asked_transfer(
    registry: Registry, who: str, source: UUID, target: UUID, persons: Iterable[UUID] | None = None
) -> Answer:
    """Let somebody plan that persons are moved."""
    given = {
        "sourceId": id_of("Organisation", source),
        "targetId": id_of("Organisation", target),
        "personIds": None if persons is None else [id_of("Person", it) for it in persons],
    }
    text = PLAN % ("PlanTransferInput", "planTransfer", SHOWN)
    return await registry.ask(who, text, {"input": given})


def planned(answer: Answer) -> Plan:
    """Return the plan that an answer has."""
    assert answer.errors == []
    (payload,) = answer.data.values()
    found: Plan = payload["plan"]
    return found


async def merge(registry: Registry, source: UUID, target: UUID, who: str = "sam") -> Plan:
    """Plan that an organisation goes on in another."""
    return planned(await asked_merge(registry, who, source, target))


async def transfer(
    registry: Registry, source: UUID, target: UUID, persons: Iterable[UUID] | None = None
) -> Plan:
    """Plan that persons are moved."""
    return planned(await asked_transfer(registry, "sam", source, target, persons))


async def execute(
    registry: Registry, who: str, plan: Plan, key: str = "key", **more: str
) -> Answer:
    """Let somebody sign a plan."""
    given = {"idempotencyKey": key, "planId": plan["id"], "planHash": plan["planHash"]}
    return await registry.ask(who, EXECUTE, {"input": given | more})


async def withdraw(registry: Registry, who: str, plan: Plan, reason: str = "A mistake") -> Answer:
    """Let somebody withdraw a plan."""
    return await registry.ask(who, WITHDRAW, {"input": {"planId": plan["id"], "reason": reason}})


async def begun(registry: Registry, plan: Plan, who: str = "sam", key: str = "key") -> UUID:
    """Sign a plan; return the run that came of it."""
    answer = await execute(registry, who, plan, key)
    assert answer.errors == []
    return UUID(answer.data["executePlan"]["run"]["databaseId"])


async def done(registry: Registry, plan: Plan, status: str = "SUCCEEDED", who: str = "sam") -> UUID:
    """Sign a plan and let it be done; return the run."""
    run = await begun(registry, plan, who)
    async with working(registry, PersonTransfer()):
        await until(registry, run, status)
    return run


async def read(registry: Registry, who: str, plan: Plan) -> Plan | None:
    """Return a plan as somebody sees it now."""
    found: Plan | None = (await registry.ask(who, READ, {"id": plan["id"]})).data["node"]
    return found


def items(plan: Plan, noun: str) -> list[tuple[Any, ...]]:
    """List what becomes of things of one noun: its names here and there, action and conflicts."""
    return [
        (_name(it["source"]), _name(it["target"]), it["action"], it["conflicts"])
        for it in plan["items"]["nodes"]
        if it["noun"] == noun
    ]


def _name(node: dict[str, Any] | None) -> str | None:
    names = ("firstName", "name", "username")
    return next((node[it] for it in names if it in node), None) if node is not None else None

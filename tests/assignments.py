"""Assignments that tests are about: how a declaration is taken and given back."""

from typing import Any
from uuid import UUID

from tests.events import EVENT
from tests.serving import Answer, Registry

FIELDS = f"{EVENT} assignee {{ username }}"


def mutation(field: str) -> str:
    """Write the mutation that takes a declaration, or gives it back."""
    return (
        f"mutation ($input: AssignVitalEventInput!) {{ {field}(input: $input)"
        f" {{ vitalEvent {{ {FIELDS} }} }} }}"
    )


async def try_to(registry: Registry, who: str | UUID, how: str, event: str) -> Answer:
    """Try to `assign` or to `unassign` a record."""
    return await registry.ask(who, mutation(f"{how}VitalEvent"), {"input": {"id": event}})


async def taken(registry: Registry, who: str, event: str) -> dict[str, Any]:
    """Take a record, which must not be refused, and return it."""
    answer = await try_to(registry, who, "assign", event)
    record: dict[str, Any] = answer.data["assignVitalEvent"]["vitalEvent"]
    return record


async def read(registry: Registry, who: str | UUID, event: str) -> Any:
    """Read a record with whoever has taken it."""
    query = f"query ($id: ID!) {{ vitalEvent(id: $id) {{ {FIELDS} }} }}"
    return (await registry.ask(who, query, {"id": event})).data["vitalEvent"]


async def wait_a_day(registry: Registry, event: str, hours: float) -> None:
    """Let so many hours have passed since a record was taken."""
    async with registry.acting("birth.forged") as connection:
        await connection.execute(
            "update vital_events set assigned_at = assigned_at - make_interval(secs => $2)"
            " where 'VitalEvent:' || id = convert_from(decode($1, 'base64'), 'UTF8')",
            event,
            hours * 3600,
        )

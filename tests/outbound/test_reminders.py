"""Letters to who owes an explanation that is due soon (rules U1 and V5)."""

import pytest

from tests.explanations import by_hand, do, of_rejected, portal_with_registrars
from tests.letters import LETTERS, letters, reachable
from tests.serving import Registry
from workflows import letters as workflow

DUE_IN = "update explanation_requests set due_on = (now() at time zone 'UTC')::date + $1::integer"


@pytest.fixture
async def request_id(quiet: Registry) -> str:
    """A request that waits, and three registrars who can be written to."""
    portal = await portal_with_registrars(quiet)
    for name in ("rejecting", "one", "other"):
        await reachable(quiet, name)
    return await of_rejected(quiet, portal)


async def receivers(registry: Registry) -> list[str]:
    """List the names of whom letters are for."""
    names = {str(key): name for name, key in registry.users.items()}
    rows = await registry.owner.fetch(LETTERS)
    return sorted(names[row["record"].removeprefix("user:")] for row in rows)


@pytest.mark.parametrize(("days", "is_due"), [(4, False), (3, True), (-5, True)])
async def test_v5_whoever_may_take_a_request_is_reminded_once(
    quiet: Registry, request_id: str, days: int, is_due: bool
) -> None:
    await by_hand(quiet, DUE_IN, days)

    for _ in range(2):
        await workflow.remind(quiet.owner, 100)

    assert await receivers(quiet) == (["one", "other"] if is_due else [])


async def test_v5_whoever_took_a_request_is_reminded_alone(
    quiet: Registry, request_id: str
) -> None:
    await do(quiet, "one", "assignExplanationRequest", id=request_id)
    await by_hand(quiet, DUE_IN, 1)

    await workflow.remind(quiet.owner, 100)

    assert await receivers(quiet) == ["one"]
    assert await letters(quiet) == [("explanation_due", "ENQUEUED")]


async def test_v5_nobody_is_reminded_of_what_is_refused(quiet: Registry, request_id: str) -> None:
    await do(quiet, "one", "refuseExplanation", id=request_id, reason="Nothing to add")
    await by_hand(quiet, DUE_IN, 1)

    assert await workflow.remind(quiet.owner, 100) == 0

"""Rules V7, R3, T1 and T3: what a STEWARD reads, and what erasures leave."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from tests.databases import Database
from tests.erasures import anonymise
from tests.events import done
from tests.explanations import answered, by_hand, do, listed, of_rejected, seen
from tests.institutions import Institution, institution
from tests.limited_grants import NO_ROLE
from tests.organisations import limit
from tests.people import person

READ_BY_STEWARD = """
{ explanationRequests {
    nodes { id trackingId vitalEventId isMine status explanation answeredAt showsAt dueOn } } }
"""
WITH_RECORD = "{ explanationRequests { nodes { id vitalEvent { id } } } }"
ONLY_IDS = """
query ($filter: ExplanationFilter) { explanationRequests(filter: $filter) { nodes { id } } }
"""


@pytest.fixture
async def at(database: Database, tmp_path: Path) -> AsyncIterator[Institution]:
    async with institution(database, tmp_path) as made:
        yield made


async def test_v8_a_steward_reads_requests_of_their_organisations_and_no_records(
    at: Institution,
) -> None:
    registry = at.registry
    tracking_id = await at.rejected()
    await at.ask_for(tracking_id)
    await at.work()
    (request,) = await listed(registry, "one")
    await answered(registry, "one", request)

    (before,) = (await registry.ask("left", READ_BY_STEWARD)).data["explanationRequests"]["nodes"]
    await do(registry, "other", "showExplanation", id=request)
    (after,) = (await registry.ask("left", READ_BY_STEWARD)).data["explanationRequests"]["nodes"]
    elsewhere = await registry.ask("right", READ_BY_STEWARD)

    assert (before["id"], before["trackingId"]) == (request, tracking_id)
    assert (before["vitalEventId"], before["isMine"]) == (None, False)
    assert (before["status"], before["explanation"], before["answeredAt"]) == (
        *("ASSIGNED", None, None),
    )
    assert (after["status"], after["explanation"]) == ("SHOWN", "Unsigned")
    assert elsewhere.data["explanationRequests"]["nodes"] == []
    assert (await registry.ask("left", WITH_RECORD)).refusal == NO_ROLE
    assert (await registry.ask("right", WITH_RECORD)).data["explanationRequests"]["nodes"] == []
    node = "query ($id: ID!) { node(id: $id) { ... on ExplanationRequest { status } } }"
    asked = {"id": request}
    assert (await registry.ask("left", node, asked)).data["node"] == {"status": "SHOWN"}
    assert (await registry.ask("right", node, asked)).data["node"] is None


async def test_v7_the_filters_of_a_steward_do_not_show_that_there_is_an_answer(
    at: Institution,
) -> None:
    registry = at.registry
    await at.ask_for(await at.rejected())
    await at.work()
    (request,) = await listed(registry, "one")
    await answered(registry, "one", request)
    await by_hand(registry, "update explanation_requests set due_on = current_date - 1")

    async def found(**wanted: Any) -> list[str]:
        answer = await registry.ask("left", ONLY_IDS, {"filter": wanted})
        nodes = answer.data["explanationRequests"]
        return [it["id"] for it in nodes["nodes"]]

    assert await found(status=["ANSWERED"]) == []
    assert await found(status=["ASSIGNED"]) == [request]
    assert await found(overdue=True) == [request]


async def test_r3_a_registrar_there_reads_the_record_a_steward_there_does_not(
    at: Institution,
) -> None:
    await at.ask_for(await at.rejected())
    await at.work()
    await limit(at.registry, "left", "REGISTRAR", at.tree.right)
    await at.registry.user("both")
    for role in ("STEWARD", "REGISTRAR"):
        await limit(at.registry, "both", role, at.tree.left)

    nodes = (await at.registry.ask("both", WITH_RECORD)).data["explanationRequests"]["nodes"]

    assert len(nodes) == 1
    assert (await at.registry.ask("left", WITH_RECORD)).refusal == NO_ROLE


async def test_t1_what_a_system_called_a_request_goes_and_the_reasons_stay(
    at: Institution,
) -> None:
    registry = at.registry
    await at.ask_for(await at.rejected(), "canary")
    await at.ask_for(await at.rejected(), "parked")
    await at.work()
    parked, request = await listed(registry, "one")
    await answered(registry, "one", request)
    await do(registry, "other", "showExplanation", id=request)
    event = (await seen(registry, "one", parked))["vitalEvent"]["id"]
    await done(registry, "one", "archive", event)

    async with registry.acting("organisation.erased") as owner:
        await owner.fetchval("select erase_organisation($1)", at.tree.left)

    kept = await registry.owner.fetch("select external_id from explanation_requests")
    assert [it[0] for it in kept] == [None, None]
    assert (await seen(registry, "one", request))["explanation"] == "Unsigned"
    trail = await registry.owner.fetchval(
        "select count(*) from audit_log where changeset::text like '%canary%'"
    )
    assert trail == 0


async def test_t3_reasons_stay_with_the_record_of_somebody_who_is_anonymised(
    at: Institution,
) -> None:
    registry = at.registry
    request = await of_rejected(registry, await registry.client("portal"))
    await answered(registry, "one", request)
    await do(registry, "other", "showExplanation", id=request)
    who = await person(registry, "Ida")
    async with registry.acting("birth.registered") as owner:
        await owner.execute("update vital_events set person_id = $1", who)

    answer = await anonymise(registry, "admin", who)

    assert answer.errors == []
    assert (await seen(registry, "one", request))["explanation"] == "Unsigned"

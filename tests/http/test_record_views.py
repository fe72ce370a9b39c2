"""An ADMIN looks at records, and each look is in the trail (rules A5 and D1)."""

from typing import Any

import pytest

from rules.access import Role
from tests.events import attempt, birth, declared, done, office
from tests.people import key_of
from tests.serving import Registry

FIELDS = "id status details { ... on Birth { child { firstName } } }"
WAYS = {
    "vitalEvent": f"query ($id: ID!, $code: String!) {{ it: vitalEvent(id: $id) {{ {FIELDS} }}"
    " same: vitalEventByTrackingId(trackingId: $code) { id } }",
    "vitalEventByTrackingId": "query ($code: String!) {"
    f" it: vitalEventByTrackingId(trackingId: $code) {{ {FIELDS} }} }}",
    "vitalEvents": f"{{ it: vitalEvents(first: 1) {{ nodes {{ {FIELDS} }} }} }}",
    "node": f"query ($id: ID!) {{ it: node(id: $id) {{ ... on VitalEvent {{ {FIELDS} }} }} }}",
    "nodes": f"query ($id: ID!) {{ it: nodes(ids: [$id]) {{ ... on VitalEvent {{ {FIELDS} }} }} }}",
    "a page's look-ahead": "{ it: vitalEvents(first: 0) { pageInfo { hasNextPage } } }",
}
VIEWS = "select * from audit_log where action = 'vital_event.viewed'"


async def admin(registry: Registry, *roles: Role) -> str:
    return await registry.user("admin", Role.ADMIN, *roles)


async def views(registry: Registry) -> list[Any]:
    found: list[Any] = await registry.owner.fetch(VIEWS)
    return found


@pytest.mark.parametrize("way", WAYS)
async def test_d1_a_look_of_an_admin_is_in_the_trail_whichever_field_gives_it(
    registry: Registry, way: str
) -> None:
    _, portal = await office(registry)
    event = await declared(registry, portal)
    who = await admin(registry)
    asked = "0198a1de-0000-7000-8000-000000000001"

    answer = await registry.ask(
        who,
        WAYS[way],
        {"id": event["id"], "code": event["trackingId"]},
        **{"x-correlation-id": asked},
    )

    assert answer.data["it"] is not None
    (look,) = await views(registry)
    assert str(look["resource_id"]) == event["databaseId"]
    assert (look["actor_id"], look["client_id"]) == (registry.users[who], registry.console_id)
    assert (look["resource"], str(look["correlation_id"])) == ("vital_event", asked)
    assert (look["changeset"], look["previous"]) == ("{}", None)


async def test_d1_a_registrar_leaves_no_look_whatever_other_role_they_hold(
    registry: Registry,
) -> None:
    registrar, portal = await office(registry)
    event = await declared(registry, portal)
    both = await admin(registry, Role.REGISTRAR)

    for who in (registrar, both):
        for query in WAYS.values():
            asked = {"id": event["id"], "code": event["trackingId"]}
            assert (await registry.ask(who, query, asked)).data["it"] is not None

    assert await views(registry) == []


async def test_a5_d1_who_is_neither_is_refused_and_has_looked_at_nothing(
    registry: Registry,
) -> None:
    _, portal = await office(registry)
    event = await declared(registry, portal)
    reviewer = await registry.user("reviewer", Role.NHS_REVIEWER)
    refused = ("FORBIDDEN", "User doesn't have required role")

    for way, query in WAYS.items():
        answer = await registry.ask(reviewer, query, {"id": event["id"], "code": "B000000"})
        assert answer.refusal == refused, way
        assert answer.status == (200 if way.startswith("node") else 403)

    assert await views(registry) == []


async def test_d1_nothing_found_is_no_look(registry: Registry) -> None:
    await office(registry)
    who = await admin(registry)
    nowhere = {"id": "Vml0YWxFdmVudDowMTk4YTFkZS0wMDAwLTcwMDAtODAwMC0wMDAwMDAwMDAwMDE="}

    answers = [
        await registry.ask(who, query, nowhere | {"code": "B000000"}) for query in WAYS.values()
    ]

    assert all(it.errors == [] for it in answers)
    assert await views(registry) == []


async def test_d1_a_page_that_an_admin_reads_is_one_act_with_an_entry_a_record(
    registry: Registry,
) -> None:
    _, portal = await office(registry)
    events = [await declared(registry, portal) for _ in range(3)]
    who = await admin(registry)

    page = "{ vitalEvents(first: 2) { pageInfo { hasNextPage } nodes { id } } }"
    shown = (await registry.ask(who, page)).data["vitalEvents"]

    looks = await views(registry)
    assert len(shown["nodes"]) == 2
    assert shown["pageInfo"]["hasNextPage"], "which reveals the third"
    assert {str(it["resource_id"]) for it in looks} == {it["databaseId"] for it in events}
    assert len({it["correlation_id"] for it in looks}) == 1


async def test_d1_what_cannot_be_written_down_is_not_shown(registry: Registry) -> None:
    _, portal = await office(registry)
    event = await declared(registry, portal)
    who = await admin(registry)
    await registry.owner.execute("alter function record_views(uuid[]) rename to gone")

    asked = {"id": event["id"], "code": event["trackingId"]}
    answers = [await registry.ask(who, query, asked) for query in WAYS.values()]

    assert all(it.errors[0]["extensions"]["code"] == "INTERNAL" for it in answers)
    assert all(event["id"] not in str(it.body) for it in answers)


async def test_a5_c5_an_admin_looks_and_does_nothing_and_sees_no_other_record(
    registry: Registry,
) -> None:
    registrar, portal = await office(registry)
    first = birth()
    await declared(registry, portal, first)
    event = await declared(registry, portal, birth(mother=first["mother"]))
    who = await admin(registry)
    query = "query ($id: ID!) { vitalEvent(id: $id) { potentialDuplicates { id } } }"

    by_registrar = await registry.ask(registrar, query, {"id": event["id"]})
    by_admin = await registry.ask(who, query, {"id": event["id"]})
    refused = await attempt(registry, who, "archive", event["id"])

    assert len(by_registrar.data["vitalEvent"]["potentialDuplicates"]) == 1
    assert by_admin.data["vitalEvent"]["potentialDuplicates"] == []
    assert refused.refusal == ("FORBIDDEN", "User doesn't have required role")
    assert [str(it["resource_id"]) for it in await views(registry)] == [key_of(event["id"])]


async def test_d1_a_look_is_no_step_of_the_records_history(registry: Registry) -> None:
    registrar, portal = await office(registry)
    event = await declared(registry, portal)
    await done(registry, registrar, "register", event["id"])
    who = await admin(registry)
    query = "query ($id: ID!) { vitalEvent(id: $id) { history { action } } }"

    await registry.ask(who, query, {"id": event["id"]})
    history = (await registry.ask(registrar, query, {"id": event["id"]})).data["vitalEvent"]

    assert [it["action"] for it in history["history"]] == ["birth.declared", "birth.registered"]

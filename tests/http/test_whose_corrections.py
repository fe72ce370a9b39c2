"""Who asked for a correction, and which corrections wait for whom (rule C10)."""

from typing import Any
from uuid import UUID

from rules.access import Role
from tests.corrections import ask, read, registered, requested, two_registrars
from tests.events import birth
from tests.serving import Registry

LIST = """
query ($filter: CorrectionFilter) {
  corrections(filter: $filter) { nodes { id requesterName isMine } }
}
"""


async def listed(registry: Registry, who: str | UUID, **wanted: Any) -> list[tuple[Any, ...]]:
    answer = await registry.ask(who, LIST, {"filter": wanted})
    nodes = answer.data["corrections"]["nodes"]
    return [(it["id"], it["requesterName"], it["isMine"]) for it in nodes]


async def test_c10_a_correction_tells_people_who_asked_and_everybody_whether_it_was_they(
    registry: Registry,
) -> None:
    one, other, portal = await two_registrars(registry)
    given = birth()
    first = await registered(registry, one, portal, given)
    given_again = birth()
    second = await registered(registry, one, portal, given_again)
    by_person = await requested(registry, one, first, given | {"placeOfBirth": "Paris"})
    by_machine = await requested(registry, portal, second, given_again | {"placeOfBirth": "Rome"})
    name = await registry.owner.fetchval("select display_name from users where username = $1", one)
    machine = await registry.owner.fetchval("select name from clients where id = $1", portal)

    of_person = (by_person["id"], name)
    of_machine = (by_machine["id"], machine)
    assert await listed(registry, one) == [(*of_machine, False), (*of_person, True)]
    assert await listed(registry, other) == [(*of_machine, False), (*of_person, False)]
    assert await listed(registry, portal) == [
        (by_machine["id"], None, True),
        (by_person["id"], None, False),
    ]


async def test_c10_a_settled_correction_names_to_people_who_settled_it(registry: Registry) -> None:
    one, other, portal = await two_registrars(registry)
    given = birth()
    event = await registered(registry, one, portal, given)
    names = {
        who: await registry.owner.fetchval(
            "select display_name from users where username = $1", who
        )
        for who in (one, other)
    }
    settled = "query ($id: ID!) { correction(id: $id) { status settledByName } }"

    rejected = (await requested(registry, one, event, given | {"placeOfBirth": "Paris"}))["id"]
    while_open = (await registry.ask(other, settled, {"id": rejected})).data["correction"]
    await ask(registry, other, "rejectCorrection", id=rejected, reason="It is right")
    withdrawn = (await requested(registry, one, event, given | {"placeOfBirth": "Rome"}))["id"]
    await ask(registry, one, "withdrawCorrection", id=withdrawn)

    assert while_open == {"status": "REQUESTED", "settledByName": None}
    for who, said in ((one, names), (other, names), (portal, {})):
        found = [
            (await registry.ask(who, settled, {"id": key})).data["correction"]
            for key in (rejected, withdrawn)
        ]
        assert found == [
            {"status": "REJECTED", "settledByName": said.get(other)},
            {"status": "WITHDRAWN", "settledByName": said.get(one)},
        ]


async def test_c10_what_waits_for_somebody_else_is_filtered_away(registry: Registry) -> None:
    one, other, portal = await two_registrars(registry)
    given = birth()
    event = await registered(registry, one, portal, given)
    asked = await requested(registry, one, event, given | {"placeOfBirth": "Paris"})

    found = {
        who: [
            [found[0] for found in await listed(registry, who, status=["REQUESTED"], isMine=mine)]
            for mine in (True, False)
        ]
        for who in (one, other)
    }

    assert found == {one: [[asked["id"]], []], other: [[], [asked["id"]]]}


async def test_c10_a_correction_of_a_multiple_birth_shows_before_and_after(
    registry: Registry,
) -> None:
    one, _, portal = await two_registrars(registry)
    given = birth(multipleBirth={"of": 3, "order": 1})
    event = await registered(registry, one, portal, given)
    asked = await requested(registry, one, event, given | {"multipleBirth": {"of": 2, "order": 1}})

    born = "... on Birth { multipleBirth { of order } }"
    answer = await registry.ask(
        one,
        f"query ($id: ID!) {{ correction(id: $id) {{ changedFields before {{ {born} }}"
        f" after {{ {born} }} vitalEvent {{ details {{ {born} }} versions"
        f" {{ details {{ {born} }} }} }} }} }}",
        {"id": asked["id"]},
    )

    was, wanted = ({"multipleBirth": {"of": of, "order": 1}} for of in (3, 2))
    found = answer.data["correction"]
    assert (found["changedFields"], found["before"]) == (["multipleBirth.of"], was)
    assert found["after"] == wanted
    assert found["vitalEvent"] == {"details": was, "versions": [{"details": was}]}


async def test_a5_an_administrator_reads_corrections_with_their_record_alone(
    registry: Registry,
) -> None:
    one, _, portal = await two_registrars(registry)
    admin = await registry.user("admin", Role.ADMIN)
    given = birth()
    event = await registered(registry, one, portal, given)
    asked = await requested(registry, one, event, given | {"placeOfBirth": "Paris"})

    by_field = [
        await registry.ask(admin, LIST, {}),
        await registry.ask(
            admin, "query ($id: ID!) { correction(id: $id) { id } }", {"id": asked["id"]}
        ),
        await registry.ask(admin, "query ($id: ID!) { node(id: $id) { id } }", {"id": asked["id"]}),
    ]

    refusal = ("FORBIDDEN", "User doesn't have required role")
    assert [answer.refusal for answer in by_field] == [refusal] * 3
    assert (await read(registry, admin, event))["corrections"][0]["id"] == asked["id"]

"""A birth may say that it is one of several (rule C15)."""

from tests.events import birth, declared, done, office, try_declare
from tests.serving import Registry

READ = "query ($id: ID!) { vitalEvent(id: $id) { multipleBirth { of order } } }"
TWIN = {"of": 2, "order": 1}


async def shown(registry: Registry, who: object, event: str) -> object:
    answer = await registry.ask(who, READ, {"id": event})  # type: ignore[arg-type]
    return answer.data["vitalEvent"]["multipleBirth"]


async def test_c15_a_record_shows_which_of_how_many_children_it_is_about(
    registry: Registry,
) -> None:
    registrar, portal = await office(registry)

    twin = await declared(registry, portal, birth(multipleBirth=TWIN))
    alone = await declared(registry, portal, birth())

    assert await shown(registry, registrar, twin["id"]) == TWIN
    assert await shown(registry, portal, twin["id"]) == TWIN
    assert await shown(registry, portal, alone["id"]) is None


async def test_c15_what_cannot_be_is_refused_by_its_path(registry: Registry) -> None:
    _, portal = await office(registry)

    answer = await try_declare(registry, portal, birth(multipleBirth={"of": 10, "order": 11}))

    violations = answer.errors[0]["extensions"]["violations"]
    assert [it["path"] for it in violations] == [
        ["multipleBirth", "of"],
        ["multipleBirth", "order"],
    ]
    assert await registry.owner.fetchval("select count(*) from vital_events") == 0


async def test_c15_another_child_under_the_same_key_is_refused(registry: Registry) -> None:
    _, portal = await office(registry)
    first = birth(multipleBirth=TWIN)
    event = await declared(registry, portal, first)

    again = await declared(registry, portal, first)
    other = await try_declare(registry, portal, first | {"multipleBirth": {"of": 2, "order": 2}})

    assert again["id"] == event["id"]
    assert other.refusal == ("CONFLICT", "Idempotency key was used with a different request")


async def test_c15_an_amendment_says_it_anew(registry: Registry) -> None:
    registrar, portal = await office(registry)
    event = await declared(registry, portal, birth(multipleBirth=TWIN))
    await done(registry, registrar, "reject", event["id"])

    triplet = {"of": 3, "order": 3}
    await declared(registry, portal, birth(multipleBirth=triplet, amends=event["id"]))
    amended = await shown(registry, portal, event["id"])
    await done(registry, registrar, "reject", event["id"])
    await declared(registry, portal, birth(amends=event["id"]))

    assert amended == triplet
    assert await shown(registry, portal, event["id"]) is None

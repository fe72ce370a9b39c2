"""Places of events that are offered to whoever types one (rule C20)."""

from typing import Any
from uuid import UUID

from tests.events import birth, declared, done, office
from tests.limited_grants import tree_of
from tests.organisations import limit
from tests.people import id_of
from tests.serving import Registry

PLACES = "query ($beginning: String!) { eventPlaces(beginning: $beginning) { name } }"


async def offered(registry: Registry, who: str, beginning: str) -> list[str]:
    """Return the places that somebody is offered."""
    answer = await registry.ask(who, PLACES, {"beginning": beginning})
    assert answer.errors == []
    return [it["name"] for it in answer.data["eventPlaces"]]


async def born_at(
    registry: Registry, portal: UUID, registrar: str, *places: str, **more: Any
) -> None:
    """Register births at these places."""
    for place in places:
        event = (await declared(registry, portal, birth(placeOfBirth=place, **more)))["id"]
        await done(registry, registrar, "register", event, acceptedAlerts=[])


async def test_c20_places_are_offered_that_several_registered_records_have(
    registry: Registry,
) -> None:
    registrar, portal = await office(registry)
    await born_at(registry, portal, registrar, *["Łódź"] * 3, *["Lviv"] * 3, "LVIV")
    await born_at(registry, portal, registrar, "Lvivska 5, flat 7", "Lvivska 5, flat 7")
    for _ in range(3):
        await declared(registry, portal, birth(placeOfBirth="Lvovo"))

    assert await offered(registry, registrar, "lv") == ["LVIV"], "as it was written last"
    assert await offered(registry, registrar, "ŁÓ") == ["Łódź"]
    assert await offered(registry, registrar, " lvi ") == ["LVIV"]
    for beginning in ("", "l", "viv", "%", "lv_v", "lvivs", "lvo", "zz"):
        assert await offered(registry, registrar, beginning) == [], beginning


async def test_c20_no_more_than_eight_places_are_offered(registry: Registry) -> None:
    registrar, portal = await office(registry)
    names = [f"Place {letter}" for letter in "abcdefghi"]
    await born_at(registry, portal, registrar, *[name for name in names for _ in range(3)])

    assert await offered(registry, registrar, "place") == names[:8]
    assert await offered(registry, registrar, "place i") == ["Place i"]


async def test_c20_who_is_limited_is_offered_what_was_declared_there(registry: Registry) -> None:
    tree = await tree_of(registry)
    registrar, portal = await office(registry)
    for name, place in (("here", tree.left), ("there", tree.right)):
        await registry.user(name)
        await limit(registry, name, "REGISTRAR", place)
    left, right = (id_of("Organisation", it) for it in (tree.left, tree.right))
    await born_at(registry, portal, registrar, *["Kyiv"] * 3, organisationId=left)
    await born_at(registry, portal, registrar, *["Kyiv"] * 2, organisationId=right)
    await born_at(registry, portal, registrar, *["Kyrylivka"] * 3)

    assert await offered(registry, "here", "ky") == ["Kyiv"]
    assert await offered(registry, "there", "ky") == [], "two of theirs have it"
    assert await offered(registry, registrar, "ky") == ["Kyiv", "Kyrylivka"]


async def test_c20_a_machine_and_a_text_that_is_too_long_are_refused(registry: Registry) -> None:
    registrar, portal = await office(registry)

    by_machine = await registry.ask(portal, PLACES, {"beginning": "ky"})
    too_long = await registry.ask(registrar, PLACES, {"beginning": "k" * 1000})

    assert by_machine.refusal[0] == "FORBIDDEN"
    assert too_long.refusal[0] == "BAD_REQUEST"

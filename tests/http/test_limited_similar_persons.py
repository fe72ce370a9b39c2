"""Rule R3: whoever is limited finds similar persons among those whom they see."""

from dataclasses import replace
from uuid import UUID

import pytest

from rules.access import Role
from rules.similar_persons import Sought
from tests.http.test_similar_persons import NAMED, SIMILAR, find_keys, names
from tests.limited_grants import Tree, tree_of
from tests.organisations import limit
from tests.people import person
from tests.serving import Answer, Registry
from workflows import similar_persons
from workflows.acts import Acting
from workflows.matching import Bounds
from workflows.similar_persons import SimilarPerson

JOIN = "insert into memberships (person_id, organisation_id) values ($1, $2)"
ADA = {"firstName": "Ada", "lastName": "Byron", "birthDateKnown": "1990-01-01"}
MERGE = "update persons set status = 'INACTIVE', master_person_id = $2 where id = $1"


@pytest.fixture
async def tree(registry: Registry) -> Tree:
    await registry.user("all", Role.REGISTRAR)
    found = await tree_of(registry)
    for name in ("leaf", "right"):
        await registry.user(name)
        await limit(registry, name, "REGISTRAR", getattr(found, name))
    return found


async def member(registry: Registry, place: UUID, first: str = "Ada", last: str = "Byron") -> UUID:
    """Put a person on record who is a member somewhere."""
    made = await person(registry, first, last)
    async with registry.acting("membership.started") as owner:
        await owner.execute(JOIN, made, place)
    return made


async def similar(registry: Registry, who: str, known: dict[str, str] = ADA) -> Answer:
    """Ask whom somebody resembles."""
    return await registry.ask(who, SIMILAR, {"input": known})


async def test_r3_similar_persons_are_those_in_reach_and_the_trail_names_these(
    registry: Registry, tree: Tree
) -> None:
    inside = await member(registry, tree.leaf)
    await member(registry, tree.right, "Adda")
    await person(registry, "Adah")
    await find_keys(registry)

    own = await similar(registry, "leaf")
    named = await registry.owner.fetch(NAMED)
    everything = await similar(registry, "all")

    found = own.data["similarPersons"]
    assert [it["person"]["databaseId"] for it in found] == [str(inside)]
    assert [it["resource_id"] for it in named] == [inside]
    assert sorted(name for name, _ in names(everything)) == ["Ada", "Adah", "Adda"]


async def test_r3_who_is_elsewhere_crowds_nobody_out(
    registry: Registry, tree: Tree, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(12):
        await member(registry, tree.right)
    await member(registry, tree.leaf, "Adda")
    await find_keys(registry)
    monkeypatch.setattr(similar_persons, "USUAL", Bounds(2, 2))

    assert [name for name, _ in names(await similar(registry, "leaf"))] == ["Adda"]


async def test_r3_what_merged_records_say_finds_nobody_and_is_not_shown(
    registry: Registry, tree: Tree
) -> None:
    """The record that stands is in reach; who was merged into it is not."""
    standing = await member(registry, tree.leaf, "Olena", "Kravets")
    merged = await person(registry, national_id="8600000003")
    async with registry.acting("merge_request.merged") as owner:
        await owner.execute(MERGE, merged, standing)
    await find_keys(registry)

    other_name = await similar(registry, "leaf")
    known = ADA | {"firstName": "Olena", "lastName": "Kravets", "nationalId": "8600000003"}
    own_name = await similar(registry, "leaf", known)
    everything = await similar(registry, "all")

    assert names(other_name) == []
    assert [name for name, _ in names(everything)] == ["Olena"]
    (found,) = own_name.data["similarPersons"]
    numbers = [it["masterPerson"] for it in found["comparison"] if it["field"] == "nationalId"]
    assert numbers in ([], [None])


async def test_r3_who_leaves_reach_while_they_are_searched_is_not_shown(
    registry: Registry, tree: Tree, monkeypatch: pytest.MonkeyPatch
) -> None:
    inside, left = await member(registry, tree.leaf), await member(registry, tree.right)
    await find_keys(registry)
    search = similar_persons.search

    async def as_before(acting: Acting, sought: Sought) -> list[SimilarPerson]:
        (found,) = await search(acting, sought)
        return [found, replace(found, id=left)]

    monkeypatch.setattr(similar_persons, "search", as_before)

    found = (await similar(registry, "leaf")).data["similarPersons"]
    assert [it["person"]["databaseId"] for it in found] == [str(inside)]


async def test_r3_a_grant_without_limit_finds_everybody(registry: Registry, tree: Tree) -> None:
    await member(registry, tree.right)
    await find_keys(registry)
    before = names(await similar(registry, "leaf"))

    await limit(registry, "leaf", "REGISTRAR", None)

    assert before == []
    assert [name for name, _ in names(await similar(registry, "leaf"))] == ["Ada"]


async def test_r3_a_steward_finds_no_similar_persons(registry: Registry, tree: Tree) -> None:
    await registry.user("steward")
    await limit(registry, "steward", "STEWARD", tree.leaf)

    refused = await similar(registry, "steward")

    assert refused.refusal == ("FORBIDDEN", "User doesn't have required role")

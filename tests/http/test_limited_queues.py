"""Rule R3: what waits for whoever is limited is what was declared in their organisations."""

from typing import Any
from uuid import UUID

import pytest

from rules.access import Role
from tests.assignments import taken
from tests.corrections import requested
from tests.events import birth, declared, done
from tests.limited_grants import Tree, tree_of
from tests.organisations import limit
from tests.people import key_of
from tests.serving import Registry

QUEUES = """
{ registrarQueues { kind status waiting mine flagged corrections oldestAt } }
"""
FIGURES = """
query ($since: DateTime!) {
  myRegistrarFigures(since: $since) { declared registered rejected certified issued settled }
}
"""
MOTHER = {"firstName": "Mia", "lastName": "Moss", "birthDate": "1990-02-03"}


@pytest.fixture
async def tree(registry: Registry) -> Tree:
    await registry.user("all", Role.REGISTRAR)
    found = await tree_of(registry)
    places = {"root": found.root, "leaf": found.leaf, "right": found.right}
    for name, place in places.items():
        await registry.user(name)
        await limit(registry, name, "REGISTRAR", place)
    return found


async def queues(registry: Registry, who: str) -> dict[tuple[str, str], dict[str, Any]]:
    """Return what waits, by kind and status."""
    rows = (await registry.ask(who, QUEUES)).data["registrarQueues"]
    return {(it.pop("kind"), it.pop("status")): it for it in rows}


def counts(found: dict[str, Any]) -> tuple[int, ...]:
    """Return the numbers of a queue."""
    return tuple(found[it] for it in ("waiting", "mine", "flagged", "corrections"))


async def some_records(registry: Registry) -> dict[str, str]:
    """Let both offices declare two alike, and the leaf what is taken, and what is corrected."""
    made = {
        "elsewhere": (await declared(registry, "right", birth(mother=MOTHER)))["id"],
        "alike": (await declared(registry, "leaf", birth(mother=MOTHER)))["id"],
        "taken": (await declared(registry, "leaf"))["id"],
        "corrected": (await declared(registry, "leaf"))["id"],
    }
    await taken(registry, "leaf", made["taken"])
    await done(registry, "leaf", "register", made["corrected"])
    await requested(registry, "leaf", made["corrected"])
    return made


async def test_r3_queues_count_what_was_declared_there_and_below(
    registry: Registry, tree: Tree
) -> None:
    await some_records(registry)

    leaf, right = await queues(registry, "leaf"), await queues(registry, "right")

    assert counts(leaf["BIRTH", "DECLARED"]) == (2, 1, 0, 0)
    assert counts(leaf["BIRTH", "REGISTERED"]) == (1, 0, 0, 1)
    assert counts(right["BIRTH", "DECLARED"]) == (1, 0, 0, 0)
    assert counts(right["BIRTH", "REGISTERED"]) == (0, 0, 0, 0)
    assert right["BIRTH", "REGISTERED"]["oldestAt"] is None


async def test_r3_who_is_limited_to_the_root_has_the_queues_of_everybody(
    registry: Registry, tree: Tree
) -> None:
    """Two grants, of which one is below the other, count nothing twice."""
    await limit(registry, "root", "REGISTRAR", tree.leaf)
    made = await some_records(registry)
    await done(registry, "right", "register", made["elsewhere"])
    certified = (await declared(registry, "leaf"))["id"]
    await done(registry, "leaf", "register", certified)
    await done(registry, "leaf", "certify", certified)

    found, everything = await queues(registry, "root"), await queues(registry, "all")

    assert list(found.items()) == list(everything.items())
    assert counts(found["BIRTH", "DECLARED"]) == (2, 0, 1, 0)


async def test_r3_what_is_declared_for_no_organisation_is_in_nobodys_queue(
    registry: Registry, tree: Tree
) -> None:
    await declared(registry, "all")

    assert counts((await queues(registry, "root"))["BIRTH", "DECLARED"]) == (0, 0, 0, 0)
    assert counts((await queues(registry, "all"))["BIRTH", "DECLARED"]) == (1, 0, 0, 0)


async def test_r3_what_is_taken_and_out_of_reach_is_not_counted(
    registry: Registry, tree: Tree
) -> None:
    made = await some_records(registry)
    async with registry.acting("birth.declared") as owner:
        await owner.execute(
            "update vital_events set organisation_id = $2 where id = $1",
            UUID(key_of(made["taken"])),
            tree.right,
        )

    assert counts((await queues(registry, "leaf"))["BIRTH", "DECLARED"]) == (1, 0, 0, 0)
    assert counts((await queues(registry, "right"))["BIRTH", "DECLARED"]) == (2, 0, 0, 0)


async def test_c18_who_is_limited_reads_what_they_did_themselves(
    registry: Registry, tree: Tree
) -> None:
    await some_records(registry)

    found = await registry.ask("leaf", FIGURES, {"since": "2020-01-01T00:00:00Z"})

    figures = found.data["myRegistrarFigures"]
    assert (figures["declared"], figures["registered"], figures["settled"]) == (3, 1, 0)

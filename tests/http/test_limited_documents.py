"""Rules C12a, D6 and R3: documents and lists have what is in reach, and nothing else."""

from typing import Any
from uuid import UUID

import pytest

from rules.access import Role
from tests.events import birth, done
from tests.http.test_exports import export, rows_of
from tests.limited_grants import Tree, tree_of
from tests.organisations import bound_machine, limit
from tests.papers import fetched, papers
from tests.people import id_of
from tests.serving import Registry

DECLARE = """
mutation ($input: DeclareBirthInput!) { declareBirth(input: $input) { vitalEvent { id } } }
"""
RECEIPT = "query ($id: ID!) { vitalEvent(id: $id) { payments { receiptNumber } } }"


@pytest.fixture
async def tree(registry: Registry) -> Tree:
    await registry.user("all", Role.REGISTRAR)
    found = await tree_of(registry)
    for name in ("root", "leaf", "right"):
        await registry.user(name)
        await limit(registry, name, "REGISTRAR", getattr(found, name))
    return found


async def record(registry: Registry, who: Any, place: UUID | None) -> str:
    """Let somebody declare a birth; one who sees all certifies it."""
    given = birth()
    if place is not None:
        given["organisationId"] = id_of("Organisation", place)
    answer = await registry.ask(who, DECLARE, {"input": given})
    event: str = answer.data["declareBirth"]["vitalEvent"]["id"]
    await done(registry, "all", "register", event)
    await done(registry, "all", "certify", event, language="en", template="standard")
    return event


async def statuses(registry: Registry, path: str, *callers: Any) -> list[int]:
    """Return how each caller's request for a document is answered."""
    found = []
    for who in callers:
        answer = await fetched(registry, registry.url + path, who)
        found.append(answer.status_code)
        if answer.status_code != 200:
            assert answer.json()["errors"][0]["extensions"]["code"] == "NOT_FOUND"
    return found


async def test_r3_certificates_are_for_whom_their_record_exists(
    registry: Registry, tree: Tree
) -> None:
    bound = await bound_machine(registry, tree.left, "bound")
    other = await bound_machine(registry, tree.right, "other")
    event = await record(registry, "all", tree.leaf)
    of_nobody = await record(registry, "all", None)
    (made,) = await papers(registry, "leaf", event)
    (hidden,) = await papers(registry, "all", of_nobody)
    callers = ("all", "root", "leaf", "right", bound, other)

    for form in ("pdf", "svg"):
        path = f"/certificates/{made['serialNumber']}.{form}"
        assert await statuses(registry, path, *callers) == [200, 200, 200, 404, 200, 404]
        path = f"/certificates/{hidden['serialNumber']}.{form}"
        assert await statuses(registry, path, *callers) == [200, 404, 404, 404, 404, 404]


async def test_r3_a_link_is_its_callers_and_ends_with_their_grant(
    registry: Registry, tree: Tree
) -> None:
    event = await record(registry, "all", tree.leaf)
    (made,) = await papers(registry, "leaf", event)
    assert (await fetched(registry, made["pdfUrl"])).status_code == 200

    async with registry.acting("role.revoked") as owner:
        await owner.execute(
            "update role_grants set expires_at = now() where user_id = $1", registry.users["leaf"]
        )

    assert (await fetched(registry, made["pdfUrl"])).status_code == 403


async def test_r3_a_bound_machine_has_the_documents_of_its_own_wherever_they_stand(
    registry: Registry, tree: Tree
) -> None:
    bound = await bound_machine(registry, tree.right, "bound")
    event = await record(registry, bound, None)
    async with registry.acting("client.changed") as owner:
        await owner.execute(
            "update clients set organisation_id = $2 where id = $1", bound, tree.leaf
        )
    (made,) = await papers(registry, "all", event)

    path = f"/certificates/{made['serialNumber']}.pdf"

    assert await statuses(registry, path, bound, "right", "leaf") == [200, 200, 404]


async def test_r3_receipts_are_for_whom_their_record_exists(registry: Registry, tree: Tree) -> None:
    event = await record(registry, "all", tree.leaf)
    await done(registry, "all", "issue", event)
    answer = await registry.ask("leaf", RECEIPT, {"id": event})
    (payment,) = answer.data["vitalEvent"]["payments"]
    number = payment["receiptNumber"]

    found = await statuses(registry, f"/receipts/{number}.pdf", "all", "root", "leaf", "right")

    assert found == [200, 200, 200, 404]


async def test_r3_lists_as_csv_have_what_is_in_reach(registry: Registry, tree: Tree) -> None:
    event = await record(registry, "all", tree.leaf)
    await record(registry, "all", tree.right)
    await record(registry, "all", None)

    found = [
        [row["databaseId"] for row in rows_of(await export(registry, who, "records"))]
        for who in ("leaf", "root", "all")
    ]

    assert [len(it) for it in found] == [1, 2, 3]
    assert id_of("VitalEvent", UUID(found[0][0])) == event

"""A version of a person says why it was made, and by which merge (rule H21)."""

from typing import Any
from uuid import UUID, uuid4

import pytest

from rules.access import Role, scopes_of
from tests.corrections import mutation, read, registered, said, two_registrars
from tests.databases import Database
from tests.events import birth
from tests.people import id_of, person
from tests.serving import Registry
from tests.unmerging import merge_of, merged, staffed, unmerge

WHY = """
query ($personId: ID!) { personVersions(personId: $personId) {
  nodes { reason merge { id decidedBy { username } } } } }
"""
EVERYTHING = scopes_of(Role)


async def versions(registry: Registry, of: UUID, scopes: frozenset[str] = EVERYTHING) -> Any:
    """Return why each version of somebody was made, as an admin reads it, the latest first."""
    asked = {"personId": id_of("Person", of)}
    answer = await registry.ask("admin", WHY, asked, scope=" ".join(sorted(scopes)))
    return answer.data["personVersions"]["nodes"]


async def merges_of(registry: Registry, of: UUID) -> list[str | None]:
    """Return by which merge each version was made."""
    return [it["merge"] and it["merge"]["id"] for it in await versions(registry, of)]


async def test_h21_each_version_says_its_own_reason_whatever_correlation_id_it_shares(
    registry: Registry,
) -> None:
    await registry.user("admin", Role.ADMIN)
    one, other, portal = await two_registrars(registry)
    shared = {"x-correlation-id": str(uuid4())}
    reasons = {}

    for name, reason in (("Augusta", "It was misheard"), ("Berta", "It was misspelt")):
        given = birth()
        event = await registered(registry, one, portal, given)
        renamed = given | {"child": given["child"] | {"firstName": name}}
        asking = mutation("requestBirthCorrection")
        asked = await registry.ask(
            one, asking, {"input": said(event, renamed, reason=reason)}, **shared
        )
        correction = asked.data["requestBirthCorrection"]["correction"]["id"]
        approving = mutation("approveCorrection")
        await registry.ask(other, approving, {"input": {"id": correction}}, **shared)
        reasons[UUID((await read(registry, one, event))["person"]["databaseId"])] = reason

    assert len(reasons) == 2
    for child, reason in reasons.items():
        assert [it["reason"] for it in await versions(registry, child)] == [reason, None]


async def test_h21_a_version_leads_to_the_merge_that_made_it(
    database: Database, tmp_path: Any
) -> None:
    async with staffed(database, tmp_path) as registry:
        names = ("Ada", "Ida", "Eve", "Joan")
        follower, duplicate, master, other = [await person(registry, it) for it in names]
        await merged(registry, follower, duplicate)
        first = await merge_of(registry, follower)
        await merged(registry, duplicate, master, number=1)
        second = await merge_of(registry, duplicate)

        assert await merges_of(registry, duplicate) == [second, None]
        assert await merges_of(registry, follower) == [second, first, None]
        assert await merges_of(registry, master) == [None], "the merge changed nothing of it"

        await unmerge(registry, duplicate)
        async with registry.acting("person.corrected") as owner:
            await owner.execute("update persons set first_name = 'Eva' where id = $1", master)
        await merged(registry, duplicate, other, number=2)
        third = await merge_of(registry, duplicate)

        assert await merges_of(registry, duplicate) == [third, None, second, None]
        assert await merges_of(registry, follower) == [third, None, second, first, None]
        assert await merges_of(registry, master) == [None, None]


@pytest.mark.parametrize(
    ("lacking", "expected"),
    [
        (set[str](), ["reviewer0"]),
        ({"access:read", "audit_log:read"}, []),
        ({"merge:read"}, None),
    ],
    ids=["all", "who may not see users", "who may not read merges"],
)
async def test_h21_a_version_names_no_reviewer_to_whoever_may_not_see_them(
    database: Database, tmp_path: Any, lacking: set[str], expected: list[str] | None
) -> None:
    async with staffed(database, tmp_path) as registry:
        duplicate, master = [await person(registry, it) for it in ("Ada", "Eve")]
        await merged(registry, duplicate, master)

        newest, _ = await versions(registry, duplicate, EVERYTHING - lacking)

        merge = newest["merge"]
        names = None if merge is None else [it["username"] for it in merge["decidedBy"]]
        assert names == expected

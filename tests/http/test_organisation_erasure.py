"""Rules T1 and T2: what goes with an organisation, and what somebody else holds."""

from datetime import date
from typing import Any
from uuid import UUID

import orjson
import pytest

from rules.access import Role
from tests.erasures import marked, traces
from tests.organisations import chain, limit, organisation, steward
from tests.people import id_of, insert, pair, person, row
from tests.serving import Registry

PREVIEW = """
query ($id: ID!) {
  erasurePreview(organisationId: $id) { counts { noun rows } personsKept personsErased }
}
"""
NOTHING = {
    "consent": 0,
    "deletion": 0,
    "digest_subscription": 0,
    "invitation": 0,
    "involvement": 0,
    "source_link": 0,
    "source_record": 0,
}


async def belongs(registry: Registry, who: UUID, *places: UUID, title: str = "Canary") -> None:
    async with registry.acting("person.imported") as owner:
        for place in places:
            await owner.execute(
                "insert into memberships (person_id, organisation_id, title) values ($1, $2, $3)",
                who,
                place,
                title,
            )


async def preview(registry: Registry, who: str, place: UUID) -> Any:
    answer = await registry.ask(who, PREVIEW, {"id": id_of("Organisation", place)})
    assert answer.errors == []
    return answer.data["erasurePreview"]


async def erase(registry: Registry, place: UUID) -> dict[str, Any]:
    async with registry.acting("organisation.erased") as owner:
        went: dict[str, Any] = orjson.loads(
            await owner.fetchval("select erase_organisation($1)", place)
        )
    return went


async def rows(registry: Registry) -> list[Any]:
    """Return all that is on record of persons and of other organisations, byte for byte."""
    return [
        [tuple(it) for it in await registry.owner.fetch(f"select * from {table} order by 1, 2")]
        for table in ("persons", "person_versions", "memberships", "person_reach", "organisations")
    ]


async def test_t1_an_organisation_goes_to_the_last_trace_with_all_below_it(
    admin: Registry,
) -> None:
    group, patrol = await chain(admin, 2)
    async with admin.acting("organisation.created") as owner:
        await owner.execute("update organisations set name = 'Canary ' || name")
    who = await marked(admin)
    await belongs(admin, who, group, patrol)
    await steward(admin, "olena", patrol)

    went = await erase(admin, group)

    assert went["counts"] == NOTHING | {"organisation": 2, "membership": 2, "role_grant": 1}
    assert (went["kept"], went["erased"]) == (0, 1)
    assert await traces(admin) == {}
    assert await row(admin, "persons", who) is None
    left = await admin.owner.fetch("select name, status, kind from organisations")
    assert {tuple(it) for it in left} == {(None, "ERASED", "OFFICE")}
    topics = [it["type"] for it in await admin.owner.fetch("select type from outbox")]
    assert topics.count("organisation.erased") == 2


@pytest.mark.parametrize("holder", ["other", "import", "user", "birth"])
async def test_t1_whom_something_else_holds_stays(admin: Registry, holder: str) -> None:
    group, other = [await organisation(admin, name) for name in ("Group", "Other")]
    imported = {"source": "S", "external_id": "7"} if holder == "import" else {}
    who = await person(admin, **imported)
    if holder == "other":
        await belongs(admin, who, other)
    if holder == "user":
        await admin.user("ada")
        async with admin.acting("user.updated") as owner:
            await owner.execute("update users set person_id = $1 where username = 'ada'", who)
    if holder == "birth":
        await _on_a_record(admin, who)
    before = await rows(admin)
    await belongs(admin, who, group)
    went = await erase(admin, group)

    assert (went["kept"], went["erased"]) == (1, 0)
    after = await rows(admin)
    assert after[:4] == before[:4]
    assert (await row(admin, "persons", who))["first_name"] == "Ada"


async def _on_a_record(registry: Registry, who: UUID) -> None:
    async with registry.acting("birth.declared"):
        await insert(
            registry,
            "vital_events",
            {
                "kind": "BIRTH",
                "event_date": date(2026, 1, 1),
                "place": "Kyiv",
                "tracking_id": "BTRACKED",
                "declared_by_client_id": registry.console_id,
                "informant_relationship": "MOTHER",
                "details_digest": b"\0",
                "person_id": who,
            },
        )


async def test_t1_a_duplicate_goes_with_whom_it_was_merged_into(admin: Registry) -> None:
    group = await organisation(admin, "Group")
    duplicate, master = await marked(admin), await marked(admin)
    async with admin.acting("merge_request.merged") as owner:
        await owner.execute(
            "update persons set status = 'INACTIVE', master_person_id = $2 where id = $1",
            duplicate,
            master,
        )
    await belongs(admin, master, group)
    other = await pair(admin)

    went = await erase(admin, group)

    assert went["erased"] == 2
    assert await traces(admin) == {}
    assert (await row(admin, "persons", other.person))["first_name"] == "Ada"


async def test_t2_the_preview_counts_what_goes_and_nothing_has_gone(admin: Registry) -> None:
    group, patrol = await chain(admin, 2)
    other = await organisation(admin, "Other")
    for number in range(3):
        await belongs(admin, await person(admin, f"Ada{'abc'[number]}"), group)
    await belongs(admin, await person(admin, "Eve"), patrol, other)
    await steward(admin, "olena", group)
    before = await rows(admin)
    trail = await admin.owner.fetchval("select count(*) from audit_log")

    shown = await preview(admin, "olena", group)

    assert await rows(admin) == before
    assert await admin.owner.fetchval("select count(*) from audit_log") == trail
    assert await admin.owner.fetchval("select count(*) from outbox where type like 'org%'") == 0
    went = await erase(admin, group)
    assert {it["noun"]: it["rows"] for it in shown["counts"]} == went["counts"]
    assert (
        (shown["personsKept"], shown["personsErased"]) == (went["kept"], went["erased"]) == (1, 3)
    )


async def test_t2_a_preview_is_for_who_looks_after_it(admin: Registry) -> None:
    group, other = [await organisation(admin, name) for name in ("Group", "Other")]
    await steward(admin, "olena", group)
    await admin.user("clerk")
    await limit(admin, "clerk", "REGISTRAR", group)
    await admin.user("registrar", Role.REGISTRAR)

    seen = [await preview(admin, "olena", it) for it in (group, other)]
    refused = [
        await admin.ask(who, PREVIEW, {"id": id_of("Organisation", group)})
        for who in ("clerk", "registrar")
    ]
    await erase(admin, group)
    gone = await preview(admin, "admin", group)

    assert (seen[0] is not None, seen[1], gone) == (True, None, None)
    assert [it.refusal for it in refused] == [("FORBIDDEN", "User doesn't have required role")] * 2

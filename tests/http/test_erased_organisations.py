"""Rule T1: an organisation is erased by a run, when its name is typed."""

from typing import Any
from uuid import UUID

import pytest

from rules.erasures import Erased
from tests.organisations import chain, organisation, steward
from tests.people import id_of, person
from tests.runs import ASKED, inserted, run_of, until, working
from tests.serving import Answer, Registry

ERASE = (
    "mutation ($input: EraseOrganisationInput!)"
    f" {{ eraseOrganisation(input: $input) {{ run {{ {ASKED} }} }} }}"
)
PREVIEW = """
query ($id: ID!) {
  erasurePreview(organisationId: $id) { counts { noun rows } personsKept personsErased }
}
"""
JOIN = "insert into memberships (person_id, organisation_id) values ($1, $2)"
STATES = "select status, name from organisations where id = any($1) order by id"
LINES = "select kind, erased_id, counts::text, reason, actor_id from erasures"


async def erase(
    registry: Registry, who: str, place: UUID, name: str, key: str = "key", **more: Any
) -> Answer:
    """Let somebody erase an organisation."""
    given = {
        "idempotencyKey": key,
        "organisationId": id_of("Organisation", place),
        "name": name,
        "reason": "The group was dissolved",
    }
    return await registry.ask(who, ERASE, {"input": given | more})


async def test_t1_what_the_preview_counts_goes(admin: Registry) -> None:
    group, patrol = await chain(admin, 2)
    somebody = await person(admin)
    async with admin.acting("membership.imported") as owner:
        await owner.execute(JOIN, somebody, patrol)
    shown = (await admin.ask("admin", PREVIEW, {"id": id_of("Organisation", group)})).data

    begun = (await erase(admin, "admin", group, "Level 0")).data["eraseOrganisation"]["run"]
    run = UUID(begun["databaseId"])
    async with working(admin) as listed:
        await until(admin, run, "SUCCEEDED")

    after = await run_of(admin, "admin", run)
    preview = shown["erasurePreview"]
    assert (begun["kind"], begun["status"]) == ("ERASURE", "ENQUEUED")
    assert (preview["personsErased"], preview["personsKept"]) == (1, 0)
    assert (after["counts"]["anonymised"], after["counts"]["unchanged"]) == (1, 0)
    states = await admin.owner.fetch(STATES, [group, patrol])
    assert [tuple(row) for row in states] == [("ERASED", None)] * 2
    (line,) = await admin.owner.fetch(LINES)
    assert (line["kind"], line["erased_id"], line["reason"]) == (
        "ORGANISATION",
        group,
        "The group was dissolved",
    )
    assert line["actor_id"] == admin.users["admin"]
    assert [(it.kind, it.erased_id) for it in listed] == [(Erased.ORGANISATION, group)]
    assert await admin.owner.fetchval("select reason from runs where id = $1", run) is None


@pytest.mark.parametrize("name", ["", "Clinic 2", "clinic"])
async def test_t1_its_name_is_typed_as_it_is(admin: Registry, name: str) -> None:
    place = await organisation(admin, "Clinic")

    refused = await erase(admin, "admin", place, name)

    assert refused.refusal == ("UNPROCESSABLE_ENTITY", "Name does not match")
    assert await admin.owner.fetchval("select count(*) from runs") == 0


async def test_t1_a_steward_erases_theirs_and_no_other(admin: Registry) -> None:
    mine, other = [await organisation(admin, name) for name in ("Mine", "Other")]
    await steward(admin, "sam", mine)

    foreign = await erase(admin, "sam", other, "Other")
    begun = (await erase(admin, "sam", mine, "Mine", "2")).data["eraseOrganisation"]["run"]
    async with working(admin):
        await until(admin, UUID(begun["databaseId"]), "SUCCEEDED")

    assert foreign.refusal == ("NOT_FOUND", "Organisation not found")
    states = await admin.owner.fetch(STATES, [mine, other])
    assert [row["status"] for row in states] == ["ERASED", "ACTIVE"]
    again = await erase(admin, "admin", mine, "Mine", "3")
    assert again.refusal == ("NOT_FOUND", "Organisation not found")


async def test_t1_what_is_under_way_below_it_ends(admin: Registry) -> None:
    group, patrol = await chain(admin, 2)
    below = await inserted(admin, patrol)

    begun = (await erase(admin, "admin", group, "Level 0")).data["eraseOrganisation"]["run"]
    async with admin.acting("message.enqueued") as owner:
        # The run below waits longer than the erasure.
        await owner.execute(
            "update messages set next_attempt_at = 'infinity' where run_id = $1", below
        )
    async with working(admin):
        await until(admin, UUID(begun["databaseId"]), "SUCCEEDED")

    assert (await run_of(admin, "admin", below))["status"] == "CANCELLED"


async def test_t1_nothing_goes_where_who_asked_may_no_longer(admin: Registry) -> None:
    place = await organisation(admin, "Clinic")
    await steward(admin, "sam", place)
    await steward(admin, "sue", place)
    begun = (await erase(admin, "sam", place, "Clinic")).data["eraseOrganisation"]["run"]
    async with admin.acting("role.revoked") as owner:
        await owner.execute(
            "update role_grants set expires_at = now() where user_id = $1", admin.users["sam"]
        )

    async with working(admin):
        await until(admin, UUID(begun["databaseId"]), "FAILED")

    failed = await run_of(admin, "admin", UUID(begun["databaseId"]))
    assert failed["lastError"] == "User doesn't have required role"
    (state,) = await admin.owner.fetch(STATES, [place])
    assert tuple(state) == ("ACTIVE", "Clinic")
    assert await admin.owner.fetchval("select count(*) from erasures") == 0

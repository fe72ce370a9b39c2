"""Rules R1 and R7: organisations, their names, their end, and their versions."""

import asyncio
from typing import Any
from uuid import uuid4

import pytest

from rules.access import Role
from tests.organisations import (
    CREATE,
    HAS_ACTIVE_ONES,
    NOT_ACTIVE,
    NOT_FOUND,
    ONE,
    TAKEN,
    archive,
    create,
    names,
    organisation,
    paths_are_right,
)
from tests.people import id_of, row
from tests.serving import Registry


async def test_r1_an_organisation_stands_below_another(admin: Registry) -> None:
    root = await organisation(admin, "Kyiv")

    answer = await create(admin, "admin", "  Office of Podil ", root, kind="OFFICE")

    made = answer.data["createOrganisation"]["organisation"]
    assert made == {
        "id": made["id"],
        "databaseId": made["databaseId"],
        "name": "Office of Podil",
        "kind": "OFFICE",
        "status": "ACTIVE",
        "version": 1,
        "parent": {"name": "Kyiv"},
        "mergedInto": None,
    }
    assert (await admin.ask("admin", ONE, {"id": made["id"]})).data["organisation"] == {
        "name": "Office of Podil",
        "status": "ACTIVE",
        "parent": {"name": "Kyiv"},
    }
    assert await paths_are_right(admin)


@pytest.mark.parametrize(
    "other", ["Saint Mary's", "SAINT-MARYS", "saint mary\u2019s", "Sáint Marys"]
)
async def test_r1_two_of_one_parent_differ_in_name_however_it_is_written(
    admin: Registry, other: str
) -> None:
    roots = [await organisation(admin, name) for name in ("Saint Mary's", "Elsewhere")]
    await organisation(admin, "Saint Mary's", roots[0])
    other = " ".join(other.split())

    refused = [await create(admin, "admin", other, parent) for parent in (None, roots[0])]
    elsewhere = await create(admin, "admin", other, roots[1])

    assert [it.refusal for it in refused] == [TAKEN, TAKEN]
    assert elsewhere.data["createOrganisation"]["organisation"]["name"] == other


async def test_r1_of_many_that_take_one_name_at_once_one_has_it(admin: Registry) -> None:
    answers = await asyncio.gather(*(create(admin, "admin", "Kyiv") for _ in range(12)))

    refused = [it.refusal for it in answers if it.errors]
    assert refused == [TAKEN] * 11
    assert await names(admin, "admin") == ["Kyiv"]


@pytest.mark.parametrize(
    ("given", "path"),
    [
        ({"name": " "}, ["name"]),
        ({"name": "x" * 201}, ["name"]),
        ({"name": "A\u202eB"}, ["name"]),
        ({"name": "A\u200bB"}, ["name"]),
        ({"kind": "12"}, ["kind"]),
        ({"kind": "k" * 65}, ["kind"]),
    ],
)
async def test_r1_a_name_and_a_kind_can_be_read(
    admin: Registry, given: dict[str, Any], path: list[str]
) -> None:
    refused = await admin.ask(
        "admin", CREATE, {"input": {"name": "Kyiv", "kind": "OFFICE"} | given}
    )

    (error,) = refused.errors
    assert error["extensions"]["code"] == "UNPROCESSABLE_ENTITY"
    assert [it["path"] for it in error["extensions"]["violations"]] == [path]


async def test_r1_nothing_begins_in_what_is_archived(admin: Registry) -> None:
    root = await organisation(admin, "Kyiv")
    below = await organisation(admin, "Podil", root)

    early = await archive(admin, "admin", root)
    archived = [await archive(admin, "admin", it) for it in (below, root, root)]
    refused = await create(admin, "admin", "Too late", root)
    unknown = [
        await create(admin, "admin", "Nowhere", uuid4()),
        await archive(admin, "admin", uuid4()),
        await admin.ask(
            "admin", CREATE, {"input": {"name": "N", "kind": "K", "parentId": "nobody"}}
        ),
    ]

    assert early.refusal == HAS_ACTIVE_ONES
    assert [it.data["archiveOrganisation"]["organisation"] for it in archived] == [
        {"status": "ARCHIVED", "version": 2}
    ] * 3
    assert refused.refusal == NOT_ACTIVE
    assert [it.refusal for it in unknown] == [NOT_FOUND] * 3
    assert await names(admin, "admin") == ["Kyiv", "Podil"]


async def test_r1_who_comes_while_the_parent_ends_comes_before_or_not_at_all(
    admin: Registry,
) -> None:
    for number in range(6):
        root = await organisation(admin, f"Root {number}")

        came, ended = await asyncio.gather(
            create(admin, "admin", "Coming", root), archive(admin, "admin", root)
        )

        status = (await row(admin, "organisations", root))["status"]
        assert (status == "ARCHIVED") == bool(came.errors) == (not ended.errors)
        if came.errors:
            assert came.refusal == NOT_ACTIVE
        else:
            assert ended.refusal == HAS_ACTIVE_ONES


async def test_r1_what_is_merged_is_not_archived(admin: Registry) -> None:
    one, other = [await organisation(admin, name) for name in ("One", "Other")]
    async with admin.acting("organisation.merged") as owner:
        await owner.execute(
            "update organisations set status = 'MERGED', merged_into_id = $2 where id = $1",
            one,
            other,
        )

    assert (await archive(admin, "admin", one)).refusal == NOT_ACTIVE


async def test_r7_each_change_is_the_next_version_and_what_changes_nothing_is_none(
    admin: Registry,
) -> None:
    root = await organisation(admin, "Kyiv")

    async with admin.acting("organisation.renamed") as owner:
        await owner.execute("update organisations set name = 'Kiev' where id = $1", root)
        await owner.execute("update organisations set name = 'Kiev' where id = $1", root)

    assert (await row(admin, "organisations", root))["version"] == 2


async def test_n4_organisations_are_found_by_the_words_of_their_names(admin: Registry) -> None:
    for name in ("Saint-Mary's Hospital", "Лікарня Святої Марії", "Office of Podil"):
        await organisation(admin, name)

    found = {
        sought: await names(admin, "admin", sought)
        for sought in ("marys", "hosp saint", "likarnya", "СВЯТОЇ", "podil nowhere", "", "--")
    }

    assert found == {
        "marys": ["Saint-Mary's Hospital"],
        "hosp saint": ["Saint-Mary's Hospital"],
        "likarnya": ["Лікарня Святої Марії"],
        "СВЯТОЇ": ["Лікарня Святої Марії"],
        "podil nowhere": [],
        "": [],
        "--": [],
    }


async def test_a5_registrars_stewards_admins_and_machines_read_and_others_do_not(
    admin: Registry,
) -> None:
    await organisation(admin, "Kyiv")
    machine = await admin.client("clinic", scopes=["organisation:read"])
    roles = (Role.REGISTRAR, Role.STEWARD, Role.ADMIN)
    readers: list[Any] = [machine, *[await admin.user(f"reading {it}", it) for it in roles]]
    others = [
        await admin.user(f"other {role}", role)
        for role in (Role.NHS_REVIEWER, Role.SENIOR_REVIEWER, Role.PERSON)
    ]

    read = [await names(admin, it) for it in readers]
    refused = [await admin.ask(it, "{ organisations { nodes { id } } }") for it in others]

    assert read == [["Kyiv"]] * 4
    assert {(it.status, *it.refusal) for it in refused} == {
        (403, "FORBIDDEN", "User doesn't have required role")
    }


async def test_a5_stewards_and_admins_make_organisations_and_others_do_not(
    admin: Registry,
) -> None:
    machine = await admin.client("clinic")
    others: list[Any] = [machine, await admin.user("rita", Role.REGISTRAR)]
    stewards = [await admin.user(f"who {it}", it) for it in (Role.STEWARD, Role.ADMIN)]

    made = [await create(admin, it, f"Made by {it}") for it in stewards]
    refused = [
        await admin.ask(
            it, CREATE, {"input": {"name": "N", "kind": "K"}}, scope="organisation:write"
        )
        for it in others
    ]
    without_scope = await admin.ask(
        "admin", CREATE, {"input": {"name": "N", "kind": "K"}}, scope="organisation:read"
    )

    assert [it.errors for it in made] == [[], []]
    assert {it.refusal for it in refused} == {("FORBIDDEN", "User doesn't have required role")}
    assert without_scope.refusal == ("FORBIDDEN", "Invalid scopes")


async def test_a_node_is_an_organisation(admin: Registry) -> None:
    root = await organisation(admin, "Kyiv")
    asked = "query ($id: ID!) { node(id: $id) { ... on Organisation { name } } }"

    found = await admin.ask("admin", asked, {"id": id_of("Organisation", root)})

    assert found.data == {"node": {"name": "Kyiv"}}


async def test_d1_d4_the_trail_says_what_became_of_an_organisation_and_not_its_name(
    admin: Registry,
) -> None:
    made = (await create(admin, "admin", "Kyiv")).data["createOrganisation"]["organisation"]
    root = made["databaseId"]
    await archive(admin, "admin", root)

    rows = await admin.owner.fetch(
        "select action, changeset, previous from audit_log where resource_id = $1 order by id", root
    )

    assert [row["action"] for row in rows] == ["organisation.created", "organisation.archived"]
    written = "".join(f"{row['changeset']}{row['previous']}" for row in rows)
    assert "Kyiv" not in written
    assert "OFFICE" not in written
    assert '"status": "ARCHIVED"' in written

"""Who belongs to an organisation: pages below a field, as they are seen (rules R3 and G)."""

from typing import Any
from uuid import UUID

import pytest

from tests.consents import link
from tests.organisations import archive, bound_machine, limit, organisation, steward
from tests.people import id_of, person
from tests.serving import Registry

MEMBERS = """
query ($id: ID!, $first: Int, $after: String, $last: Int, $before: String, $endedToo: Boolean) {
  organisation(id: $id) {
    name
    members(first: $first, after: $after, last: $last, before: $before, endedToo: $endedToo) {
      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
      nodes { title }
      edges { cursor node { title person { firstName } organisation { name } } }
    }
  }
}
"""
TITLES = "members { nodes { title } }"


async def joined(
    registry: Registry, place: UUID, count: int, *, ended: int = 0
) -> list[dict[str, Any]]:
    """Let people belong to an organisation, and return them, oldest first; some have left."""
    async with registry.acting("membership.imported") as owner:
        for number in range(count):
            somebody = await person(registry, f"Name{number}", "Moss")
            await owner.execute(
                "insert into memberships (person_id, organisation_id, title, ended_on)"
                " values ($1, $2, $3, $4::date)",
                somebody,
                place,
                f"title {number}",
                None if number >= ended else await owner.fetchval("select current_date"),
            )
    return [
        dict(it)
        for it in await registry.owner.fetch(
            "select id, title, person_id, ended_on from memberships where organisation_id = $1"
            " order by id",
            place,
        )
    ]


async def page(registry: Registry, who: Any, place: UUID, **given: Any) -> dict[str, Any]:
    """Return a page of the members of an organisation."""
    answer = await registry.ask(who, MEMBERS, {"id": id_of("Organisation", place)} | given)
    assert not answer.errors, answer.errors
    found: dict[str, Any] = answer.data["organisation"]["members"]
    return found


def titles(found: dict[str, Any]) -> list[str]:
    """Return the titles on a page, by its edges and by its nodes."""
    by_edges = [it["node"]["title"] for it in found["edges"]]
    assert by_edges == [it["title"] for it in found["nodes"]]
    return by_edges


async def test_members_are_paged_from_both_ends(admin: Registry) -> None:
    place, other = [await organisation(admin, name) for name in ("Clinic", "Other")]
    await joined(admin, place, 5)
    await joined(admin, other, 2)

    first = await page(admin, "admin", place, first=2)
    second = await page(admin, "admin", place, first=2, after=first["pageInfo"]["endCursor"])
    third = await page(admin, "admin", place, first=2, after=second["pageInfo"]["endCursor"])
    back = await page(admin, "admin", place, last=2, before=third["pageInfo"]["startCursor"])

    assert [titles(it) for it in (first, second, third, back)] == [
        ["title 0", "title 1"],
        ["title 2", "title 3"],
        ["title 4"],
        ["title 2", "title 3"],
    ]
    flags = [
        (it["pageInfo"]["hasPreviousPage"], it["pageInfo"]["hasNextPage"])
        for it in (first, second, third, back)
    ]
    assert flags == [(False, True), (True, True), (True, False), (True, True)]
    assert first["edges"][0]["node"]["organisation"] == {"name": "Clinic"}


async def test_who_has_left_is_listed_where_that_is_asked(admin: Registry) -> None:
    place = await organisation(admin, "Clinic")
    await joined(admin, place, 3, ended=2)

    assert titles(await page(admin, "admin", place)) == ["title 2"]
    assert titles(await page(admin, "admin", place, endedToo=True)) == [
        "title 0",
        "title 1",
        "title 2",
    ]
    assert titles(await page(admin, "admin", place, endedToo=None)) == ["title 2"]


async def test_each_organisation_of_a_list_has_its_own_page(admin: Registry) -> None:
    places = [await organisation(admin, name) for name in ("A", "B", "C")]
    await joined(admin, places[0], 2)
    await joined(admin, places[1], 1)
    text = """
    { organisations { nodes { name
        one: members(first: 1) { nodes { title } pageInfo { hasNextPage } }
        last: members(last: 1) { nodes { title } }
        none: members(first: 0) { nodes { title } pageInfo { hasNextPage startCursor } } } } }
    """

    listed = (await admin.ask("admin", text)).data["organisations"]["nodes"]

    assert [(it["name"], it["one"], it["last"]["nodes"]) for it in listed] == [
        (
            "A",
            {"nodes": [{"title": "title 0"}], "pageInfo": {"hasNextPage": True}},
            [{"title": "title 1"}],
        ),
        (
            "B",
            {"nodes": [{"title": "title 0"}], "pageInfo": {"hasNextPage": False}},
            [{"title": "title 0"}],
        ),
        ("C", {"nodes": [], "pageInfo": {"hasNextPage": False}}, []),
    ]
    assert [it["none"]["pageInfo"] for it in listed] == [
        {"hasNextPage": bool(count), "startCursor": None} for count in (2, 1, 0)
    ]


async def test_members_come_with_what_an_act_returns_and_with_nodes(admin: Registry) -> None:
    place = await organisation(admin, "Clinic")
    await joined(admin, place, 1)
    by_id = f"... on Organisation {{ {TITLES} }}"
    given = {"id": id_of("Organisation", place)}
    archiving = f"""
    mutation ($input: OrganisationIdInput!) {{
      archiveOrganisation(input: $input) {{ organisation {{ {TITLES} }} }}
    }}
    """

    node = await admin.ask("admin", f"query ($id: ID!) {{ node(id: $id) {{ {by_id} }} }}", given)
    listed = f"query ($ids: [ID!]!) {{ nodes(ids: $ids) {{ {by_id} }} }}"
    nodes = await admin.ask("admin", listed, {"ids": [given["id"]]})
    ended = await admin.ask("admin", archiving, {"input": given})

    shown = {"members": {"nodes": [{"title": "title 0"}]}}
    assert node.data == {"node": shown}
    assert nodes.data == {"nodes": [shown]}
    assert ended.data == {"archiveOrganisation": {"organisation": shown}}


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"first": 101}, "first is a number from 0 to 100"),
        ({"first": -1}, "first is a number from 0 to 100"),
        ({"first": 1, "last": 1}, "A page is asked for by first or by last, not by both"),
        ({"after": "x"}, "The cursor is not one of this list in this order"),
        ({"after": "x" * 2000}, "after is longer than 500 characters"),
    ],
)
async def test_a_page_below_a_field_is_refused_as_one_above(
    admin: Registry, given: dict[str, Any], message: str
) -> None:
    place = await organisation(admin, "Clinic")

    answer = await admin.ask("admin", MEMBERS, {"id": id_of("Organisation", place)} | given)

    assert (answer.status, answer.refusal) == (400, ("BAD_REQUEST", message))


async def test_an_act_is_not_done_whose_answer_would_have_no_such_page(admin: Registry) -> None:
    place = await organisation(admin, "Clinic")
    text = """
    mutation ($input: OrganisationIdInput!) {
      archiveOrganisation(input: $input) { organisation { members(first: 101) { nodes { id } } } }
    }
    """

    refused = await admin.ask("admin", text, {"input": {"id": id_of("Organisation", place)}})

    assert refused.refusal == ("BAD_REQUEST", "first is a number from 0 to 100")
    assert not (await archive(admin, "admin", place)).errors


async def test_pages_within_pages_have_a_bound(admin: Registry) -> None:
    place = await organisation(admin, "Clinic")
    await joined(admin, place, 1)
    inner = "members(first: $size) { nodes { id } }"
    beneath = f"members(first: $size) {{ nodes {{ organisation {{ {inner} }} }} }}"
    one = f"query ($id: ID!, $size: Int) {{ organisation(id: $id) {{ {beneath} }} }}"
    many = f"query ($size: Int) {{ organisations(first: 50) {{ nodes {{ {beneath} }} }} }}"
    given = {"id": id_of("Organisation", place)}

    answers = [
        await admin.ask("admin", one, given | {"size": 99}),
        await admin.ask("admin", one, given | {"size": 100}),
        await admin.ask("admin", many, {"size": 13}),
        await admin.ask("admin", many, {"size": 14}),
    ]

    assert [it.refusal if it.errors else None for it in answers] == [
        None,
        ("BAD_REQUEST", "The lists below a field have up to 10100 rows, more than 10000"),
        None,
        ("BAD_REQUEST", "The lists below a field have up to 10500 rows, more than 10000"),
    ]


async def test_a_page_that_is_skipped_asks_for_nothing(admin: Registry) -> None:
    place = await organisation(admin, "Clinic")
    text = """
    query ($id: ID!, $no: Boolean!) {
      organisation(id: $id) { name members(first: 101) @include(if: $no) { nodes { id } } }
    }
    """
    given = {"id": id_of("Organisation", place)}

    left_out = await admin.ask("admin", text, given | {"no": False})
    asked = await admin.ask("admin", text, given | {"no": True})

    assert left_out.data == {"organisation": {"name": "Clinic"}}
    assert asked.refusal == ("BAD_REQUEST", "first is a number from 0 to 100")


async def test_r3_a_steward_sees_who_belongs_to_theirs_and_no_more_of_them_than_they_may(
    admin: Registry,
) -> None:
    root = await organisation(admin, "Root")
    place, other = [await organisation(admin, name, root) for name in ("Clinic", "Other")]
    members = await joined(admin, place, 2)
    await joined(admin, other, 1)
    await link(admin, "ada", members[0]["person_id"])
    await steward(admin, "sam", place)

    found = await page(admin, "sam", place)
    elsewhere = await admin.ask("sam", MEMBERS, {"id": id_of("Organisation", other)})

    # Who has a user of their own is in reach by a consent; who has none, by belonging there.
    assert [it["node"]["person"] for it in found["edges"]] == [None, {"firstName": "Name1"}]
    assert elsewhere.data == {"organisation": None}


async def test_a2_who_belongs_there_is_shown_to_nobody_whose_token_cannot_read_persons(
    admin: Registry,
) -> None:
    place = await organisation(admin, "Clinic")
    await joined(admin, place, 1)
    await steward(admin, "sam", place)
    await admin.user("rita")
    await limit(admin, "rita", "REGISTRAR", place)
    bound, unbound = await bound_machine(admin, place), await admin.client("unbound")
    text = (
        "query ($id: ID!) { organisation(id: $id) { members { nodes { person { lastName } } } } }"
    )

    seen: dict[str, list[Any]] = {}
    callers: list[str | UUID] = ["sam", "rita", bound, unbound]
    for more in ("", " person:read"):
        for who in callers:
            given = {"id": id_of("Organisation", place)}
            answer = await admin.ask(who, text, given, scope=f"organisation:read{more}")
            (node,) = answer.data["organisation"]["members"]["nodes"]
            seen.setdefault(more, []).append(node["person"])

    assert seen[""] == [None] * 4
    assert None not in seen[" person:read"]


async def test_r3_a_person_sees_their_own_membership_alone(admin: Registry) -> None:
    root = await organisation(admin, "Root")
    members = await joined(admin, root, 2)
    await link(admin, "ada", members[0]["person_id"])
    text = "{ viewer { person { memberships { organisation { members { nodes { title } } } } } } }"

    (own,) = (await admin.ask("ada", text)).data["viewer"]["person"]["memberships"]

    assert own == {"organisation": {"members": {"nodes": [{"title": "title 0"}]}}}

"""Pages: their sizes, their directions, their cursors and what they say of themselves (rule G)."""

from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.access import Role
from tests.people import pairs, person
from tests.serving import Answer, Registry

ROWS = 9
PAGE = """
query ($first: Int, $after: String, $last: Int, $before: String) {
  page: %s {
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    edges { cursor node { id } } nodes { id }
  }
}
"""
WINDOW = "first: $first, after: $after, last: $last, before: $before"
ALL = "filter: {status: [MERGE, NEW, POSTPONE, SPLIT, TRASH]}"
LISTS = {
    "persons": f'persons({WINDOW}, filter: {{name: "ada"}})',
    "persons who stand": f"persons({WINDOW}, filter: {{status: ACTIVE}})",
    "the trail": f'auditLog({WINDOW}, filter: {{resource: "person"}})',
    "the trail as it grew": f"auditLog({WINDOW}, orderBy: INSERTED_AT_ASC)",
    **{
        f"requests {order}": f"mergeRequests({WINDOW}, orderBy: {order}, {ALL})"
        for order in ("INSERTED_AT_ASC", "INSERTED_AT_DESC", "STATUS_ASC", "STATUS_DESC")
    },
    "open requests": f"mergeRequests({WINDOW})",
}
SIZES = st.none() | st.integers(0, ROWS + 2)


@dataclass(frozen=True)
class Listed:
    """A list in whole: its rows in order, each with its cursor."""

    query: str
    ids: list[str]
    cursors: list[str]


async def requests_of(registry: Registry, who: str) -> None:
    """Give a reviewer requests in every status, some of them made at the same moment."""
    await pairs(registry, ROWS)
    async with registry.acting("merge_request.assigned"):
        await registry.owner.execute(
            """
            insert into merge_requests (manual_merge_candidate_id, assignee_id, status, inserted_at)
            select id, $1, (array['POSTPONE', 'MERGE', 'SPLIT'])[1 + number % 3],
                   '2024-01-01'::timestamptz + (number / 3) * interval '1 second'
              from (select id, row_number() over () as number from manual_merge_candidates) it
            """,
            registry.users[who],
        )


async def ask(registry: Registry, query: str, **window: Any) -> Answer:
    return await registry.ask("ada", query, window)


@pytest.fixture(scope="module")
async def lists(shared_registry: Registry) -> dict[str, Listed]:
    """Every kind of list, read once in whole."""
    await shared_registry.user("ada", *Role)
    await requests_of(shared_registry, "ada")
    found = {}
    for name, of in LISTS.items():
        query = PAGE % of
        edges = (await ask(shared_registry, query, first=100)).data["page"]["edges"]
        found[name] = Listed(
            query, [it["node"]["id"] for it in edges], [it["cursor"] for it in edges]
        )
    return found


def expected(of: Listed, window: dict[str, Any]) -> tuple[list[str], bool, bool]:
    """What Relay says the page is: rows, whether more precede it, whether more follow."""
    after = of.cursors.index(window["after"]) + 1 if window.get("after") else 0
    before = of.cursors.index(window["before"]) if window.get("before") else len(of.ids)
    between = range(after, max(after, before))
    first, last = window.get("first"), window.get("last")
    size = 20 if first is None and last is None else first
    taken = between[:size] if size is not None else between[max(0, len(between) - (last or 0)) :]
    precede = (last is not None and len(between) > last) or after > 0
    follow = (size is not None and len(between) > size) or before < len(of.ids)
    return [of.ids[it] for it in taken], precede, follow


def windows(of: Listed) -> st.SearchStrategy[dict[str, Any]]:
    place = st.none() | st.sampled_from(of.cursors)
    sizes = st.tuples(SIZES, st.none()) | st.tuples(st.none(), SIZES)
    return st.builds(
        lambda size, after, before: {
            "first": size[0], "last": size[1], "after": after, "before": before,
        },
        sizes, place, place,
    )  # fmt: skip


@pytest.mark.parametrize("name", LISTS)
async def test_g_a_page_is_what_relay_says(
    shared_registry: Registry, lists: dict[str, Listed], name: str
) -> None:
    of = lists[name]
    drawn: list[dict[str, Any]] = []

    @settings(max_examples=25, database=None, derandomize=True, deadline=None)
    @given(windows(of))
    def draw(window: dict[str, Any]) -> None:
        drawn.append(window)

    draw()
    for window in drawn:
        page = (await ask(shared_registry, of.query, **window)).data["page"]
        rows, precede, follow = expected(of, window)

        assert [it["id"] for it in page["nodes"]] == rows, window
        assert [it["node"]["id"] for it in page["edges"]] == rows
        page_info = page["pageInfo"]
        if rows:
            assert (page_info["hasPreviousPage"], page_info["hasNextPage"]) == (precede, follow), (
                window
            )
        cursors = [of.cursors[of.ids.index(it)] for it in rows]
        assert [it["cursor"] for it in page["edges"]] == cursors
        ends = (cursors[0], cursors[-1]) if cursors else (None, None)
        assert (page_info["startCursor"], page_info["endCursor"]) == ends


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize(
    ("window", "fits"),
    [
        ({"first": 0}, True),
        ({"last": 0}, True),
        ({"first": 100}, True),
        ({"last": 100}, True),
        ({"first": None, "last": None, "after": None, "before": None}, True),
        ({"first": 101}, False),
        ({"last": 101}, False),
        ({"first": -1}, False),
        ({"last": -1}, False),
        ({"first": 2147483647}, False),
        ({"first": 2147483648}, False),
        ({"first": 1, "last": 1}, False),
        ({"first": 0, "last": 0}, False),
        ({"first": 1.5}, False),
        ({"first": "1"}, False),
        ({"first": True}, False),
        ({"after": ""}, False),
        ({"after": "x"}, False),
        ({"before": "\u0000"}, False),
        ({"before": "жжж"}, False),
        ({"after": 1}, False),
    ],
)
async def test_g_a_page_has_0_to_100_rows_from_one_end(
    shared_registry: Registry,
    lists: dict[str, Listed],
    name: str,
    window: dict[str, Any],
    *,
    fits: bool,
) -> None:
    answer = await ask(shared_registry, lists[name].query, **window)

    if fits:
        assert answer.data
    else:
        assert "data" not in answer.body
        assert (answer.status, answer.refusal[0]) == (400, "BAD_REQUEST")


async def test_g_without_sizes_a_page_has_20_rows(registry: Registry) -> None:
    await registry.user("ada", *Role)
    for _ in range(21):
        await person(registry)

    page = (await ask(registry, PAGE % LISTS["persons"])).data["page"]

    assert len(page["nodes"]) == 20
    assert page["pageInfo"]["hasNextPage"] is True


async def test_a_page_of_nothing_says_whether_there_are_rows(
    shared_registry: Registry, lists: dict[str, Listed]
) -> None:
    of = lists["persons"]

    forwards = (await ask(shared_registry, of.query, first=0)).data["page"]["pageInfo"]
    backwards = (await ask(shared_registry, of.query, last=0)).data["page"]["pageInfo"]
    nobody = PAGE % f'persons({WINDOW}, filter: {{name: "nobody"}})'
    empty = (await ask(shared_registry, nobody)).data["page"]

    assert (forwards["hasNextPage"], forwards["endCursor"]) == (True, None)
    assert (backwards["hasPreviousPage"], backwards["startCursor"]) == (True, None)
    assert empty == {
        "pageInfo": {
            "hasNextPage": False,
            "hasPreviousPage": False,
            "startCursor": None,
            "endCursor": None,
        },
        "edges": [],
        "nodes": [],
    }


@pytest.mark.parametrize("name", LISTS)
async def test_g_a_changed_cursor_is_refused(
    shared_registry: Registry, lists: dict[str, Listed], name: str
) -> None:
    of = lists[name]
    cursor = of.cursors[1]
    changed = [
        cursor[:place] + other + cursor[place + 1 :]
        for place in range(len(cursor))
        for other in ("A" if cursor[place] != "A" else "B", "!")
    ]
    changed += [cursor + "!", cursor + "=", cursor + "AAAA", f" {cursor}", cursor[:-1], cursor * 2]

    answers = [await ask(shared_registry, of.query, first=1, after=it) for it in changed]

    assert {(it.status, it.refusal[0]) for it in answers} == {(400, "BAD_REQUEST")}


async def test_g_a_cursor_of_another_list_or_order_is_refused(
    shared_registry: Registry, lists: dict[str, Listed]
) -> None:
    shared = {
        "persons who stand": "persons",
        "open requests": "requests INSERTED_AT_DESC",
    }
    order_of = {name: shared.get(name, name) for name in lists}

    for name, of in lists.items():
        for other, another in lists.items():
            answer = await ask(shared_registry, of.query, after=another.cursors[0])

            if order_of[name] == order_of[other]:
                assert answer.data
            else:
                assert (answer.status, answer.refusal[0]) == (400, "BAD_REQUEST"), (name, other)


@pytest.mark.parametrize("order", ["INSERTED_AT_ASC", "INSERTED_AT_DESC"])
@pytest.mark.parametrize("backwards", [False, True])
async def test_g_rows_that_come_in_are_not_repeated_and_make_no_others_be_skipped(
    registry: Registry, order: str, *, backwards: bool
) -> None:
    await registry.user("ada", *Role)
    await requests_of(registry, "ada")
    query = PAGE % f"mergeRequests({WINDOW}, orderBy: {order}, {ALL})"
    whole = [it["id"] for it in (await ask(registry, query, first=100)).data["page"]["nodes"]]
    read: list[str] = []
    window: dict[str, Any] = {"last" if backwards else "first": 2}

    more = True
    while more:
        page = (await ask(registry, query, **window)).data["page"]
        rows = [it["id"] for it in page["nodes"]]
        read = rows + read if backwards else read + rows
        page_info = page["pageInfo"]
        more = page_info["hasPreviousPage" if backwards else "hasNextPage"] and len(read) < 99
        window |= (
            {"before": page_info["startCursor"]} if backwards else {"after": page_info["endCursor"]}
        )
        if len(read) < ROWS:
            await newcomer(registry)

    assert len(read) == len(set(read))
    assert [it for it in read if it in whole] == whole


async def newcomer(registry: Registry) -> None:
    """Let one more request come in now."""
    one, other = await person(registry), await person(registry)
    async with registry.acting("merge_request.assigned"):
        await registry.owner.execute(
            """
            with pair as (insert into merge_candidates (person_id, master_person_id)
                          values ($1, $2) returning id),
            candidate as (insert into manual_merge_candidates (merge_candidate_id)
                          select id from pair returning id)
            insert into merge_requests (manual_merge_candidate_id, assignee_id, status)
            select id, $3, 'SPLIT' from candidate
            """,
            one,
            other,
            registry.users["ada"],
        )

"""Who decided a merge is shown to those who may see users, and to nobody else (H13 and B17)."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from rules.access import Role, scopes_of
from tests.databases import Database
from tests.disputes import vote
from tests.edits import become
from tests.erasures import anonymise
from tests.people import Pair, id_of, pair, person
from tests.serving import Registry
from tests.unmerging import merge_of, merged, staffed, unmerge

DECIDED = """
query ($filter: MergeFilter) { merges(filter: $filter) {
  nodes { person { databaseId } masterPerson { databaseId } undoneAt decidedBy { username } } } }
"""
NODE = """
query ($id: ID!) { node(id: $id) { ... on Merge { decidedBy { username }
  proposals { merge { decidedBy { displayName } } } } } }
"""
VOTES = """
query ($id: ID!) { node(id: $id) { ... on Merge { isWeighed
  votes { reviewer { username } reasons decidedAt } } } }
"""
VOTERS = ["reviewer1", "reviewer3"]


@pytest.fixture
async def registry(database: Database, tmp_path: Path) -> AsyncIterator[Registry]:
    """A server where two decisions are a quorum, with all who are needed."""
    async with staffed(database, tmp_path, quorum=2) as running:
        yield running


async def deciders(registry: Registry, who: str, scope: str | None = None) -> list[list[str]]:
    """Return who decided each merge as somebody sees it, the latest merge first."""
    answer = await registry.ask(who, DECIDED, scope=scope)
    nodes = answer.data["merges"]["nodes"]
    return [[it["username"] for it in node["decidedBy"]] for node in nodes]


async def decided(registry: Registry) -> Pair:
    """Let two reviewers merge a pair, after others have said and withdrawn something else."""
    of = await pair(registry)
    await vote(registry, "reviewer2", of, "SPLIT")
    await vote(registry, "reviewer0", of, "POSTPONE")
    for name in VOTERS[::-1]:
        await vote(registry, name, of, "MERGE")
    return of


async def test_h13_an_admin_sees_whose_votes_made_a_merge(registry: Registry) -> None:
    await decided(registry)
    by_hand = await pair(registry)
    async with registry.acting("merged_pair.imported") as owner:
        await owner.execute(
            "insert into merged_pairs (person_id, master_person_id, merge_candidate_id)"
            " values ($1, $2, $3)",
            by_hand.person,
            by_hand.master,
            by_hand.merge_candidate,
        )

    assert await deciders(registry, "admin") == [[], VOTERS]
    for scope in ("access:read", "audit_log:read"):
        assert await deciders(registry, "admin", f"merge:read {scope}") == [[], VOTERS]


async def test_h13_an_admin_sees_each_vote_with_when_and_why(registry: Registry) -> None:
    of = await decided(registry)
    async with registry.acting("merge_request.merged") as owner:
        await owner.execute(
            "update merge_requests set reasons = '{SAME_CONTACT}' where status = 'MERGE'"
            " and assignee_id = (select id from users where username = 'reviewer1')"
        )
    merge = await merge_of(registry, of.person)

    seen = await registry.ask("admin", VOTES, {"id": merge})
    kept = await registry.ask("first", VOTES, {"id": merge})

    votes = seen.data["node"]["votes"]
    why = {it["reviewer"]["username"]: it["reasons"] for it in votes}
    assert why == {"reviewer1": ["SAME_CONTACT"], "reviewer3": []}
    assert all(it["decidedAt"] for it in votes)
    assert seen.data["node"]["isWeighed"] is False
    assert kept.data["node"]["votes"] == []


async def test_h13_a_vote_was_given_when_it_was_though_its_comment_is_erased_later(
    registry: Registry,
) -> None:
    of = await decided(registry)
    async with registry.owner.transaction():
        await registry.owner.execute("set local session_replication_role = replica")
        await registry.owner.execute(
            "update merge_requests set comment = 'The same face', updated_at = '2026-01-31'"
            " where status = 'MERGE'"
        )
    merge = await merge_of(registry, of.person)

    await anonymise(registry, "admin", of.master)

    seen = await registry.ask("admin", VOTES, {"id": merge})
    assert await registry.owner.fetchval("select count(comment) from merge_requests") == 0
    given = {it["decidedAt"][:10] for it in seen.data["node"]["votes"]}
    assert given == {"2026-01-31"}


async def test_h13_nobody_else_sees_it(registry: Registry) -> None:
    of = await decided(registry)
    merge = await merge_of(registry, of.person)

    without = " ".join(scopes_of(Role) - {"access:read", "audit_log:read"})

    assert await deciders(registry, "first") == [[]]
    assert await deciders(registry, "admin", without) == [[]]
    seen = await registry.ask("first", NODE, {"id": merge})
    assert seen.data["node"]["decidedBy"] == []
    assert "reviewer" not in str(seen.body)


async def test_h13_each_round_names_its_own_deciders(registry: Registry) -> None:
    of = await decided(registry)
    await unmerge(registry, of.person)
    async with registry.acting("merge_candidate.detected") as owner:
        again = await owner.fetchval(
            "insert into manual_merge_candidates (merge_candidate_id, round) values ($1, 2)"
            " returning id",
            of.merge_candidate,
        )
    another = Pair(of.person, of.master, of.merge_candidate, again)
    for name in ("third", "fourth"):
        await vote(registry, name, another, "MERGE")

    assert await deciders(registry, "admin") == [["fourth", "third"], VOTERS]


async def test_b15_whoever_is_one_of_the_two_has_not_decided(registry: Registry) -> None:
    of = await pair(registry)
    await vote(registry, "reviewer0", of, "MERGE")
    await become(registry, "reviewer0", of.person)
    for name in VOTERS:
        await vote(registry, name, of, "MERGE")

    assert await deciders(registry, "admin") == [VOTERS]


async def statements(registry: Registry) -> float:
    """Return how many statements the server has run."""
    text = (await registry.http.get(f"{registry.url}/metrics")).text
    lines = (it for it in text.splitlines() if it.startswith("selfsame_statements_total"))
    return float(next(lines).split()[1])


async def asked(registry: Registry, asks: dict[str, Any]) -> tuple[list[Any], float]:
    """Return the merges that a filter finds, and how many statements that took."""
    before = await statements(registry)
    answer = await registry.ask("admin", DECIDED, {"filter": asks})
    return answer.data["merges"]["nodes"], await statements(registry) - before


async def test_the_merges_that_led_to_a_person_cost_as_much_however_many_they_are(
    database: Database, tmp_path: Path
) -> None:
    async with staffed(database, tmp_path) as registry:
        ada, berta, carla, dora, erna, fanny = [
            await person(registry, name) for name in ("Ada", "Berta", "Carla", "Dora", "Erna", "F")
        ]
        for number, (duplicate, master) in enumerate(
            [(ada, berta), (berta, carla), (dora, carla), (erna, fanny)]
        ):
            await merged(registry, duplicate, master, number)
        await unmerge(registry, dora)

        of_one = {"samePersonAs": id_of("Person", fanny)}
        one, _ = await asked(registry, of_one)
        of_all = {"samePersonAs": id_of("Person", ada), "isUndone": False}
        all_of_them, _ = await asked(registry, of_all)
        # When somebody last used the server is written now and then.
        fewest = [
            min([(await asked(registry, it))[1] for _ in range(3)]) for it in (of_one, of_all)
        ]
        undone, _ = await asked(registry, {"samePersonAs": id_of("Person", dora)})
        nobody, _ = await asked(registry, {"samePersonAs": id_of("Merge", fanny)})

    def edges(nodes: list[Any]) -> list[tuple[UUID, UUID, list[str]]]:
        return [
            (
                UUID(it["person"]["databaseId"]),
                UUID(it["masterPerson"]["databaseId"]),
                [user["username"] for user in it["decidedBy"]],
            )
            for it in nodes
        ]

    assert edges(one) == [(erna, fanny, ["reviewer3"])]
    assert edges(all_of_them) == [(berta, carla, ["reviewer1"]), (ada, berta, ["reviewer0"])]
    assert edges(undone) == [(dora, carla, ["reviewer2"])]
    assert nobody == []
    assert fewest[0] == fewest[1]

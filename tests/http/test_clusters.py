"""What else a pair hangs together with, and what merging it would do: rule H25, over HTTP."""

from base64 import b64encode
from itertools import pairwise
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from tests.databases import Database
from tests.people import (
    Pair,
    assigned,
    id_of,
    judge,
    key_of,
    pair,
    person,
    reviewers,
)
from tests.plans import explained
from tests.serving import Registry, served

CLUSTER = """
query ($id: ID!) {
  mergeRequest(id: $id) {
    cluster {
      isTruncated
      persons { id firstName mergedPersons { id } }
      links { personId masterPersonId state comparison { field agreement } }
    }
    manualMergeCandidate { mergeCandidate {
      mayBeTwins
      mergePreview {
        vitalEvents closedCandidates openedCandidates followingPersons { id }
      }
    } }
  }
}
"""


async def asked(registry: Registry, who: str, request: str) -> dict[str, Any]:
    found: dict[str, Any] = (await registry.ask(who, CLUSTER, {"id": request})).data["mergeRequest"]
    return found


async def cluster(registry: Registry, who: str, request: str) -> dict[str, Any]:
    found: dict[str, Any] = (await asked(registry, who, request))["cluster"]
    return found


async def preview(registry: Registry, who: str, request: str) -> dict[str, Any]:
    found = await asked(registry, who, request)
    of_pair: dict[str, Any] = found["manualMergeCandidate"]["mergeCandidate"]["mergePreview"]
    return of_pair


async def given(registry: Registry, who: str, of: Pair) -> str:
    """Give this pair to a reviewer, by hand."""
    async with registry.acting("merge_request.assigned") as owner:
        await owner.execute(
            "update manual_merge_candidates set requests_count = 99 where id = $1", of.candidate
        )
    return await assigned(registry, who)


async def settled(registry: Registry, of: Pair, decision: str, **more: Any) -> None:
    """Let a pair be settled, by hand."""
    columns = {"status": "PROCESSED", "decision": decision, "reason": "QUORUM"} | more
    names = ", ".join(f"{name} = ${number}" for number, name in enumerate(columns, 2))
    async with registry.acting("merge_request.split") as owner:
        await owner.execute(
            f"update manual_merge_candidates set {names} where id = $1",
            of.candidate,
            *columns.values(),
        )


def who_is_in(found: dict[str, Any]) -> set[str]:
    return {key_of(it["id"]) for it in found["persons"]}


def states(found: dict[str, Any]) -> dict[frozenset[str], str]:
    return {
        frozenset((key_of(it["personId"]), key_of(it["masterPersonId"]))): it["state"]
        for it in found["links"]
    }


async def test_h25_a_cluster_is_all_that_open_pairs_connect_up_to_two_away(
    registry: Registry,
) -> None:
    (ada,) = await reviewers(registry, 1)
    people = [await person(registry, f"Person{'abcdef'[number]}") for number in range(6)]
    chain = [await pair(registry, one, other) for one, other in pairwise(people)]
    await pair(registry)
    request = await given(registry, ada, chain[0])

    found = await cluster(registry, ada, request)

    # a-b is the pair; c and d are two away; e and f are further.
    assert who_is_in(found) == {str(it) for it in people[:4]}
    assert found["isTruncated"] is False
    both = [frozenset(map(str, it)) for it in pairwise(people[:4])]
    assert states(found) == dict.fromkeys(both, "OPEN")
    assert found["links"][0]["comparison"][0]["field"] == "firstName"


async def test_h25_settled_pairs_are_told_and_connect_nothing_unless_they_were_merged(
    database: Database, tmp_path: Path
) -> None:
    async with served(database, tmp_path, merge_quorum=1) as registry:
        ada, bo = await reviewers(registry, 2)
        merged = await pair(registry)
        await judge(registry, bo, "MERGE")
        asked_pair = await pair(registry, await person(registry, "Zoe"), merged.master)
        split = await pair(registry, asked_pair.person, await person(registry, "Yara"))
        trash = await pair(registry, await person(registry, "Xenia"), asked_pair.master)
        parted = await pair(registry, split.master, asked_pair.master)
        await settled(registry, split, "SPLIT")
        await settled(registry, trash, "TRASH")
        request = await given(registry, ada, asked_pair)

        found = await cluster(registry, ada, request)

    assert who_is_in(found) == {
        str(it) for it in (asked_pair.person, asked_pair.master, merged.person, split.master)
    }
    assert states(found) == {
        frozenset((str(asked_pair.person), str(asked_pair.master))): "OPEN",
        frozenset((str(merged.person), str(merged.master))): "MERGED",
        frozenset((str(split.person), str(split.master))): "SPLIT",
        frozenset((str(parted.person), str(parted.master))): "OPEN",
    }
    by_id = {key_of(it["id"]): it for it in found["persons"]}
    assert by_id[str(merged.master)]["mergedPersons"] == [{"id": id_of("Person", merged.person)}]


async def test_h25_a_cluster_has_twenty_records_at_most_and_says_that_there_are_others(
    registry: Registry,
) -> None:
    (ada,) = await reviewers(registry, 1)
    first = await pair(registry)
    for _ in range(18):
        await pair(registry, first.person)
    request = await given(registry, ada, first)
    whole = await cluster(registry, ada, request)
    await pair(registry, await person(registry), first.master)

    found = await cluster(registry, ada, request)

    assert (len(whole["persons"]), whole["isTruncated"]) == (20, False)
    assert (len(found["persons"]), found["isTruncated"]) == (20, True)
    assert {str(first.person), str(first.master)} <= who_is_in(found)
    assert len(found["links"]) == 19


async def test_h25_a_cluster_is_looked_for_once_however_many_pairs_its_records_have(
    registry: Registry,
) -> None:
    some_request = b64encode(f"MergeRequest:{uuid4()}".encode()).decode()

    lines = await explained(registry, CLUSTER, {"id": some_request})

    conditions = [line for line in lines if "Cond:" in line or "Filter:" in line]
    assert any("InitPlan" in line for line in conditions)
    assert [line for line in conditions if "cluster" in line] == []


async def test_h25_what_others_say_of_the_cluster_is_in_no_byte_of_it(registry: Registry) -> None:
    ada, bo, cy = await reviewers(registry, 3)
    first = await pair(registry)
    other = await pair(registry, first.person)
    request = await given(registry, ada, first)
    before = await registry.ask(ada, CLUSTER, {"id": request})
    for who, said in ((bo, "MERGE"), (cy, "SPLIT")):
        assert await judge(registry, who, said)

    after = await registry.ask(ada, CLUSTER, {"id": request})

    assert str(other.candidate) not in str(after.body)
    assert after.body == before.body


async def test_h25_a_preview_counts_what_a_merge_would_move_close_and_open(
    database: Database, tmp_path: Path
) -> None:
    async with served(database, tmp_path, merge_quorum=1) as registry:
        ada, bo = await reviewers(registry, 2)
        follower = await pair(registry)
        await judge(registry, bo, "MERGE")
        duplicate = follower.master
        of = await pair(registry, duplicate, await person(registry, "Zoe"))
        third = await pair(registry, await person(registry, "Yara"), duplicate)
        known = await pair(registry, duplicate, await person(registry, "Xenia"))
        await pair(registry, of.master, known.master)
        request = await given(registry, ada, of)

        found = await preview(registry, ada, request)

    assert third.person != known.master
    assert found == {
        "vitalEvents": 0,
        "closedCandidates": 2,
        "openedCandidates": 1,
        "followingPersons": [{"id": id_of("Person", follower.person)}],
    }


@pytest.mark.parametrize(
    ("first", "last", "may_be_twins"),
    [("Augusta", "Byron", True), ("Ada", "Byron", False), ("Augusta", "Lovelace", False)],
)
async def test_h5_first_names_that_differ_on_one_birth_date_may_be_those_of_twins(
    registry: Registry, first: str, last: str, may_be_twins: bool
) -> None:
    (ada,) = await reviewers(registry, 1)
    of = await pair(registry, await person(registry), await person(registry, first, last))
    request = await given(registry, ada, of)

    found = await asked(registry, ada, request)

    assert found["manualMergeCandidate"]["mergeCandidate"]["mayBeTwins"] is may_be_twins

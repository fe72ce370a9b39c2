"""A SPLIT that a merge overruled parts its records again when the merge is undone (H18, H24)."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.databases import Database
from tests.disputes import is_disputed, review_of, senior, vote
from tests.http.test_clusters import cluster
from tests.http.test_contradictions import triangle
from tests.people import Pair, assigned, id_of, pair, person, reviewers, say
from tests.serving import Registry, served
from tests.unmerging import masters, seniors, unmerge


@pytest.fixture
async def overruled(database: Database, tmp_path: Path) -> AsyncIterator[Registry]:
    """A registry in which one vote settles a pair."""
    async with served(database, tmp_path, merge_quorum=1) as running:
        yield running


async def joined(registry: Registry) -> tuple[tuple[Pair, Pair, Pair], str]:
    """Part c from b, merge b into a, and c into a knowingly; return the pairs and that request."""
    (ada,) = await reviewers(registry, 1)
    await senior(registry)
    await seniors(registry, "first", "second")
    b_a, c_b, c_a = await triangle(registry)
    await vote(registry, ada, c_b, "SPLIT")
    await vote(registry, ada, b_a, "MERGE")
    request = await assigned(registry, "senior")
    assert (await say(registry, "senior", request, "MERGE", overrules=True)).errors == []
    return (b_a, c_b, c_a), request


async def state(registry: Registry, request: str, of: Pair) -> str:
    """Return how a pair stands in the cluster of a senior reviewer's request."""
    links = (await cluster(registry, "senior", request))["links"]
    both = {id_of("Person", of.person), id_of("Person", of.master)}
    (found,) = [it for it in links if {it["personId"], it["masterPersonId"]} == both]
    state: str = found["state"]
    return state


async def test_h18_h24_a_split_is_overruled_as_long_as_the_two_are_one(
    overruled: Registry,
) -> None:
    (b_a, c_b, c_a), request = await joined(overruled)
    while_merged = await state(overruled, request, c_b)

    await unmerge(overruled, c_a.person)
    after_one = (await review_of(overruled, c_b))["overruled_at"]
    shown = await state(overruled, request, c_b)
    await unmerge(overruled, b_a.person)

    assert (while_merged, after_one, shown) == ("MERGED", None, "SPLIT")
    dora = await person(overruled, "Dora")
    d_b, c_d = await pair(overruled, c_b.master, dora), await pair(overruled, c_b.person, dora)
    await vote(overruled, "first", d_b, "MERGE")
    assert await is_disputed(overruled, c_d)


async def test_h24_an_overruled_split_stays_so_where_another_merge_is_undone(
    overruled: Registry,
) -> None:
    (_, c_b, _), _ = await joined(overruled)
    other = await pair(overruled)
    await vote(overruled, "first", other, "MERGE")
    await seniors(overruled, "third")

    await unmerge(overruled, other.person, "second", "third")

    assert (await review_of(overruled, c_b))["overruled_at"] is not None


async def test_h24_an_overruled_split_stays_so_while_its_two_records_leave_together(
    overruled: Registry,
) -> None:
    (b_a, c_b, _), _ = await joined(overruled)
    a_d = await pair(overruled, b_a.master)
    await vote(overruled, "first", a_d, "MERGE")
    await seniors(overruled, "third")

    await unmerge(overruled, a_d.person, "second", "third")

    assert await masters(overruled, c_b.person, c_b.master) == [a_d.person, a_d.person]
    assert (await review_of(overruled, c_b))["overruled_at"] is not None

"""Matches that meet other matches, acts and the bulk: no pair is missed or made twice (H1, H7)."""

import asyncio
from uuid import UUID

import pytest

from server.postgres.connection import connect
from server.postgres.counting import CountingConnection
from tests.matching import (
    ADA,
    BEFORE_ADDING,
    BEFORE_SEARCH,
    LET_LEASES_END,
    ada,
    change,
    due,
    pairs_of,
    pause,
)
from tests.people import assigned, judge, pair, reviewers, say
from tests.serving import Registry, until_it_waits
from workflows import person_keys
from workflows.detection_models import ActiveModel
from workflows.found_pairs import FoundPair, add_found_pairs
from workflows.matching import match_due, match_pending

TURNS = 10


async def found(connection: CountingConnection, model: ActiveModel, *ids: UUID) -> FoundPair:
    """Weigh two persons as they are now."""
    one, other = map(person_keys.subject_of, await person_keys.rows(connection, ids))
    weighed = model.weigh(one.record, other.record)
    return FoundPair(one.id, one.version, other.id, other.version, weighed, ["i"])


async def test_h1_two_persons_of_one_moment_find_each_other(
    registry: Registry,
    worker: CountingConnection,
    other_worker: CountingConnection,
    model: ActiveModel,
) -> None:
    one, other = await ada(registry), await ada(registry)
    pauses = [pause(it, BEFORE_SEARCH) for it in (worker, other_worker)]

    matches = [asyncio.create_task(match_due(it, model, most=1)) for it in (worker, other_worker)]
    await asyncio.gather(*(it.reached.wait() for it in pauses))
    for it in pauses:
        it.released.set()
    await asyncio.gather(*matches)

    assert await pairs_of(registry.owner) == {frozenset({one, other})}
    assert await due(registry) == {}


async def test_h1_workers_that_match_at_once_share_the_persons(
    registry: Registry,
    worker: CountingConnection,
    other_worker: CountingConnection,
    model: ActiveModel,
) -> None:
    everybody = [await ada(registry) for _ in range(12)]

    async def work(connection: CountingConnection) -> int:
        claimed = 0
        while matched := (await match_due(connection, model, most=2)).claimed:
            claimed += matched
        return claimed

    claimed = await asyncio.gather(work(worker), work(other_worker))

    assert sum(claimed) == len(everybody)
    assert len(await pairs_of(registry.owner)) == 12 * 11 // 2


async def test_h1_an_act_waits_for_no_match_and_who_changed_meanwhile_is_due_again(
    registry: Registry, worker: CountingConnection, model: ActiveModel
) -> None:
    one, other = await ada(registry), await ada(registry)
    searching = pause(worker, BEFORE_SEARCH)
    match = asyncio.create_task(match_due(worker, model))
    await searching.reached.wait()

    await registry.owner.execute("set lock_timeout = '1ms'")
    await change(registry, other, national_id="9876543210", first_name="Grace", birth_date=None)
    await registry.owner.execute("reset lock_timeout")
    searching.released.set()
    await match

    assert await due(registry) == {other: 2}
    assert await pairs_of(registry.owner) == set()
    await match_pending(worker, model)
    assert await pairs_of(registry.owner) == set()
    await change(registry, other, national_id=ADA["national_id"])
    await match_pending(worker, model)
    assert await pairs_of(registry.owner) == {frozenset({one, other})}


async def test_h1_keys_of_a_former_version_come_too_late(
    registry: Registry, worker: CountingConnection, model: ActiveModel
) -> None:
    who = await ada(registry)
    placeholders = model.model.placeholders
    former = await person_keys.rows(worker, [who])
    await change(registry, who, last_name="Byron")
    await person_keys.keep(worker, await person_keys.rows(worker, [who]), placeholders)
    keys = "select keys from person_keys where person_id = $1"
    now = await registry.owner.fetchval(keys, who)

    await person_keys.keep(worker, former, placeholders)

    assert await registry.owner.fetchval(keys, who) == now


async def test_h1_whom_a_killed_worker_had_claimed_another_matches(
    registry: Registry, other_worker: CountingConnection, model: ActiveModel
) -> None:
    one, other = await ada(registry), await ada(registry)
    killed = await connect(registry.database.app_url)
    adding = pause(killed, BEFORE_ADDING)
    match = asyncio.create_task(match_due(killed, model))
    await adding.reached.wait()
    killed.terminate()
    adding.released.set()
    with pytest.raises(Exception, match="closed"):
        await match

    assert (await match_due(other_worker, model)).claimed == 0
    await registry.owner.execute(LET_LEASES_END)
    matched = await match_due(other_worker, model)

    assert matched.claimed == 2
    assert await pairs_of(registry.owner) == {frozenset({one, other})}
    assert await due(registry) == {}


async def test_h1_what_another_worker_took_over_is_not_deleted_by_the_first(
    registry: Registry,
    worker: CountingConnection,
    other_worker: CountingConnection,
    model: ActiveModel,
) -> None:
    who = await ada(registry)
    slow, searching = pause(worker, BEFORE_SEARCH), pause(other_worker, BEFORE_SEARCH)
    first = asyncio.create_task(match_due(worker, model))
    await slow.reached.wait()
    await registry.owner.execute(LET_LEASES_END)
    second = asyncio.create_task(match_due(other_worker, model))
    await searching.reached.wait()

    slow.released.set()
    await first
    kept = await due(registry)
    searching.released.set()
    await second

    assert (kept, await due(registry)) == ({who: 1}, {})


async def test_h1_who_was_merged_meanwhile_becomes_no_pair(
    registry: Registry, worker: CountingConnection, model: ActiveModel
) -> None:
    one, other = await ada(registry), await ada(registry)
    adding = pause(worker, BEFORE_ADDING)
    match = asyncio.create_task(match_due(worker, model))
    await adding.reached.wait()

    async with registry.acting("person.merged"):
        await registry.owner.execute(
            "update persons set status = 'INACTIVE', master_person_id = $2 where id = $1",
            *(other, one),
        )
        adding.released.set()
        second = await connect(registry.database.owner_url)
        await until_it_waits(second, match)
        assert not match.done()
        await second.close()
    await match

    assert await pairs_of(registry.owner) == set()


async def test_h1_matches_and_merges_at_once_leave_no_open_pair_of_who_is_gone(
    registry: Registry, worker: CountingConnection, model: ActiveModel
) -> None:
    everyone = await reviewers(registry, 3)
    for _ in range(TURNS):
        master, duplicate, third = [await ada(registry) for _ in range(3)]
        await registry.owner.execute("delete from due_matches")
        await person_keys.rebuild(worker, model.model.placeholders)
        await pair(registry, duplicate, master)
        requests = []
        for who in everyone:
            requests.append(await assigned(registry, who))
            if who != everyone[-1]:
                await say(registry, who, requests[-1], "MERGE")
        await change(registry, third, email="third@example.org")

        merged, _ = await asyncio.gather(
            say(registry, everyone[-1], requests[-1], "MERGE"), match_pending(worker, model)
        )
        await match_pending(worker, model)

        assert merged.errors == []
        assert (
            await registry.owner.fetchval(
                "select count(*) from manual_merge_candidates review"
                "  join merge_candidates pair on pair.id = merge_candidate_id"
                " where review.status = 'NEW' and $1 in (pair.person_id, pair.master_person_id)",
                duplicate,
            )
            == 0
        )
        assert frozenset({master, third}) in await pairs_of(registry.owner)
        await _let_go(registry)


async def _let_go(registry: Registry) -> None:
    """Leave nobody to be found by those who come next."""
    async with registry.acting("person.merged"):
        await registry.owner.execute(
            "update persons set status = 'INACTIVE' where status = 'ACTIVE'"
        )


async def test_b13_the_bulk_and_matches_that_add_at_once_add_each_pair_once(
    registry: Registry,
    worker: CountingConnection,
    other_worker: CountingConnection,
    model: ActiveModel,
) -> None:
    everybody = [await ada(registry) for _ in range(8)]
    wanted = {frozenset({a, b}) for a in everybody for b in everybody if a != b}
    given = [await found(worker, model, *sorted(it)) for it in wanted]
    for turn in range(TURNS):
        async with registry.acting("merge_candidate.detected"):
            await registry.owner.execute("delete from manual_merge_candidates")
            await registry.owner.execute("delete from merge_candidates")

        added = await asyncio.gather(
            add_found_pairs(worker, given[turn:] + given[:turn], model),
            add_found_pairs(other_worker, given[::-1], model),
        )

        assert await pairs_of(registry.owner) == wanted
        assert sum(it.added.total() for it in added) == len(wanted)
        assert await registry.owner.fetchval("select count(*) from manual_merge_candidates") == len(
            wanted
        )
    again = await add_found_pairs(worker, given, model)
    assert (again.added.total(), again.weighed, again.known) == (0, 0, len(wanted))


async def test_h7_a_settlement_waits_for_a_match_that_weighs_its_pair(
    registry: Registry, worker: CountingConnection, model: ActiveModel
) -> None:
    await ada(registry)
    await ada(registry)
    await match_pending(worker, model)
    everyone = await reviewers(registry, 3)
    for who in everyone[:2]:
        await judge(registry, who, "SPLIT")
    last = await assigned(registry, everyone[2])

    async with registry.acting("merge_candidate.detected"):
        await registry.owner.execute("update merge_candidates set band = 'POSSIBLE'")
        split = asyncio.create_task(say(registry, everyone[2], last, "SPLIT"))
        second = await connect(registry.database.owner_url)
        await until_it_waits(second, split)
        assert not split.done()
        await second.close()

    assert (await split).errors == []
    kept = await registry.owner.fetchval("select decided_band from manual_merge_candidates")
    assert kept == "POSSIBLE"

"""Every pair that is given is the one of rule B3's own words, whatever came before."""

import asyncio
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    rule,
)

from tests.databases import Database
from tests.edits import edit, versions
from tests.http.seen_candidates import best, free, go_through, saw, untrue
from tests.http.state_machines import walk
from tests.http.test_races import HELD
from tests.http.test_state_machine import CLEAN
from tests.people import ASSIGN, candidate_of, id_of, pair, pairs, reviewers, say
from tests.serving import Registry, served

EXAMPLES = int(os.environ.get("SELFSAME_TEST_EXAMPLES", "40"))
STEPS = 50
WHO = st.integers(0, 5)
WHICH = st.integers(0, 99)
STATUSES = st.sampled_from(["SPLIT", "SPLIT", "TRASH", "TRASH", "POSTPONE", "MERGE"])
IMPORTED = st.sampled_from([datetime(2020, 1, 1, tzinfo=UTC), datetime(2030, 1, 1, tzinfo=UTC)])
OPEN = """
select id, assignee_id from merge_requests
 where status = 'NEW' and superseded_at is null order by id
"""
JUDGED = "select id from merge_requests where status <> 'NEW' and superseded_at is null order by id"
TOGGLE = """
update persons set status = case status when 'ACTIVE' then 'INACTIVE' else 'ACTIVE' end
 where id = (select person_id from merge_candidates where id = $1) and master_person_id is null
"""
WAITING = """
select merge_candidate_id from manual_merge_candidates where status = 'NEW' order by id
"""

CONCERNED = """
select pair.person_id
  from manual_merge_candidates candidate
  join merge_candidates pair on pair.id = candidate.merge_candidate_id
 where candidate.status = 'NEW' order by candidate.id
"""


class Assigning(RuleBasedStateMachine):
    """Reviewers who ask for pairs, and everything that changes which one is next."""

    registry: Registry
    loop: asyncio.AbstractEventLoop
    everyone: list[str]

    def run(self, doing: Any) -> Any:
        """Do something on the loop of the server."""
        return asyncio.run_coroutine_threadsafe(doing, self.loop).result(60)

    @initialize(candidates_looked_at=st.sampled_from([0, 0, 2, 100]), count=st.integers(1, 15))
    def begin(self, candidates_looked_at: int, count: int) -> None:
        self.run(self.begin_with(candidates_looked_at, count))

    async def begin_with(self, candidates_looked_at: int, count: int) -> None:
        async with self.registry.acting("registry.cleaned"):
            for statement in CLEAN:
                await self.registry.owner.execute(statement)
        await go_through(self.registry, candidates_looked_at)
        await pairs(self.registry, count)

    @rule(who=WHO)
    def assign(self, who: int) -> None:
        self.run(self.compare(self.everyone[who]))

    @rule(who=WHO, again=WHO)
    def assign_two(self, who: int, again: int) -> None:
        for each in {who, again}:
            self.run(self.compare(self.everyone[each]))

    async def compare(self, who: str) -> None:
        """Let somebody ask, and hold what they are given against the words of the rule."""
        expected = await best(self.registry, who)
        holding = [it["assignee_id"] for it in await self.registry.owner.fetch(OPEN)]

        answer = await self.registry.ask(who, ASSIGN)

        if self.registry.users[who] in holding:
            assert answer.refusal == HELD
            return
        given = answer.data["assignMergeCandidate"]
        assigned = given and await candidate_of(self.registry, given["mergeRequest"]["id"])
        assert assigned == expected

    @rule(which=WHICH, status=STATUSES)
    def decide(self, which: int, status: str) -> None:
        self.run(self.say_of(which, status))

    async def say_of(self, which: int, status: str) -> None:
        if found := await self.registry.owner.fetch(OPEN):
            request, reviewer = found[which % len(found)]
            names = {key: name for name, key in self.registry.users.items()}
            opaque = id_of("MergeRequest", request)
            seen = await versions(self.registry, request)
            answer = await say(self.registry, names[reviewer], opaque, status, seen=seen)
            assert answer.errors == []

    @rule(who=WHO, which=WHICH)
    def edit_a_record(self, who: int, which: int) -> None:
        self.run(self.edit(self.everyone[who], which))

    async def edit(self, who: str, which: int) -> None:
        waiting = await self.registry.owner.fetch(CONCERNED)
        if waiting:
            edited = waiting[which % len(waiting)]["person_id"]
            await edit(self.registry, edited, who, email=f"{which}@example.com")

    @rule(count=st.integers(0, 2), at=IMPORTED)
    def import_a_pair(self, count: int, at: datetime) -> None:
        self.run(pair(self.registry, requests_count=count, inserted_at=at))

    @rule(which=WHICH)
    def retire_a_person_or_take_one_back(self, which: int) -> None:
        self.run(self.toggle(which))

    async def toggle(self, which: int) -> None:
        waiting = await self.registry.owner.fetch(WAITING)
        if waiting:
            async with self.registry.acting("person.corrected"):
                await self.registry.owner.execute(TOGGLE, waiting[which % len(waiting)][0])

    @rule(who=WHO, share=st.integers(2, 5))
    def type_requests_by_hand(self, who: int, share: int) -> None:
        self.run(self.see(self.registry.users[self.everyone[who]], share))

    async def see(self, who: UUID, share: int) -> None:
        seen = "select manual_merge_candidate_id from merge_requests where assignee_id = $1"
        known = {it[0] for it in await self.registry.owner.fetch(seen, who)}
        some = (await free(self.registry))[::share]
        await saw(self.registry, [it for it in some if it not in known], who)

    @rule(which=WHICH)
    def forget_a_request(self, which: int) -> None:
        self.run(self.forget(which))

    async def forget(self, which: int) -> None:
        if found := await self.registry.owner.fetch(JUDGED):
            async with self.registry.acting("registry.corrected"):
                await self.registry.owner.execute(
                    "delete from merge_requests where id = $1", found[which % len(found)][0]
                )

    def teardown(self) -> None:
        assert self.run(untrue(self.registry)) == 0


async def test_b1_b3_b5_every_pair_that_is_given_is_the_one_of_the_rules_words(
    database: Database, tmp_path: Path
) -> None:
    limits: dict[str, Any] = {"postponed_requests_limit": 1000}
    async with served(database, tmp_path, **limits) as registry:
        Assigning.registry, Assigning.loop = registry, asyncio.get_running_loop()
        Assigning.everyone = await reviewers(registry, 6)

        await walk(Assigning, EXAMPLES, STEPS)

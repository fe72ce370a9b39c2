"""Which pairs are disputed is what a plain model says, whatever became of others: rule H24."""

import asyncio
import os
from itertools import combinations
from pathlib import Path
from typing import Any
from uuid import UUID

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from tests.databases import Database
from tests.disputes import merged, people, settled
from tests.http.state_machines import walk
from tests.people import Pair, pair
from tests.serving import Registry, served

EXAMPLES = int(os.environ.get("SELFSAME_TEST_EXAMPLES", "25"))
STEPS = 20
PERSONS = 6
WHICH = st.integers(0, 999)

UNDO = """
update manual_merge_candidates set undone_at = now()
 where merge_candidate_id = $1 and status = 'PROCESSED' and decision = 'MERGE'
"""
FREE = "update persons set status = 'ACTIVE', master_person_id = null where id = $1"
DISPUTED = """
select merge_candidate_id from manual_merge_candidates
 where status = 'NEW' and disputed_at is not null
"""
CLOSE = """
update manual_merge_candidates review set status = 'PROCESSED', reason = 'AUTO_MERGE'
  from merge_candidates pair
 where pair.id = review.merge_candidate_id and review.status = 'NEW'
   and $1 in (pair.person_id, pair.master_person_id)
"""


class Disputes(RuleBasedStateMachine):
    """Pairs of a few persons that are made, settled and undone."""

    registry: Registry
    loop: asyncio.AbstractEventLoop

    def run(self, doing: Any) -> Any:
        return asyncio.run_coroutine_threadsafe(doing, self.loop).result(60)

    @initialize()
    def begin(self) -> None:
        self.persons: list[UUID] = self.run(people(self.registry, PERSONS))
        self.masters: dict[UUID, UUID] = {it: it for it in self.persons}
        self.open: dict[frozenset[UUID], Pair] = {}
        self.parted: set[frozenset[UUID]] = set()
        self.merges: list[Pair] = []
        self.known: set[frozenset[UUID]] = set()

    @rule(which=WHICH, turned=st.booleans())
    def make_a_pair(self, which: int, *, turned: bool) -> None:
        possible = [
            both for both in combinations(self.standing(), 2) if frozenset(both) not in self.known
        ]
        if possible:
            one, other = possible[which % len(possible)][:: -1 if turned else 1]
            self.open[frozenset((one, other))] = self.run(pair(self.registry, one, other))
            self.known.add(frozenset((one, other)))

    @rule(which=WHICH)
    def split(self, which: int) -> None:
        if self.open:
            both, of = sorted(self.open.items(), key=lambda it: it[1].candidate)[
                which % len(self.open)
            ]
            self.run(settled(self.registry, of, "SPLIT"))
            del self.open[both]
            self.parted.add(both)

    @rule(which=WHICH)
    def merge(self, which: int) -> None:
        fit = [of for both, of in self.open.items() if not self.contradicts(both)]
        if fit:
            of = sorted(fit, key=lambda it: it.candidate)[which % len(fit)]
            self.run(self.merge_by_hand(of))
            self.merges.append(of)
            for person, master in self.masters.items():
                if master == of.person:
                    self.masters[person] = of.master
            self.open = {both: it for both, it in self.open.items() if of.person not in both}

    async def merge_by_hand(self, of: Pair) -> None:
        await merged(self.registry, of)
        async with self.registry.acting("merge_request.merged") as owner:
            await owner.execute(CLOSE, of.person)

    @rule(which=WHICH)
    def undo_a_merge(self, which: int) -> None:
        direct = [it for it in self.merges if self.masters[it.person] == it.master]
        if direct:
            of = direct[which % len(direct)]
            self.run(self.undo_by_hand(of))
            self.merges.remove(of)
            self.masters[of.person] = of.person
            self.parted.add(frozenset((of.person, of.master)))

    async def undo_by_hand(self, of: Pair) -> None:
        async with self.registry.acting("unmerge.confirmed") as owner:
            await owner.execute(UNDO, of.merge_candidate)
            await owner.execute(FREE, of.person)

    @invariant()
    def what_is_disputed_is_what_contradicts(self) -> None:
        if not hasattr(self, "open"):
            return
        found = {it[0] for it in self.run(self.registry.owner.fetch(DISPUTED))}
        mine = {it.merge_candidate for it in self.open.values()}
        expected = {of.merge_candidate for both, of in self.open.items() if self.contradicts(both)}
        assert found & mine == expected

    def standing(self) -> list[UUID]:
        return [it for it in self.persons if self.masters[it] == it]

    def contradicts(self, both: frozenset[UUID]) -> bool:
        """Return whether who stands for one of the two was parted from who stands for the other."""
        return any(
            {self.masters[it] for it in parted} == {self.masters[it] for it in both}
            for parted in self.parted - {both}
        )


async def test_h24_which_pairs_are_disputed_is_what_the_rules_words_say(
    database: Database, tmp_path: Path
) -> None:
    async with served(database, tmp_path) as registry:
        Disputes.registry, Disputes.loop = registry, asyncio.get_running_loop()

        await walk(Disputes, EXAMPLES, STEPS)

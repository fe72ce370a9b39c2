"""Once all merges are undone, in any order, records are those of a register without any (H18)."""

import asyncio
import os
import random
from datetime import timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from rules.declarations import Individual
from rules.imports import IncomingPerson
from rules.partial_dates import PartialDate
from tests import parallel_reviews, parallel_ties
from tests.databases import Database, Databases
from tests.deaths import DAY
from tests.events import NUMBERS, lettered
from tests.http.state_machines import walk
from tests.parallel_registers import BORN, Register

EXAMPLES = int(os.environ.get("SELFSAME_TEST_UNMERGING_EXAMPLES", "15"))
STEPS = 20
RECORDS = 5
PLACES = st.integers(0, RECORDS - 1)
WHO = st.tuples(st.integers(0, 1), st.integers(0, 1))
"""A name and a number: a death by one of each marks who has both."""
DAYS = st.integers(0, 5).map(lambda earlier: DAY - timedelta(days=earlier))


class Unmerging(RuleBasedStateMachine):
    """What happens to two registers; one of them merges records and undoes that."""

    registers: tuple[Register, Register]
    loop: asyncio.AbstractEventLoop
    steps = 0

    def __init__(self) -> None:
        super().__init__()
        numbers = [next(NUMBERS) for _ in range(2)]
        self.names = [(lettered(number), lettered(number * 7)) for number in numbers]
        self.numbers = [str(number) for number in numbers]
        self.merging, self.plain = self.registers
        self.random = random.Random(numbers[0])
        for register in self.registers:
            register.begin(f"source {numbers[0]}")

    def run(self, *doing: Any) -> None:
        """Do something on the loop of the test, in each register."""
        for each in doing:
            asyncio.run_coroutine_threadsafe(each, self.loop).result(60)

    def get(self, doing: Any) -> Any:
        """Return what something on the loop of the test returns."""
        return asyncio.run_coroutine_threadsafe(doing, self.loop).result(60)

    def somebody(self, who: tuple[int, int]) -> Individual:
        name, number = who
        born = PartialDate.read(str(BORN))
        return Individual(*self.names[name], birth_date=born, national_id=self.numbers[number])

    @initialize(whose=st.lists(WHO, min_size=RECORDS, max_size=RECORDS))
    def begin(self, whose: list[tuple[int, int]]) -> None:
        """Take most of the records in, for merges need them."""
        for place, who in enumerate(whose[1:]):
            self.take_in(place, who)

    @rule(place=PLACES, who=WHO)
    def take_in(self, place: int, who: tuple[int, int]) -> None:
        name, number = who
        incoming = IncomingPerson(
            f"r{place}", *self.names[name], birth_date=BORN, national_id=self.numbers[number]
        )
        self.run(*(it.take_in(incoming) for it in self.registers))
        self.count()

    @rule(who=WHO, day=DAYS, named=st.none() | PLACES)
    def die(self, who: tuple[int, int], day: Any, named: int | None) -> None:
        whom = None if named is None else f"r{named}"
        if whom is not None and self.get(self.plain.key(whom)) is None:
            whom = None
        self.run(*(it.die(self.somebody(who), day, whom) for it in self.registers))
        self.count()

    @precondition(lambda self: self.plain.deaths)
    @rule(data=st.data(), who=st.none() | WHO, day=DAYS)
    def correct(self, data: Any, who: tuple[int, int] | None, day: Any) -> None:
        place = data.draw(st.integers(0, len(self.plain.deaths) - 1))
        deceased = None if who is None else self.somebody(who)
        self.run(*(it.correct(place, deceased, day) for it in self.registers))
        self.count()

    @rule(duplicate=PLACES, master=PLACES)
    def merge(self, duplicate: int, master: int) -> None:
        one = self.get(self.merging.key(f"r{duplicate}"))
        other = self.get(self.merging.key(f"r{master}"))
        if one is None or other is None or one == other:
            return
        self.run(self.merging.merge(one, other))
        self.count()

    @rule(place=PLACES, is_wrong=st.sampled_from([False, False, False, True]))
    def annul(self, place: int, *, is_wrong: bool) -> None:
        """Let a record be void in both now and then; it is refused while it is merged (C11)."""
        if not is_wrong:
            return
        one, other = (self.get(it.key(f"r{place}")) for it in self.registers)
        if one is None or other is None or self.get(self.merging.is_merged(one)):
            return
        self.run(self.merging.annul(one), self.plain.annul(other))
        self.count()

    @rule(pairs=st.lists(st.tuples(PLACES, PLACES), min_size=1, max_size=3))
    def begin_reviews(self, pairs: list[tuple[int, int]]) -> None:
        for one, other in pairs:
            keys = [self.get(self.merging.key(f"r{it}")) for it in (one, other)]
            if None not in keys and one != other:
                self.run(parallel_reviews.begin(self.merging, *keys))
                self.count()

    @rule(
        reviewer=st.integers(0, 2),
        place=st.integers(0, 20),
        said=st.sampled_from(["NEW", "POSTPONE", "MERGE", "SPLIT", "TRASH"]),
    )
    def review(self, reviewer: int, place: int, said: str) -> None:
        self.run(parallel_reviews.review(self.merging, reviewer, place, said))
        self.count()

    @rule(
        place=PLACES,
        number=st.integers(0, parallel_ties.PLACES - 1),
        what=st.integers(0, 2),
        said=st.sampled_from(["OFFER", "ACCEPT", "WITHDRAW"]),
    )
    def consent(self, place: int, number: int, what: int, said: str) -> None:
        """Let somebody who is not merged at that moment consent to something, in both."""
        self.tie(place, lambda it, who: parallel_ties.consent(it, who, number, what, said))

    @rule(
        place=PLACES,
        number=st.integers(0, parallel_ties.PLACES - 1),
        title=st.integers(0, 1),
        joins=st.sampled_from([True, True, False]),
    )
    def belong(self, place: int, number: int, title: int, *, joins: bool) -> None:
        self.tie(
            place, lambda it, who: parallel_ties.membership(it, who, number, title, joins=joins)
        )

    def tie(self, place: int, doing: Any) -> None:
        one, other = (self.get(it.key(f"r{place}")) for it in self.registers)
        if one is None or other is None or self.get(self.merging.is_merged(one)):
            return
        for register, who in ((self.merging, one), (self.plain, other)):
            self.run(register.changed("consent.changed", lambda it=register, of=who: doing(it, of)))
        self.count()

    @rule(data=st.data())
    def undo(self, data: Any) -> None:
        merges = self.get(self.merging.merged())
        if merges:
            self.run(self.merging.undo(data.draw(st.sampled_from(merges))))
            self.count()

    def teardown(self) -> None:
        """Undo what is left, in any order, and compare the two."""
        merges = self.get(self.merging.merged())
        self.random.shuffle(merges)
        for merge in merges:
            self.run(self.merging.undo(merge))
        kept = self.get(self.merging.connection.fetchval(KEPT, self.merging.source))
        assert kept == 0
        faults = parallel_reviews.faults(
            self.merging.connection, self.merging.source, self.merging.votes
        )
        wrong = self.get(faults)
        self.run(parallel_reviews.leave(self.merging))
        assert wrong == [], wrong
        found = zip(self.get(self.merging.states()), self.get(self.plain.states()), strict=True)
        different = [(one, other) for one, other in found if one != other]
        assert different == [], different

    def count(self) -> None:
        """Count what was done, for whoever wants to see it."""
        type(self).steps += 1


KEPT = """
select count(*) from persons where source = $1
   and (id in (select person_id from own_deaths) or id in (select person_id from shared_deaths))
"""


async def test_h18_all_merges_undone_leave_a_register_without_merges(
    database: Database, databases: Databases
) -> None:
    other = await databases.lend()
    Unmerging.registers = await Register.of(database), await Register.of(other)
    Unmerging.loop = asyncio.get_running_loop()
    try:
        await walk(Unmerging, EXAMPLES, STEPS)
    finally:
        for register in Unmerging.registers:
            await register.close()
        await databases.take_back(other)

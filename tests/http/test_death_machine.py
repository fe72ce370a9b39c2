"""Imports, deaths and merges in any order against a model of rules C6 and N6."""

import asyncio
import os
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule

from rules.access import Role
from rules.imports import IncomingPerson
from tests.databases import Database
from tests.deaths import BORN, DAY, imported, merge, registered_death
from tests.events import NUMBERS, lettered, office
from tests.http.state_machines import walk
from tests.people import row
from tests.serving import Registry, served

EXAMPLES = int(os.environ.get("SELFSAME_TEST_DEATH_EXAMPLES", "12"))
STEPS = 14
RECORDS = 5
WHO = st.tuples(st.integers(0, 1), st.integers(0, 1))
"""A name and a number: a death by one of each marks who has both."""


@dataclass
class Record:
    """A person on record as the model has them."""

    key: UUID
    who: tuple[int, int]
    master: int | None = None
    died: date | None = None


class Dying(RuleBasedStateMachine):
    """Persons who are imported, die and are merged, next to the model."""

    registry: Registry
    loop: asyncio.AbstractEventLoop
    registrar: str
    portal: UUID

    def __init__(self) -> None:
        super().__init__()
        self.records: dict[int, Record] = {}
        self.deaths: list[tuple[tuple[int, int], date]] = []
        self.about_nobody: list[tuple[tuple[int, int], date]] = []
        self.pairs: set[frozenset[int]] = set()
        numbers = [next(NUMBERS) for _ in range(2)]
        self.names = [(lettered(number), lettered(number * 7)) for number in numbers]
        self.numbers = [str(number) for number in numbers]
        self.source = f"source {numbers[0]}"

    def run(self, doing: Any) -> Any:
        """Do something on the loop of the server."""
        return asyncio.run_coroutine_threadsafe(doing, self.loop).result(60)

    def standing(self, place: int) -> Record:
        master = self.records[place].master
        return self.records[place if master is None else master]

    def fits(self, who: tuple[int, int]) -> list[Record]:
        """Return those who stand for a record with this name and number, each once."""
        places = [place for place, record in self.records.items() if record.who == who]
        return list({it.key: it for it in map(self.standing, places)}.values())

    def incoming(self, who: tuple[int, int], place: int) -> IncomingPerson:
        name, number = who
        return IncomingPerson(
            f"r{place}", *self.names[name], BORN, national_id=self.numbers[number]
        )

    @rule(place=st.integers(0, RECORDS - 1), who=WHO)
    def take_in(self, place: int, who: tuple[int, int]) -> None:
        incoming = self.incoming(who, place)
        key = self.run(imported(self.registry, incoming, source=self.source))
        record = self.records.setdefault(place, Record(key, who))
        record.who = who
        standing = self.standing(place)
        if standing.died is None:
            known = [it.died for it in self.fits(who) if it.died is not None]
            registered = [day for deceased, day in self.deaths if deceased == who]
            standing.died = min(known or registered, default=None)
        self.compare()

    @rule(who=WHO, earlier=st.integers(0, 30))
    def die(self, who: tuple[int, int], earlier: int) -> None:
        day = DAY - timedelta(days=earlier)
        deceased = self.incoming(who, 0)
        self.run(registered_death(self.registry, self.registrar, self.portal, deceased, day))
        found = self.fits(who)
        if len(found) == 1 and found[0].died is None:
            found[0].died = day
        self.deaths.append((who, day))
        if len(found) != 1:
            self.about_nobody.append((who, day))
        self.compare()

    @rule(places=st.tuples(st.integers(0, RECORDS - 1), st.integers(0, RECORDS - 1)))
    def merge(self, places: tuple[int, int]) -> None:
        duplicate, master = places
        known = self.records
        if duplicate not in known or master not in known or duplicate == master:
            return
        if known[duplicate].master is not None or known[master].master is not None:
            return
        if frozenset(places) in self.pairs:
            return
        self.pairs.add(frozenset(places))
        self.run(merge(self.registry, "reviewer", known[duplicate].key, known[master].key))
        for place, record in known.items():
            if place == duplicate or record.master == duplicate:
                record.master = master
        days = [it.died for it in (known[duplicate], known[master]) if it.died is not None]
        known[master].died = min(days or self.fitting_two(known[master]), default=None)
        self.compare()

    def fitting_two(self, standing: Record) -> list[date]:
        """Return the days of deaths that are about nobody, and fit records that are one by now."""
        return [
            day
            for who, day in self.about_nobody
            if sum(it.who == who for it in self.records.values()) > 1
            and self.fits(who) == [standing]
        ]

    def compare(self) -> None:
        """Hold every record against the model."""
        for record in self.records.values():
            found = self.run(row(self.registry, "persons", record.key))
            master = None if record.master is None else self.records[record.master].key
            assert (found["death_date"], found["master_person_id"]) == (record.died, master)


async def test_n6_any_order_of_imports_deaths_and_merges_leaves_what_the_model_has(
    database: Database, tmp_path: Path
) -> None:
    async with served(database, tmp_path, merge_quorum=1) as registry:
        Dying.registry, Dying.loop = registry, asyncio.get_running_loop()
        Dying.registrar, Dying.portal = await office(registry)
        await registry.user("reviewer", Role.NHS_REVIEWER)

        await walk(Dying, EXAMPLES, STEPS)

"""Sixty days of the demo: what is declared on each, and what becomes of it in the days after.

All of it is done by the acts that people do, one after the other, and then dated back by the owner
of the database: each act's moment becomes one of those days, in every row that has it.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from rules.declarations import Birth, Death, Declaration, Individual, Informant, Marriage
from rules.partial_dates import PartialDate
from rules.persons import Gender
from rules.refusals import Refusal
from server.seeding import grow
from server.seeding.declarations import Step
from server.seeding.events import perform
from server.seeding.explanations import ANSWER, ASK, REFUSE, SHOW, TAKE
from server.seeding.organisations import DemoOrganisations
from server.seeding.people import mother_of, person
from server.seeding.places import DECLARED_AT
from workflows import accounts, declarations, demo_history
from workflows.acts import Acting
from workflows.declarations import Place
from workflows.idempotency import IdempotentCall, digest

DAYS = 60
ROUNDS_OF_A_DAY = 2
"""So many pairs are reviewed on a working day."""
NOT_OF_THE_DEMO = 5_000_000
"""Whoever is declared has the names of made-up persons from this number on."""
PLACES = ("City hospital 3", "At home", "Regional clinic", "Hospice on the hill")
HALLS = ("Town hall", "Castle registry", "Registry by the river")
STEPS: tuple[tuple[tuple[int, Step], ...], ...] = (
    ((1, "register"), (2, "certify"), (4, "issue")),
    ((0, "register"), (1, "certify"), (1, "issue")),
    ((2, "register"), (6, "certify"), (9, "issue")),
    ((3, "register"), (5, "certify")),
    ((1, "register"),),
    ((1, "register"), (3, "certify"), (7, "issue")),
    ((4, "reject"),),
    ((0, "register"), (0, "certify"), (2, "issue")),
    ((6, "archive"),),
    ((2, "take"), (11, "register"), (14, "certify"), (20, "issue")),
)
"""What becomes of declarations, by turns: after so many working days, which step."""
SPELT_OTHERWISE = 10
"""Of this turn, a birth, the child gets another family name by a correction."""
CORRECTED: tuple[tuple[int, Step], ...] = (
    (1, "register"),
    (3, "ask to correct"),
    (4, "approve"),
)

SETTLED_BY: dict[Step, int] = {"ask to correct": 0, "approve": 1}
"""Which of the two registrars does what one alone may not do."""

REJECTING: tuple[tuple[tuple[int, Step], ...], ...] = (
    ((1, ASK), (2, TAKE), (6, ANSWER), (6, SHOW)),
    ((2, ASK), (3, TAKE)),
    ((1, ASK), (3, REFUSE)),
    ((5, ASK),),
    ((0, ASK), (4, TAKE), (9, ANSWER)),
    ((3, ASK), (4, "archive")),
)
"""What is asked about those that are rejected, and what becomes of that, so many days later."""


def working_days(today: date) -> list[date]:
    """Return the days of the history on which offices were open; the last two are others'."""
    days = (today - timedelta(days=DAYS - number) for number in range(DAYS - 1))
    return [day for day in days if day.weekday() < 5]


@dataclass
class History:
    """What has happened so far, and what is still to be done on which working day."""

    connection: Any
    began: datetime
    """When the register began to be filled."""
    persons: tuple[int, int] | None = None
    """How many persons it has before the first day, and how many after the last."""
    days: Sequence[date] = field(default_factory=lambda: working_days(datetime.now(UTC).date()))
    organisations: DemoOrganisations | None = None
    """Whose days these are as well."""
    marks: list[datetime] = field(default_factory=list)
    """When the acts of each working day began, and last when those after all of them did."""
    due: dict[int, list[tuple[UUID, Declaration, Step]]] = field(
        default_factory=lambda: defaultdict(list)
    )

    @property
    def rounds(self) -> int:
        """How many pairs are reviewed in it."""
        return len(self.days) * ROUNDS_OF_A_DAY

    async def pass_round(self, number: int) -> None:
        """Let a day begin with the first of its reviews: who comes, what is declared or due."""
        at, later_that_day = divmod(number, ROUNDS_OF_A_DAY)
        if later_that_day or at > len(self.days):
            return
        self.marks.append(await demo_history.clock(self.connection))
        if at == len(self.days):
            return
        if self.persons is not None:
            first, last = self.persons
            reached = [first + (last - first) * day // len(self.days) for day in (at, at + 1)]
            await grow(self.connection, *reached)
        for turn in _turns(at):
            declaration = _declaration(turn, self.days[at])
            event_id = await self._declare(declaration, turn)
            for later, step in _steps(turn):
                self.due[at + later].append((event_id, declaration, step))
        await self._do_what_is_due(at)
        if self.organisations is not None:
            await self.organisations.live((at + 1) / len(self.days))

    async def date_back(self, owner: Any) -> None:
        """Let each act have been on its day; `owner` is a connection of the database's owner."""
        await demo_history.date_back(owner, self.began, self.days, self.marks)

    async def _declare(self, declaration: Declaration, turn: int) -> UUID:
        portal = await accounts.client_id(self.connection, "portal")
        acting = Acting(self.connection, uuid4(), portal)
        call = IdempotentCall("demo", f"history-{turn}", digest(declaration))
        declared = await declarations.declare(acting, declaration, call, place=self._office(turn))
        await acting.commit()
        return declared.id

    def _office(self, turn: int) -> Place | None:
        """Return the office of a declaration, once the organisations have been made."""
        name = DECLARED_AT[turn % len(DECLARED_AT)]
        made = {} if self.organisations is None else self.organisations.places
        return Place(made[name]) if name in made else None

    async def _do_what_is_due(self, at: int) -> None:
        console = await accounts.client_id(self.connection, "console")
        users = await accounts.user_ids(self.connection, ["registrar1", "registrar2"])
        registrars = [users["registrar1"], users["registrar2"]]
        for number, (event_id, declaration, step) in enumerate(self.due.pop(at, ())):
            one = SETTLED_BY.get(step, number % 2)
            acting = Acting(self.connection, uuid4(), console, registrars[one])
            try:
                await perform(acting, event_id, declaration, step)
                await acting.commit()
            except Refusal:  # somebody else has taken it, or it may be a duplicate: it waits
                await acting.roll_back()


def _steps(turn: int) -> list[tuple[int, Step]]:
    """Return what becomes of a declaration, and of its rejection where it is rejected."""
    if turn == SPELT_OTHERWISE:
        return list(CORRECTED)
    steps = list(STEPS[turn % len(STEPS)])
    last, step = steps[-1]
    if step == "reject":
        asked = REJECTING[turn // len(STEPS) % len(REJECTING)]
        steps += [(last + later, step) for later, step in asked]
    return steps


def _turns(at: int) -> Iterator[int]:
    """Yield the numbers of what is declared on a working day: two, three or four."""
    before = sum(2 + day * 7 % 3 for day in range(at))
    yield from range(before, before + 2 + at * 7 % 3)


def _declaration(turn: int, day: date) -> Declaration:
    """Make up what is declared, the same for the same turn and day."""
    one, other = (person(NOT_OF_THE_DEMO + 5 * turn + place) for place in (0, 1))
    before = PartialDate.of(day - timedelta(days=1 + turn % 3))
    match turn % 5:
        case 0 | 2:
            return Birth(
                child=Individual(
                    one.first_name, one.last_name, birth_date=before, gender=Gender(one.gender)
                ),
                mother=Individual(
                    *mother_of(one, NOT_OF_THE_DEMO + turn),
                    birth_date=PartialDate(1994, 5, 1 + turn % 28),
                ),
                informant=Informant("MOTHER", email=f"mother{turn}@example.org"),
                place_of_birth=PLACES[turn % 3],
            )
        case 1 | 3:
            return Death(
                deceased=Individual(
                    one.first_name,
                    one.last_name,
                    birth_date=PartialDate(1930 + turn % 30, 1 + turn % 12, 1 + turn % 28),
                    gender=Gender(one.gender),
                ),
                date_of_death=before,
                place_of_death=PLACES[turn % len(PLACES)],
                informant=Informant("SON", email=f"son{turn}@example.org"),
            )
    return Marriage(
        spouses=(
            Individual(one.first_name, one.last_name, birth_date=PartialDate(1990, 2, 11)),
            Individual(other.first_name, other.last_name, birth_date=PartialDate(1992, 9, 30)),
        ),
        date_of_marriage=day - timedelta(days=1 + turn % 3),
        informant=Informant("SPOUSE"),
        place_of_marriage=HALLS[turn % len(HALLS)],
        witnesses=(Individual("Hanna", "Bondar"), Individual("Marko", "Koval")),
    )

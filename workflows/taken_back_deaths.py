"""How nobody keeps a day of death that nothing on record says of them any more (C10, C11, N6)."""

from dataclasses import replace
from typing import Any
from uuid import UUID

import orjson

from db.statements import Connection
from rules.deaths import KnownPerson, RegisteredDeath, earlier, is_same_person, may_follow
from rules.declarations import Individual
from rules.event_duplicates import evidence
from rules.frozen import frozen
from rules.partial_dates import PartialDate
from rules.vital_events import VitalEventKind
from workflows import recorded_deaths, shared_deaths
from workflows.alerts import EDITS, known_person, read_death, read_known
from workflows.vital_events import Record

GIVEN_BY = "select given from days_given_by($1, $2, $3, $4) given"
TAKE_BACK = "select take_back_death($1, $2, $3, $4)"


@frozen
class Given:
    """Somebody who has the day of a death, and what other registered deaths say of them."""

    person: KnownPerson
    own: tuple[PartialDate, ...]
    """Days of the deaths that are about this very record."""
    deaths: tuple[RegisteredDeath, ...]
    """Those with the number of the record, or of whom they are about."""

    def days(self) -> list[PartialDate]:
        """Return what is said of them, of which none is before their birth."""
        record = self.person.record
        fitting = (it.day for it in self.deaths if is_same_person(record, it.deceased, EDITS))
        return [day for day in (*self.own, *fitting) if may_follow(day, record.birth_date)]

    def left(self, former: PartialDate) -> PartialDate | None:
        """Return the day that they have without this death: the former, if it is said elsewhere."""
        days = self.days()
        return former if former in days else min(days, key=earlier, default=None)


async def given_by(connection: Connection, record: Record, before: dict[str, Any]) -> list[Given]:
    """Return who has the day of a death, before it is changed, from it; by no other kind anybody.

    They are the record that it is about without merges, and whoever C6 finds.
    """
    if record.kind is not VitalEventKind.DEATH:
        return []
    claimed = (await recorded_deaths.claim_of(connection, record.id)).person_id
    former = former_death(before)
    number = former.deceased.national_id
    rows = await connection.fetch(GIVEN_BY, record.id, claimed, number, str(former.day))
    about = await known_person(connection, claimed)
    sought = [former.deceased, *([] if about is None else [about.record])]
    given = [_read(orjson.loads(row["given"])) for row in rows]
    return [
        it
        for it in given
        if it.person.id == claimed
        or any(is_same_person(it.person.record, each, EDITS) for each in sought)
    ]


async def without(
    connection: Connection, record: Record, before: dict[str, Any], holders: tuple[KnownPerson, ...]
) -> tuple[KnownPerson, ...]:
    """Return persons as they would be had a death that is about nobody given nobody its day.

    Who came on record after it is dead by it alone, and was not dead already (rules C8a and C10).
    """
    former = former_death(before).day
    left = {it.person.id: it.left(former) for it in await given_by(connection, record, before)}
    shared = await shared_deaths.persons_of(connection, record.id)
    own = {it.id: left.get(it.id, it.own_death) for it in holders}
    standing = {it.standing_id for it in holders if it.id in left or it.id in shared}
    found = []
    for each in holders:
        died = each.death_date
        if died == former and each.standing_id in standing:
            mates = (own[it.id] for it in holders if it.standing_id == each.standing_id)
            died = min((day for day in mates if day is not None), key=earlier, default=None)
        found.append(replace(each, death_date=died, own_death=own[each.id]))
    return tuple(found)


async def take_back(
    connection: Connection,
    given: list[Given],
    former: PartialDate,
    now: RegisteredDeath | None = None,
    own_id: UUID | None = None,
) -> None:
    """Take the former day off those who had it, unless it is said of them elsewhere.

    `now` is what the death says instead, about `own_id` without merges, and None where it is void.
    Who is said to have died on other days has the earliest of these. The persons are locked.
    """
    for each in given:
        days = each.days()
        if now is not None and (
            each.person.id == own_id or is_same_person(each.person.record, now.deceased, EDITS)
        ):
            days.append(now.day)
        if former in days:
            continue
        day = min(days, key=earlier, default=None)
        exact, partial = (None, None) if day is None else (day.exact, day.partial)
        await connection.execute(TAKE_BACK, each.person.id, str(former), exact, partial)


def former_death(before: dict[str, Any]) -> RegisteredDeath:
    """Return what a death said, by its details as the API has them."""
    deceased = before["deceased"]
    born = deceased["birthDateKnown"]
    individual = Individual(
        deceased["firstName"],
        deceased["lastName"],
        birth_date=None if born is None else PartialDate.read(born),
        national_id=deceased["nationalId"],
    )
    return RegisteredDeath(evidence(individual), PartialDate.read(before["dateOfDeathKnown"]))


def _read(found: dict[str, Any]) -> Given:
    return Given(
        read_known(found["person"]),
        tuple(PartialDate.read(day) for day in found["own"]),
        tuple(read_death(each) for each in found["deaths"]),
    )

"""How somebody who comes on record is dead where their death is registered already (rule N6)."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

import orjson

from db import advisory_locks
from rules.deaths import KnownPerson, RegisteredDeath, day_of_death, earlier, may_follow
from rules.partial_dates import PartialDate
from workflows import recorded_deaths
from workflows.alerts import EDITS, read_death, read_known

LOCK = f"select pg_advisory_xact_lock_shared({advisory_locks.REGISTRATIONS})"
FIND = "select found from imported_and_dead($1, $2) found"
FIND_ONE = "select found from living_and_dead(array[$1::uuid]) found"
MARK = """
update persons set death_date = died.day, partial_death_date = died.partial
  from unnest($1::uuid[], $2::date[], $3::text[]) died(person, day, partial)
 where persons.id = died.person
   and persons.death_date is null and persons.partial_death_date is null
"""


async def lock(connection: Any) -> None:
    """Let no death be registered until the batch is committed: it would miss who comes with it."""
    await connection.execute(LOCK)


async def mark(connection: Any, source: str, external_ids: Sequence[str]) -> None:
    """Give whoever stands for these persons the day of a death that is registered.

    Of two records that stand for one person the earlier day counts. Who is dead already stays so.
    """
    await _mark(connection, await connection.fetch(FIND, source, list(external_ids)))


async def mark_one(connection: Any, person_id: UUID) -> None:
    """Give somebody who came on record the day of a death that is registered."""
    await _mark(connection, await connection.fetch(FIND_ONE, person_id))


async def _mark(connection: Any, rows: Iterable[Any]) -> None:
    days: dict[UUID, PartialDate] = {}
    for (found,) in rows:
        evidence = orjson.loads(found)
        person = read_known(evidence["person"])
        deaths = [read_death(each) for each in evidence["deaths"]]
        holders = [read_known(each) for each in evidence["holders"]]
        day, own = _days(person, deaths, holders)
        assert person.id is not None
        await recorded_deaths.note_known(connection, person.id, person.record, holders, own, day)
        if day is not None:
            days[person.standing_id] = min(day, days.get(person.standing_id, day), key=earlier)
    if days:
        standing = sorted(days)
        died = [days[each] for each in standing]
        parts = [day.exact for day in died], [day.partial for day in died]
        await connection.execute(MARK, standing, *parts)


def _days(
    person: KnownPerson, deaths: Sequence[RegisteredDeath], holders: Sequence[KnownPerson]
) -> tuple[PartialDate | None, PartialDate | None]:
    """Return the day for whoever stands, and the record's own without merges; None for none new."""
    day = own = None
    if person.death_date is None:
        day = day_of_death(person.record, deaths, holders, EDITS)
        if day is not None and not may_follow(day, person.standing_born):
            day = None
    if person.own_death is None:
        own = recorded_deaths.own_day(person.record, deaths, holders, person.id)
    return day, own

"""How somebody who is imported is dead where their death is registered already (rule N6)."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

import orjson

from db import advisory_locks
from rules.deaths import day_of_death
from workflows.alerts import EDITS, read_death, read_known

LOCK = f"select pg_advisory_xact_lock_shared({advisory_locks.REGISTRATIONS})"
FIND = "select found from imported_and_dead($1, $2) found"
MARK = """
update persons set death_date = told.day
  from unnest($1::uuid[], $2::date[]) told(person, day)
 where persons.id = told.person and persons.death_date is null
"""


async def lock(connection: Any) -> None:
    """Let no death be registered until the batch is committed: it would miss who comes with it."""
    await connection.execute(LOCK)


async def tell(connection: Any, source: str, external_ids: Sequence[str]) -> None:
    """Give whoever stands for these persons the day of a death that is registered.

    Of two records that stand for one person the earlier day counts. Who is dead already stays so.
    """
    days: dict[UUID, date] = {}
    for (found,) in await connection.fetch(FIND, source, list(external_ids)):
        evidence = orjson.loads(found)
        person = read_known(evidence["person"])
        deaths = map(read_death, evidence["deaths"])
        day = day_of_death(person.record, deaths, map(read_known, evidence["holders"]), EDITS)
        if day is None or (person.standing_born is not None and day < person.standing_born):
            continue
        days[person.standing_id] = min(day, days.get(person.standing_id, day))
    if days:
        standing = sorted(days)
        await connection.execute(MARK, standing, [days[each] for each in standing])

"""How the day of a registered death is taken off a person, or becomes another (C10, C11 and N6)."""

from typing import Any
from uuid import UUID

from db.statements import Connection
from rules.deaths import earlier
from rules.partial_dates import PartialDate

GROUP = """
select id, master_person_id is null as is_standing,
       master_person_id is not null
       and exists (select from own_deaths where person_id = id) as is_kept_apart,
       known_date(death_date, partial_death_date) as died
  from persons
 where id = $1 or id = standing_person($1) or master_person_id = standing_person($1)
"""
OTHER_DEATHS = """
select known_date(event_date, partial_event_date) as day from vital_events
 where kind = 'DEATH' and registration_number is not null and status <> 'ANNULLED'
   and id <> $1 and person_id = any ($2::uuid[])
"""
OF_EACH = """
select known_date(known.death_date, known.partial_death_date) as day
  from (select person_id, death_date, partial_death_date from own_deaths
         union all
        select person_id, death_date, partial_death_date from shared_deaths) known
 where known.person_id = any ($1::uuid[]) and num_nulls(known.death_date, partial_death_date) < 2
"""
"""What merged records would say of their own deaths, and say together, whatever their rows say."""

SETTLE = "select settle_death(person) from unnest($1::uuid[]) person"
SET_DEATH = """
update persons set death_date = $2, partial_death_date = $3
 where id = $1 and (death_date, partial_death_date) is distinct from ($2, $3)
"""


async def change_day(
    connection: Connection,
    event_id: UUID,
    person_id: UUID,
    former: PartialDate,
    day: PartialDate | None,
) -> None:
    """Put another day in the place of the one that a death put on a person, or none.

    Whoever they stand for today has it too, unless an earlier one is known of them (rule N6); what
    other registered deaths say of them stays. A record that was merged has no day that is said of
    its master alone. `lock_persons` and `recorded_deaths.change_own` were called before.
    """
    rows = await connection.fetch(GROUP, person_id)
    died = {row["id"]: row["died"] and PartialDate.read(row["died"]) for row in rows}
    others = await connection.fetch(OTHER_DEATHS, event_id, list(died))
    known = [PartialDate.read(row["day"]) for row in others]
    known += [] if day is None else [day]
    of_each = await connection.fetch(OF_EACH, list(died))
    of_all = [*known, *(PartialDate.read(row["day"]) for row in of_each)]
    await connection.execute(SETTLE, [it["id"] for it in rows if _is_to_settle(it, former)])
    for row in rows:
        is_own = row["id"] == person_id and not row["is_kept_apart"]
        if is_own and died[person_id] == former:
            days = of_all if row["is_standing"] else known
            died[person_id] = min(days, key=earlier, default=None)
            await _set(connection, person_id, died[person_id])
    for row in rows:
        if row["is_standing"] and row["id"] != person_id:
            days = [*of_all, *(it for it in died.values() if it is not None and it != former)]
            await _set(connection, row["id"], min(days, key=earlier, default=None))


def _is_to_settle(row: Any, former: PartialDate) -> bool:
    """Return whether a merged record has the former day, and what it says by itself is kept."""
    return bool(row["is_kept_apart"]) and row["died"] == str(former)


async def _set(connection: Connection, person_id: UUID, died: PartialDate | None) -> None:
    exact, partial = (None, None) if died is None else (died.exact, died.partial)
    await connection.execute(SET_DEATH, person_id, exact, partial)

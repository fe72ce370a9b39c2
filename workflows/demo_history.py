"""Dates the acts of a demo back to the days on which they are said to have been."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

CLOCK = "select clock_timestamp()"
MAY_DATE_BACK = "select has_parameter_privilege('session_replication_role', 'set')"
"""Whether the triggers that let no row of the trail change may be passed over."""

# One after the other: when acts were, and when they are said to have been.
SPANS = """
create temporary table spans on commit drop as
select * from unnest($1::timestamptz[], $2::timestamptz[], $3::timestamptz[], $4::timestamptz[])
           as span (began, ended, opens, closes)
"""
SAID = """
create function pg_temp.said(moment timestamptz) returns timestamptz language sql as $$
    select opens + (closes - opens) * (extract(epoch from moment - began)::float
                                       / extract(epoch from ended - began)::float)
      from spans where began <= moment and moment < ended
$$
"""
COLUMNS = """
select format('update %I.%I set %I = pg_temp.said(%I) where pg_temp.said(%I) is not null',
              table_schema, table_name, column_name, column_name, column_name)
  from information_schema.columns join information_schema.tables using (table_schema, table_name)
 where table_schema = current_schema() and table_type = 'BASE TABLE'
   and data_type = 'timestamp with time zone'
 order by table_name, column_name
"""
DAYS_OF_MEMBERS = """
update memberships
   set started_on = (inserted_at at time zone 'UTC')::date,
       ended_on = case when ended_on is not null then (updated_at at time zone 'UTC')::date end
 where started_on is not null
"""
DAYS_OF_REASONS = """
update explanation_requests
   set due_on = due_on - ((now() at time zone 'UTC')::date - (inserted_at at time zone 'UTC')::date)
"""
OPENS, CLOSES = time(8, tzinfo=UTC), time(17, tzinfo=UTC)
FILLING = timedelta(hours=2)
"""For so long the register was filled before the first day, and nobody else used it."""


async def clock(connection: Any) -> datetime:
    """Return the moment by the database's clock."""
    now: datetime = await connection.fetchval(CLOCK)
    return now


async def may_date_back(owner: Any) -> bool:
    """Return whether this owner of the database may change when acts were."""
    may: bool = await owner.fetchval(MAY_DATE_BACK)
    return may


async def date_back(
    owner: Any, began: datetime, days: Sequence[date], marks: Sequence[datetime]
) -> None:
    """Let acts after each mark have been on its day, and those from `began` on before the first.

    There is one mark more than days: what comes after it was between the evening of the last day
    and now. Moments that are still to come stay. For a demo alone: it changes the trail.
    """
    now = await clock(owner)
    opening = [datetime.combine(day, OPENS) for day in days]
    closing = [datetime.combine(day, CLOSES) for day in days]
    async with owner.transaction():
        await owner.execute("set local session_replication_role = replica")
        await owner.execute(
            SPANS,
            [began, *marks],
            [*marks, now],
            [opening[0] - FILLING, *opening, closing[-1]],
            [opening[0], *closing, now],
        )
        await owner.execute(SAID)
        for row in await owner.fetch(COLUMNS):
            await owner.execute(row[0])
        await owner.execute(DAYS_OF_MEMBERS)
        await owner.execute(DAYS_OF_REASONS)
        await owner.execute("drop function pg_temp.said")

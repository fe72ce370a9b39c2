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
# An act has many moments: when it began, those of its rows, those of its entries. A second becomes
# hours, so all of them are said to have been when its last entry was. Acts are one after the other.
ACTS = """
create temporary table acts on commit drop as
select done, opens + (closes - opens) * (extract(epoch from done - began)::float
                                         / extract(epoch from ended - began)::float) as said
  from (select max(inserted_at) as done from audit_log
         where inserted_at >= $1 group by transaction) act
  join spans on began <= done and done < ended
"""
IN_ORDER = "create index on acts (done) include (said)"
SAID = """
create function pg_temp.said(moment timestamptz) returns timestamptz
language plpgsql stable as $$
begin
    return (select said from acts where done >= moment order by done limit 1);
end
$$;
create function pg_temp.said(words jsonb) returns jsonb language plpgsql stable as $$
declare
    written text := words;
    moment text;
begin
    for moment in
        select distinct part[1]
          from regexp_matches(written, '"(\\d{4}-\\d\\d-\\d\\dT[0-9:.]+[+]00:00)"', 'g') part
         where part[1]::timestamptz >= (select min(began) from spans)
    loop
        written := replace(written, moment, coalesce(
            to_jsonb(pg_temp.said(moment::timestamptz)) #>> '{}', moment));
    end loop;
    return written;
end
$$
"""
COLUMNS = """
select format(case atttypid
                   when 'jsonb'::regtype then 'update %1$I set %2$I = pg_temp.said(%2$I)'
                        ' where %2$I::text like ''%%T__:%%'' and $1::timestamptz is not null'
                   else 'update %1$I set %2$I = pg_temp.said(%2$I)'
                        ' where %2$I >= $1 and pg_temp.said(%2$I) is not null' end,
              relname, attname)
  from pg_class join pg_attribute on attrelid = pg_class.oid and attnum > 0 and not attisdropped
 where relnamespace = current_schema()::regnamespace
   and relkind in ('r', 'p') and not relispartition
   and atttypid in ('timestamptz'::regtype, 'jsonb'::regtype)
 order by relname, attname
"""
DAYS_OF_MEMBERS = """
update memberships
   set started_on = (inserted_at at time zone 'UTC')::date,
       ended_on = case when ended_on is not null then (updated_at at time zone 'UTC')::date end
 where started_on is not null
"""
DAYS_OF_EVENTS = """
update outbox
   set payload = jsonb_set(payload, '{data}', payload -> 'data' || jsonb_build_object(
           'startedOn', case when payload #> '{data,startedOn}' <> 'null' then started_on end,
           'endedOn', case when payload #> '{data,endedOn}' <> 'null' then ended_on end))
  from memberships
 where aggregatetype = 'membership' and payload #>> '{data,databaseId}' = memberships.id::text
"""
# Whether before or after the last entry of its act: an event has the act's time.
TIMES_OF_EVENTS = """
update outbox set inserted_at = (payload ->> 'timestamp')::timestamptz
 where inserted_at <> (payload ->> 'timestamp')::timestamptz
"""
DAYS_OF_REASONS = """
update explanation_requests
   set due_on = due_on - ((now() at time zone 'UTC')::date - (inserted_at at time zone 'UTC')::date)
"""
DAYS_OF_PAPERS = """
update certificates
   set values = values
       || jsonb_build_object(
              'certificationDate', (certificates.inserted_at at time zone 'UTC')::date,
              'registrationDate', (registered.inserted_at at time zone 'UTC')::date)
  from audit_log registered
 where values ? 'certificationDate' and registered.resource = 'vital_event'
   and registered.resource_id = vital_event_id and registered.action like '%.registered'
"""
LAST_USES = """
insert into last_uses (id, used_at)
select users.id, max(entry.inserted_at)
  from users join audit_log entry on entry.actor_id = users.id
 group by users.id
    on conflict (id) do update set used_at = greatest(last_uses.used_at, excluded.used_at)
"""
"""Who has done something was here then: no request of theirs has said so."""
TIMES_OF_ATTEMPTS = """
with spread as (
    select attempt.id, message.inserted_at + interval '10 minutes'
               * (row_number() over (partition by message.id order by attempt.id) - 1) as moment
      from message_attempts attempt join messages message on message.id = attempt.message_id)
update message_attempts
   set started_at = spread.moment
  from spread
 where spread.id = message_attempts.id and moment < now()
"""
"""Each is made ten minutes after the one before it, and the first at once."""
CONSEQUENCES = (
    DAYS_OF_MEMBERS,
    DAYS_OF_EVENTS,
    TIMES_OF_EVENTS,
    DAYS_OF_REASONS,
    DAYS_OF_PAPERS,
    TIMES_OF_ATTEMPTS,
    LAST_USES,
)
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
        await owner.execute("set local time zone 'UTC'")
        await owner.execute(
            SPANS,
            [began, *marks],
            [*marks, now],
            [opening[0] - FILLING, *opening, closing[-1]],
            [opening[0], *closing, now],
        )
        await owner.execute(ACTS, began)
        await owner.execute(IN_ORDER)
        await owner.execute(SAID)
        for row in await owner.fetch(COLUMNS):
            await owner.execute(row[0], began)
        for consequence in CONSEQUENCES:
            await owner.execute(consequence)
        await owner.execute("drop function pg_temp.said(timestamptz), pg_temp.said(jsonb)")

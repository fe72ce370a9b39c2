"""Counts sign-ins that fail, and shows them to whose name they were by (rules E5 and E7)."""

from typing import Any

from rules.access_administration import display_name_faults
from rules.credentials import DAYS_FAILURES_ARE_SHOWN, Attempt, TooManyFailures
from workflows import throttling

# One statement, so that a name that somebody has takes no commit more than one that nobody has.
# Of one failure the first and the last are the same moment; of two at once the later one stays.
NOTE = """
with shown as (
    insert into failed_sign_ins as kept (id, first_at, last_at)
    select id, moment, moment
      from users, (select clock_timestamp() as moment offset 0) as noted
     where username = $4 and deleted_at is null
        on conflict (id) do update
       set count = case when kept.last_at < now() - make_interval(days => $5) then 1
                        else kept.count + 1 end,
           first_at = case when kept.last_at < now() - make_interval(days => $5)
                           then excluded.first_at
                           else kept.first_at end,
           last_at = greatest(kept.last_at, excluded.last_at))
select settle_attempt($1, $2, $3) as wait
"""


async def note(connection: Any, attempt: Attempt) -> None:
    """Count one that failed; of a name that nobody has nothing is kept to be shown.

    Raises TooManyFailures where it is one too many.
    """
    name = None if display_name_faults("username", attempt.name) else attempt.name
    counted = (throttling.subjects(attempt), throttling.LIMITS, True)
    row = await connection.fetchrow(NOTE, *counted, name, DAYS_FAILURES_ARE_SHOWN)
    if row["wait"] is not None:
        raise TooManyFailures(row["wait"])

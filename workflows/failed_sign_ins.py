"""Writes down that sign-ins by a user's name fail, for the user to see (rule E5)."""

from typing import Any

from rules.credentials import DAYS_FAILURES_ARE_SHOWN

NOTE = """
insert into failed_sign_ins as kept (id)
select id from users where username = $1 and deleted_at is null
    on conflict (id) do update
   set count = case when kept.last_at < now() - make_interval(days => $2) then 1
                    else kept.count + 1 end,
       first_at = case when kept.last_at < now() - make_interval(days => $2) then excluded.first_at
                       else kept.first_at end,
       last_at = excluded.last_at
"""


async def note(connection: Any, name: str) -> None:
    """Count one that failed by a name; of a name that nobody has nothing is kept."""
    await connection.execute(NOTE, name, DAYS_FAILURES_ARE_SHOWN)

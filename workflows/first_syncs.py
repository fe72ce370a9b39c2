"""What first syncs have made is taken back where none succeeds (rule S4)."""

from db.statements import Connection
from workflows.acts import act, system_acting

ANY_GIVEN_UP = """
select exists (select from source_links
                where awaits_first_sync and is_given_up(organisation_id)) as some
"""
TAKE_BACK = "select take_back_first_syncs($1) as taken"


async def take_back(connection: Connection, most: int) -> int:
    """Erase organisations that were made for a first sync that was given up; return how many.

    That is one that was cancelled, or failed a day ago. What somebody has put to use meanwhile
    stays.
    """
    if not (await connection.fetchrow(ANY_GIVEN_UP))["some"]:
        return 0
    async with system_acting(connection) as acting, act(acting, "organisation.erased"):
        taken: int = (await connection.fetchrow(TAKE_BACK, most))["taken"]
    return taken

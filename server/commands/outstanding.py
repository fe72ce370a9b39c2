"""What no process begins with: a restored database without its keys, or with what was erased."""

import structlog

from server.commands import CommandFailed
from server.commands.connections import connected
from server.erasure_file import ErasureFile
from server.identity.known_keys import recognise
from server.postgres.database import Database
from workflows.catalog_watch import serves_as_owner


async def refuse_outstanding(database: Database) -> None:
    """Refuse a start that would serve or send what was erased, or has others' keys.

    Rules T5 and Z8. One that works under the owner's role goes on, with a line in the log (rule
    Y6). Raises CommandFailed, KeysDiffer.
    """
    async with connected(database) as connection:
        if await serves_as_owner(connection):
            structlog.get_logger().warning("database.served_by_its_owner")
        await recognise(connection, database.settings)
        listed = ErasureFile(database.settings.data_dir)
        outstanding = await listed.outstanding(connection)
    if outstanding:
        raise CommandFailed(
            f"Erasures are outstanding: {len(outstanding)}. The database is one of before them; run"
            " `selfsame erase-again` first."
        )

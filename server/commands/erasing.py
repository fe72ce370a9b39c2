"""The command that erases again what a restored backup has brought back (rule T5)."""

from server.commands.connections import connected
from server.erasure_file import ErasureFile
from server.postgres.database import Database
from server.settings import Settings
from workflows import erasures
from workflows.acts import system_acting


async def erase_again(settings: Settings) -> str:
    """Erase what the list beside the database has and the database has not; return what to print.

    Each is a transaction: one that is interrupted goes on when it is called again.
    """
    listed = ErasureFile(settings.data_dir)
    with Database(settings) as database:
        await database.prepare()
        async with connected(database) as connection:
            outstanding = await listed.outstanding(connection)
            for erasure in outstanding:
                async with system_acting(connection) as acting:
                    await erasures.again(acting, erasure)
    return f"Erased again: {len(outstanding)}"

"""The command that goes on without keys that were lost (rule Z8)."""

from server.commands.connections import connected
from server.identity.known_keys import accept
from server.postgres.database import Database
from server.settings import Settings


async def accept_keys(settings: Settings) -> str:
    """Let the database know the keys that are here; return what that means, a line for each."""
    with Database(settings) as database:
        await database.prepare()
        async with connected(database) as connection:
            lost = await accept(connection, settings)
    return "\n".join(lost or ["The keys are those that the database knows."])

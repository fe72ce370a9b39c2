"""The command that takes one report of mail that came back (rule U5)."""

from outbound.bounces import read_bounce
from outbound.signatures import letter_tags
from server.commands.connections import connected
from server.postgres.database import Database
from server.settings import Settings
from workflows import letters

MOST_OF_A_REPORT = 1 << 20
"""Bytes of a report of mail that came back: what it says of it stands before what came back."""

NOTHING = "No letter has changed"


async def bounce(settings: Settings, report: bytes) -> str:
    """Let the letter of a report fail; return what to print, which names no address."""
    found = read_bounce(report, letter_tags(settings.keys_directory))
    if found is None:
        return NOTHING
    with Database(settings) as database:
        async with connected(database) as connection:
            has_failed = await letters.bounce(connection, found.letter_id, found.status)
    return f"Failed: {found.letter_id}" if has_failed else NOTHING

"""The command that syncs an organisation with its source, in the name of the installation."""

import asyncio
import sys
from collections.abc import Callable
from getpass import getpass
from uuid import UUID

from outbound.signatures import SOURCE_KEY_FILE, Seal
from rules.refusals import Refusal
from rules.runs import UNDER_WAY, RunStatus
from rules.sources import SourceTerms, SourceTokenIsNeeded, SyncMode
from server.commands import CommandFailed
from server.commands.connections import connected
from server.identity.known_keys import recognise
from server.postgres.counting import CountingConnection
from server.postgres.database import Database
from server.settings import Settings
from workflows import organisation_names, sync_progress, sync_requests
from workflows.acts import system_acting

POLL_SECONDS = 0.5


async def sync(
    settings: Settings,
    organisation: str,
    mode: SyncMode,
    *,
    waits: bool,
    echo: Callable[[str], None],
) -> int:
    """Begin the sync of an organisation by its link; with `waits`, until it is over or held.

    Returns the exit status: 0, or 3 where it did not succeed. Raises CommandFailed and
    OrganisationUnclear.
    """
    with Database(settings) as database:
        await database.prepare()
        async with connected(database) as connection:
            await recognise(connection, settings)
            place = await organisation_names.organisation_called(connection, organisation)
            run_id = await _begin(settings, connection, place.id, mode)
            echo(f"Run {run_id}")
            return await _follow(connection, run_id, echo) if waits else 0


async def _begin(
    settings: Settings, connection: CountingConnection, place: UUID, mode: SyncMode
) -> UUID:
    seal = Seal(settings.keys_directory, SOURCE_KEY_FILE)
    terms = SourceTerms(seal.seal, settings.source_allow_loopback)

    async def attempt(token: str | None) -> UUID:
        async with system_acting(connection) as acting:
            return await sync_requests.begin_by_itself(acting, place, mode, token, terms)

    try:
        try:
            return await attempt(None)
        except SourceTokenIsNeeded:
            return await attempt(_asked_token())
    except Refusal as refusal:
        raise CommandFailed(f"{refusal.message}.") from None


def _asked_token() -> str:
    """Read a token: never from the arguments, which others on the machine see (rule D4)."""
    if sys.stdin.isatty():
        return getpass("Token of the source: ").strip()
    return sys.stdin.readline().strip()


async def _follow(connection: CountingConnection, run_id: UUID, echo: Callable[[str], None]) -> int:
    shown = ""
    while True:
        run = await sync_progress.progress(connection, run_id)
        counts = ", ".join(f"{name} {count}" for name, count in run.counts.items() if count)
        line = f"{run.status}: {run.steps} steps{f', {counts}' if counts else ''}"
        if line != shown:
            echo(line)
            shown = line
        if run.status not in UNDER_WAY or run.status is RunStatus.HELD:
            if run.why is not None:
                echo(run.why)
            return 0 if run.status is RunStatus.SUCCEEDED else 3
        await asyncio.sleep(POLL_SECONDS)

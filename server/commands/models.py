"""The command that lets pairs be weighed by another model (rule H9)."""

import asyncio
from collections import Counter
from pathlib import Path

from rules.matching_models import Model, ModelIsFaulty
from server.commands import INTERRUPTED, CommandFailed, given_models
from server.commands.connections import alone, connected
from server.commands.loading import progress_bars
from server.matching.outcomes import failed
from server.postgres.counting import CountingConnection
from server.postgres.database import Database
from server.settings import Settings
from workflows import applied_models, detection_models
from workflows.acts import system_acting
from workflows.applied_models import Applied
from workflows.detection_models import ActiveModel, ModelIsReplaced, VersionIsTaken
from workflows.weighing import Moves

LARGEST_MODEL = 10_000_000
"""Bytes of a model's file."""


async def activate(settings: Settings, file: Path) -> tuple[str, int]:
    """Activate a model, and weigh the candidates by it; return what to print and the exit status.

    Raises CommandFailed, also where the settings name another one, which each start makes active.
    """
    model = read_model(file)
    given = given_models.given_model(settings)
    if given is not None and given.digest != model.digest:
        raise CommandFailed(
            f"SELFSAME_DETECTION_MODEL names the model {given.version}, which every start makes the"
            f" active one; unset it, or let it name {file}.",
            2,
        )
    with Database(settings) as database:
        await database.prepare()
        async with alone(database), connected(database) as connection:
            try:
                async with system_acting(connection) as acting:
                    active = await detection_models.activate(acting, model)
            except VersionIsTaken as taken:
                raise CommandFailed(str(taken), 2) from None
            applied = await apply(connection, active)
    lines = [
        f"The model {model.version} is active; its prior is {active.prior:.2f}.",
        f"keys made: {applied.keys}",
        *describe_moves(applied.moves),
        *failed(applied.faults),
    ]
    return "\n".join(lines), 1 if applied.faults else 0


async def apply(connection: CountingConnection, active: ActiveModel) -> Applied:
    """Let keys and weights follow a model, with a progress bar. Raises CommandFailed."""
    try:
        with progress_bars() as bars:
            return await applied_models.apply(connection, active, bars)
    except ModelIsReplaced:
        raise CommandFailed("Another model was activated meanwhile; that one is applied.") from None
    except asyncio.CancelledError:
        raise CommandFailed(
            f"Interrupted. The model {active.model.version} is active; keys and candidates follow"
            " with the next detection or start of a worker.",
            INTERRUPTED,
        ) from None


def read_model(file: Path) -> Model:
    """Read a model's file. Raises CommandFailed, with all that is wrong in one sentence."""
    try:
        if file.stat().st_size > LARGEST_MODEL:
            raise CommandFailed(f"{file} is larger than {LARGEST_MODEL} bytes.", 2)
        return Model.read(file.read_text("utf-8"))
    except OSError as error:
        raise CommandFailed(f"{file} cannot be read: {error.strerror}.", 2) from None
    except UnicodeDecodeError:
        raise CommandFailed(f"{file} is not UTF-8.", 2) from None
    except ModelIsFaulty as fault:
        raise CommandFailed(f"{file}: {fault}", 2) from None


def describe_moves(moves: Moves) -> list[str]:
    """Return how many candidates change their band, a line each for open and decided ones."""
    return [
        f"candidates: {moves.candidates}",
        f"open ones with another band: {_moved(moves.open)}",
        f"decided ones with another band: {_moved(moves.decided)}",
    ]


def _moved(counts: Counter[tuple[str, str]]) -> str:
    each = ", ".join(f"{a} to {b} {count}" for (a, b), count in sorted(counts.items()))
    return f"{counts.total()}" + (f" ({each})" if each else "")

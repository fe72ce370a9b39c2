"""The model that SELFSAME_DETECTION_MODEL names: pairs are weighed by it from a start on (H9)."""

from rules.matching_models import Model
from server.commands import CommandFailed
from server.commands.connections import connected
from server.postgres.counting import CountingConnection
from server.postgres.database import Database
from server.settings import Settings
from workflows import detection_models
from workflows.detection_models import ActiveModel, VersionIsTaken


def given_model(settings: Settings) -> Model | None:
    """Return the model that the settings name, None where they name none."""
    file = settings.detection_model
    return None if file is None else Model.read(file.read_text("utf-8"))


async def activate_given(database: Database) -> None:
    """Let the model that the settings name be the active one; do nothing where they name none.

    Raises CommandFailed.
    """
    if database.settings.detection_model is not None:
        async with connected(database) as connection:
            await ensure_active(connection, database.settings)


async def ensure_active(connection: CountingConnection, settings: Settings) -> ActiveModel:
    """Return the model that pairs are weighed by: active from now on. Raises CommandFailed."""
    try:
        return await detection_models.ensure_active(connection, given_model(settings))
    except VersionIsTaken as taken:
        raise CommandFailed(f"SELFSAME_DETECTION_MODEL: {taken}", 2) from None


async def without_activating(connection: CountingConnection, settings: Settings) -> ActiveModel:
    """Return the model that pairs would be weighed by, and change nothing. Raises CommandFailed."""
    try:
        return await detection_models.without_activating(connection, given_model(settings))
    except VersionIsTaken as taken:
        raise CommandFailed(f"SELFSAME_DETECTION_MODEL: {taken}", 2) from None

"""`selfsame serve`: what it does before it answers."""

import threading

import pytest

from db.versions import Standing
from server.commands import serving
from server.commands.serving import prepare
from server.postgres.database import Database
from server.settings import Settings


@pytest.mark.parametrize(
    ("found", "expected"),
    [(Standing.BEHIND, ["imported", "migrated"]), (Standing.CURRENT, [])],
)
async def test_nothing_is_migrated_while_another_thread_imports(
    monkeypatch: pytest.MonkeyPatch, found: Standing, expected: list[str]
) -> None:
    """Both import SQLAlchemy, which is circular: a start after an update sometimes broke."""
    steps: list[str] = []

    class Importing(threading.Thread):
        def join(self, timeout: float | None = None) -> None:
            steps.append("imported")

    async def standing(_: Database) -> Standing:
        return found

    async def migrated(_: Database) -> bool:
        steps.append("migrated")
        return True

    async def nothing_is_outstanding(_: Database) -> None:
        pass

    monkeypatch.setattr(serving, "refuse_outstanding", nothing_is_outstanding)
    monkeypatch.setattr(Database, "standing", standing)
    monkeypatch.setattr(Database, "migrate", migrated)
    settings = Settings(database_url=None)
    database = Database(settings)

    await prepare(database, Importing())

    assert steps == expected

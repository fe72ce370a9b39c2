"""A command that finds no database says where it looked."""

from pathlib import Path

import pytest

from server.commands.connections import connected
from server.postgres.connection import Unavailable
from server.postgres.database import Database, DatabaseUnusable
from server.settings import Settings

AWAY = "postgresql://nobody@127.0.0.1:1/none"


async def test_a_database_that_is_not_there_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def refused(_: Database) -> None:
        raise Unavailable from ConnectionRefusedError()

    monkeypatch.setattr(Database, "connect", refused)
    database = Database(Settings(database_url=AWAY, data_dir=tmp_path))

    with pytest.raises(DatabaseUnusable) as raised:
        async with connected(database):
            pass

    sentence = "The database at 127.0.0.1:1 cannot be reached; see SELFSAME_DATABASE_URL."
    assert str(raised.value) == sentence

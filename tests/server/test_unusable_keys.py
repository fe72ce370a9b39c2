"""A command that meets a key that it cannot use ends with a sentence that names the file."""

from pathlib import Path

import asyncpg
import pytest

from server.seeding.access import seed_access
from tests.databases import Database
from tests.server.commands import environment, run


@pytest.mark.parametrize(
    ("folder", "words"),
    [("keys", ["token", "--user", "admin"]), ("audit-keys", ["audit", "key"])],
    ids=["of tokens", "of the trail"],
)
async def test_a_key_that_cannot_be_used_is_one_sentence(
    database: Database, tmp_path: Path, folder: str, words: list[str]
) -> None:
    connection = await asyncpg.connect(database.app_url)
    await seed_access(connection)
    await connection.close()
    file = tmp_path / folder / "0001.pem"
    file.parent.mkdir()
    file.write_text("no key")

    finished = await run(environment(tmp_path, database), *words)

    sentence = f"{file} is not an unencrypted private key in PEM.\n"
    assert (finished.status, finished.out, finished.err) == (1, "", sentence)

"""What is counted of one certificate, or of one address, is counted one after the other (C14)."""

import asyncio
from typing import Any

import asyncpg
import pytest

from tests.databases import Database
from tests.serving import until_it_waits

SUBJECT, OTHER = b"s" * 32, b"o" * 32


@pytest.mark.parametrize(
    ("statement", "first", "second"),
    [
        ("select count_guess($1, 1, $2)", (SUBJECT, True), (SUBJECT, False)),
        ("select count_look($1, $2, 1)", (SUBJECT, OTHER), (SUBJECT, b"another" * 4)),
    ],
    ids=["guesses", "looks"],
)
async def test_c14_of_two_at_once_the_second_knows_of_the_first(
    database: Database, statement: str, first: tuple[Any, ...], second: tuple[Any, ...]
) -> None:
    watching, one, two = [await asyncpg.connect(database.owner_url) for _ in range(3)]
    async with one.transaction():
        assert await one.fetchval(statement, *first) is None

        waiting = asyncio.create_task(two.fetchval(statement, *second))
        await until_it_waits(watching, waiting)

    assert 0 < await waiting <= 60
    for connection in (watching, one, two):
        await connection.close()

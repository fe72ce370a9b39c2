"""Fixtures of the planner's tests: one lived-in database for all who only read it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from tests.databases import Databases
from tests.planner.lived_in import LivedIn, lived_in


@asynccontextmanager
async def _lived_in(databases: Databases) -> AsyncIterator[LivedIn]:
    lent = await databases.lend()
    async with lived_in(lent) as found:
        yield found
    await databases.take_back(lent)


@pytest.fixture(scope="session")
async def house(databases: Databases) -> AsyncIterator[LivedIn]:
    """The lived-in database; whoever changes it takes `own_house`."""
    async with _lived_in(databases) as found:
        yield found


@pytest.fixture
async def own_house(databases: Databases) -> AsyncIterator[LivedIn]:
    """A lived-in database of the test's own."""
    async with _lived_in(databases) as found:
        yield found

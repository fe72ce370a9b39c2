"""Fixtures of the planner's tests: one sample database for all tests that only read it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from tests.databases import Databases
from tests.planner.sample import Sample, open_sample
from workflows import person_views, record_views

LEAVE_AS_IT_IS = "select $1::uuid[]"


@pytest.fixture(autouse=True)
def looks_leave_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """A look at a person would be a row of the trail, and each answer another than the last."""
    monkeypatch.setitem(record_views.RECORD, person_views.ACTION, LEAVE_AS_IT_IS)


@asynccontextmanager
async def _lent(databases: Databases) -> AsyncIterator[Sample]:
    lent = await databases.lend()
    async with open_sample(lent) as filled:
        yield filled
    await databases.take_back(lent)


@pytest.fixture(scope="session")
async def sample(databases: Databases) -> AsyncIterator[Sample]:
    """The sample; a test that changes it takes `own_sample`."""
    async with _lent(databases) as filled:
        yield filled


@pytest.fixture
async def own_sample(databases: Databases) -> AsyncIterator[Sample]:
    """A sample of the test's own."""
    async with _lent(databases) as filled:
        yield filled

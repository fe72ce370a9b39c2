"""Fixtures of sources: one as hitobito serves it, and what reads it."""

from collections.abc import AsyncIterator, Callable

import pytest

from outbound.names import Names
from outbound.sources.client import Connections, SourceClient
from outbound.sources.json_api import JsonApi
from tests.hitobito import TOKEN, Hitobito, serving

Read = Callable[..., JsonApi]


@pytest.fixture
async def source() -> AsyncIterator[Hitobito]:
    async with serving(Hitobito()) as served:
        served.add_group(1, "Wolves")
        served.add_group(2, "Cubs", 1)
        for each in range(1, 8):
            served.add_person(each, f"Ann{each}", "Lee", birthday="2014-03-02", gender="w")
            served.add_role(10 + each, each, 1 if each < 6 else 2)
        yield served


@pytest.fixture
async def read(source: Hitobito) -> AsyncIterator[Read]:
    """Makes what reads the source, so many resources at once."""
    names = Names(1)
    connections = Connections(names, allows_loopback=True)
    yield lambda size=3, token=TOKEN, at=source.base_url: JsonApi(
        SourceClient(connections, at, token), size
    )
    await names.close()

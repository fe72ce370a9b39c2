"""Whether the database writes opaque ids as the API does."""

from uuid import uuid4

import asyncpg
import pytest

from resolvers import ids
from resolvers.definitions import NODES


@pytest.mark.parametrize("type_name", sorted(NODES))
async def test_an_event_names_a_row_by_the_id_that_node_takes(
    owner: asyncpg.Connection, type_name: str
) -> None:
    key = uuid4()

    written = await owner.fetchval("select global_id($1, $2)", type_name, key)

    assert written == ids.identify(type_name)(str(key))
    assert ids.key(written, type_name) == key

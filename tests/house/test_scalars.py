"""How moments are read."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from graphql import GraphQLScalarType

from resolvers.schema import schema


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2026-01-01T12:00:00", datetime(2026, 1, 1, 12, tzinfo=UTC)),
        ("2026-01-01T12:00:00Z", datetime(2026, 1, 1, 12, tzinfo=UTC)),
        (
            "2026-01-01T12:00:00+02:00",
            datetime(2026, 1, 1, 12, tzinfo=timezone(timedelta(hours=2))),
        ),
    ],
)
def test_a_moment_without_an_offset_is_utc_wherever_the_server_stands(
    written: str, meant: datetime
) -> None:
    moments = schema.graphql.type_map["DateTime"]
    assert isinstance(moments, GraphQLScalarType)

    assert moments.coerce_input_value(written).isoformat() == meant.isoformat()

"""The scalars: what they mean, Decimal (exact, as a string) and DateTime (with its offset)."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import strawberry
from graphql import GraphQLError
from strawberry.schema.config import StrawberryConfig
from strawberry.schema.types.base_scalars import DateDefinition, DateTimeDefinition, UUIDDefinition

from resolvers.definitions import decimal
from rules.money import read_decimal


def _parse_decimal(value: Any) -> Decimal:
    try:
        return read_decimal(value)
    except ValueError as error:
        raise GraphQLError(str(error)) from None


def _parse_datetime(value: Any) -> datetime:
    assert DateTimeDefinition.parse_value is not None
    moment: datetime = DateTimeDefinition.parse_value(value)
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)


SCALARS = StrawberryConfig(
    scalar_map={
        UUID: replace(
            UUIDDefinition,
            description="A UUID (RFC 9562), e.g. `01a1fc0f-1b95-70ca-8896-0ca2583f6131`.",
        ),
        date: replace(DateDefinition, description="A day, written YYYY-MM-DD."),
        datetime: strawberry.scalar(
            name="DateTime",
            description="A moment in ISO 8601; without an offset it is UTC.",
            serialize=datetime.isoformat,
            parse_value=_parse_datetime,
        ),
        Decimal: strawberry.scalar(
            name="Decimal",
            description='A decimal number carried as a string, e.g. "12.50".',
            serialize=decimal,
            parse_value=_parse_decimal,
        ),
    }
)

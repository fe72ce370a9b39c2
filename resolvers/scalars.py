"""The scalars: what they mean, and the one form in which each is read (rule N5)."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import strawberry
from graphql import GraphQLError
from strawberry.schema.config import StrawberryConfig
from strawberry.schema.types.base_scalars import UUIDDefinition

from resolvers.definitions import decimal
from rules.dates import read_day, read_moment
from rules.money import read_decimal
from rules.partial_dates import PartialDate

UUID_FORM = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")


def _parser(read: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Return a reader whose ValueError is a fault of the request. It does not repeat the value."""

    def parse(value: Any) -> Any:
        try:
            return read(value)
        except ValueError as error:
            raise GraphQLError(str(error)) from None

    return parse


def _read_uuid(value: Any) -> UUID:
    if not isinstance(value, str) or UUID_FORM.fullmatch(value) is None:
        raise ValueError("A UUID is written in five groups of hexadecimal digits")
    return UUID(value)


SCALARS = StrawberryConfig(
    scalar_map={
        UUID: replace(
            UUIDDefinition,
            description="A UUID (RFC 9562), e.g. `01a1fc0f-1b95-70ca-8896-0ca2583f6131`.",
            parse_value=_parser(_read_uuid),
        ),
        date: strawberry.scalar(
            name="Date",
            description="A day, written YYYY-MM-DD and in no other form.",
            serialize=date.isoformat,
            parse_value=_parser(read_day),
        ),
        datetime: strawberry.scalar(
            name="DateTime",
            description="A moment as RFC 3339 writes it, with its offset: `2026-01-31T12:00:00Z`.",
            serialize=datetime.isoformat,
            parse_value=_parser(read_moment),
        ),
        PartialDate: strawberry.scalar(
            name="PartialDate",
            description="A date as far as it is known: 1972, 1972-03 or 1972-03-05.",
            serialize=str,
            parse_value=_parser(PartialDate.read),
        ),
        Decimal: strawberry.scalar(
            name="Decimal",
            description='A decimal number carried as a string, e.g. "12.50".',
            serialize=decimal,
            parse_value=_parser(read_decimal),
        ),
    }
)

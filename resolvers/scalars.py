"""How values that are no plain JSON travel: decimal numbers as strings, exactly."""

from decimal import Decimal
from typing import Any

import strawberry
from graphql import GraphQLError
from strawberry.schema.config import StrawberryConfig

from resolvers.declaring import decimal
from rules.money import read_decimal


def _read(written: Any) -> Decimal:
    try:
        return read_decimal(written)
    except ValueError as error:
        raise GraphQLError(str(error)) from None


SCALARS = StrawberryConfig(
    scalar_map={
        Decimal: strawberry.scalar(
            name="Decimal",
            description='A decimal number carried as a string, e.g. "12.50".',
            serialize=decimal,
            parse_value=_read,
        )
    }
)

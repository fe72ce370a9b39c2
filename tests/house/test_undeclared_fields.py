"""A schema with a field of unknown access, or from nowhere, does not build."""

import pytest
import strawberry

from planner.covered_fields import FieldWithoutSource
from planner.row_queries import RowQuery
from resolvers.access import Public
from resolvers.declared_schema import Schema, UndeclaredAccess
from resolvers.definitions import object_type, root_field
from resolvers.nodes import MutationContext
from resolvers.persons import Person
from resolvers.scalars import SCALARS


@object_type()
class Mutation:
    """What may be done in the small schemas below."""

    @root_field(Person | None, Public())
    def change(call: strawberry.Parent[MutationContext]) -> RowQuery | None:  # noqa: N805
        """Change nothing."""


def test_a_schema_with_an_undeclared_root_field_does_not_build() -> None:
    @object_type()
    class Query:
        """What may be asked."""

        @strawberry.field
        def anything(self) -> int:
            return 1

    with pytest.raises(UndeclaredAccess, match="anything"):
        Schema(strawberry.Schema(query=Query, mutation=Mutation, config=SCALARS))


def test_a_schema_with_a_field_from_nowhere_does_not_build() -> None:
    @object_type()
    class Thing:
        """Something."""

        size: int

    @object_type()
    class Query:
        """What may be asked."""

        thing: Thing

    with pytest.raises(FieldWithoutSource, match=r"Thing\.size"):
        Schema(strawberry.Schema(query=Query, mutation=Mutation, config=SCALARS))

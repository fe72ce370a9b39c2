"""A schema with a field that nobody answers, or that everybody may ask, does not build."""

import pytest
import strawberry

from db.persons import persons
from planner.covered_fields import FieldWithoutSource
from planner.row_queries import RowQuery
from resolvers.access import Public
from resolvers.declared_schema import Schema, UndeclaredAccess
from resolvers.definitions import column, object_type, root_field
from resolvers.nodes import QueryContext


@object_type(persons)
class Sourced:
    """A type whose every field has a source."""

    first_name: str = column("The given name.")


@object_type(persons)
class Unsourced:
    """A type with a field that has none."""

    first_name: str = column("The given name.")
    shoe_size: int


@object_type(name="Mutation")
class Acts:
    """Something to do, for a schema has both."""

    @root_field(Sourced | None, Public())
    def nothing(call: strawberry.Parent[QueryContext]) -> RowQuery | None:  # noqa: N805
        """Do nothing."""
        return None


def test_a_field_without_a_source_fails_the_build() -> None:
    @strawberry.type
    class Query:
        @root_field(Unsourced | None, Public())
        def unsourced(call: strawberry.Parent[QueryContext]) -> RowQuery | None:  # noqa: N805
            """Return nothing."""
            return None

    with pytest.raises(FieldWithoutSource, match=r"^Unsourced\.shoeSize$"):
        Schema(strawberry.Schema(query=Query, mutation=Acts))


def test_a_root_field_without_access_fails_the_build() -> None:
    @strawberry.type
    class Query:
        sourced: Sourced | None = strawberry.field(resolver=lambda: None)

    with pytest.raises(UndeclaredAccess, match=r"^sourced$"):
        Schema(strawberry.Schema(query=Query, mutation=Acts))


def test_a_schema_with_both_builds() -> None:
    @strawberry.type
    class Query:
        @root_field(Sourced | None, Public())
        def sourced(call: strawberry.Parent[QueryContext]) -> RowQuery | None:  # noqa: N805
            """Return nothing."""
            return None

    built = Schema(strawberry.Schema(query=Query, mutation=Acts))

    assert set(built.roots["Query"]) == {"sourced"}

"""The decorators that define the schema: types with their tables, fields with source and access."""

import dataclasses
import inspect
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from types import SimpleNamespace
from typing import Any, TypeVar

import orjson
import strawberry
from sqlalchemy import JSON, FromClause, Numeric
from strawberry.types import object_type as strawberry_types
from strawberry.types.field import StrawberryField

from planner.candidates import Parts
from planner.row_queries import Condition
from planner.sources import FromJson, HangsOn, Source, ToPage, Value
from resolvers.access import Access, Scoped
from resolvers.enumerations import EnumType, describe_enum
from rules.access import Role
from rules.frozen import frozen
from rules.refusals import BadRequest

Declared = TypeVar("Declared", bound=type)

INPUTS: set[type] = set()
"""The types of arguments, the only ones of which there are instances."""


def _without_idle_methods(**options: Any) -> Callable[[type], type]:
    """Make a dataclass of a type, as strawberry wants it, with no method that nothing calls.

    To compile them takes a fifth of the time in which a server starts.
    """
    return lambda cls: dataclass(cls, init=cls in INPUTS, eq=False, repr=False, **options)


strawberry_types.dataclasses = SimpleNamespace(  # type: ignore[assignment, attr-defined]
    **vars(dataclasses) | {"dataclass": _without_idle_methods}
)

DATABASE_ID = "The UUID within `id`, by which webhooks and the audit trail name the object."
INSERTED_AT = "When it came on record; this never changes."
UPDATED_AT = "When it last changed; the same as `insertedAt` until then."

TABLES: dict[type, FromClause] = {}
PARTS: dict[FromClause, Parts] = {}
"""From what the pages of a caller are cut who is limited; without, by the reach of each row."""
LIMITED_TABLES: dict[FromClause, FromClause] = {}
"""What a caller who is limited reads in the place of a table."""
REACHES: dict[FromClause, Condition | HangsOn] = {}
"""Which rows of a table exist for a caller who is limited; the others are closed (rule R3)."""
NODES: dict[str, "NodeAccess"] = {}


@frozen
class NodeAccess:
    """How a type is read: with which scope, which of its rows, and whether that is written down.

    `node` and `nodes` take all of it. `read_logged` holds for every root field that reads rows of
    the table, `visible` for those of Query: what a mutation returns, its act has decided.
    `resolvers/schema.py` sees to that.
    """

    table: FromClause
    access: Scoped
    visible: tuple[Condition, ...]
    read_logged: bool
    logged_column: str = "id"
    view: str | None = None
    """The action under which it is written down that a user reads one row by its id."""


@dataclass(frozen=True, eq=False)
class Column:
    """A column of the type's own table; by the field's name unless another is given."""

    name: str | None = None


def column(description: str, name: str | None = None) -> Any:
    """Declare a field that is a column of the type's own table."""
    return strawberry.field(description=description, metadata={"source": Column(name)})


def field(source: Source, description: str) -> Any:
    """Declare a field with the source of its value."""
    return strawberry.field(description=description, metadata={"source": source})


def object_type(
    table: FromClause | None = None,
    *,
    name: str | None = None,
    reach: Condition | HangsOn | None = None,
    limited_table: FromClause | None = None,
) -> Callable[[Declared], Declared]:
    """Declare an object type; its docstring is its description.

    `reach` says which rows of its table exist for callers who are limited to organisations, who
    read `limited_table` in its place where there is one.
    """

    def declare(cls: Declared) -> Declared:
        declared = strawberry.type(cls, name=name, description=inspect.getdoc(cls))
        if table is not None:
            TABLES[declared] = table
        if table is not None and reach is not None:
            REACHES[table] = reach
        if table is not None and limited_table is not None:
            LIMITED_TABLES[table] = limited_table
        return declared

    return declare


def input_type(cls: Declared) -> Declared:
    """Declare an input; its docstring is its description."""
    INPUTS.add(cls)
    return strawberry.input(cls, description=inspect.getdoc(cls))


def required(description: str) -> Any:
    """Declare a field of an input that must be given."""
    return strawberry.field(description=description)


def optional(description: str) -> Any:
    """Declare a field of an input that may be left out, which is the same as null."""
    return strawberry.field(default=None, description=description)


def enumeration(**values: str) -> Callable[[EnumType], EnumType]:
    """Declare an enumeration that only the schema has; its docstring is its description."""

    def declare(cls: EnumType) -> EnumType:
        return describe_enum(cls, inspect.getdoc(cls) or "", **values)

    return declare


def node_type(
    table: FromClause,
    scope: str,
    visible: tuple[Condition, ...] = (),
    *,
    roles: frozenset[Role] | None = None,
    limited: bool = False,
    within: frozenset[Role] = frozenset(),
    reach: Condition | HangsOn | None = None,
    parts: Parts | None = None,
    read_logged: bool = False,
    logged_column: str = "id",
    view: str | None = None,
) -> Callable[[Declared], Declared]:
    """Declare a type that `node` can reach with a scope; of users it needs one of `roles`.

    Those may be `limited` to organisations, who find those of its rows that meet the condition
    `reach`, as do those with a role that opens it `within` that alone; their pages are cut from
    `parts` of the table.

    Queries find those of its rows that meet the conditions `visible`. Where `read_logged`, each
    row that a machine reads is written down (rule C9): the record whose key is in `logged_column`.
    """

    def declare(cls: Declared) -> Declared:
        NODES[cls.__name__] = NodeAccess(
            table,
            Scoped(scope, roles, limited=limited, within=within),
            visible,
            read_logged,
            logged_column,
            view,
        )
        if parts is not None:
            PARTS[table] = parts
        return object_type(table, reach=reach)(cls)

    return declare


def root_field(
    returns: Any,
    access: Access,
    *,
    prepare: Callable[..., Awaitable[Any]] | None = None,
    at_once: int | None = None,
) -> Callable[[Callable[..., Any]], Any]:
    """Declare a root field: its type, its access, and the function that returns its query.

    The function's docstring is the field's description. Strawberry makes the schema of it and never
    calls it; `server/graphql` does, with the context where Strawberry expects the parent object.
    What a mutation must learn from elsewhere is learned by `prepare`, before its act begins and
    holds a connection: it takes a Preparation and the arguments, and the function finds what it
    returns as `context.prepared`. Of a mutation whose acts are in each other's way, a process
    performs `at_once` at a time while they are quick; the others wait without costing anything.
    """
    metadata = {"access": access, "prepare": prepare, "at_once": at_once}

    def declare(resolve: Callable[..., Any]) -> Any:
        return strawberry.field(
            resolver=resolve,
            graphql_type=returns,
            description=inspect.getdoc(resolve),
            metadata={"resolve": resolve} | metadata,
        )

    return declare


def nested_field(returns: Any, source: ToPage | FromJson) -> Callable[[Callable[..., Any]], Any]:
    """Declare a field with arguments below a root field: a connection, or what JSON is written of.

    The function takes a QueryContext and the arguments, and returns a NestedQuery. Its docstring is
    the field's description.
    """

    def declare(resolve: Callable[..., Any]) -> Any:
        return strawberry.field(
            resolver=resolve,
            graphql_type=returns,
            description=inspect.getdoc(resolve),
            metadata={"source": source, "resolve": resolve},
        )

    return declare


def source_of(field: StrawberryField, table: FromClause | None) -> Source | None:
    """Return the source that a field was declared with."""
    source = field.metadata.get("source")
    if not isinstance(source, Column):
        return source
    assert table is not None, f"{field.python_name} is a column of no table"
    declared = table.c[source.name or field.python_name]
    name = declared.name
    converter = _converter(declared.type)
    nullable = bool(declared.nullable)
    return Value(lambda rows: rows.c[name], converter, nullable=nullable, limited=True)


def _converter(kind: Any) -> Callable[[Any], Any] | None:
    if isinstance(kind, JSON):
        return raw_json
    if isinstance(kind, Numeric):
        return decimal
    return None


def set_fields(given: object, names: Iterable[str]) -> dict[str, Any]:
    """Return the fields of a filter, or of none, that are neither left out nor null.

    Moments are in UTC. Raises BadRequest where that has no such moment.
    """
    values = {name: getattr(given, name, None) for name in names}
    return {name: _in_utc(value) for name, value in values.items() if value is not None}


def _in_utc(value: Any) -> Any:
    try:
        return value.astimezone(UTC) if isinstance(value, datetime) else value
    except OverflowError:
        raise BadRequest("A time to look for lies outside the calendar") from None


def raw_json(text: str) -> orjson.Fragment:
    """Pass JSON through as PostgreSQL wrote it."""
    return orjson.Fragment(text)


def decimal(number: Decimal) -> str:
    """Write a decimal number as the contract has it."""
    return format(number, "f")

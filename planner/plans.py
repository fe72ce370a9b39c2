"""A plan: one SQL statement for one root field, and the function that renders its rows."""

from collections.abc import Mapping
from dataclasses import field, replace
from typing import Any
from uuid import UUID

from graphql import FieldNode, GraphQLObjectType
from sqlalchemy.dialects.postgresql.asyncpg import PGDialect_asyncpg
from sqlalchemy.sql.compiler import SQLCompiler

from planner.compiler import Compiler
from planner.json_rows import program_of
from planner.pages import Page, PageResult, look_ahead, trim
from planner.reach import conditions_of
from planner.row_queries import RowQuery
from planner.shapes import (
    Builder,
    ErrorWalk,
    FieldError,
    NullPropagation,
    Path,
    Shape,
    UnexpectedNull,
)
from planner.statements import Guard, select_has_next, select_has_previous, start_select
from rules.frozen import frozen

GUARD_POSITION = 0
DIALECT = PGDialect_asyncpg()  # type: ignore[no-untyped-call]
Answer = tuple[Any, list[FieldError]]
"""A root field's value and its errors.

The value is None where no row was found, or where a null propagated above the field.
"""


@frozen
class Plan:
    """A statement with the order of its parameters, and how its rows become an answer.

    `key_position` is where each row has its primary key, which is null in the one row that comes
    when nothing was found; `logged_position` is where the key stands that is accounted for.
    `page_info_fields` are the fields of PageInfo that are selected besides the cursors.
    `has_previous_position` and `has_next_position` are those of the flags that rows exist before
    and after this page, None where they are not selected; in a logged query (see RowQuery) such a
    row's key stands there instead.
    """

    text: str
    parameters: tuple[str, ...]
    constants: Mapping[str, Any]
    build: Builder
    shape: Shape
    key_position: int
    logged_position: int
    page_info_fields: frozenset[str]
    has_previous_position: int | None
    has_next_position: int | None
    guarded: bool
    writes: bool
    """Whether the statement writes as it reads, and must be a transaction of its own."""
    columns: tuple[str, ...] | None
    """The columns after the guard's, where no more than columns of the row is selected."""
    programs: dict[tuple[int, ...], Any] = field(default_factory=dict)
    """What writes its rows as JSON, by the types of its columns; see `planner/json_rows.py`."""

    def program(self, types: tuple[int, ...]) -> Any:
        """Return what writes the rows from columns of these types, None where nothing does."""
        if types not in self.programs:
            self.programs[types] = program_of(self.shape, types)
        return self.programs[types]

    def write(self, program: Any, rows: list[Any], row_query: RowQuery) -> bytes | None:
        """Write the JSON of binary rows by the plan's program; None where `answer` has to do it."""
        row = rows[0]
        if row_query.page is not None:
            page = self._page(rows, row_query.page)
            flags = (page.has_next_page, page.has_previous_page)
            written: bytes | None = program.write(row, page.rows, *flags)
            return written
        return b"null" if row[self.key_position] is None else program.write(row)

    def arguments(self, values: Mapping[str, Any]) -> list[Any]:
        """Put the parameters' values into the statement's order."""
        known = {**self.constants, **values} if self.constants else values
        return [known[name] for name in self.parameters]

    def known_row(self, known: Mapping[str, Any]) -> tuple[Any, ...] | None:
        """Return the row that the statement would, where all of it is known already; else None."""
        if self.columns is None or self.guarded:
            return None
        try:
            values = [known[name] for name in self.columns]
        except KeyError:
            return None
        return (None, *[str(it) if isinstance(it, UUID) else it for it in values])

    def answer(self, rows: list[Any], row_query: RowQuery, path: Path) -> Answer:
        """Render the rows of a page, or of one object."""
        row = rows[0]
        if row_query.page is not None:
            return self.render(row, row_query, path, self._page(rows, row_query.page))
        if row[self.key_position] is None:
            return None, []
        return self.render(row, row_query, path)

    def keys(self, rows: list[Any], row_query: RowQuery) -> list[str]:
        """List the keys to account for: of rows that the answer shows, or reveals by PageInfo."""
        keys = []
        if row_query.page is not None:
            keys = self._keys_revealed(rows, row_query.page)
            rows = self._page(rows, row_query.page).rows
        return keys + [
            row[self.logged_position] for row in rows if row[self.key_position] is not None
        ]

    def keys_shown(self, rows: list[Any], row_query: RowQuery) -> list[str]:
        """List the primary keys of the rows that the answer shows, in their order."""
        if row_query.page is not None:
            rows = self._page(rows, row_query.page).rows
        return [row[self.key_position] for row in rows if row[self.key_position] is not None]

    def by_key(self, rows: list[Any]) -> dict[str, Any]:
        """Index rows by their primary keys."""
        return {row[self.key_position]: row for row in rows if row[self.key_position] is not None}

    def render(
        self, row: Any, row_query: RowQuery, path: Path, page_result: PageResult | None = None
    ) -> Answer:
        """Render one row; a null in a non-null field costs a second, slower pass for its errors."""
        try:
            return self.build(row, page_result, row_query.root_values), []
        except UnexpectedNull:
            walk = ErrorWalk(page_result, row_query.root_values, [])
        try:
            return self.shape.build_with_errors(row, path, walk), walk.errors
        except NullPropagation:
            return None, walk.errors

    def _page(self, rows: list[Any], page: Page) -> PageResult:
        first = rows[0]
        return trim(
            rows,
            page,
            self.key_position,
            has_previous=_flag(first, self.has_previous_position),
            has_next=_flag(first, self.has_next_position),
        )

    def _keys_revealed(self, rows: list[Any], page: Page) -> list[str]:
        """List the keys of the rows for which PageInfo says that others precede or follow.

        Where the look-ahead has shown a row already, one beyond a cursor reveals no more.
        """
        more = look_ahead(rows, page, self.key_position)
        sides = (
            ("has_previous_page", self.has_previous_position, page.backwards),
            ("has_next_page", self.has_next_position, not page.backwards),
        )
        keys = []
        for name, position, is_ahead in sides:
            if name not in self.page_info_fields:
                continue
            if is_ahead and more is not None:
                keys.append(more[self.logged_position])
            elif position is not None and rows[0][position] is not None:
                keys.append(rows[0][position])
        return keys


def _flag(row: Any, position: int | None) -> bool:
    return position is not None and row[position] not in (None, False, b"\0")


def plan(
    compiler: Compiler, nodes: list[FieldNode], row_query: RowQuery, guard: Guard | None
) -> Plan:
    """Compile a root field for a query. Without a guard, the statement does not check access.

    Raises OutOfReach for a caller who is limited, where something is closed to them.
    """
    object_type = compiler.schema.type_map[row_query.type_name]
    assert isinstance(object_type, GraphQLObjectType)
    type_source = compiler.sources[object_type.name]
    table = type_source.table_for(limited=row_query.limited)
    assert table is not None, f"{object_type.name} has no rows"
    conditions = (*row_query.conditions, *type_source.visible)
    if row_query.limited:
        conditions = conditions_of(row_query, type_source)
    row_query = replace(row_query, conditions=conditions)
    order = row_query.page.order if row_query.page else None
    compiler = replace(compiler, order=order, limited=row_query.limited, nested=row_query.nested)
    parts = type_source.parts if row_query.limited else None
    builder = start_select(table, row_query, guard, parts)
    key_position = builder.position_of_key(builder.rows)
    logged = type_source.logged_column
    logged_position = builder.position_of_column(builder.rows.c[logged])
    fields = compiler.collector.subfields(object_type, nodes)
    shape = compiler.object(object_type, fields, builder.rows, builder)
    has_previous_position = select_has_previous(table, row_query, builder, logged)
    has_next_position = select_has_next(table, row_query, builder, logged)
    selected = builder.select()
    if row_query.page is not None:
        # The page was cut from its own end, perhaps backwards; the list has the order of its field.
        selected = selected.order_by(*row_query.page.order.sorted(builder.rows, backwards=False))
    compiled = selected.compile(dialect=DIALECT)
    assert isinstance(compiled, SQLCompiler)
    text = str(compiled)
    return Plan(
        text=text,
        parameters=tuple(compiled.positiontup or ()),
        constants={
            name: bind.effective_value for name, bind in compiled.binds.items() if not bind.required
        },
        build=Builder(shape),
        shape=shape,
        key_position=key_position,
        logged_position=logged_position,
        page_info_fields=frozenset(builder.page_info_fields),
        has_previous_position=has_previous_position,
        has_next_position=has_next_position,
        guarded=guard is not None,
        writes=any(f"{name}(" in text for name in compiler.writing),
        columns=None if row_query.page else builder.columns_of_rows(GUARD_POSITION),
    )

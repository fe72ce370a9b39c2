"""A plan: one statement for one root field, and the function that shapes its rows."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from graphql import FieldNode, GraphQLObjectType
from sqlalchemy.dialects.postgresql.asyncpg import PGDialect_asyncpg
from sqlalchemy.sql.compiler import SQLCompiler

from planner.compiler import Compiler
from planner.pages import Window, cut
from planner.questions import Question
from planner.shapes import Bubble, Build, FieldError, NullFound, Path, Scene, Shape, written
from planner.statements import Guard, earlier, frame_of, later

DIALECT = PGDialect_asyncpg()  # type: ignore[no-untyped-call]
Told = tuple[Any, list[FieldError]]
"""An answer, null where a null had to go above it, with what was found wrong in it."""


@dataclass(frozen=True, slots=True)
class Plan:
    """A statement with the order of its parameters, and what its rows become."""

    text: str
    names: tuple[str, ...]
    fixed: Mapping[str, Any]
    build: Build
    shape: Shape
    present: int
    earlier: int | None
    later: int | None
    guarded: bool

    def arguments(self, given: Mapping[str, Any]) -> list[Any]:
        """Put the parameters into the statement's order."""
        known = {**self.fixed, **given} if self.fixed else given
        return [known[name] for name in self.names]

    def answer(self, rows: list[Any], question: Question, path: Path) -> Told:
        """Shape the rows of a page or of one object."""
        row = rows[0]
        page = question.page
        if page is None:
            return self.told(row, question, path) if row[self.present] is not None else (None, [])
        is_earlier = self.earlier is not None and row[self.earlier]
        is_later = self.later is not None and row[self.later]
        window = cut(rows, page, self.present, is_earlier, is_later)
        return self.told(row, question, path, window)

    def keys(self, rows: list[Any], question: Question) -> list[str]:
        """Name the rows that the answer tells, by their keys."""
        if question.page is not None:
            rows = cut(rows, question.page, self.present, earlier=False, later=False).rows
        return [row[self.present] for row in rows if row[self.present] is not None]

    def by_key(self, rows: list[Any]) -> dict[str, Any]:
        """Find the rows of a keyed question by their keys."""
        return {row[self.present]: row for row in rows if row[self.present] is not None}

    def told(self, row: Any, question: Question, path: Path, window: Window | None = None) -> Told:
        """Shape one row; with care, and slowly, where a null breaks what the schema promises."""
        try:
            return self.build(row, window, question.given), []
        except NullFound:
            scene = Scene(window, question.given, [])
        try:
            return self.shape.walk(row, path, scene), scene.errors
        except Bubble:
            return None, scene.errors


def plan(
    compiler: Compiler, nodes: list[FieldNode], question: Question, guard: Guard | None
) -> Plan:
    """Compile a root field for a question. Without a guard the rows are told unasked."""
    named = compiler.schema.type_map[question.type_name]
    assert isinstance(named, GraphQLObjectType)
    table = compiler.sources[named.name].table
    assert table is not None, f"{named.name} has no rows"
    frame = frame_of(table, question, guard)
    present = frame.key(frame.rows)
    fields = compiler.collector.subfields(named, nodes)
    shape = compiler.object(named, fields, frame.rows, frame)
    before, after = earlier(table, question, frame), later(table, question, frame)
    selected = frame.selected()
    if question.page is not None:
        selected = selected.order_by(*question.page.order.sorted(frame.rows, backwards=False))
    compiled = selected.compile(dialect=DIALECT)
    assert isinstance(compiled, SQLCompiler)
    return Plan(
        text=str(compiled),
        names=tuple(compiled.positiontup or ()),
        fixed={
            name: bind.effective_value for name, bind in compiled.binds.items() if not bind.required
        },
        build=written(shape),
        shape=shape,
        present=present,
        earlier=before,
        later=after,
        guarded=guard is not None,
    )

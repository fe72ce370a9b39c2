"""The statement of a question: which rows as which page, told beside the guard's word on them."""

from collections.abc import Callable

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Integer,
    Table,
    Text,
    any_,
    cast,
    exists,
    func,
    literal_column,
    null,
    select,
    true,
)

from planner.frames import Frame
from planner.questions import Question

Guard = Callable[[], FromClause]
"""Makes the FROM item whose one row says, in `refusal`, whether the rows may be told."""


def frame_of(table: Table, question: Question, guard: Guard | None) -> Frame:
    """Begin the SELECT of the rows of a question, in which column 0 is the guard's refusal."""
    rows = _page(table, question) if question.page else _found(table, question)
    head = guard() if guard else select(cast(null(), Text).label("refusal")).subquery("head")
    frame = Frame(rows, head.outerjoin(rows, true()))
    frame.column(head.c.refusal)
    return frame


def earlier(table: Table, question: Question, frame: Frame) -> int | None:
    """Find the place of whether rows stand before those a page lies after, where that is asked."""
    page = question.page
    if page is None or page.after is None or "has_previous_page" not in frame.facts:
        return None
    outside = table.alias()
    return frame.column(_exists(outside, question, page.order.up_to(outside, "after", after=True)))


def later(table: Table, question: Question, frame: Frame) -> int | None:
    """Find the place of whether rows stand after those a page lies before, where that is asked."""
    page = question.page
    if page is None or page.before is None or "has_next_page" not in frame.facts:
        return None
    outside = table.alias()
    return frame.column(
        _exists(outside, question, page.order.up_to(outside, "before", after=False))
    )


def _found(table: Table, question: Question) -> FromClause:
    return select(table).where(*_conditions(table, question)).subquery("t")


def _page(table: Table, question: Question) -> FromClause:
    page = question.page
    assert page is not None
    found = table.alias() if question.found_first else table
    conditions = _conditions(found, question)
    if page.after is not None:
        conditions.append(page.order.beyond(found, "after", after=True))
    if page.before is not None:
        conditions.append(page.order.beyond(found, "before", after=False))
    if question.found_first:
        keys = func.array(select(found.c.id).where(*conditions).scalar_subquery())
        conditions = [table.c.id == any_(keys)]
    chosen = select(table).where(*conditions)
    # One row more than asked for tells whether there are others.
    size = literal_column(str(page.size + 1), Integer)
    chosen = chosen.order_by(*page.order.sorted(table, backwards=page.backwards)).limit(size)
    return chosen.subquery("t")


def _conditions(table: FromClause, question: Question) -> list[ColumnElement[bool]]:
    return [condition.build(table) for condition in question.conditions]


def _exists(
    outside: FromClause, question: Question, place: ColumnElement[bool]
) -> ColumnElement[bool]:
    conditions = _conditions(outside, question)
    return exists().select_from(outside).where(*conditions, place)

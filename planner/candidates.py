"""Pages for a caller who is limited to some of the rows: taken from what is theirs, in its order.

A condition on each row lets PostgreSQL walk past others' rows, or sort all of one's own. Here each
part of what is theirs gives the first rows of the page, in the order of an index, and the page is
cut from these. All conditions of the query hold for each of them as well: to be a candidate is no
leave.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Select,
    func,
    select,
    true,
    union_all,
)

from planner.pages import Page

Conditions = Callable[[FromClause], list[ColumnElement[bool]]]


@dataclass(frozen=True, eq=False)
class Part:
    """Rows that are the caller's for one reason.

    - `rows`: the table's rows; `ordered` has the columns of the order, of `rows` or of what leads
      to them; `joined` are the conditions that connect both with an item of `each`.
    - `each`: a FROM item with the places of which each gives rows; None where there is but one.
    - `applies`: whether these rows are looked at; None for always.
    """

    rows: FromClause
    ordered: FromClause
    joined: Sequence[ColumnElement[bool]]
    each: FromClause | None = None
    applies: ColumnElement[bool] | None = None

    def candidates(self, page: Page, conditions: Conditions) -> Select[Any]:
        """Select the keys of its rows that may be on a page."""
        wanted = [*self.joined, *conditions(self.rows)]
        if page.after is not None:
            wanted.append(page.order.beyond(self.ordered, "after", after=True))
        if page.before is not None:
            wanted.append(page.order.beyond(self.ordered, "before", after=False))
        first = page.cut(select(self.rows.c.id).where(*wanted), self.ordered)
        if self.each is None:
            chosen = select(first.subquery().c.id)
        else:
            found = first.correlate(self.each).lateral()
            chosen = select(found.c.id).select_from(self.each.join(found, true()))
        return chosen if self.applies is None else chosen.where(self.applies)


Parts = Callable[[FromClause], Sequence[Part]]
"""Returns what of a table may be the caller's."""


def candidates(parts: Sequence[Part], page: Page, conditions: Conditions) -> ColumnElement[Any]:
    """Return the keys of the rows that may be on a page, as an array."""
    found = union_all(*(part.candidates(page, conditions) for part in parts))
    return func.array(found.scalar_subquery())

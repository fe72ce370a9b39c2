"""What a root field asks of the database: which rows, under which conditions, as which page."""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, FromClause

from planner.pages import Page


@dataclass(frozen=True, eq=False)
class Condition:
    """A condition on the rows; a constant of its module, because plans are cached by it.

    What differs from request to request are the parameters that its expression names.
    """

    build: Callable[[FromClause], ColumnElement[bool]]


@dataclass(frozen=True, slots=True)
class Question:
    """The rows that answer a root field, told as an object type of the schema.

    Without a page it is one row or none; `keyed`, it is every row, told by its key. `given` are
    values that the answer tells without asking the database. With `found_first` all rows that
    meet the conditions are found before the page is cut from them: Postgres would otherwise
    sometimes walk the whole table in the page's order, waiting for rows that match. One that is
    `planned_anew` is planned for its own parameters each time, where a plan that is good for one
    value reads everything for another. Of a `recorded` one, whoever answers it keeps account of
    the rows that it tells.
    """

    type_name: str
    conditions: tuple[Condition, ...] = ()
    parameters: Mapping[str, Any] = field(default_factory=dict)
    page: Page | None = None
    keyed: bool = False
    found_first: bool = False
    given: Mapping[str, Any] = field(default_factory=dict)
    recorded: bool = False
    planned_anew: bool = False

    @property
    def shape(self) -> Hashable:
        """What of the question changes the statement; the rest are parameters."""
        page = None if self.page is None else self.page.shape
        return (self.type_name, self.conditions, page, self.keyed, self.found_first)

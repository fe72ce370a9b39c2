"""What the toy's fields with arguments ask for."""

from types import SimpleNamespace
from typing import Any

from planner.pages import cursor_reader, read_page
from planner.row_queries import NestedQuery
from tests.planner.toy import BOXES, OF_KIND, SCHEMA, boxes

_read_box = cursor_reader(BOXES, boxes)


def stock(
    _: Any,
    first: int | None = None,
    after: str | None = None,
    last: int | None = None,
    before: str | None = None,
    kind: str | None = None,
) -> NestedQuery:
    """Ask for a page of a shelf's boxes, perhaps of one kind."""
    page = read_page(BOXES, _read_box, first, after, last, before)
    return NestedQuery(page, (OF_KIND,), {"kind": kind}) if kind else NestedQuery(page)


def tallies(_: Any, least: int | None = None) -> NestedQuery:
    """Ask for the boxes of a shelf that weigh at least so much."""
    return NestedQuery(parameters={"least": least or 0})


FIELDS: Any = SimpleNamespace(
    graphql=SCHEMA,
    nested={
        ("Shelf", name): SimpleNamespace(resolve=resolve, arguments=dict, check_bounds=None)
        for name, resolve in (("stock", stock), ("tallies", tallies))
    },
)
"""What resolvers.schema.Schema says of the fields with arguments below root fields."""

"""The toy schema answered field by field, by graphql-core, from rows held in memory."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from graphql import ExecutionResult, GraphQLError, execute_sync, parse

from planner.pages import cursor_writer
from resolvers import ids
from tests.planner.toy import BOXES, GIVEN, RANKED, SCHEMA, words

Row = dict[str, Any]
Tables = dict[str, list[Row]]


@dataclass(frozen=True, slots=True)
class RootValues:
    """What the root fields are about: one shelf or none, a page of shelves, what is around it."""

    shelf: Row | None
    page: list[Row]
    facts: dict[str, bool]


def execute(tables: Tables, text: str, variables: Row, root_values: RootValues) -> ExecutionResult:
    """Answer a document."""
    root = {
        "tables": tables,
        "shelf": root_values.shelf,
        "page": root_values.page,
        "facts": root_values.facts,
    }
    return execute_sync(
        SCHEMA,
        parse(text),
        root,
        variable_values=variables,
        field_resolver=_resolve,
        type_resolver=lambda row, *_: {"book": "Book", "film": "Film"}[row["kind"]],
    )


def _resolve(row: Any, about: Any, **arguments: Any) -> Any:
    root = about.root_value
    if about.field_name == "stock":
        return _stock(root, row, arguments)
    if about.field_name == "tallies":
        return _tallies(root, row, arguments.get("least") or 0)
    answer = FIELDS.get((about.parent_type.name, about.field_name))
    if answer is not None:
        return answer(root, row)
    if about.field_name == "id":
        return ids.identify(about.parent_type.name)(row["id"])
    return row[re.sub("([A-Z])", r"_\1", about.field_name).lower()]


def _find(table: str, column: str) -> Callable[[Any, Row], Any]:
    return lambda root, row: next(
        (it for it in root["tables"][table] if it["id"] == row[column]), None
    )


def _list(table: str, column: str, falls: bool = True) -> Callable[[Any, Row], Any]:
    return lambda root, row: sorted(
        (it for it in root["tables"][table] if it[column] == row["id"]),
        key=lambda it: it["id"],
        reverse=falls,
    )


def box_cursor(row: Row) -> str:
    """Write the cursor of a box."""
    return cursor_writer(BOXES)(row["id"])


def _stock(root: Any, shelf: Row, arguments: Row) -> Any:
    kind, after, before = (arguments.get(name) for name in ("kind", "after", "before"))
    rows = [
        row
        for row in _list("boxes", "shelf_id")(root, shelf)
        if kind is None or row["kind"] == kind
    ]
    # The greatest id comes first; a cursor may be that of another shelf's box.
    places = {box_cursor(row): row["id"] for row in root["tables"]["boxes"]}
    short = [it for it in rows if after is not None and it["id"] >= places[after]]
    past = [it for it in rows if before is not None and it["id"] <= places[before]]
    within = [it for it in rows if it not in short and it not in past]
    last, first = arguments.get("last"), arguments.get("first")
    if last is not None:
        page = within[max(0, len(within) - last) :]
        more = {"after": bool(past), "before": len(page) < len(within) or bool(short)}
    else:
        page = within[: 20 if first is None else first]
        more = {"after": len(page) < len(within) or bool(past), "before": bool(short)}
    cursors = [box_cursor(row) for row in page]
    return {
        "edges": [{"node": row, "cursor": box_cursor(row)} for row in page],
        "nodes": page,
        "page_info": {
            "has_next_page": more["after"],
            "has_previous_page": more["before"],
            "start_cursor": cursors[0] if cursors else None,
            "end_cursor": cursors[-1] if cursors else None,
        },
    }


def _tallies(root: Any, shelf: Row, least: int) -> list[Row]:
    boxes = [it for it in root["tables"]["boxes"] if it["shelf_id"] == shelf["id"]]
    heavy = [it for it in boxes if it["weight"] is not None and it["weight"] >= least]
    return sorted(heavy, key=lambda it: it["id"])


def _words(root: Any, row: Row) -> Any:
    if row["name"] is None:
        return None
    return [dict(zip(("text", "note", "loud"), it, strict=True)) for it in words(row["name"])]


def _thing(root: Any, row: Row) -> Any:
    return row if row["kind"] in ("book", "film") else None


def _shelf(root: Any, _: Any) -> Any:
    return root["shelf"]


def _cursor(row: Row) -> str:
    return cursor_writer(RANKED)(row["rank"], row["id"])


def _connection(root: Any, _: Any) -> Any:
    page = root["page"]
    cursors = [_cursor(row) for row in page]
    return {
        "edges": [{"node": row, "cursor": _cursor(row)} for row in page],
        "nodes": page,
        "page_info": root["facts"]
        | {
            "start_cursor": cursors[0] if cursors else None,
            "end_cursor": cursors[-1] if cursors else None,
        },
        "total": len(root["tables"]["shelves"]),
        "some": min(len(root["tables"]["shelves"]), 5),
    }


FIELDS: dict[tuple[str, str], Callable[[Any, Any], Any]] = {
    ("Query", "shelf"): _shelf,
    ("Query", "shelfOf"): _shelf,
    ("Query", "shelves"): _connection,
    ("Query", "shelvesOf"): _connection,
    ("City", "capital"): _find("cities", "capital_id"),
    ("Place", "city"): _find("cities", "city_id"),
    ("Place", "cityOf"): _find("cities", "city_id"),
    ("Place", "shelves"): _list("shelves", "place_id", falls=False),
    ("Shelf", "place"): _find("places", "place_id"),
    ("Shelf", "placeOf"): _find("places", "place_id"),
    ("Shelf", "boxes"): _list("boxes", "shelf_id"),
    ("Shelf", "loose"): _list("boxes", "shelf_id"),
    ("Shelf", "words"): _words,
    ("Shelf", "maybeWords"): _words,
    ("Shelf", "said"): lambda root, row: GIVEN["said"],
    ("Shelf", "unsaid"): lambda root, row: GIVEN["unsaid"],
    ("Shelf", "total"): lambda root, row: len(root["tables"]["shelves"]),
    ("Shelf", "none"): lambda root, row: None,
    ("Box", "shelf"): _find("shelves", "shelf_id"),
    ("Box", "spare"): _find("places", "spare_id"),
    ("Box", "main"): _find("places", "main_id"),
    ("Box", "inner"): _list("boxes", "parent_id"),
    ("Box", "thing"): _thing,
    ("Box", "thingOf"): _thing,
    ("Book", "pages"): lambda root, row: row["weight"],
    ("Film", "minutes"): lambda root, row: row["weight"],
    ("Film", "shelf"): _find("shelves", "shelf_id"),
}


def errors_of(found: ExecutionResult) -> list[tuple[Any, ...]]:
    """Say the errors as the planner's are compared with them."""
    return [_error(it) for it in found.errors or ()]


def _error(error: GraphQLError) -> tuple[Any, ...]:
    return (error.message, tuple(error.path or ()), [_name(node) for node in error.nodes or ()])


def _name(node: Any) -> str:
    name: str = node.name.value
    return name


def missing(key: str, times: int) -> tuple[Any, ...]:
    """Say the error of a root field that may not be null and is, which its executor would say."""
    return ("Cannot return null for non-nullable field Query.shelfOf.", (key,), ["shelfOf"] * times)

"""A schema that has what ours has not yet: unions, lists in lists, nulls where none is promised.

Its sources read one database through the planner; `plain` reads the same rows field by field.
"""

from typing import Any

from graphql import GraphQLObjectType, build_schema
from sqlalchemy import (
    ARRAY,
    Column,
    ForeignKey,
    Integer,
    MetaData,
    Table,
    Text,
    bindparam,
    func,
    literal_column,
    select,
)
from sqlalchemy.dialects.postgresql import JSONB, aggregate_order_by

from planner.pages import Order
from planner.row_queries import Condition
from planner.sources import (
    Computed,
    ComputedItem,
    FromJson,
    GlobalIdSource,
    JsonMember,
    PageInfoField,
    PageRows,
    PageScalar,
    RootValueSource,
    RowCount,
    RowCursor,
    SameRow,
    Sources,
    ToMany,
    ToOne,
    ToPage,
    TypeByColumn,
    TypeSource,
    Value,
)

SDL = """
interface Node { id: ID! }
union Thing = Book | Film
type Shelf implements Node {
    id: ID! name: String nick: String! place: Place placeOf: Place! boxes: [Box!]! loose: [Box]
    stock(
        first: Int, after: String, last: Int, before: String, kind: String = "book"
    ): BoxConnection!
    tallies(least: Int): [Tally!]!
    words: [Word!]! maybeWords: [Word] said: String! unsaid: String! total: Int! none: Int
}
type Place implements Node { id: ID! name: String! city: City cityOf: City! shelves: [Shelf!]! }
type City implements Node { id: ID! name: String! capital: City }
type Box implements Node {
    id: ID! label: String! weight: Int shelf: Shelf! spare: Place main: Place inner: [Box!]!
    thing: Thing thingOf: Thing! tags: [String!]
}
type Book implements Node { id: ID! label: String! pages: Int! }
type Film implements Node { id: ID! minutes: Int! label: String shelf: Shelf }
type Tally { label: String weight: Int! }
type Word { text: String! note: String loud: String }
type PageInfo {
    hasNextPage: Boolean! hasPreviousPage: Boolean! startCursor: String endCursor: String!
}
type BoxEdge { node: Box! cursor: String! }
type BoxConnection { edges: [BoxEdge] nodes: [Box] pageInfo: PageInfo! }
type ShelfEdge { node: Shelf! cursor: String! }
type ShelfConnection {
    edges: [ShelfEdge] nodes: [Shelf!]! pageInfo: PageInfo! total: Int! some: Int
}
type Query { shelf: Shelf shelfOf: Shelf! shelves: ShelfConnection shelvesOf: ShelfConnection! }
"""
SCHEMA = build_schema(SDL)
metadata = MetaData()

cities = Table(
    "cities",
    metadata,
    Column("id", Text, primary_key=True),
    Column("name", Text),
    Column("capital_id", Text),
)
places = Table(
    "places",
    metadata,
    Column("id", Text, primary_key=True),
    Column("name", Text),
    Column("city_id", Text, ForeignKey("cities.id")),
)
shelves = Table(
    "shelves",
    metadata,
    Column("id", Text, primary_key=True),
    Column("name", Text),
    Column("nick", Text),
    Column("place_id", Text, ForeignKey("places.id")),
    Column("rank", Text, nullable=False),
)
boxes = Table(
    "boxes",
    metadata,
    Column("id", Text, primary_key=True),
    Column("shelf_id", Text, ForeignKey("shelves.id"), nullable=False),
    Column("parent_id", Text),
    Column("spare_id", Text, ForeignKey("places.id")),
    Column("main_id", Text, ForeignKey("places.id")),
    Column("kind", Text),
    Column("label", Text),
    Column("weight", Integer),
    Column("tags", ARRAY(Text)),
)
RANKED = Order("toy RANK", ("rank", "id"), descending=False)
BOXES = Order("toy BOXES", ("id",), descending=True)
OF_KIND = Condition(lambda rows: rows.c.kind == bindparam("kind", type_=Text))


def _tallies(shelf: Any) -> Any:
    tally = func.jsonb_build_object("label", boxes.c.label, "weight", boxes.c.weight)
    ordered = func.jsonb_agg(aggregate_order_by(tally, boxes.c.id))
    listed = select(func.coalesce(ordered, literal_column("'[]'::jsonb", JSONB)))
    of_shelf = listed.where(
        boxes.c.shelf_id == shelf.c.id, boxes.c.weight >= bindparam("least", type_=Integer)
    )
    return of_shelf.correlate(shelf).scalar_subquery()


def words(name: str) -> list[tuple[str | None, ...]]:
    """Part a name into its words: the text (null for one letter), a note, and it in capitals."""
    return [(None if len(it) == 1 else it, None, it.upper()) for it in name.split()]


def _value(name: str, nullable: bool = True) -> Value:
    return Value(lambda rows: rows.c[name], nullable=nullable)


def _to(name: str) -> ToOne:
    return ToOne(lambda rows, other: other.c.id == rows.c[name], optional=True)


def _total() -> Any:
    return (
        select(func.count().label("count"), literal_column("null::int").label("none"))
        .select_from(shelves.alias())
        .subquery("totals")
    )


def _boxes(column: str) -> ToMany:
    return ToMany(lambda rows, box: box.c[column] == rows.c.id, lambda box: [box.c.id.desc()])


SOURCES: Sources = {
    it.name: it
    for it in (
        TypeSource(
            "City",
            cities,
            {"id": GlobalIdSource(), "name": _value("name"), "capital": _to("capital_id")},
        ),
        TypeSource(
            "Place",
            places,
            {
                "id": GlobalIdSource(),
                "name": _value("name"),
                "city": _to("city_id"),
                "cityOf": _to("city_id"),
                "shelves": ToMany(
                    lambda place, shelf: shelf.c.place_id == place.c.id, lambda shelf: [shelf.c.id]
                ),
            },
        ),
        TypeSource(
            "Shelf",
            shelves,
            {
                "id": GlobalIdSource(),
                "name": _value("name"),
                "nick": _value("nick"),
                "place": _to("place_id"),
                "placeOf": _to("place_id"),
                "boxes": _boxes("shelf_id"),
                "loose": _boxes("shelf_id"),
                "stock": ToPage(lambda shelf, box: box.c.shelf_id == shelf.c.id),
                "tallies": FromJson(_tallies, takes_arguments=True),
                "words": Computed(lambda rows: rows.c.name, words),
                "maybeWords": Computed(lambda rows: rows.c.name, words),
                "said": RootValueSource("said"),
                "unsaid": RootValueSource("unsaid"),
                "total": PageScalar(_total, lambda totals: totals.c.count),
                "none": PageScalar(_total, lambda totals: totals.c.none, lambda number: number + 1),
            },
        ),
        TypeSource(
            "Box",
            boxes,
            {
                "id": GlobalIdSource(),
                "label": _value("label"),
                "weight": _value("weight"),
                "shelf": ToOne(lambda box, shelf: shelf.c.id == box.c.shelf_id),
                "spare": _to("spare_id"),
                "main": _to("main_id"),
                "inner": _boxes("parent_id"),
                "thing": TypeByColumn(lambda box: box.c.kind, {"book": "Book", "film": "Film"}),
                "thingOf": TypeByColumn(lambda box: box.c.kind, {"book": "Book", "film": "Film"}),
                "tags": _value("tags"),
            },
        ),
        TypeSource(
            "Book",
            boxes,
            {"id": GlobalIdSource(), "label": _value("label"), "pages": _value("weight")},
        ),
        TypeSource(
            "Film",
            boxes,
            {
                "id": GlobalIdSource(),
                "label": _value("label"),
                "minutes": _value("weight"),
                "shelf": _to("shelf_id"),
            },
        ),
        TypeSource("Tally", None, {"label": JsonMember(), "weight": JsonMember()}),
        TypeSource(
            "Word",
            None,
            {"text": ComputedItem(0), "note": ComputedItem(1), "loud": ComputedItem(2)},
        ),
        TypeSource(
            "PageInfo",
            None,
            {
                "hasNextPage": PageInfoField("has_next_page"),
                "hasPreviousPage": PageInfoField("has_previous_page"),
                "startCursor": PageInfoField("start_cursor"),
                "endCursor": PageInfoField("end_cursor"),
            },
        ),
        TypeSource("BoxEdge", boxes, {"node": SameRow(), "cursor": RowCursor()}),
        TypeSource(
            "BoxConnection",
            boxes,
            {"edges": PageRows(), "nodes": PageRows(), "pageInfo": SameRow()},
        ),
        TypeSource("ShelfEdge", shelves, {"node": SameRow(), "cursor": RowCursor()}),
        TypeSource(
            "ShelfConnection",
            shelves,
            {
                "edges": PageRows(),
                "nodes": PageRows(),
                "pageInfo": SameRow(),
                "total": PageScalar(_total, lambda totals: totals.c.count),
                "some": RowCount(4),
            },
        ),
    )
}

ROWS = """
insert into cities values ('c1', 'Kyiv', 'c1'), ('c2', null, 'c1'), ('c3', 'Lviv', null);
insert into places values ('p1', 'Hall', 'c1'), ('p2', null, 'c2'), ('p3', 'Attic', 'c3'),
                          ('p4', 'Yard', null);
insert into shelves values ('s1', 'long red', 'one', 'p1', 'a'), ('s2', null, null, 'p2', 'a'),
    ('s3', 'a lot', 'three', 'p3', 'b'), ('s4', '', 'four', null, 'c'),
    ('s5', 'wide blue one', 'five', 'p4', 'c'), ('s6', 'low', 'six', 'p1', 'd');
insert into boxes values
    ('b1', 's1', null, 'p1', 'p3', 'book', 'first', 1, '{a,b}'),
    ('b2', 's1', 'b1', null, 'p1', 'film', 'second', 2, null),
    ('b3', 's1', 'b2', 'p2', null, 'film', null, 3, '{}'),
    ('b4', 's2', null, 'p4', 'p4', 'book', 'fourth', null, '{x}'),
    ('b5', 's3', null, 'p3', 'p1', null, 'fifth', 5, '{y}'),
    ('b6', 's3', 'b5', 'p1', 'p3', 'none such', 'sixth', 6, null),
    ('b7', 's5', 'b5', 'p1', 'p3', 'book', 'seventh', 7, null),
    ('b8', 's6', null, 'p3', 'p1', 'film', 'eighth', 8, '{z}')
"""
GIVEN = {"said": "so", "unsaid": None}


def _query() -> GraphQLObjectType:
    assert SCHEMA.query_type is not None
    return SCHEMA.query_type


QUERY = _query()

"""Compiles what an operation selects under a root field into shapes, and the columns they need."""

from collections.abc import Callable
from dataclasses import dataclass

from graphql import (
    FieldNode,
    GraphQLList,
    GraphQLObjectType,
    GraphQLOutputType,
    GraphQLSchema,
    get_named_type,
    get_nullable_type,
    is_abstract_type,
    is_non_null_type,
)
from sqlalchemy import FromClause

from planner.branches import Choice, Listed, Object, RowsOfPage
from planner.collecting import Collector, Fields
from planner.frames import Frame
from planner.pages import Order, writer
from planner.shapes import (
    Allowed,
    Call,
    Constant,
    EdgeOfPage,
    Leaf,
    OfThePage,
    Promised,
    Shape,
    Told,
)
from planner.sources import (
    Cursor,
    Given,
    GlobalId,
    Head,
    Item,
    Made,
    Many,
    One,
    OneOf,
    Rows,
    Same,
    Source,
    Sources,
    Value,
    Window,
)

Identify = Callable[[str], Callable[[str], str]]
"""Makes, for a type's name, the function from a key to the object's opaque id."""


class NotCovered(Exception):
    """A field has no source that the planner knows: a fault of the schema, found as it is built."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A field asked for: of which type, by which nodes."""

    parent: GraphQLObjectType
    nodes: list[FieldNode]
    type: GraphQLOutputType

    @property
    def nullable(self) -> bool:
        """Whether the schema lets the field be null."""
        return not is_non_null_type(self.type)

    @property
    def name(self) -> str:
        """The field's name."""
        return self.nodes[0].name.value

    @property
    def named(self) -> GraphQLObjectType:
        """The object type that the field leads to."""
        named = get_named_type(self.type)
        assert isinstance(named, GraphQLObjectType)
        return named

    @property
    def broken_promise(self) -> str:
        """What is said when the field is null though the schema promises a value."""
        return f"Cannot return null for non-nullable field {self.parent.name}.{self.name}."


@dataclass(frozen=True, slots=True)
class Compiler:
    """Turns selections into shapes, adding to a frame the columns and joins that they need."""

    schema: GraphQLSchema
    sources: Sources
    identify: Identify
    collector: Collector
    order: Order | None = None

    def object(
        self, named: GraphQLObjectType, fields: Fields, rows: FromClause, frame: Frame
    ) -> Object:
        """Compile the fields that are asked of an object told from a row."""
        return Object(
            tuple((key, self._field(named, nodes, rows, frame)) for key, nodes in fields.items())
        )

    def _field(
        self, parent: GraphQLObjectType, nodes: list[FieldNode], rows: FromClause, frame: Frame
    ) -> Shape:
        name = nodes[0].name.value
        if name == "__typename":
            return Constant(parent.name)
        asked = Asked(parent, nodes, parent.fields[name].type)
        source = self.sources[parent.name].fields[name]
        shape = self._leaf(source, asked, rows, frame) or self._branch(source, asked, rows, frame)
        if asked.nullable:
            return Allowed(shape)
        return Promised(shape, asked.broken_promise, nodes) if shape.nullable else shape

    def _leaf(self, source: Source, asked: Asked, rows: FromClause, frame: Frame) -> Shape | None:
        match source:
            case Value():
                position = frame.position((rows, source), lambda: source.expression(rows))
                return Leaf(position, source.shape, source.nullable)
            case GlobalId():
                return Leaf(frame.key(rows), self.identify(asked.parent.name), nullable=False)
            case Item():
                return Leaf(source.position, None, nullable=True)
            case Given():
                return Told(source.name)
            case Head():
                beside = frame.beside(source)
                position = frame.position(source, lambda: source.expression(beside))
                return Leaf(position, source.shape, nullable=True)
            case Cursor():
                return self._cursor(rows, frame)
            case Window():
                return self._of_the_page(source, frame)
        return None

    def _branch(self, source: Source, asked: Asked, rows: FromClause, frame: Frame) -> Shape:
        match source:
            case Same():
                return self._object(asked, rows, frame)
            case One():
                return self._one(source, asked, rows, frame)
            case OneOf():
                return self._one_of(source, asked, rows, frame)
            case Rows():
                return RowsOfPage(self._item(asked, rows, frame))
            case Many():
                return self._many(source, asked, rows, frame)
            case Made():
                position = frame.position((rows, source), lambda: source.expression(rows))
                return Listed(position, self._item(asked, rows, Frame(rows)), source.make)
        raise NotCovered(f"{asked.parent.name}.{asked.name}")

    def _object(self, asked: Asked, rows: FromClause, frame: Frame) -> Object:
        fields = self.collector.subfields(asked.named, asked.nodes)
        return self.object(asked.named, fields, rows, frame)

    def _item(self, asked: Asked, rows: FromClause, frame: Frame) -> Shape:
        listed = get_nullable_type(asked.type)
        assert isinstance(listed, GraphQLList)
        item = self._object(asked, rows, frame)
        return item if is_non_null_type(listed.of_type) else Allowed(item)

    def _one(self, one: One, asked: Asked, rows: FromClause, frame: Frame) -> Object:
        table = self.sources[asked.named.name].table
        assert table is not None
        joined = frame.joined(rows, one, table)
        found = self._object(asked, joined, frame)
        return Object(found.fields, frame.key(joined)) if one.optional else found

    def _one_of(self, one: OneOf, asked: Asked, rows: FromClause, frame: Frame) -> Choice:
        position = frame.position((rows, one), lambda: one.expression(rows))
        objects = []
        for value, name in one.types.items():
            named = self.schema.type_map[name]
            assert isinstance(named, GraphQLObjectType)
            fields = self.collector.subfields(named, asked.nodes)
            objects.append((value, self.object(named, fields, rows, frame)))
        return Choice(position, tuple(objects))

    def _many(self, many: Many, asked: Asked, rows: FromClause, frame: Frame) -> Listed:
        table = self.sources[asked.named.name].table
        assert table is not None
        items = table.alias()
        inner = Frame(items)
        item = self._item(asked, items, inner)
        if not inner.columns:
            inner.key(items)
        return Listed(frame.column(inner.gathered(many, rows)), item)

    def _cursor(self, rows: FromClause, frame: Frame) -> Call:
        assert self.order is not None
        place = tuple(frame.column(rows.c[name]) for name in self.order.columns)
        return Call(writer(self.order), place)

    def _of_the_page(self, fact: Window, frame: Frame) -> Shape:
        if fact.name == "start_cursor":
            return EdgeOfPage(self._cursor(frame.rows, frame), 0)
        if fact.name == "end_cursor":
            return EdgeOfPage(self._cursor(frame.rows, frame), -1)
        frame.facts.add(fact.name)
        return OfThePage(fact.name)


def uncovered(schema: GraphQLSchema, sources: Sources) -> list[str]:
    """Name the fields of object types that no source answers; there must be none."""
    missing = []
    for name, named in schema.type_map.items():
        if not isinstance(named, GraphQLObjectType) or name.startswith("__"):
            continue
        if named in (schema.query_type, schema.mutation_type):
            continue
        known = sources[name].fields if name in sources else {}
        missing += [
            f"{name}.{field}"
            for field, asked in named.fields.items()
            if not _covers(known.get(field), asked.type)
        ]
    return missing


def _covers(source: Source | None, answered: GraphQLOutputType) -> bool:
    if is_abstract_type(get_named_type(answered)):
        return isinstance(source, OneOf)
    return source is not None

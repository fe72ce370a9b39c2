"""Compiles the selection of a root field into shapes, and the columns and joins they need."""

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

from planner.composites import Object, PageRowList, RowList, TypeChoice
from planner.pages import Order, cursor_writer
from planner.select_builder import SelectBuilder
from planner.selections import Collector, Fields
from planner.shapes import (
    BoundaryCursor,
    Constant,
    FromColumns,
    NonNull,
    Nullable,
    PageInfoValue,
    RootValue,
    Scalar,
    Shape,
)
from planner.sources import (
    Computed,
    ComputedItem,
    FromResolver,
    GlobalId,
    PageInfoField,
    PageRows,
    PageScalar,
    RowCursor,
    SameRow,
    Source,
    Sources,
    ToMany,
    ToOne,
    TypeByColumn,
    Value,
)

Identify = Callable[[str], Callable[[str], str]]
"""Makes, for a type's name, the function from a primary key to the object's global id."""


class FieldWithoutSource(Exception):
    """A field of the schema has no source; a schema with such a field does not build."""


@dataclass(frozen=True, slots=True)
class FieldRequest:
    """A field in a selection: its parent type, its AST nodes, its own type."""

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
    def object_type(self) -> GraphQLObjectType:
        """The object type of the field's value, or of its items."""
        object_type = get_named_type(self.type)
        assert isinstance(object_type, GraphQLObjectType)
        return object_type

    @property
    def null_message(self) -> str:
        """The error's message where a non-null field is null."""
        return f"Cannot return null for non-nullable field {self.parent.name}.{self.name}."


@dataclass(frozen=True, slots=True)
class Compiler:
    """Compiles selections into shapes, and adds the columns and joins they need to a SELECT."""

    schema: GraphQLSchema
    sources: Sources
    identify: Identify
    collector: Collector
    order: Order | None = None

    def object(
        self,
        object_type: GraphQLObjectType,
        fields: Fields,
        rows: FromClause,
        builder: SelectBuilder,
    ) -> Object:
        """Compile the fields that a selection asks of an object, whose row is one of `rows`."""
        return Object(
            tuple(
                (key, self._field(object_type, nodes, rows, builder))
                for key, nodes in fields.items()
            )
        )

    def _field(
        self,
        parent: GraphQLObjectType,
        nodes: list[FieldNode],
        rows: FromClause,
        builder: SelectBuilder,
    ) -> Shape:
        name = nodes[0].name.value
        if name == "__typename":
            return Constant(parent.name)
        request = FieldRequest(parent, nodes, parent.fields[name].type)
        source = self.sources[parent.name].fields[name]
        shape = self._scalar(source, request, rows, builder) or self._composite(
            source, request, rows, builder
        )
        if request.nullable:
            return Nullable(shape)
        return NonNull(shape, request.null_message, nodes) if shape.nullable else shape

    def _scalar(
        self, source: Source, request: FieldRequest, rows: FromClause, builder: SelectBuilder
    ) -> Shape | None:
        match source:
            case Value():
                position = builder.position((rows, source), lambda: source.expression(rows))
                return Scalar(position, source.convert, source.nullable)
            case GlobalId():
                return Scalar(builder.key(rows), self.identify(request.parent.name), nullable=False)
            case ComputedItem():
                return Scalar(source.position, None, nullable=True)
            case FromResolver():
                return RootValue(source.name)
            case PageScalar():
                item = builder.join_page_scalar(source)
                position = builder.position(source, lambda: source.expression(item))
                return Scalar(position, source.convert, nullable=True)
            case RowCursor():
                return self._cursor(rows, builder)
            case PageInfoField():
                return self._page_info(source, builder)
        return None

    def _composite(
        self, source: Source, request: FieldRequest, rows: FromClause, builder: SelectBuilder
    ) -> Shape:
        match source:
            case SameRow():
                return self._object(request, rows, builder)
            case ToOne():
                return self._to_one(source, request, rows, builder)
            case TypeByColumn():
                return self._by_column(source, request, rows, builder)
            case PageRows():
                return PageRowList(self._item(request, rows, builder))
            case ToMany():
                return self._to_many(source, request, rows, builder)
            case Computed():
                position = builder.position((rows, source), lambda: source.expression(rows))
                return RowList(
                    position, self._item(request, rows, SelectBuilder(rows)), source.to_rows
                )
        raise FieldWithoutSource(f"{request.parent.name}.{request.name}")

    def _object(self, request: FieldRequest, rows: FromClause, builder: SelectBuilder) -> Object:
        fields = self.collector.subfields(request.object_type, request.nodes)
        return self.object(request.object_type, fields, rows, builder)

    def _item(self, request: FieldRequest, rows: FromClause, builder: SelectBuilder) -> Shape:
        listed = get_nullable_type(request.type)
        assert isinstance(listed, GraphQLList)
        item = self._object(request, rows, builder)
        return item if is_non_null_type(listed.of_type) else Nullable(item)

    def _to_one(
        self, one: ToOne, request: FieldRequest, rows: FromClause, builder: SelectBuilder
    ) -> Object:
        table = self.sources[request.object_type.name].table
        assert table is not None
        joined = builder.join(rows, one, table)
        joined_object = self._object(request, joined, builder)
        return Object(joined_object.fields, builder.key(joined)) if one.optional else joined_object

    def _by_column(
        self, choice: TypeByColumn, request: FieldRequest, rows: FromClause, builder: SelectBuilder
    ) -> TypeChoice:
        position = builder.position((rows, choice), lambda: choice.expression(rows))
        objects = []
        for value, name in choice.types.items():
            object_type = self.schema.type_map[name]
            assert isinstance(object_type, GraphQLObjectType)
            fields = self.collector.subfields(object_type, request.nodes)
            objects.append((value, self.object(object_type, fields, rows, builder)))
        return TypeChoice(position, tuple(objects))

    def _to_many(
        self, many: ToMany, request: FieldRequest, rows: FromClause, builder: SelectBuilder
    ) -> RowList:
        table = self.sources[request.object_type.name].table
        assert table is not None
        items = table.alias()
        inner = SelectBuilder(items)
        item = self._item(request, items, inner)
        if not inner.columns:
            inner.key(items)
        return RowList(builder.column(inner.array_of(many, rows)), item)

    def _cursor(self, rows: FromClause, builder: SelectBuilder) -> FromColumns:
        assert self.order is not None
        positions = tuple(builder.column(rows.c[name]) for name in self.order.columns)
        return FromColumns(cursor_writer(self.order), positions)

    def _page_info(self, source: PageInfoField, builder: SelectBuilder) -> Shape:
        if source.name == "start_cursor":
            return BoundaryCursor(self._cursor(builder.rows, builder), 0)
        if source.name == "end_cursor":
            return BoundaryCursor(self._cursor(builder.rows, builder), -1)
        builder.page_info_fields.add(source.name)
        return PageInfoValue(source.name)


def fields_without_source(schema: GraphQLSchema, sources: Sources) -> list[str]:
    """List the fields of object types that have no source, as `Type.field`; there must be none."""
    missing = []
    for name, object_type in schema.type_map.items():
        if not isinstance(object_type, GraphQLObjectType) or name.startswith("__"):
            continue
        if object_type in (schema.query_type, schema.mutation_type):
            continue
        known = sources[name].fields if name in sources else {}
        missing += [
            f"{name}.{field}"
            for field, request in object_type.fields.items()
            if not _covers(known.get(field), request.type)
        ]
    return missing


def _covers(source: Source | None, answered: GraphQLOutputType) -> bool:
    if is_abstract_type(get_named_type(answered)):
        return isinstance(source, TypeByColumn)
    return source is not None

"""Compiles the selection of a root field into shapes, and the columns and joins they need."""

from collections.abc import Callable, Mapping
from dataclasses import field, replace

from graphql import (
    FieldNode,
    GraphQLList,
    GraphQLObjectType,
    GraphQLSchema,
    get_nullable_type,
    is_non_null_type,
)
from sqlalchemy import FromClause, Text, cast

from planner.composites import NestedPage, Object, PageRowList, RowList, TypeChoice
from planner.covered_fields import FieldWithoutSource
from planner.json_values import reader
from planner.nested_pages import lies_before, lies_behind, page_of, rows_of_page
from planner.pages import Order
from planner.reach import condition_of, expression_of
from planner.row_queries import NestedQuery, key_of_nodes
from planner.select_builder import SelectBuilder
from planner.selections import Collector, Fields, SelectedField
from planner.shapes import (
    BoundaryCursor,
    Constant,
    Cursor,
    NonNull,
    Nullable,
    PageInfoValue,
    RootValue,
    Scalar,
    Shape,
    shared_id,
    shared_scalar,
)
from planner.sources import (
    Computed,
    ComputedItem,
    Expression,
    FromJson,
    GlobalIdSource,
    Identity,
    NodeByColumn,
    On,
    PageInfoField,
    PageRows,
    PageScalar,
    RootValueSource,
    RowCount,
    RowCursor,
    SameRow,
    Source,
    Sources,
    ToMany,
    ToOne,
    ToPage,
    TypeByColumn,
    Value,
)
from rules.frozen import frozen

Identify = Callable[[str], Identity]
"""Says, for a type's name, how its global ids are made."""
NO_ARGUMENTS = NestedQuery()


@frozen
class Compiler:
    """Compiles selections into shapes, and adds the columns and joins they need to a SELECT.

    `order` is that of the page, which cursors are made of; `writing` names the functions of the
    database that write as they are read. `limited` is the caller to some of the rows. `nested` are
    the fields with arguments below the root, as RowQuery has them.
    """

    schema: GraphQLSchema
    sources: Sources
    identify: Identify
    collector: Collector
    order: Order | None = None
    writing: frozenset[str] = frozenset()
    limited: bool = False
    nested: Mapping[int, NestedQuery] = field(default_factory=dict)

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
        selected = SelectedField(parent, nodes, parent.fields[name].type)
        source = self.sources[parent.name].fields[name]
        shape = self._scalar(source, selected, rows, builder) or self._composite(
            source, selected, rows, builder
        )
        if selected.nullable:
            return Nullable(shape)
        return NonNull(shape, selected.null_message, nodes) if shape.nullable else shape

    def _scalar(
        self, source: Source, selected: SelectedField, rows: FromClause, builder: SelectBuilder
    ) -> Shape | None:
        match source:
            case Value():
                value = self._expression(source, selected)
                position = builder.position_of_expression((rows, source), lambda: value(rows))
                if isinstance(source.convert, Identity):
                    return shared_id(position, source.convert, source.nullable)
                return shared_scalar(position, source.convert, source.nullable)
            case GlobalIdSource():
                identity = self.identify(selected.parent.name)
                return shared_id(builder.position_of_key(rows), identity)
            case FromJson():
                value = self._expression(source, selected)
                nested = self.nested.get(key_of_nodes(selected.nodes), NO_ARGUMENTS)
                position = builder.position_of_expression(
                    (rows, source, nested.prefix), lambda: cast(nested.named(value(rows)), Text)
                )
                read = reader(self.schema, self.collector, selected.type, selected.nodes)
                return Scalar(position, read, source.nullable)
            case ComputedItem():
                return Scalar(source.position, None, nullable=True)
            case RootValueSource():
                return RootValue(source.name)
            case PageScalar():
                value = self._expression(source, selected)
                item = builder.join_page_scalar(source)
                position = builder.position_of_expression(source, lambda: value(item))
                return Scalar(position, source.convert, nullable=True)
            case RowCursor():
                return self._cursor(rows, builder)
            case PageInfoField() | RowCount():
                return self._of_page(source, builder)
        return None

    def _composite(
        self, source: Source, selected: SelectedField, rows: FromClause, builder: SelectBuilder
    ) -> Shape:
        match source:
            case SameRow():
                return self._object(selected, rows, builder)
            case ToOne():
                return self._to_one(source, selected, rows, builder)
            case TypeByColumn() | NodeByColumn():
                return self._by_column(source, selected, rows, builder)
            case PageRows():
                return PageRowList(self._item(selected, rows, builder))
            case ToMany():
                return self._to_many(source, selected, rows, builder)
            case ToPage():
                return self._to_page(source, selected, rows, builder)
            case Computed():
                value = self._expression(source, selected)
                position = builder.position_of_expression((rows, source), lambda: value(rows))
                # The items are tuples that `to_rows` makes: their fields select no columns.
                unused = SelectBuilder(rows)
                item = self._item(selected, rows, unused)
                assert not unused.columns
                return RowList(position, item, source.to_rows)
        raise FieldWithoutSource(f"{selected.parent.name}.{selected.name}")

    def _object(self, selected: SelectedField, rows: FromClause, builder: SelectBuilder) -> Object:
        fields = self.collector.subfields(selected.object_type, selected.nodes)
        return self.object(selected.object_type, fields, rows, builder)

    def _item(self, selected: SelectedField, rows: FromClause, builder: SelectBuilder) -> Shape:
        listed = get_nullable_type(selected.type)
        assert isinstance(listed, GraphQLList)
        item = self._object(selected, rows, builder)
        return item if is_non_null_type(listed.of_type) else Nullable(item)

    def _to_one(
        self, one: ToOne, selected: SelectedField, rows: FromClause, builder: SelectBuilder
    ) -> Object:
        joined = builder.join(rows, one, *self._joined(one, selected.object_type))
        below = replace(self, limited=True) if one.narrows else self
        joined_object = below._object(selected, joined, builder)
        return (
            Object(joined_object.fields, builder.position_of_key(joined))
            if one.optional
            else joined_object
        )

    def _by_column(
        self,
        choice: TypeByColumn | NodeByColumn,
        selected: SelectedField,
        rows: FromClause,
        builder: SelectBuilder,
    ) -> TypeChoice:
        chosen = self._expression(choice, selected)
        position = builder.position_of_expression((rows, choice), lambda: chosen(rows))
        objects = []
        for value, name, one in choice.possible():
            object_type = self.schema.type_map[name]
            assert isinstance(object_type, GraphQLObjectType)
            fields = self.collector.subfields(object_type, selected.nodes)
            if one is None:
                objects.append((value, self.object(object_type, fields, rows, builder)))
                continue
            joined = builder.join(rows, one, *self._joined(one, object_type))
            shape = self.object(object_type, fields, joined, builder)
            objects.append((value, Object(shape.fields, builder.position_of_key(joined))))
        return TypeChoice(position, tuple(objects))

    def _to_many(
        self, many: ToMany, selected: SelectedField, rows: FromClause, builder: SelectBuilder
    ) -> RowList:
        table, on = self._joined(many, selected.object_type)
        items = table.alias()
        inner = SelectBuilder(items)
        item = self._item(selected, items, inner)
        if not inner.columns:
            inner.position_of_key(items)
        return RowList(builder.position_of_column(inner.array_of(many, rows, on)), item)

    def _to_page(
        self, to_page: ToPage, selected: SelectedField, rows: FromClause, builder: SelectBuilder
    ) -> NestedPage:
        nested = self.nested[key_of_nodes(selected.nodes)]
        page = page_of(nested)
        table, on = self._joined(to_page, selected.object_type)
        inner = SelectBuilder(rows_of_page(nested, table, rows, on))
        key_position = inner.position_of_key(inner.rows)
        compiler = replace(self, order=page.order)
        shape = compiler._object(selected, inner.rows, inner)
        position = builder.position_of_column(inner.array_of_page(page.order))
        asked = inner.page_info_fields
        before = behind = None
        if page.after is not None and "has_previous_page" in asked:
            before = builder.position_of_column(lies_before(nested, table, rows, on))
        if page.before is not None and "has_next_page" in asked:
            behind = builder.position_of_column(lies_behind(nested, table, rows, on))
        return NestedPage(position, shape, page, key_position, before, behind)

    def _joined(
        self, join: ToOne | ToMany | ToPage, object_type: GraphQLObjectType
    ) -> tuple[FromClause, On]:
        """Return the table of a field's rows, and what joins them. Raises OutOfReach."""
        other = self.sources[object_type.name]
        assert other.table is not None
        return other.table, condition_of(join, other) if self.limited else join.on

    def _expression(
        self,
        source: Value | FromJson | PageScalar | Computed | TypeByColumn | NodeByColumn,
        selected: SelectedField,
    ) -> Expression:
        """Return the expression of a field's value. Raises OutOfReach."""
        if not self.limited:
            return source.expression
        name = f"{selected.parent.name}.{selected.name}"
        return expression_of(source.expression, source.limited, name)

    def _cursor(self, rows: FromClause, builder: SelectBuilder) -> Cursor:
        assert self.order is not None
        positions = tuple(builder.position_of_column(rows.c[name]) for name in self.order.columns)
        return Cursor(self.order, positions)

    def _of_page(self, source: PageInfoField | RowCount, builder: SelectBuilder) -> Shape:
        if isinstance(source, RowCount):
            count = builder.count_rows
            assert count is not None, "Only the connection of a root field is counted"
            position = builder.position_of_expression(source, lambda: count(source.most))
            return Scalar(position, None, nullable=True)
        if source.name == "start_cursor":
            return BoundaryCursor(self._cursor(builder.rows, builder), 0)
        if source.name == "end_cursor":
            return BoundaryCursor(self._cursor(builder.rows, builder), -1)
        builder.page_info_fields.add(source.name)
        return PageInfoValue(source.name)

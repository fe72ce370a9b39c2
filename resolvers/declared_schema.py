"""A schema as it is executed: the sources of its fields, and the access of its root fields."""

from collections.abc import Awaitable, Callable
from typing import Any

import strawberry
from graphql import (
    GraphQLArgument,
    GraphQLInputObjectType,
    GraphQLObjectType,
    GraphQLSchema,
    Undefined,
    get_named_type,
    print_schema,
)
from sqlalchemy import ARRAY, FromClause, Text, Uuid, bindparam, func
from strawberry.types.base import StrawberryObjectDefinition
from strawberry.types.field import StrawberryField
from strawberry.types.lazy_type import LazyType

from planner.covered_fields import FieldWithoutSource, fields_without_source
from planner.row_queries import Condition
from planner.sources import FromJson, HangsOn, Sources, ToPage, TypeSource
from resolvers.access import Access
from resolvers.arguments import converter_of
from resolvers.bounds import Checker, checker_of_arguments
from resolvers.definitions import LIMITED_TABLES, NODES, PARTS, REACHES, TABLES, source_of
from rules.access import SCOPES, Role


class UndeclaredAccess(Exception):
    """A root field declares no access; such a schema does not build."""


class FieldWithArguments:
    """A field with arguments: the function that returns its query, and how it is called."""

    def __init__(self, field: StrawberryField, declared: strawberry.Schema) -> None:
        self.resolve: Callable[..., Any] = field.metadata["resolve"]
        self.arguments = converter_of(field.arguments, declared)
        """Converts coerced arguments into keyword arguments of `resolve`."""
        self.check_bounds: Checker | None = None
        """Checks coerced arguments against their bounds (rule G)."""


class RootField(FieldWithArguments):
    """A root field: its access, and the function that returns its query."""

    def __init__(self, name: str, field: StrawberryField, declared: strawberry.Schema) -> None:
        access: Access | None = field.metadata.get("access")
        if access is None:
            raise UndeclaredAccess(name)
        super().__init__(field, declared)
        self.name = name
        self.access: Access = access
        self.prepare: Callable[..., Awaitable[Any]] | None = field.metadata.get("prepare")
        self.at_once: int | None = field.metadata.get("at_once")


class Schema:
    """graphql-core's schema, with the sources of its fields and its root fields."""

    def __init__(self, declared: strawberry.Schema) -> None:
        self.graphql: GraphQLSchema = declared._schema
        self._declared = declared
        _leave_out_null_defaults(self.graphql)
        self.sources: Sources = self._sources()
        self.read_logged = frozenset(
            name for name, source in self.sources.items() if _is_read_logged(source.table)
        )
        """The types whose rows are written down when a machine reads them. Rule C9."""
        self.noted_roles = {
            name: roles for name, it in self.sources.items() if (roles := _noted_roles(it.table))
        }
        """The types of which it is written down when a user reads them by these roles. Rule D1."""
        self.roots = {name: self._roots(name) for name in ("Query", "Mutation")}
        self.nested = self._nested()
        """The fields with arguments below root fields, by the names of type and field."""

    @staticmethod
    def guard(*, has_session: bool) -> FromClause:
        """Return the FROM item whose column `refusal` says whether the caller has access now.

        A caller whose token names no session is not looked for among the sessions.
        """
        caller = [
            bindparam("client_id", type_=Uuid, required=True),
            bindparam("user_id", type_=Uuid, required=True),
            bindparam("roles", type_=ARRAY(Text), required=True),
        ]
        if has_session:
            caller.append(bindparam("session_id", type_=Uuid, required=True))
        refusal: FromClause = func.access_refusal(*caller).table_valued("refusal").alias("access")
        return refusal

    def sdl(self) -> str:
        """Return the schema in SDL, as in `schema.graphql`."""
        return print_schema(self.graphql) + "\n"

    def _definitions(self) -> dict[str, StrawberryObjectDefinition]:
        return {
            name: found.definition
            for name, found in self._declared.schema_converter.type_map.items()
            if isinstance(found.definition, StrawberryObjectDefinition)
            and not found.definition.is_input
        }

    def _name(self, field: StrawberryField) -> str:
        return self._declared.config.name_converter.get_graphql_name(field)

    def _roots(self, name: str) -> dict[str, RootField]:
        fields = {self._name(field): field for field in self._definitions()[name].fields}
        roots = {name: RootField(name, field, self._declared) for name, field in fields.items()}
        for field_name, root in roots.items():
            arguments = self._arguments_of(name, field_name)
            root.check_bounds = checker_of_arguments(field_name, arguments)
        return roots

    def _nested(self) -> dict[tuple[str, str], FieldWithArguments]:
        found = {}
        for type_name, definition in self._definitions().items():
            for field in definition.fields:
                if _takes_arguments(field.metadata.get("source")):
                    name = self._name(field)
                    nested = FieldWithArguments(field, self._declared)
                    nested.check_bounds = checker_of_arguments(
                        f"{type_name}.{name}", self._arguments_of(type_name, name)
                    )
                    found[type_name, name] = nested
        return found

    def _arguments_of(self, type_name: str, name: str) -> dict[str, GraphQLArgument]:
        parent = self.graphql.type_map[type_name]
        assert isinstance(parent, GraphQLObjectType)
        arguments: dict[str, GraphQLArgument] = parent.fields[name].args
        return arguments

    def _types_of_queries(self) -> set[str]:
        assert self.graphql.query_type is not None
        fields = self.graphql.query_type.fields.values()
        return {get_named_type(it.type).name for it in fields} | NODES.keys()

    def _sources(self) -> Sources:
        sources = {}
        types_of_queries = self._types_of_queries()
        for name, definition in self._definitions().items():
            # A connection's rows are those of the type that it lists.
            classes: list[Any] = [*definition.origin.__mro__, *_listed(definition)]
            table = next((TABLES[it] for it in classes if it in TABLES), None)
            found = {self._name(it): source_of(it, table) for it in definition.fields}
            fields = {name: source for name, source in found.items() if source is not None}
            # What a mutation may return, its act has decided; a query finds what is visible.
            visible = _visible(table) if name in types_of_queries else ()
            sources[name] = TypeSource(
                name,
                table,
                fields,
                visible,
                _logged_column(table),
                _reach(table),
                _limited_roots(table, is_read=name in types_of_queries),
                None if table is None else PARTS.get(table),
                None if table is None else LIMITED_TABLES.get(table),
            )
        missing = fields_without_source(self.graphql, sources)
        if missing:
            raise FieldWithoutSource(", ".join(missing))
        return sources


def _takes_arguments(source: object) -> bool:
    """Return whether a field below a root field has arguments, by its source."""
    return isinstance(source, ToPage) or (isinstance(source, FromJson) and source.takes_arguments)


def _listed(definition: StrawberryObjectDefinition) -> list[Any]:
    """Return the types that a connection or an edge is of."""
    types = definition.type_var_map.values()
    return [it.resolve_type() if isinstance(it, LazyType) else it for it in types]


def _visible(table: FromClause | None) -> tuple[Condition, ...]:
    """Return the conditions under which a caller may see rows of a table."""
    return tuple(it for node in NODES.values() if node.table is table for it in node.visible)


def _reach(table: FromClause | None) -> Condition | HangsOn | None:
    """Return which rows of a table exist for a caller who is limited; without, it is closed."""
    return None if table is None else REACHES.get(table)


def _limited_roots(table: FromClause | None, *, is_read: bool) -> tuple[Condition, ...] | None:
    """Return the conditions of row queries for a caller who is limited; without, it is closed.

    What a mutation returns, its act has decided. What hangs on other rows is never read by itself.
    """
    reach = _reach(table)
    if not isinstance(reach, Condition):
        return None if reach is None or is_read else ()
    return (reach,) if is_read else ()


def _logged_column(table: FromClause | None) -> str:
    """Return the column of a table that names the record which is read with a row of it."""
    found = [node.logged_column for node in NODES.values() if node.table is table]
    return found[0] if found else "id"


def _is_read_logged(table: FromClause | None) -> bool:
    return any(node.read_logged for node in NODES.values() if node.table is table)


def _noted_roles(table: FromClause | None) -> frozenset[Role]:
    """Return the roles of users whose reading of a table's rows is written down."""
    scopes = [node.access.scope for node in NODES.values() if node.table is table]
    return frozenset[Role]().union(*(SCOPES[scope].noted for scope in scopes))


def _leave_out_null_defaults(graphql: GraphQLSchema) -> None:
    """Strawberry writes `= null` for whatever may be left out; the contract does not."""
    for named in graphql.type_map.values():
        arguments: list[Any] = []
        if isinstance(named, GraphQLObjectType):
            arguments = [it for field in named.fields.values() for it in field.args.values()]
        elif isinstance(named, GraphQLInputObjectType):
            arguments = list(named.fields.values())
        for argument in arguments:
            if argument.default_value is None:
                argument.default_value, argument.default = Undefined, None

"""The statements of every type that is reached by id, with all that is selected beneath it."""

from typing import Any

from graphql import GraphQLObjectType, get_named_type, is_leaf_type, is_required_argument, parse
from graphql.language import FieldNode, OperationDefinitionNode

from planner.compiler import Compiler
from planner.plans import plan
from planner.row_queries import RowQuery
from planner.selections import Collector
from resolvers import ids
from resolvers.definitions import NODES
from resolvers.nodes import BY_ID
from resolvers.schema import schema

DEPTH = 3


def selection(object_type: Any, depth: int = DEPTH, pages: str = "") -> str:
    """Write a selection of everything that a type has, so many objects deep.

    Connections below the root are among it where `pages` has arguments for them.
    """
    if not isinstance(object_type, GraphQLObjectType):  # a union
        return "{ __typename }"
    fields = []
    for name, field in object_type.fields.items():
        its = get_named_type(field.type)
        if is_leaf_type(its):
            fields.append(name)
        elif depth > 1 and (pages or not field.args):
            given = _given(field, pages)
            fields.append(f"{name}{given} {selection(its, depth - 1, pages)}")
    return "{ " + " ".join(fields or ["__typename"]) + " }"


def _given(field: Any, pages: str) -> str:
    """Write the arguments of a field: those of a page, or the first value of each enum it needs."""
    if "first" in field.args:
        return pages
    needed = {name: it.type.of_type for name, it in field.args.items() if is_required_argument(it)}
    first = ", ".join(f"{name}: {next(iter(its.values))}" for name, its in needed.items())
    return f"({first})" if first else ""


def nodes_of(type_name: str) -> list[FieldNode]:
    """Parse a root field that selects all of a type."""
    document = parse(f"{{ field {selection(schema.graphql.type_map[type_name])} }}")
    (operation,) = document.definitions
    assert isinstance(operation, OperationDefinitionNode)
    return [it for it in operation.selection_set.selections if isinstance(it, FieldNode)]


def statement(type_name: str, sources: Any = None, **more: Any) -> str:
    """Return the text of the statement for one row of a type."""
    collector = Collector(schema.graphql, {}, {})
    compiler = Compiler(schema.graphql, sources or schema.sources, ids.identity, collector)
    row_query = RowQuery(type_name, (BY_ID,), **more)
    return plan(compiler, nodes_of(type_name), row_query, None).text


def statements(sources: Any = None) -> dict[str, str]:
    """Return the statements of all types that are reached by id."""
    return {name: statement(name, sources) for name in NODES}

"""Rows without an id are kept by their place in a list, which two queries of one page may share."""

import re
from collections import defaultdict
from collections.abc import Iterator

from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLField,
    GraphQLInterfaceType,
    GraphQLList,
    GraphQLNamedType,
    GraphQLNonNull,
    GraphQLObjectType,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionSetNode,
    build_schema,
    get_named_type,
    parse,
    print_ast,
)

from tests.house.repository import ROOT

SCHEMA = build_schema((ROOT / "schema.graphql").read_text(encoding="utf-8"))
TAGGED = re.compile(r"graphql`([^`]*)`")
IDENTIFIED = {
    "PersonVersion": frozenset({"personId", "version"}),
    "ViewerOrganisation": frozenset({"organisation"}),
}
"""Types whose rows `ui/console/api/data-ids.ts` keeps by these fields, where they are asked for."""
NO_FIELDS = frozenset({"of no type"})
ASKED_ANEW = frozenset({"personOnRecord"})
"""Fields that one query alone asks, and asks anew when others may have come into their place."""
Row = tuple[str, str, tuple[str, ...]]
"""A list of rows: the type and the field that have it, and its arguments, variables unnamed."""


def _documents() -> tuple[dict[str, FragmentDefinitionNode], list[OperationDefinitionNode]]:
    fragments, operations = {}, []
    for path in sorted((ROOT / "ui/console").rglob("*.ts*")):
        if "__generated__" in path.parts:
            continue
        for text in TAGGED.findall(path.read_text(encoding="utf-8")):
            for definition in parse(text, no_location=True).definitions:
                if isinstance(definition, FragmentDefinitionNode):
                    fragments[definition.name.value] = definition
                elif isinstance(definition, OperationDefinitionNode):
                    operations.append(definition)
    return fragments, operations


FRAGMENTS, OPERATIONS = _documents()


def _fields(
    selected: SelectionSetNode, of: GraphQLNamedType
) -> Iterator[tuple[FieldNode, GraphQLNamedType]]:
    """Yield the fields of a selection with the type that has each, fragments notwithstanding."""
    for it in selected.selections:
        if isinstance(it, FieldNode):
            yield it, of
        elif isinstance(it, FragmentSpreadNode):
            fragment = FRAGMENTS[it.name.value]
            condition = SCHEMA.type_map[fragment.type_condition.name.value]
            yield from _fields(fragment.selection_set, condition)
        elif isinstance(it, InlineFragmentNode):
            condition = (
                of if it.type_condition is None else SCHEMA.type_map[it.type_condition.name.value]
            )
            yield from _fields(it.selection_set, condition)


def _declared(field: FieldNode, of: GraphQLNamedType) -> GraphQLField | None:
    if isinstance(of, GraphQLObjectType | GraphQLInterfaceType):
        found: GraphQLField | None = of.fields.get(field.name.value)
        return found
    return None


def _is_list(declared: GraphQLField) -> bool:
    kind = declared.type.of_type if isinstance(declared.type, GraphQLNonNull) else declared.type
    return isinstance(kind, GraphQLList)


def _rows(
    selected: SelectionSetNode, of: GraphQLNamedType, place: Row | None
) -> Iterator[tuple[Row, frozenset[str]]]:
    """Yield each list of rows that have no id, with the fields that are asked of them."""
    for field, parent in _fields(selected, of):
        declared = _declared(field, parent)
        if declared is None or field.selection_set is None:
            continue
        kind = get_named_type(declared.type)
        given = tuple(sorted(re.sub(r"\$\w+", "$", print_ast(it)) for it in field.arguments or ()))
        its: Row = (parent.name, field.name.value, given)
        has_id = isinstance(kind, GraphQLObjectType | GraphQLInterfaceType) and "id" in kind.fields
        if kind.name.endswith("Connection"):
            yield from _rows(field.selection_set, kind, its)
        elif kind.name.endswith("Edge"):
            yield from _rows(field.selection_set, kind, place)
        else:
            if not has_id and (place is not None or _is_list(declared)):
                asked = {it.name.value for it, _ in _fields(field.selection_set, kind)} - ASKED_ANEW
                if asked and not IDENTIFIED.get(kind.name, NO_FIELDS) <= asked:
                    yield place or its, frozenset(asked)
            yield from _rows(field.selection_set, kind, None)


def test_rows_without_an_id_are_asked_for_with_the_same_fields_by_all_queries() -> None:
    asked: dict[Row, dict[str, frozenset[str]]] = defaultdict(dict)
    for operation in OPERATIONS:
        root = SCHEMA.get_root_type(operation.operation)
        assert root is not None
        assert operation.name is not None
        for row, fields in _rows(operation.selection_set, root, None):
            name = operation.name.value
            asked[row][name] = asked[row].get(name, frozenset()) | fields

    differing = {row: dict(by) for row, by in asked.items() if len(set(by.values())) > 1}

    assert differing == {}, "one would put its rows into the other's: give the type an id"

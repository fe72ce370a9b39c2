"""What is wrong with a request is shown without the values in it. Rule D4."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInputType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLScalarType,
    build_schema,
    get_variable_values,
    parse,
    validate,
)

from resolvers.bounds import Checker, checker_of_variable
from resolvers.schema import schema
from rules.refusals import BadRequest
from server import errors
from server.graphql.documents import Documents
from server.graphql.request import RequestErrors
from server.graphql.variables import coerce_variables

SECRET = "TOPSECRET"
ALL_KINDS = build_schema("""
    type Query { ask(text: String, whole: Int, number: Float, truth: Boolean, id: ID, kind: Kind,
        day: Day, all: All, list: [[Int!]!], one: One): Int }
    enum Kind { FIRST SECOND }
    scalar Day
    input One @oneOf { left: Int, right: String }
    input All { text: String, whole: Int! kind: Kind, day: Day, within: All, list: [All!] }
""")
KINDS: dict[str, list[Any]] = {
    "String": [1, 1.5, True, [SECRET], {"a": SECRET}],
    "Int": [SECRET, 1.5, 123456789012, True, [SECRET], {"a": SECRET}],
    "Float": [SECRET, True, [SECRET], {"a": SECRET}],
    "Boolean": [SECRET, 1, [SECRET], {"a": SECRET}],
    "ID": [True, 1.5, [SECRET], {"a": SECRET}],
    "Kind": [
        SECRET,
        f"{SECRET}, found: {SECRET}",
        f"{SECRET}' does not exist in 'Kind' enum. Did you mean the enum value '{SECRET}'?",
        f"a: Value '{SECRET}\n' does not exist in",
        f"{SECRET} Did you mean 'FIRST'",
        1,
        [SECRET],
        {"a": SECRET},
    ],
    "Day": [SECRET, [SECRET], {"a": SECRET}],
    "All": [
        SECRET,
        [SECRET],
        {"text": SECRET},
        {"text": SECRET, "whole": None},
        {"whole": SECRET},
        {"whole": 1, "wole": SECRET},
        {"whole": 1, f"not a name {SECRET}": 1},
        {"whole": 1, "within": {"text": SECRET}},
        {"whole": 1, "list": [{"whole": 1}, {"text": SECRET}, SECRET]},
        {"whole": 1, "day": SECRET, "kind": SECRET},
    ],
    "[[Int!]!]": [SECRET, [SECRET], [[SECRET]], [[None, SECRET]], [None, SECRET]],
    "One": [SECRET, {}, {"left": SECRET}, {"left": 1, "right": SECRET}, {"left": None}],
}


def _read_day(value: Any) -> Any:
    raise ValueError(f"{value} is no day, found: {value}")


def _kinds() -> Iterator[tuple[str, Any]]:
    day = ALL_KINDS.type_map["Day"]
    assert isinstance(day, GraphQLScalarType)
    day.parse_value = day.coerce_input_value = _read_day  # type: ignore[method-assign]
    return ((type_, value) for type_, values in KINDS.items() for value in values)


@pytest.mark.parametrize("suggestions", [True, False])
@pytest.mark.parametrize(("type_", "value"), list(_kinds()))
def test_d4_no_kind_of_value_that_cannot_be_coerced_is_repeated(
    type_: str, value: Any, suggestions: bool
) -> None:
    document = parse(f"query ($v: {type_}) {{ ask }}")

    found = get_variable_values(
        ALL_KINDS,
        document.definitions[0].variable_definitions,  # type: ignore[attr-defined]
        {"v": value},
        hide_suggestions=not suggestions,
    )

    assert isinstance(found, list), "the value is wrong"
    body = errors.body_of_graphql_errors(found, suggestions=suggestions).decode()
    _shows_no_value(body, value)
    assert "Variable '$v' has invalid value" in body


LITERALS = {
    "text": ["1234567", "[{a: 1234567}]", "TOPSECRET"],
    "whole": ['"TOPSECRET"', "1234567.5", "12345670000", "TOPSECRET", '{a: "TOPSECRET"}'],
    "number": ['"TOPSECRET"', '["TOPSECRET"]'],
    "truth": ['"TOPSECRET"', "1234567", "TOPSECRET"],
    "id": ["1234567.5", '{a: "TOPSECRET"}', "TOPSECRET"],
    "kind": ['"TOPSECRET"', "TOPSECRET", "1234567", '["TOPSECRET"]'],
    "day": ['"TOPSECRET"', '{a: "TOPSECRET"}', "TOPSECRET"],
    "all": [
        '"TOPSECRET"',
        '{text: "TOPSECRET"}',
        '{whole: "TOPSECRET"}',
        '{whole: 1, wole: "TOPSECRET"}',
        '{whole: 1, list: [{text: "TOPSECRET"}]}',
    ],
    "list": ['"TOPSECRET"', '[["TOPSECRET"]]', "[null, TOPSECRET]"],
    "one": ['"TOPSECRET"', '{left: "TOPSECRET"}', '{left: 1, right: "TOPSECRET"}'],
}


@pytest.mark.parametrize(
    ("argument", "literal"), [(name, it) for name, all_ in LITERALS.items() for it in all_]
)
def test_d4_no_literal_that_cannot_be_coerced_is_repeated(argument: str, literal: str) -> None:
    found = validate(ALL_KINDS, parse(f"{{ ask({argument}: {literal}) }}"))

    assert found, "the literal is wrong"
    _shows_no_value(errors.body_of_graphql_errors(found, suggestions=True).decode())


@pytest.mark.parametrize(
    "document",
    [
        '{ ask "TOPSECRET" }',
        '{ ask(text "TOPSECRET") }',
        '{ ask """TOPSECRET""" }',
        "{ ask(whole 1234567) }",
        "{ ask(whole 1234567.5) }",
        '"TOPSECRET"',
        '{ ask(text: "TOPSECRET',
        '{ ask(text: "\\uTOPS") }',
        '{ ask(text: "\\u{TOPSECRET}") }',
        "{ ask(number: .1234567) }",
    ],
)
def test_d4_no_text_or_number_at_which_a_document_cannot_be_parsed_is_repeated(
    document: str,
) -> None:
    documents = Documents(schema, introspection=True)

    with pytest.raises(RequestErrors) as invalid:
        documents.read(document)

    body = errors.body_of_graphql_errors(invalid.value.errors, suggestions=True).decode()
    _shows_no_value(body)
    assert "TOPS" not in body
    assert '"Syntax Error: ' in body


def _shows_no_value(body: str, value: Any = None) -> None:
    assert SECRET not in body
    assert "1234567" not in body
    assert "found:" not in body.lower()
    if isinstance(value, float | int) and not isinstance(value, bool):
        assert str(value) not in json.dumps([it["message"] for it in json.loads(body)["errors"]])


TYPES: dict[str, GraphQLInputType] = {
    str(argument.type): argument.type
    for root in (schema.graphql.query_type, schema.graphql.mutation_type)
    if root is not None
    for field in root.fields.values()
    for argument in field.args.values()
}
LEAVES = {"Int": 1234567, "Float": 1.5, "Boolean": True, "Date": "2026-01-31"}
WRONG: tuple[Any, ...] = (SECRET, {"a": SECRET}, [[{"a": SECRET}]], None)


@pytest.mark.parametrize("type_", TYPES)
def test_d4_what_is_sent_in_any_place_of_any_input_is_not_repeated_where_something_is_wrong(
    type_: str,
) -> None:
    definitions = parse(f"query ($v: {type_}) {{ __typename }}").definitions
    check_bounds = checker_of_variable(TYPES[type_])

    for value in _misplaced(TYPES[type_]):
        if check_bounds is not None:
            _shows_no_value(_refusal(check_bounds, value))
        nodes = definitions[0].variable_definitions  # type: ignore[attr-defined]
        found = get_variable_values(schema.graphql, nodes, {"v": value})
        if isinstance(found, list):
            _shows_no_value(errors.body_of_graphql_errors(found, suggestions=True).decode())


def _refusal(check_bounds: Checker, value: Any) -> str:
    try:
        check_bounds(value, "$v")
    except BadRequest as refusal:
        return str(refusal)
    return ""


def _misplaced(type_: GraphQLInputType) -> Iterator[Any]:
    """Yield values that are right but for one place, of all places."""
    yield from WRONG
    if isinstance(type_, GraphQLNonNull):
        yield from _misplaced(type_.of_type)
    if isinstance(type_, GraphQLList):
        yield from ([_right(type_.of_type), value] for value in _misplaced(type_.of_type))
    if isinstance(type_, GraphQLInputObjectType):
        whole = _right(type_)
        yield whole | {"unheardOf": SECRET}
        for name, field in type_.fields.items():
            yield {key: value for key, value in whole.items() if key != name}
            yield from (whole | {name: value} for value in _misplaced(field.type))


def _right(type_: GraphQLInputType) -> Any:
    if isinstance(type_, GraphQLNonNull):
        return _right(type_.of_type)
    if isinstance(type_, GraphQLList):
        return [_right(type_.of_type)]
    if isinstance(type_, GraphQLInputObjectType):
        return {name: _right(field.type) for name, field in type_.fields.items()}
    if isinstance(type_, GraphQLEnumType):
        return next(iter(type_.values))
    return LEAVES.get(type_.name, SECRET)


CREATE_SOURCE = """
    mutation ($input: CreateSourceInput!) { createSource(input: $input) { __typename } }
"""


def test_d4_what_is_wrong_and_where_is_shown() -> None:
    documents = Documents(schema, introspection=True)
    operation = documents.read(CREATE_SOURCE).operation(None)

    with pytest.raises(RequestErrors) as invalid:
        coerce_variables(
            documents, operation, {"input": {"name": 7, "clientSecret": SECRET, "baseUr": SECRET}}
        )

    body = json.loads(errors.body_of_graphql_errors(invalid.value.errors, suggestions=True))
    source = "Variable '$input' has invalid value: Expected value of type 'CreateSourceInput'"
    assert [it["message"] for it in body["errors"]] == [
        "Variable '$input' has invalid value at .name: String cannot represent a non string value.",
        f"{source} to include required field 'protocol'.",
        f"{source} to include required field 'baseUrl'.",
        f"{source} to include required field 'access'.",
        f"{source} not to include unknown field 'baseUr'. Did you mean 'baseUrl' or 'issuer'?",
    ]

"""What our schema does not have yet is answered as graphql-core answers it, nulls and all."""

import json
import os
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from random import Random
from typing import Any

import asyncpg
import pytest
from graphql import (
    FieldNode,
    GraphQLObjectType,
    OperationDefinitionNode,
    build_schema,
    get_named_type,
    parse,
    validate,
)
from graphql.execution.values import VariableValues, get_variable_values
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis_graphql import queries
from sqlalchemy import Text, bindparam
from sqlalchemy.dialects.postgresql.asyncpg import PGDialect_asyncpg
from sqlalchemy.schema import CreateTable

from planner.compiler import Compiler
from planner.covered_fields import fields_without_source
from planner.pages import Page
from planner.plans import plan
from planner.row_queries import Condition, RowQuery
from planner.selections import Collector, fragments_of
from planner.sources import TypeSource
from resolvers import ids
from rules.refusals import BadRequest
from server.graphql import document_bounds
from server.graphql.nested_fields import nested_fields, nested_queries
from server.postgres.embedded import EmbeddedPostgres
from tests.databases import at
from tests.planner import toy, toy_plain
from tests.planner.operations import Argument, Asked, Writer
from tests.planner.toy_fields import FIELDS

EXAMPLES = int(os.environ.get("SELFSAME_TEST_EXAMPLES", "250"))
BY_ID = Condition(lambda rows: rows.c.id == bindparam("key", type_=Text))
PLACES = st.one_of(st.none(), st.sampled_from([("a", "s1"), ("a", "s2"), ("b", "s3"), ("d", "s6")]))
PAGES = st.builds(
    Page, st.just(toy.RANKED), st.integers(0, 7), st.booleans(), after=PLACES, before=PLACES
)
OPERATIONS = st.lists(
    st.one_of([queries(toy.SCHEMA, fields=[it]) for it in sorted(toy.QUERY.fields)]),
    min_size=1,
    max_size=2,
)
seen: Counter[str] = Counter()


class Toy:
    """The toy's tables, which last as long as their connection, and their rows in memory."""

    def __init__(self, connection: asyncpg.Connection, tables: toy_plain.Tables) -> None:
        self.connection = connection
        self.tables = tables

    async def answer(self, asked: Asked, shelf: str, page: Page) -> tuple[Any, list[Any]]:
        """Answer an operation through the planner, a root field at a time."""
        document = parse(asked.text)
        operation = document.definitions[0]
        assert isinstance(operation, OperationDefinitionNode)
        variables = get_variable_values(
            toy.SCHEMA, operation.variable_definitions or (), asked.variables
        )
        assert isinstance(variables, VariableValues)
        collector = Collector(toy.SCHEMA, fragments_of(document), variables.coerced)
        answers: dict[str, Any] = {}
        errors: list[Any] = []
        for key, nodes in collector.fields(toy.QUERY, operation.selection_set).items():
            name = nodes[0].name.value
            if name == "__typename":
                answers[key] = "Query"
                continue
            answers[key], faults = await self._field(key, nodes, collector, variables, shelf, page)
            errors += faults
            if answers[key] is None and name.endswith("Of"):
                missing = not faults and name == "shelfOf"
                return None, [*errors, *([toy_plain.missing(key, len(nodes))] if missing else ())]
        return answers, errors

    async def _field(
        self,
        key: str,
        nodes: list[FieldNode],
        collector: Collector,
        variables: VariableValues,
        shelf: str,
        page: Page,
    ) -> tuple[Any, list[Any]]:
        compiler = Compiler(toy.SCHEMA, toy.SOURCES, ids.identity, collector, toy.RANKED)
        row_query = RowQuery("Shelf", (BY_ID,), {"key": shelf}, root_values=toy.GIVEN)
        if nodes[0].name.value.startswith("shelves"):
            row_query = RowQuery(
                "ShelfConnection", parameters=page.parameters(), page=page, root_values=toy.GIVEN
            )
        value_type = get_named_type(toy.QUERY.fields[nodes[0].name.value].type)
        connections = nested_fields(FIELDS, collector, value_type, nodes)
        asking: Any = None
        row_query.nested = nested_queries(connections, asking, variables)
        seen["with pages in pages"] += bool(row_query.nested)
        made = plan(compiler, nodes, row_query, None)
        parameters = {**row_query.parameters}
        for nested in row_query.nested.values():
            parameters.update(nested.prefixed())
        rows = await self.connection.fetch(made.text, *made.arguments(parameters))
        value, faults = made.answer(rows, row_query, (key,))
        return value, [(it.message, it.path, [n.name.value for n in it.nodes]) for it in faults]

    def root_values(self, shelf: str, page: Page) -> toy_plain.RootValues:
        """Find naively what the root fields are about."""
        rows = sorted(self.tables["shelves"], key=lambda row: (row["rank"], row["id"]))
        place = {row["id"]: (row["rank"], row["id"]) for row in rows}
        short = [it for it in rows if page.after is not None and place[it["id"]] <= page.after]
        past = [it for it in rows if page.before is not None and place[it["id"]] >= page.before]
        within = [it for it in rows if it not in short and it not in past]
        if page.backwards:
            found = within[max(0, len(within) - page.size) :]
            facts = (bool(past), len(found) < len(within) or bool(short))
        else:
            found = within[: page.size]
            facts = (len(found) < len(within) or bool(past), bool(short))
        named = {"has_next_page": facts[0], "has_previous_page": facts[1]}
        return toy_plain.RootValues(
            next((it for it in rows if it["id"] == shelf), None), found, named
        )


@pytest.fixture(scope="session")
async def toys(postgres: EmbeddedPostgres) -> AsyncIterator[Toy]:
    connection = await asyncpg.connect(at(postgres.owner_url, "postgres"))
    for table in toy.metadata.sorted_tables:
        made = str(CreateTable(table).compile(dialect=PGDialect_asyncpg()))  # type: ignore[no-untyped-call]
        await connection.execute(made.replace("CREATE TABLE", "CREATE TEMP TABLE"))
    await connection.execute(toy.ROWS)
    tables = {
        table.name: [dict(it) for it in await connection.fetch(f"select * from {table.name}")]
        for table in toy.metadata.sorted_tables
    }
    yield Toy(connection, tables)
    await connection.close()


@pytest.fixture(scope="module")
def promises_broken_and_kept() -> Iterator[None]:
    """Fail if the operations that were compared did not meet both, and pages in pages."""
    yield
    assert seen["with pages in pages"] > 0.05 * seen["answered"], seen
    assert seen["answered"] > 0.7 * (seen["answered"] + seen["invalid"]), seen
    assert 0.1 * seen["answered"] < seen["with nulls"] < 0.9 * seen["answered"], seen


def stock_arguments(random: Random, field: str) -> list[Argument]:
    if field == "tallies":
        return [Argument("least", "Int", random.choice([None, 0, 2, 5, 9]))]
    if field != "stock":
        return []
    size = random.choice([None, 0, 1, 2, 3])
    chosen = [Argument(random.choice(["first", "last"]), "Int", size)]
    for name in ("after", "before"):
        if random.random() < 0.4:
            box = {"id": f"b{random.randint(1, 8)}"}
            cursor = random.choice([None, *[toy_plain.box_cursor(box)] * 4])
            chosen.append(Argument(name, "String", cursor))
    if random.random() < 0.7:
        kind = random.choice([None, None, "book", "film"])
        chosen.append(Argument("kind", "String", kind))
    return chosen


def written(texts: list[str], seed: int) -> Asked | None:
    asked = Writer(toy.SCHEMA, Random(seed), stock_arguments).write(*texts)
    try:
        document_bounds.parse_bounded(asked.text)
    except BadRequest:
        return None
    return None if validate(toy.SCHEMA, parse(asked.text)) else asked


@settings(
    max_examples=EXAMPLES,
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=(Phase.explicit, Phase.generate),
    report_multiple_bugs=False,
)
@given(
    texts=OPERATIONS,
    seed=st.integers(0, 2**32),
    shelf=st.sampled_from(["s1", "s2", "s3", "s4", "s5", "s6", "none"]),
    page=PAGES,
)
@pytest.mark.usefixtures("promises_broken_and_kept")
async def test_an_operation_on_the_toy_is_answered_as_graphql_core_answers_it(
    toys: Toy, texts: list[str], seed: int, shelf: str, page: Page
) -> None:
    asked = written(texts, seed)
    if asked is None:
        seen["invalid"] += 1
        return
    expected = toy_plain.execute(
        toys.tables, asked.text, asked.variables, toys.root_values(shelf, page)
    )

    data, errors = await toys.answer(asked, shelf, page)

    seen["answered"] += 1
    seen["with nulls"] += bool(expected.errors)
    assert errors == toy_plain.errors_of(expected), asked
    assert json.dumps(data) == json.dumps(expected.data), asked


def test_a_field_without_a_source_is_named() -> None:
    city = toy.SOURCES["City"]
    fields = {name: source for name, source in city.fields.items() if name != "capital"}

    missing = fields_without_source(
        toy.SCHEMA, {**toy.SOURCES, "City": TypeSource("City", city.table, fields)}
    )

    assert missing == ["City.capital"]


def test_a_list_of_a_union_is_named_because_no_source_answers_it() -> None:
    schema = build_schema("union U = A  type A { x: Int }  type Query { a: A }  type B { us: [U] }")
    assert isinstance(schema.type_map["A"], GraphQLObjectType)
    many = toy.SOURCES["Shelf"].fields["boxes"]
    known = {"A": TypeSource("A", None, {"x": many}), "B": TypeSource("B", None, {"us": many})}

    missing = fields_without_source(schema, known)

    assert missing == ["B.us"]

"""What DuckDB makes of two records is what `rules.comparison` makes of them."""

from collections import Counter
from random import Random

import duckdb
import pyarrow as pa
import pytest

from rules.comparison import Record, compare
from rules.prepared_records import prepare
from server.matching import duckdb_agreements
from server.matching.duckdb_records import table_of
from server.matching.levels import LEVELS
from tests.odd_records import odd_record
from workflows.records import MEASURES

RECORDS = 3000
PAIRS = 25_000
"""Of twelve fields each: 300,000 comparisons."""
NOBODY = Record(None, None, None)
FIELDS = tuple(it.field for it in compare(NOBODY, NOBODY, MEASURES))


@pytest.fixture
def connection() -> duckdb.DuckDBPyConnection:
    connected = duckdb.connect()
    for statement in duckdb_agreements.statements():
        connected.execute(statement)
    return connected


def test_the_fields_of_both_engines_are_the_same() -> None:
    assert tuple(level.field for level in LEVELS) == FIELDS


def test_both_engines_agree_on_300_000_field_comparisons(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    random = Random(4)
    records = [odd_record(random) for _ in range(RECORDS)]
    pairs = [(random.randrange(RECORDS), random.randrange(RECORDS)) for _ in range(PAIRS)]

    in_sql = _agreements(connection, records, pairs)

    different = Counter[str]()
    met = Counter[tuple[str, str]]()
    for (person, master), letters in zip(pairs, in_sql, strict=True):
        for compared, letter in zip(
            compare(records[person], records[master], MEASURES), letters, strict=True
        ):
            met[compared.field, letter] += 1
            different[compared.field] += letter != compared.agreement[0]
    assert different.total() == 0, different
    # Were no names close, say, nothing would have been proved of them.
    never = {"gender": "C"}
    for field in FIELDS:
        for letter in "ECDM":
            assert met[field, letter] or never.get(field) == letter, (field, letter)


def test_names_that_changed_places_are_close_in_both_engines(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    records = [
        Record("Anna", "Bondar", None),
        Record("Bondar", "Anna", None),
        Record("Anna", "Anna", None),
        Record("Anna", None, None),
        # The first names are one, and both are what the other last name has a part of.
        Record("Anna", "Anna Lee", None),
        Record("Anna", "Anna Kim", None),
    ]
    pairs = [(a, b) for a in range(6) for b in range(6)]

    in_sql = _agreements(connection, records, pairs)

    assert in_sql == [
        "".join(it.agreement[0] for it in compare(records[a], records[b], MEASURES))
        for a, b in pairs
    ]
    assert in_sql[1].startswith("CC")
    assert in_sql[4 * 6 + 5].startswith("CC")


def _agreements(
    connection: duckdb.DuckDBPyConnection, records: list[Record], pairs: list[tuple[int, int]]
) -> list[str]:
    """Return the twelve letters of each pair, as DuckDB finds them."""
    table = table_of((number, prepare(it, MEASURES)) for number, it in enumerate(records))
    asked = pa.table({"place": list(range(len(pairs))), **_sides(pairs)})
    connection.register("given", table)
    connection.register("asked", asked)
    columns = ", ".join(
        f"l.{level.column} as {level.column}_l, r.{level.column} as {level.column}_r"
        for level in LEVELS
    )
    letters = " || ".join(
        f"case when {level.is_missing} then 'M' when {level.exact} then 'E'"
        f" when {level.close} then 'C' else 'D' end"
        for level in LEVELS
    )
    found = connection.execute(
        f"select {letters} from (select place, {columns} from asked"
        " join given l on l.id = person join given r on r.id = master) order by place"
    ).fetchall()
    return [row[0] for row in found]


def _sides(pairs: list[tuple[int, int]]) -> dict[str, list[int]]:
    return {
        "person": [person for person, _ in pairs],
        "master": [master for _, master in pairs],
    }

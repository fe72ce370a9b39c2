"""Whatever is done by hand within acts, versions keep it: whole and without gaps (H22)."""

import json
from itertools import pairwise
from typing import Any
from uuid import UUID

import asyncpg
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.databases import Database

NAMES = ("Ada", "Eve", "Ida")
NUMBERS = ("+1", "+2", "+3")

STATEMENTS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("update persons set first_name = $2 where id = $1", NAMES),
    ("update persons set email = nullif($2, 'Ada'), version = 9 where id = $1", NAMES),
    ("update persons set first_name = first_name where id in ($1, $2)", ("",)),
    ("update persons set partial_death_date = $2 where id = $1", ("1999", "2001-07")),
    ("insert into person_phones (person_id, type, number) values ($1, 'MOBILE', $2)", NUMBERS),
    ("delete from person_phones where person_id = $1 and number = $2", NUMBERS),
    ("update person_phones set number = $2 where person_id = $1", NUMBERS),
    ("update person_phones set number = number where person_id <> $1 or number = $2", NUMBERS),
    ("update person_phones set person_id = $1 where number = $2", NUMBERS),
    (
        "insert into person_addresses (person_id, type, country) values ($1, 'RESIDENCE', $2)",
        ("UA", "PL"),
    ),
    ("delete from person_addresses where person_id = $1 and country = $2", ("UA", "PL")),
    ("insert into person_documents (person_id, type, number) values ($1, 'PASSPORT', $2)", NUMBERS),
    ("update person_documents set number = $2 where person_id = $1", NUMBERS),
    (
        """
        with gone as (delete from person_phones where person_id = $1 returning *),
        again as (
            insert into person_phones (person_id, type, number)
            select person_id, type, $2 from gone limit 1),
        named as (update persons set last_name = $2 where id = $1)
        delete from person_documents where person_id = $1
        """,
        NUMBERS,
    ),
    ("savepoint here", ()),
    ("rollback to here", ()),
    ("set constraints all immediate", ()),
)
STEP = st.sampled_from(STATEMENTS).flatmap(
    lambda it: st.tuples(st.just(it[0]), st.sampled_from(it[1] or ("",)), st.integers(0, 1))
)
ACTS = st.lists(st.tuples(st.lists(STEP, max_size=6), st.sampled_from(["commit", "rollback"])))

RECORDS = """
select person.id, person.version, person_record(person.id) as record
  from persons person where person.id = any ($1)
"""
KEPT = """
select version, record, changed, correlation_id from person_versions
 where person_id = $1 order by version
"""


async def act(owner: asyncpg.Connection, persons: list[UUID], steps: Any, end: str) -> None:
    """Perform one act by hand."""
    has_savepoint = False
    await owner.execute("begin; select begin_act('person.corrected', null, null, uuidv7())")
    for statement, value, which in steps:
        if statement == "rollback to here" and not has_savepoint:
            continue
        has_savepoint = has_savepoint or statement == "savepoint here"
        values: list[Any] = [persons[which]] if "$1" in statement else []
        if "in ($1, $2)" in statement:
            values = persons
        elif "$2" in statement:
            values.append(value)
        await owner.execute(statement, *values)
    await owner.execute(end)


@settings(max_examples=60, suppress_health_check=list(HealthCheck))
@given(acts=ACTS)
async def test_h22_versions_tell_of_every_act_that_changes_a_person(
    database: Database, acts: list[tuple[Any, str]]
) -> None:
    owner = await asyncpg.connect(database.owner_url)
    await owner.execute("begin; select begin_act('person.imported', null, null, uuidv7())")
    made = await owner.fetch(
        "insert into persons (first_name) values ('Ada'), ('Eve') returning id"
    )
    await owner.execute("commit")
    persons = [it["id"] for it in made]
    expected: dict[UUID, list[Any]] = {it: [] for it in persons}

    for steps, end in [([], "commit"), *acts]:
        await act(owner, persons, steps, end)
        for row in await owner.fetch(RECORDS, persons):
            record = json.loads(row["record"])
            if not expected[row["id"]] or expected[row["id"]][-1] != record:
                expected[row["id"]].append(record)
            assert row["version"] == len(expected[row["id"]])

    for person, records in expected.items():
        kept = await owner.fetch(KEPT, person)
        assert [it["version"] for it in kept] == [*range(1, len(records) + 1)]
        assert [json.loads(it["record"]) for it in kept] == records
        assert [it["changed"] for it in kept] == [
            [],
            *(
                sorted(name for name in later if later[name] != former[name])
                for former, later in pairwise(records)
            ),
        ]
    await owner.close()

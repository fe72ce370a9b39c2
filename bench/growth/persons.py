"""How long a search for persons takes, by how many persons are on record."""

from base64 import b64encode
from typing import Any
from uuid import UUID

import asyncpg

from bench.charts import Axis, Chart
from bench.growth.measuring import (
    IMAGES,
    Caller,
    Fixture,
    Measured,
    fill,
    lines,
    open_fixture,
    show,
    some,
)
from bench.names import FAMILY_ENDINGS, FEMALE_ENDINGS, FIRST_NAMES, LAST_NAMES, names

SIZES = (10_000, 100_000)
WHOLE = (10_000, 100_000, 1_000_000)
TOUCHED_NOBODY = "a sync that touched nobody"
NOT_DRAWN = ("tax id", "phone", TOUCHED_NOBODY)
SEARCHED = 100
"""So many persons on record are searched for, in turn."""

QUERY = """
query ($filter: PersonFilter!) { persons(first: 20, filter: $filter) {
  pageInfo { hasNextPage endCursor }
  edges { cursor node { id firstName lastName secondName birthDate gender taxId nationalId status
    documents { type number } phones { type number } } } } }
"""
# Names are as unequal as people's are: the commonest of them goes to one in a hundred.
PERSONS = """
insert into persons
    (first_name, last_name, birth_date, gender, tax_id, national_id, status, source, external_id)
select ($1::text[])[1 + floor(cardinality($1::text[]) * random() ^ 2)],
       ($2::text[])[1 + floor(cardinality($2::text[]) * random() ^ 2)],
       date '1940-01-01' + (random() * 25000)::integer, 'FEMALE',
       lpad((number * 7919 % 10000000000)::text, 10, '0'),
       lpad((number * 104729 % 10000000000)::text, 10, '0'),
       case when number % 50 = 0 then 'INACTIVE' else 'ACTIVE' end, 'bench', number::text
  from generate_series($3::bigint, $4::bigint - 1) number
"""
DOCUMENTS = """
insert into person_documents (person_id, type, number)
select id, 'PASSPORT', 'AB' || external_id from persons
 where source = 'bench' and external_id::bigint >= $1
"""
PHONES = """
insert into person_phones (person_id, type, number)
select id, 'MOBILE', '+38050' || lpad(external_id, 7, '0') from persons
 where source = 'bench' and external_id::bigint >= $1
"""
FOUND = """
select first_name, last_name, birth_date::text, tax_id, national_id, external_id
  from persons where status = 'ACTIVE' order by md5(external_id) limit $1
"""
COMMON = "select last_name from persons group by last_name order by count(*) desc limit 1"


async def draw(*, whole: bool) -> None:
    """Measure each way to search, on records that grow, and draw it."""
    sizes = WHOLE if whole else SIZES
    async with open_fixture("REGISTRAR", "person:read") as fixture:
        measured: dict[float, dict[str, Measured]] = {}
        before = 0
        for size in sizes:
            await _grow(fixture, before, size)
            before = size
            async with fixture.calling() as caller:
                measured[size] = await caller.measure(await _queries(fixture.sandbox.owner, caller))
    show("A search for persons, the first 20 of what is found", "on record", measured)
    Chart(
        "A search for persons, by how many are on record",
        Axis("persons on record", is_logarithmic=True, ticks=sizes),
        Axis("milliseconds over HTTP, median", is_logarithmic=True),
        lines(measured, leaving_out=NOT_DRAWN),
    ).save(IMAGES / "growth-persons.svg")


async def _grow(fixture: Fixture, before: int, size: int) -> None:
    first = list(names(FIRST_NAMES, FEMALE_ENDINGS))
    last = list(names(LAST_NAMES, FAMILY_ENDINGS))
    await fill(
        fixture.sandbox.owner,
        (PERSONS, (first, last, before, size)),
        (DOCUMENTS, (before,)),
        (PHONES, (before,)),
    )


async def _queries(owner: asyncpg.Connection, caller: Caller) -> dict[str, list[bytes]]:
    rows = some(await owner.fetch(FOUND, 10 * SEARCHED), SEARCHED)
    common = await owner.fetchval(COMMON)
    sync = b64encode(f"Run:{UUID(int=0)}".encode()).decode()

    def wires(*filters: dict[str, Any]) -> list[bytes]:
        return [caller.wire(QUERY, filter=each) for each in filters]

    def name(row: Any) -> str:
        return f"{row['first_name']} {row['last_name']}"

    return {
        "national id": wires(*({"nationalId": row["national_id"]} for row in rows)),
        "tax id": wires(*({"taxId": row["tax_id"]} for row in rows)),
        "document": wires(*({"documentNumber": f"AB{row['external_id']}"} for row in rows)),
        "phone": wires(*({"phoneNumber": f"+38050{row['external_id'].zfill(7)}"} for row in rows)),
        "name and birth date": wires(
            *({"name": name(row), "birthDate": row["birth_date"]} for row in rows)
        ),
        "both names": wires(*({"name": name(row)} for row in rows)),
        "birth date": wires(*({"birthDate": row["birth_date"]} for row in rows)),
        "commonest name": wires({"name": common}),
        "3 letters": wires(*({"name": row["last_name"][:3]} for row in rows)),
        "INACTIVE": wires({"status": "INACTIVE"}),
        TOUCHED_NOBODY: wires(*({f"{name}BySync": sync} for name in ("came", "changed", "ended"))),
    }

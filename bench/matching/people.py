"""Made-up persons, of whom some are on record twice with a slip, named as people are."""

import random
from collections.abc import Iterator
from dataclasses import astuple
from datetime import date, timedelta
from functools import cache
from typing import Any

import asyncpg

from bench.names import FAMILY_ENDINGS, FEMALE_ENDINGS, FIRST_NAMES, LAST_NAMES, names
from rules.imports import IncomingPerson

TWICE = 50
"""One in so many is on record twice."""
BATCH = 20_000


@cache
def _pools() -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    firsts = tuple(names(FIRST_NAMES, FEMALE_ENDINGS))
    lasts = tuple(names(LAST_NAMES, FAMILY_ENDINGS))
    return firsts, lasts, tuple(f"{name} street" for name in lasts[:3000])


def persons(count: int, seed: str = "register") -> Iterator[IncomingPerson]:
    """Make so many records; the commonest names go to one in a few hundred."""
    chance = random.Random(seed)
    firsts, lasts, streets = _pools()
    former: IncomingPerson | None = None
    for number in range(count):
        if former is not None and number % TWICE == 0:
            yield _with_a_slip(former, f"{number}", chance)
            continue
        born = date(1935, 1, 1) + timedelta(days=chance.randrange(33_000))
        former = IncomingPerson(
            external_id=f"{number}",
            first_name=firsts[int(len(firsts) * chance.random() ** 2)],
            last_name=lasts[int(len(lasts) * chance.random() ** 2)],
            birth_date=born,
            gender="FEMALE",
            national_id=f"{chance.randrange(10**10):010}" if chance.random() < 0.7 else None,
            phone=f"+38050{chance.randrange(10**7):07}" if chance.random() < 0.8 else None,
            country="UA",
            street=chance.choice(streets),
            building=f"{chance.randrange(1, 120)}",
            zip=f"{chance.randrange(1000, 9999)}",
        )
        yield former


def _with_a_slip(person: IncomingPerson, external_id: str, chance: random.Random) -> IncomingPerson:
    last = person.last_name or ""
    place = chance.randrange(len(last))
    said = {name: getattr(person, name) for name in IncomingPerson.__dataclass_fields__}
    changed = said | {
        "external_id": external_id,
        "last_name": last[:place] + chance.choice("aeioulmnrst") + last[place + 1 :],
        "phone": None,
    }
    return IncomingPerson(**changed)


async def fill(owner: asyncpg.Connection, count: int) -> None:
    """Put so many persons on record as if they had been there for long: by no act, and not due."""
    await owner.execute("set session_replication_role = replica")
    batch: list[tuple[Any, ...]] = []
    for person in persons(count):
        batch.append(astuple(person))
        if len(batch) == BATCH:
            await _write(owner, batch)
            batch = []
    await _write(owner, batch)
    await owner.execute("reset session_replication_role")
    await owner.execute("vacuum analyze")


async def _write(owner: asyncpg.Connection, rows: list[tuple[Any, ...]]) -> None:
    names_of = tuple(IncomingPerson.__dataclass_fields__)
    columns = ", ".join(f"{name} {'date' if name == 'birth_date' else 'text'}" for name in names_of)
    await owner.execute(f"create temp table if not exists made ({columns}); truncate made")
    await owner.copy_records_to_table("made", records=rows, columns=names_of)
    await owner.execute(WRITE)


WRITE = """
with added as (
    insert into persons
        (source, external_id, first_name, last_name, birth_date, gender, national_id)
    select 'bench', external_id, first_name, last_name, birth_date, gender, national_id from made
    returning id, external_id),
phones as (
    insert into person_phones (person_id, type, number)
    select id, 'MOBILE', phone from added join made using (external_id) where phone is not null)
insert into person_addresses (person_id, type, country, street, building, zip)
select id, 'RESIDENCE', country, street, building, zip from added join made using (external_id)
"""

"""By which blocking keys persons are found, and how they are made anew (rules H2 and H3)."""

import hashlib
from collections.abc import AsyncIterator, Callable, Iterable
from functools import lru_cache
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import ARRAY, Text, Uuid, any_, bindparam, cast, func, select
from sqlalchemy.dialects.postgresql import aggregate_order_by

from db.persons import persons
from db.statements import Connection, Statement
from rules import blocking_keys
from rules.blocking_keys import RECIPE
from rules.comparison import Record
from rules.frozen import frozen
from rules.persons import PersonStatus
from rules.placeholders import Placeholders
from workflows.records import read_record, record_json

KeysOf = Callable[[Record, Placeholders], frozenset[int]]

RECIPES: dict[int, KeysOf] = {RECIPE: blocking_keys.blocking_keys}
"""How keys are made, by the number of the recipe. Who changes keys leaves the former way here for
one release: until all keys are made anew, persons are searched for by both."""


@frozen
class Subject:
    """A person as they are compared."""

    id: UUID
    version: int
    is_active: bool
    record: Record
    merged: tuple[Record, ...] = ()
    """What those say that were merged into it."""
    master_id: UUID | None = None
    """Whom it was merged into, who stands for it."""

    @property
    def has_keys(self) -> bool:
        """Whether they are found by keys, themselves or as whoever stands for them."""
        return self.is_active or self.master_id is not None

    @property
    def records(self) -> tuple[Record, ...]:
        """The record before those that were merged into it."""
        return self.record, *self.merged


@frozen
class Fault:
    """A person whom an error of ours stopped."""

    person_id: UUID
    error: Exception


def recipe_of(placeholders: Placeholders) -> int:
    """Return by what keys are made, as a number: the recipe, and what counts as no value.

    Keys that were made by another are outdated. Rule H3.
    """
    return _recipe_of(RECIPE, placeholders)


@lru_cache(maxsize=8)
def _recipe_of(recipe: int, placeholders: Placeholders) -> int:
    lists = [placeholders.values, placeholders.names, placeholders.mailboxes, placeholders.days]
    if placeholders.numbers:
        lists.append(placeholders.numbers)
    said = repr((recipe, *(sorted(map(str, each)) for each in lists)))
    return int.from_bytes(hashlib.sha256(said.encode()).digest()[:4], signed=True)


async def rows(connection: Connection, ids: Iterable[UUID]) -> list[Any]:
    """Read the columns `SUBJECT` of persons."""
    return await READ.rows(connection, ids=list(ids))


async def subjects(
    connection: Connection, ids: Iterable[UUID], faults: list[Fault] | None = None
) -> list[Subject]:
    """Read persons as they are compared; whoever cannot be read is passed over for `faults`."""
    found = []
    for row in await rows(connection, ids):
        try:
            found.append(subject_of(row))
        except Exception as error:
            if faults is None:
                raise
            faults.append(Fault(row["id"], error))
    return found


def subject_of(row: Any) -> Subject:
    """Read a row of the columns `SUBJECT`."""
    return Subject(
        row["id"],
        row["version"],
        row["status"] == PersonStatus.ACTIVE,
        read_record(orjson.loads(row["record"])),
        tuple(map(read_record, orjson.loads(row["merged"] or "[]"))),
        row["master_person_id"],
    )


def search_keys(subject: Subject, placeholders: Placeholders) -> frozenset[int]:
    """Return the keys by which others are searched for: those of every recipe in use."""
    return frozenset().union(
        *(make(it, placeholders) for make in RECIPES.values() for it in subject.records)
    )


def classes_in_common(one: Subject, other: Subject, placeholders: Placeholders) -> list[str]:
    """Return the classes of the keys that two persons have in common, each once."""
    mine, others = (
        frozenset().union(*(RECIPES[RECIPE](it, placeholders) for it in subject.records))
        for subject in (one, other)
    )
    return blocking_keys.classes_in_common(mine, others)


async def keep(
    connection: Connection, persons_read: Iterable[Any], placeholders: Placeholders
) -> tuple[list[Subject], list[Fault]]:
    """Write the keys of persons that were read, by a transaction of its own.

    Of INACTIVE ones none, but of those for whom another record stands: it is found by theirs.
    Returns whose keys could be made, and whose not.
    """
    kept: list[dict[str, Any]] = []
    done: list[Subject] = []
    faults: list[Fault] = []
    for row in persons_read:
        keys: list[int] | None = None
        try:
            subject = subject_of(row)
            if subject.has_keys:
                keys = sorted(RECIPES[RECIPE](subject.record, placeholders))
        except Exception as error:
            faults.append(Fault(row["id"], error))
            continue
        kept.append({"person_id": str(subject.id), "version": subject.version, "keys": keys})
        done.append(subject)
    await connection.fetchrow(KEEP, orjson.dumps(kept).decode(), recipe_of(placeholders))
    return done, faults


async def rebuild(
    connection: Connection,
    placeholders: Placeholders,
    progress: Callable[[int], None] = lambda _: None,
    batch: int = 1000,
    faults: list[Fault] | None = None,
) -> int:
    """Make the keys of persons who lack theirs, or have those of a former recipe or version.

    Those of INACTIVE ones go, unless another record stands for them. Returns of how many keys were
    made, and adds to `faults` of whom they could not be. Online, in batches of a short statement
    each, whatever else goes on; interrupted and begun again, it passes over those that are done.
    """
    last, recipe = UUID(int=0), recipe_of(placeholders)
    written = 0
    while True:
        found = await connection.fetch(WITHOUT_KEYS, last, recipe, batch)
        if not found:
            return written
        ids = [row["id"] for row in found]
        done, failed = await keep(connection, await rows(connection, ids), placeholders)
        written += sum(it.has_keys for it in done)
        if faults is not None:
            faults += failed
        last = ids[-1]
        progress(written)


async def outdated(
    connection: Connection, placeholders: Placeholders, faults: list[Fault], batch: int = 1000
) -> AsyncIterator[tuple[UUID, list[int]]]:
    """Return the keys that `rebuild` would make, and write none."""
    last, recipe = UUID(int=0), recipe_of(placeholders)
    while found := await connection.fetch(WITHOUT_KEYS, last, recipe, batch):
        last = found[-1]["id"]
        read = await subjects(connection, [row["id"] for row in found], faults)
        for subject in (it for it in read if it.has_keys):
            try:
                keys = sorted(RECIPES[RECIPE](subject.record, placeholders))
            except Exception as error:
                faults.append(Fault(subject.id, error))
                continue
            yield subject.id, keys


KEEP = "select keep_person_keys($1, $2)"
WITHOUT_KEYS = """
select person.id from persons person
  left join person_keys keys on keys.person_id = person.id
 where person.id > $1
   and case when person.status = 'ACTIVE' or person.master_person_id is not null
       then (keys.recipe, keys.version) is distinct from ($2, person.version)
       else keys is not null end
 order by person.id limit $3
"""
MERGED = persons.alias("merged")
SUBJECT = (
    persons.c.id,
    persons.c.version,
    persons.c.status,
    persons.c.master_person_id,
    cast(record_json(persons), Text).label("record"),
    cast(
        select(func.json_agg(aggregate_order_by(record_json(MERGED), MERGED.c.id)))
        .where(MERGED.c.master_person_id == persons.c.id)
        .correlate(persons)
        .scalar_subquery(),
        Text,
    ).label("merged"),
)
READ = Statement(select(*SUBJECT).where(persons.c.id == any_(bindparam("ids", type_=ARRAY(Uuid)))))

"""Holds a decision to the records that were shown: their versions, and how they compared (B14)."""

from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import Boolean, Integer, Uuid, bindparam, func, select

from db.merge_requests import merge_candidates
from db.persons import persons
from db.statements import Connection, Statement
from rules.comparison import FieldComparison, Record
from rules.frozen import frozen
from rules.merge_decisions import RecordsHaveChanged
from workflows.comparison import (
    agreements,
    changed_fields,
    compare_with_merged,
    read_records,
    records_json,
)
from workflows.person_versions import read_record

MASTERS = persons.alias("masters")
RECORDS = Statement(
    select(
        persons.c.version.label("person_version"),
        MASTERS.c.version.label("master_version"),
        records_json(merge_candidates).label("records"),
    )
    .join_from(merge_candidates, persons, persons.c.id == merge_candidates.c.person_id)
    .join(MASTERS, MASTERS.c.id == merge_candidates.c.master_person_id)
    .where(merge_candidates.c.id == bindparam("merge_candidate", type_=Uuid))
)
SHOWN = Statement(
    select("*").select_from(
        func.record_shown(
            bindparam("request", type_=Uuid),
            bindparam("of_master", type_=Boolean),
            bindparam("version", type_=Integer),
        ).table_valued("record", "changed")
    )
)
COMPARED = {"birthDateKnown": "birthDate", "deathDateKnown": "deathDate"}
"""The fields that versions call otherwise than a comparison does."""


@frozen
class Versions:
    """The versions of a pair's two records."""

    person: int
    master: int


async def check(
    connection: Connection, request_id: UUID, merge_candidate_id: UUID, seen: Versions
) -> dict[str, Any]:
    """Return what the decision is made on, as requests keep it: it has to be what was seen.

    Rule B14. The persons are locked. Raises RecordsHaveChanged.
    """
    pair = await RECORDS.row(connection, merge_candidate=merge_candidate_id)
    versions = Versions(pair["person_version"], pair["master_version"])
    records = read_records(pair["records"])
    fields = compare_with_merged(*records)
    if versions != seen:
        raise RecordsHaveChanged(
            personVersion=versions.person,
            masterPersonVersion=versions.master,
            changedFields=await _changed_fields(connection, request_id, records, fields, seen),
        )
    return {
        "person_version": versions.person,
        "master_version": versions.master,
        "agreements": agreements(fields),
    }


async def _changed_fields(
    connection: Connection,
    request_id: UUID,
    records: tuple[list[Record], list[Record]],
    fields: list[FieldComparison],
    seen: Versions,
) -> list[str]:
    """Return the names of the fields that compare otherwise than in the versions seen.

    What was merged into either is taken as it is. Where a version is not kept, because it is older
    than versions are, they are the fields that changed since.
    """
    shown: list[list[Record]] = []
    changed: set[str] = set()
    for of_master, version in ((False, seen.person), (True, seen.master)):
        row = await SHOWN.row(connection, request=request_id, of_master=of_master, version=version)
        changed |= {COMPARED.get(name, name) for name in row["changed"]}
        if row["record"] is not None:
            shown.append([read_record(orjson.loads(row["record"])), *records[of_master][1:]])
    if len(shown) < len(records):
        return [it.field for it in fields if it.field in changed]
    return changed_fields(agreements(compare_with_merged(*shown)), fields)

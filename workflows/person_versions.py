"""What persons are and were, read from the records that their versions keep (rules H21 and H22)."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import orjson

from db.statements import Connection
from rules.comparison import Address, Document, Record
from rules.partial_dates import PartialDate

PRESENT = "select version, person_record(id) as record from persons where id = $1"
"""The present version of a person; to whoever has locked them it stays the same."""

PLACE = ("country", "area", "settlement", "street", "building", "apartment", "zip")


def read_record(snapshot: Mapping[str, Any]) -> Record:
    """Return what is compared of a record that a version keeps, or that `person_record` returns."""
    return Record(
        first_name=snapshot["firstName"],
        last_name=snapshot["lastName"],
        second_name=snapshot["secondName"],
        birth_date=_date(snapshot["birthDateKnown"]),
        gender=snapshot["gender"],
        tax_id=snapshot["taxId"],
        national_id=snapshot["nationalId"],
        email=snapshot["email"],
        death_date=_date(snapshot["deathDateKnown"]),
        documents=tuple(Document(it["type"], it["number"]) for it in snapshot["documents"]),
        phones=tuple(it["number"] for it in snapshot["phones"]),
        addresses=tuple(Address(*(it[name] for name in PLACE)) for it in snapshot["addresses"]),
    )


async def present_record(connection: Connection, person_id: UUID) -> tuple[int, Record]:
    """Return the present version of a person and what is compared of it."""
    row = await connection.fetchrow(PRESENT, person_id)
    return row["version"], read_record(orjson.loads(row["record"]))


def _date(known: str | None) -> PartialDate | None:
    return None if known is None else PartialDate.read(known)

"""How two records compare, read from rows held in memory."""

from uuid import UUID

from rules.comparison import Address, Document, FieldComparison, Record
from rules.partial_dates import stored
from tests.planner.plain_rows import Plain, Row
from workflows.comparison import compare_with_merged


def compared(plain: Plain, pair: Row) -> list[FieldComparison]:
    """Compare the two records of a pair, with those merged into either."""
    ids = [pair["person_id"], pair["master_person_id"]]
    both = [
        [_record(plain, each)]
        + [
            _record(plain, merged["id"])
            for merged in plain.where("persons", master_person_id=each)
            if merged["id"] not in ids
        ]
        for each in ids
    ]
    return compare_with_merged(*both)


def _record(plain: Plain, person_id: UUID) -> Record:
    person = plain.by_id("persons", person_id)
    assert person is not None
    address = ("country", "area", "settlement", "street", "building", "apartment", "zip")
    plainly = ("first_name", "last_name", "second_name", "gender", "tax_id")
    return Record(
        **{name: person[name] for name in (*plainly, "national_id", "email")},
        birth_date=stored(person["birth_date"], person["partial_birth_date"]),
        death_date=stored(person["death_date"], person["partial_death_date"]),
        documents=tuple(
            Document(it["type"], it["number"])
            for it in plain.where("person_documents", person_id=person_id)
        ),
        phones=tuple(it["number"] for it in plain.where("person_phones", person_id=person_id)),
        addresses=tuple(
            Address(*(it[name] for name in address))
            for it in plain.where("person_addresses", person_id=person_id)
        ),
    )

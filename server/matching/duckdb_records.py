"""Prepared records as a table of DuckDB: its columns, and how they are filled."""

from collections.abc import Iterable, Mapping
from typing import Any

import pyarrow as pa

from rules.prepared_records import PreparedRecord

TEXT = pa.string()
TEXTS = pa.list_(TEXT)
NAME = pa.struct(
    {
        "text": TEXT,
        "key": TEXT,
        "parts": TEXTS,
        "folded": TEXT,
        "sound": TEXT,
        "skeleton": TEXT,
        "is_latin": pa.bool_(),
    }.items()
)
DATE = pa.struct(
    {
        "year": pa.int16(),
        "month": pa.int16(),
        "day": pa.int16(),
        "exact": pa.date32(),
        "digits": TEXT,
    }.items()
)
NUMBERS = pa.struct({"keys": TEXTS, "measured": TEXTS}.items())
EMAIL = pa.struct({"key": TEXT, "mailbox": TEXT}.items())
ADDRESS = pa.struct({"key": TEXT, "words": TEXTS}.items())
ADDRESSES = pa.struct({"keys": TEXTS, "measured": pa.list_(ADDRESS)}.items())

COLUMNS: Mapping[str, Any] = {
    "first_name": NAME,
    "last_name": NAME,
    "second_name": NAME,
    "birth_date": DATE,
    "gender": TEXT,
    "tax_id": NUMBERS,
    "national_id": NUMBERS,
    "email": EMAIL,
    "death_date": DATE,
    "documents": NUMBERS,
    "phones": NUMBERS,
    "addresses": ADDRESSES,
}
SCHEMA = pa.schema([("id", pa.int32()), *COLUMNS.items()])
EMPTY = SCHEMA.empty_table()


def table_of(records: Iterable[tuple[int, PreparedRecord]]) -> Any:
    """Return records, each with its number, as a table that DuckDB reads in place."""
    return pa.Table.from_pylist([{"id": key, **record} for key, record in records], schema=SCHEMA)

"""How values of Python are written in the text of SQL: words of ours, never what a caller sent."""

import json
from collections.abc import Iterable, Mapping
from enum import StrEnum

YEAR_OR_MONTH = "'^(?!0000)[0-9]{4}(-(0[1-9]|1[0-2]))?$'"
NUMBER_KEY = "translate(fold_name({column}), ' -', '')"
"""What two numbers or names share that differ in case, accents, spaces and hyphens alone."""
"""What a column holds of a date that is not known to the day, as a pattern in SQL (rule N1)."""


def one_of(values: Iterable[StrEnum]) -> str:
    """Write the list behind `in`, in the order in which the enumeration declares its values."""
    return "(" + ", ".join(map(quoted, _in_order(values))) + ")"


def any_of(values: Iterable[StrEnum]) -> str:
    """Write what is behind `=` in a check constraint, in the order of `one_of`.

    PostgreSQL reads the text of all check constraints of a table for every statement that writes
    to it. An array is one constant there, a list behind `in` a constant for each value.
    """
    return f"any ({array_of(_in_order(values))})"


def one_of_texts(values: Iterable[str]) -> str:
    """Write the list behind `in` of texts of ours. Raises ValueError where one has a quote."""
    return "(" + ", ".join(map(sentence, values)) + ")"


def array_of(values: Iterable[StrEnum]) -> str:
    """Write values, or all of an enumeration, as an array of texts."""
    return "'{" + ",".join(quoted(value).strip("'") for value in values) + "}'::text[]"


def _in_order(values: Iterable[StrEnum]) -> list[StrEnum]:
    chosen = set(values)
    (enumeration,) = {type(value) for value in chosen}
    return [value for value in enumeration if value in chosen]


def pairs(values: Iterable[tuple[StrEnum, StrEnum]]) -> str:
    """Write the list behind `(one, other) in`, in the order of its texts."""
    return "(" + ", ".join(f"({quoted(a)}, {quoted(b)})" for a, b in sorted(values)) + ")"


def quoted(value: StrEnum) -> str:
    """Write a word as a text of SQL. Raises ValueError where it is more than a word."""
    if not value.replace("_", "").isalnum():
        raise ValueError(f"{value} is no word")
    return f"'{value}'"


def sentence(text: str) -> str:
    """Write a sentence of ours as a text of SQL. Raises ValueError where it has a quote in it."""
    if not text.isprintable() or set(text) & set("'\\"):
        raise ValueError(f"{text} cannot be quoted")
    return f"'{text}'"


def characters(text: str) -> str:
    """Write any characters but NUL as a text of SQL."""
    escaped = text.replace("\\", r"\\").replace("'", r"\'").replace("\n", r"\n")
    return f"e'{escaped}'" if escaped != text else f"'{text}'"


def json_object(values: Mapping[str, str]) -> str:
    """Write texts under their names as JSON."""
    written = json.dumps(values, ensure_ascii=False, separators=(",", ":"))
    return "'" + written.replace("'", "''") + "'"

"""How values of Python are written in the text of SQL: words of ours, never what a caller sent."""

from collections.abc import Iterable
from enum import StrEnum


def one_of(values: Iterable[StrEnum]) -> str:
    """Write the list behind `in`, in the order in which the enumeration declares its values."""
    chosen = set(values)
    (enumeration,) = {type(value) for value in chosen}
    return "(" + ", ".join(quoted(value) for value in enumeration if value in chosen) + ")"


def one_of_texts(values: Iterable[str]) -> str:
    """Write the list behind `in` of texts of ours. Raises ValueError where one has a quote."""
    return "(" + ", ".join(map(sentence, values)) + ")"


def array_of(values: type[StrEnum]) -> str:
    """Write all values of an enumeration as an array of texts."""
    return "array[" + ", ".join(quoted(value) for value in values) + "]"


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

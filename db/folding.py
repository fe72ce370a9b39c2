"""How the database folds names and numbers, in indexes and in what they serve (rule N4)."""

from collections.abc import Sequence

from sqlalchemy import DDL, FromClause, Text, bindparam, cast, event, func, literal_column
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlalchemy.sql.elements import ColumnElement

from db.metadata import metadata

NAME_WORDS = (
    "name_words(fold_name(coalesce(first_name, '') || ' ' || coalesce(last_name, '')"
    " || ' ' || coalesce(second_name, '')))"
)
PHONE_KEY = "ltrim(regexp_replace(fold_name({column}), '[^0-9]', '', 'g'), '0')"

# Tables whose indexes need the functions are made before the rule files are applied.
for function, result in (
    ("fold_name(name text)", "text"),
    ("name_words(folded_name text)", "tsvector"),
):
    stub: DDL = DDL(  # type: ignore[no-untyped-call]
        f"create function {function} returns {result} language sql immutable strict parallel safe"
        f" as 'select null::{result}'"
    )
    event.listen(metadata, "before_create", stub)


def _text(value: str) -> ColumnElement[str]:
    return literal_column(f"'{value}'", Text)


def name_words(rows: FromClause) -> ColumnElement[object]:
    """Return the words by whose beginnings somebody is found, as the indexes have them."""
    first, last, second = (
        func.coalesce(rows.c[name], _text(""))
        for name in ("first_name", "last_name", "second_name")
    )
    return func.name_words(func.fold_name(first + _text(" ") + last + _text(" ") + second))


def number_key(number: ColumnElement[str | None]) -> ColumnElement[str]:
    """Return the letters and digits of a number, as the indexes have them."""
    return func.translate(func.fold_name(number), _text(" -"), _text(""))


def phone_key(number: ColumnElement[str | None]) -> ColumnElement[str]:
    """Return the digits of a phone number from its first but zero, as the index has them."""
    digits = func.regexp_replace(func.fold_name(number), _text("[^0-9]"), _text(""), _text("g"))
    return func.ltrim(digits, _text("0"))


def is_named(rows: FromClause, parameter: str) -> ColumnElement[bool]:
    """Return whether somebody has all the words of a parameter that `name_query` wrote."""
    query = cast(cast(bindparam(parameter, type_=Text), Text), TSQUERY)
    return name_words(rows).op("@@", is_comparison=True)(query)


def name_query(words: Sequence[tuple[str, ...]]) -> str:
    """Write words, each before its parts, as a text search query; with none it finds nobody."""
    return " & ".join(
        f"({_beginning(word)} | ({' & '.join(map(_beginning, parts))}))"
        if parts
        else _beginning(word)
        for word, *parts in words
    )


def _beginning(word: str) -> str:
    return f"'{word}':*"  # a folded word has no quotes

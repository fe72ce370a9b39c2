"""The agreements of `rules.comparison`, written as expressions of Spark over prepared records.

What `duckdb_agreements` has as macros is put into the expressions here: Spark's own functions of
SQL are none that a lambda may call.
"""

from collections.abc import Callable, Mapping

from sqlglot import exp, parse_one

from rules.similarity import (
    LONG_SKELETON_LETTERS,
    LONGER_NAME_EDITS,
    MAILBOX_EDITS,
    NAME_EDITS,
    NUMBER_LENGTH,
    PHONE_LENGTH,
    SKELETON_LETTERS,
    SOUND_EDITS_SHARE,
    TEXT_EDITS_SHARE,
    WORDS_SHARE,
)
from server.matching.levels import LEVELS, Levels

EDITS = "damerau_levenshtein"
EDITS_CLASS = "uk.gov.moj.dash.linkage.LevDamerauDistance"
"""What counts edits, in the jar that Splink brings along: those of jellyfish and of DuckDB, but by
units of UTF-16, and 100 where a text is null."""


def _within(a: str, b: str, most: str) -> str:
    """Say that two texts are so many edits apart at most.

    Two letters that changed places are one edit here and two of Spark's own, so that what is more
    than twice as many of these need not be counted by the function of the jar, which is slow.
    """
    return (
        f"(levenshtein({a}, {b}) <= 2 * ({most})"
        f" and (levenshtein({a}, {b}) <= {most} or {EDITS}({a}, {b}) <= {most}))"
    )


def _longer(a: str, b: str) -> str:
    return f"greatest(length({a}), length({b}))"


def _shorter(a: str, b: str) -> str:
    return f"least(length({a}), length({b}))"


def _allowed_edits(letters: str) -> str:
    upto = " ".join(f"when {letters} <= {upto} then {edits}" for upto, edits in NAME_EDITS)
    return f"case {upto} else {LONGER_NAME_EDITS} end"


def _part(name: str) -> Callable[[str], str]:
    return lambda record: f"{record}['{name}']"


text, key, parts, folded = _part("text"), _part("key"), _part("parts"), _part("folded")
sound, skeleton, is_latin = _part("sound"), _part("skeleton"), _part("is_latin")
year, month, day = _part("year"), _part("month"), _part("day")
exact, digits = _part("exact"), _part("digits")
keys, measured, mailbox, words = _part("keys"), _part("measured"), _part("mailbox"), _part("words")


def _has_all(a: str, b: str) -> str:
    return f"size(array_except({b}, {a})) = 0"


def _close_skeletons(a: str, b: str) -> str:
    one, other = skeleton(a), skeleton(b)
    return f"""({is_latin(a)} <> {is_latin(b)} and (
        ({one} = {other} and length({one}) >= {SKELETON_LETTERS})
        or ({_shorter(one, other)} >= {LONG_SKELETON_LETTERS} and {_within(one, other, "1")})))"""


def _exact_names(a: str, b: str) -> str:
    return f"({text(a)} = {text(b)} or ({key(a)} = {key(b)} and {key(a)} <> ''))"


def _close_names(a: str, b: str) -> str:
    one, other = folded(a), folded(b)
    longer = _longer(one, other)
    return f"""({key(a)} <> '' and {key(b)} <> '' and (
        (size({parts(a)}) > 0 and size({parts(b)}) > 0
         and ({_has_all(parts(a), parts(b))} or {_has_all(parts(b), parts(a))}))
        or (left({one}, 1) = left({other}, 1) and {_shorter(one, other)} = 1)
        or {_within(one, other, _allowed_edits(longer))}
        or (coalesce({sound(a)} = {sound(b)}, false)
            and {_within(one, other, f"cast({SOUND_EDITS_SHARE} as double) * {longer}")})
        or {_close_skeletons(a, b)}))"""


def _alike_names(a: str, b: str) -> str:
    return f"({_exact_names(a, b)} or {_close_names(a, b)})"


def _swapped_names(first_a: str, last_a: str, first_b: str, last_b: str) -> str:
    return f"""coalesce(
        {_alike_names(first_a, last_b)} and {_alike_names(last_a, first_b)}
        and not ({_alike_names(first_a, first_b)} and {_alike_names(last_a, last_b)}), false)"""


def _exact_dates(a: str, b: str) -> str:
    return f"coalesce({exact(a)} = {exact(b)}, false)"


def _close_dates(a: str, b: str) -> str:
    return f"""case when {exact(a)} is not null and {exact(b)} is not null then
        ({year(a)} = {year(b)} and {month(a)} = {day(b)} and {day(a)} = {month(b)})
        or abs(datediff({exact(a)}, {exact(b)})) = 1
        or {_within(digits(a), digits(b), "1")}
    else {year(a)} = {year(b)} and coalesce({month(a)} = {month(b)}, true)
        and coalesce({day(a)} = {day(b)}, true) end"""


def _exact_numbers(a: str, b: str) -> str:
    return f"arrays_overlap({keys(a)}, {keys(b)})"


def _some(a: str, b: str, condition: str) -> str:
    """Say that a condition holds of some `x` of one list and some `y` of another."""
    return f"exists({measured(a)}, x -> exists({measured(b)}, y -> {condition}))"


def _close_numbers(a: str, b: str) -> str:
    within = _within("x", "y", "1")
    return _some(a, b, f"{_shorter('x', 'y')} >= {NUMBER_LENGTH} and {within}")


def _exact_phones(a: str, b: str) -> str:
    ends = f"{_shorter('x', 'y')} >= {PHONE_LENGTH} and (endswith(x, y) or endswith(y, x))"
    return f"({_exact_numbers(a, b)} or {_some(a, b, ends)})"


def _exact_emails(a: str, b: str) -> str:
    return f"{key(a)} = {key(b)}"


def _close_emails(a: str, b: str) -> str:
    one, other = mailbox(a), mailbox(b)
    return f"""(({one} = {other} and length({one}) >= {NUMBER_LENGTH})
        or {_within(key(a), key(b), str(MAILBOX_EDITS))})"""


def _close_addresses(a: str, b: str) -> str:
    one, other = words("x"), words("y")
    shares = f"cast({WORDS_SHARE} as double) * (size({one}) + size({other}))"
    edits = f"cast({TEXT_EDITS_SHARE} as double) * {_longer(key('x'), key('y'))}"
    return _some(
        a,
        b,
        f"(2 * size(array_intersect({one}, {other})) >= {shares}"
        f" or {_within(key('x'), key('y'), edits)})",
    )


FUNCTIONS: Mapping[str, Callable[..., str]] = {
    it.__name__.removeprefix("_"): it
    for it in (
        *(_exact_names, _close_names, _swapped_names, _exact_dates, _close_dates),
        *(_exact_numbers, _close_numbers, _exact_phones, _exact_emails, _close_emails),
        _close_addresses,
    )
} | {"exact_addresses": _exact_numbers}
"""What the expressions of `server.matching.levels` call."""


def _put_in(condition: str) -> str:
    """Return a condition with what stands for the functions that it calls."""

    def written_out(node: exp.Expression) -> exp.Expression:
        if isinstance(node, exp.Anonymous):
            arguments = [it.sql("spark") for it in node.expressions]
            return exp.paren(parse_one(FUNCTIONS[node.name](*arguments), read="spark"))
        return node

    return parse_one(condition, read="spark").transform(written_out).sql("spark")


SPARK_LEVELS = tuple(
    Levels(it.field, it.column, it.is_missing, _put_in(it.exact), _put_in(it.close))
    for it in LEVELS
)
"""The levels of `server.matching.levels`, for Spark."""

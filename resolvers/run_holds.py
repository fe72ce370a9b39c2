"""Why a run waits for approval, by a code and its numbers: `held_because` is their sentence."""

from sqlalchemy import Integer, case, cast, func, literal_column
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.selectable import FromClause

from planner.sources import Value
from resolvers.enumerations import describe_enum
from rules.runs import MEMBERS_WOULD_END, RunHeldReason

DIGITS = "[0-9]+"

describe_enum(
    RunHeldReason,
    "Why a run waits until somebody approves it.",
    MEMBERS_WOULD_END="Of `heldMembers`, `heldEnding` would be members no more: more than a sync"
    " ends by itself.",
)


def _number(name: str) -> Value:
    """Return the number that has this name in the sentence; null where it says something else."""
    names = {"ending": DIGITS, "members": DIGITS, name: f"({DIGITS})"}
    pattern: ColumnElement[str] = literal_column(f"'^{MEMBERS_WOULD_END.format(**names)}$'")
    return Value(
        lambda run: cast(func.substring(run.c.held_because, pattern), Integer), limited=True
    )


def _reason(run: FromClause) -> ColumnElement[str]:
    sentence = MEMBERS_WOULD_END.format(ending=DIGITS, members=DIGITS)
    said = run.c.held_because.regexp_match(literal_column(f"'^{sentence}$'"))
    return case((said, literal_column(f"'{RunHeldReason.MEMBERS_WOULD_END}'")))


REASON = Value(_reason, limited=True)
ENDING = _number("ending")
MEMBERS = _number("members")

"""What an organisation sees of itself in figures, small ones left out (rule T4)."""

from datetime import UTC, date, datetime
from typing import Annotated, Any

import strawberry
from sqlalchemy import Date, Integer, Text, bindparam, case, func, literal_column
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.selectable import FromClause

from db.organisations import is_at_or_below
from planner.row_queries import NestedQuery
from planner.sources import FromJson, JsonMember
from resolvers.definitions import field, object_type
from resolvers.enumerations import describe_enum
from resolvers.nodes import QueryContext
from resolvers.persons_shown import PLACES
from rules.figures import FigureKind, check_period

describe_enum(
    FigureKind,
    "What is counted of an organisation itself, and not of those below it.",
    MEMBERS_BY_GENDER="Who were members at the end of the day, by the gender that is on record.",
    MEMBERS_BY_BIRTH_YEAR="Who were members at the end of the day, by the year of their birth, or"
    " UNKNOWN.",
    JOINED="Who became members in the month of the day, up to it.",
    LEFT="Who were members no more in the month of the day, up to it.",
    INVOLVEMENTS="Births, deaths and marriages that were declared there in the month of the day, up"
    " to it, by kind; none that is REJECTED, ARCHIVED or ANNULLED.",
)

Kind = Annotated[FigureKind, strawberry.argument(description="What is counted.")]
From = Annotated[
    date | None,
    strawberry.argument(
        name="from",
        description="The first day of the period, in UTC, at most ten years before its last; null"
        " for the first of the month a year before that.",
    ),
]
To = Annotated[
    date | None,
    strawberry.argument(
        name="to", description="The last day of the period, in UTC; null for today."
    ),
]


@object_type()
class Figure:
    """How many there were of a kind on a day, under a label that had any."""

    kind: FigureKind = field(JsonMember(), "What is counted.")
    on: date = field(JsonMember(), "The last day of a month, or today, in UTC.")
    label: str = field(
        JsonMember(),
        "A gender, a year, a kind of records, or UNKNOWN; for JOINED and LEFT the kind itself.",
    )
    count: int | None = field(
        JsonMember(),
        "Null where fewer than five, or what the installation has set, would be shown, and where it"
        " would give such a one away.",
    )


def _figures(organisation: FromClause) -> ColumnElement[Any]:
    """Return the figures of an organisation for whoever works there or above; none for others."""
    shown = func.figures_of(
        organisation.c.id,
        bindparam("kind", type_=Text),
        bindparam("first_day", type_=Date),
        bindparam("last_day", type_=Date),
        bindparam("fewest", type_=Integer),
    )
    none = literal_column("'[]'::jsonb", JSONB)
    return case((is_at_or_below(organisation.c.id, PLACES), shown), else_=none)


FIGURES = FromJson(_figures, limited=_figures, takes_arguments=True)


def figures_query(
    context: QueryContext, kind: FigureKind, first_day: date | None, last_day: date | None
) -> NestedQuery:
    """Return the query for figures of an organisation. Raises InputIsInvalid."""
    months = check_period(first_day, last_day, datetime.now(UTC).date())
    parameters = {
        "kind": kind.value,
        "first_day": first_day,
        "last_day": last_day,
        "fewest": context.limits.small_count,
    }
    return NestedQuery(parameters=parameters, rows=months)

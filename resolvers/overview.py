"""The dashboard's figures: how much waits, and what was decided and declared of late."""

from datetime import date, datetime
from typing import Any

import orjson
import strawberry

from db.overview import overview
from planner.row_queries import RowQuery
from planner.sources import Computed, ComputedItem
from resolvers.access import Scoped
from resolvers.definitions import column, field, object_type, root_field
from resolvers.nodes import QueryContext
from rules.vital_events import VitalEventStatus


def _read_json(rows: str | None) -> list[list[Any]]:
    return orjson.loads(rows) if rows else []


@object_type()
class DecisionsOfDay:
    """How reviewers decided on one day, by UTC."""

    day: date = field(ComputedItem(0), "From midnight to midnight, by UTC.")
    merged: int = field(ComputedItem(1), "How often a reviewer decided MERGE.")
    split: int = field(ComputedItem(2), "How often a reviewer decided SPLIT.")
    trashed: int = field(ComputedItem(3), "How often a reviewer decided TRASH.")


@object_type()
class DeclarationsOfDay:
    """How many declarations of one day, by UTC, stand in one status now."""

    day: date = field(ComputedItem(0), "The day on which they were declared, by UTC.")
    status: VitalEventStatus = field(ComputedItem(1), "Where they stand now.")
    count: int = field(ComputedItem(2), "How many they are.")


@object_type(overview)
class Overview:
    """The registry at a glance."""

    waiting_candidates: int = column("Pairs that wait for a quorum.")
    oldest_waiting_since: datetime | None = column(
        "Since when the oldest of them does; null where there is none."
    )
    judged_pairs: int = column(
        "Pairs that more than one reviewer has decided on in the last two weeks."
    )
    agreed_pairs: int = column("Those of them on which all said the same.")
    decisions: list[DecisionsOfDay] = field(
        Computed(lambda rows: rows.c.decisions, _read_json), "Of the last two weeks, a day each."
    )
    declarations: list[DeclarationsOfDay] = field(
        Computed(lambda rows: rows.c.declarations, _read_json),
        "Of the last two weeks; what there was none of is left out.",
    )


@object_type()
class OverviewQueries:
    """The registry at a glance."""

    @root_field(Overview, Scoped("audit_log:read"))
    def overview(context: strawberry.Parent[QueryContext]) -> RowQuery:
        """How much waits for reviewers, how they decide, and what was declared of late."""
        return RowQuery("Overview")

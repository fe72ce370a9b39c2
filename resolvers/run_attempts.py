"""What a run has of other rows: what its step met last, its source, and who began it again."""

from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.selectable import FromClause

from db.access import users
from db.messages import messages
from db.organisations import is_at_or_below, places_of
from db.sources import source_links, sources
from planner.sources import Value
from resolvers.persons_shown import USER
from rules.messages import MessageStatus
from workflows.places import KEEPERS

KEPT = places_of(*KEEPERS)


def _of_waiting_step(name: str) -> Value:
    """Return a column of the step that waits for its next attempt; null where none waits."""

    def value(run: FromClause) -> ColumnElement[Any]:
        waiting = (
            select(messages.c[name])
            .where(messages.c.run_id == run.c.id, messages.c.status == MessageStatus.ENQUEUED)
            .order_by(messages.c.id.desc())
            .limit(1)
        )
        return waiting.correlate(run).scalar_subquery()

    return Value(value, limited=True)


def _source_name(run: FromClause) -> ColumnElement[str]:
    its = (
        select(sources.c.name)
        .join(source_links, source_links.c.source_id == sources.c.id)
        .where(
            source_links.c.organisation_id == run.c.organisation_id,
            source_links.c.sync_lane == run.c.lane,
        )
        .limit(1)
    )
    return its.correlate(run).scalar_subquery()


SOURCE_NAME = Value(_source_name, limited=True)


def _who_resumed(run: FromClause) -> ColumnElement[str]:
    """Return the name of who did, for them and whoever looks after the run's organisation."""
    its = (
        select(users.c.display_name)
        .where(
            users.c.id == run.c.resumed_by,
            or_(is_at_or_below(run.c.organisation_id, KEPT), run.c.resumed_by == USER),
        )
        .correlate(run)
    )
    return its.scalar_subquery()


RESUMED_BY = Value(_who_resumed, limited=True)
ATTEMPTS = _of_waiting_step("attempts")
ATTEMPT_ERROR = _of_waiting_step("last_error")
ATTEMPT_FAULT = _of_waiting_step("fault")
NEXT_ATTEMPT_AT = _of_waiting_step("next_attempt_at")

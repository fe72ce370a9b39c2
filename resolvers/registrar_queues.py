"""What waits for registrars, by kind and status."""

from collections.abc import Callable
from datetime import datetime
from typing import Annotated

import strawberry
from sqlalchemy import Integer, and_, case, cast, func, literal_column, select, true
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.selectable import FromClause

from db.assignments import is_assigned
from db.registrar_queues import queues_in_reach, registrar_figures, registrar_queues
from db.vital_events import vital_events
from planner.row_queries import Condition, RowQuery
from planner.sources import Value
from resolvers.access import Scoped
from resolvers.definitions import column, field, object_type, root_field
from resolvers.nodes import ListQuery, QueryContext
from resolvers.record_reach import RECORD_PLACES, record_in_reach
from resolvers.vital_events import ME
from rules.access import Role
from rules.vital_events import VitalEventKind, VitalEventStatus

ACCESS = Scoped(
    "vital_event:read", frozenset({Role.REGISTRAR}), closed_to_machines=True, limited=True
)


def _mine(
    queues: FromClause, is_seen: Callable[[FromClause], ColumnElement[bool]] | None = None
) -> ColumnElement[int]:
    """Count what the caller has taken; only what is DECLARED is anybody's."""
    taken = vital_events.alias()
    own = and_(taken.c.assignee_id == ME, is_assigned(taken), taken.c.kind == queues.c.kind)
    counted = select(cast(func.count(), Integer)).where(own)
    if is_seen is not None:
        counted = counted.where(is_seen(taken))
    is_declared = queues.c.status == literal_column("'DECLARED'")
    return case((is_declared, counted.correlate(queues).scalar_subquery()), else_=0)


def _mine_in_reach(queues: FromClause) -> ColumnElement[int]:
    return _mine(queues, record_in_reach)


@object_type(
    registrar_queues,
    reach=Condition(lambda _: true()),
    limited_table=queues_in_reach(RECORD_PLACES),
)
class RegistrarQueue:
    """The records of one kind and status that wait for a registrar, of organisations or of all."""

    kind: VitalEventKind = column("Whether they are of births, of deaths or of marriages.")
    status: VitalEventStatus = column("Where they stand.")
    waiting: int = column(
        "How many they are, whoever has taken them: all that are DECLARED, to be registered, those"
        " that are REGISTERED and whose last certificate was revoked, to be certified anew, all"
        " that are CERTIFIED, to be issued, and of others those with an open correction."
    )
    corrections: int = column(
        "Those of them with an open correction: until it is settled nothing else can be done."
    )
    mine: int = field(
        Value(_mine, nullable=False, limited=_mine_in_reach),
        "Those of them that the caller has taken.",
    )
    flagged: int = column("Those of them that resemble other records, which is not settled.")
    oldest_at: datetime | None = column(
        "Since when the oldest of them waits: when it was declared, its certificate was revoked,"
        " another was made after one that was handed over or, where it waits for a correction, that"
        " was asked for. Null where there is none."
    )


@object_type(registrar_figures, reach=Condition(lambda _: true()))
class RegistrarFigures:
    """What a registrar has done, whatever became of the records afterwards."""

    declared: int = column("Declarations that they made or amended.")
    registered: int = column("Records that they registered.")
    rejected: int = column("Declarations that they sent back.")
    certified: int = column("Certificates that they had made.")
    issued: int = column("Certificates that they handed out.")
    settled: int = column("Corrections and annulments of others that they approved or rejected.")


@object_type()
class RegistrarQueueQueries:
    """What waits for registrars, and what they have done."""

    @root_field(RegistrarFigures, ACCESS)
    def my_registrar_figures(
        context: strawberry.Parent[QueryContext],
        since: Annotated[
            datetime,
            strawberry.argument(description="As midnight where they are; a month back at most."),
        ],
    ) -> RowQuery:
        """The caller's own work since a moment."""
        parameters = {"registrar": context.caller.user_id, "since": since}
        return RowQuery("RegistrarFigures", parameters=parameters)

    @root_field(list[RegistrarQueue], ACCESS)
    def registrar_queues(context: strawberry.Parent[QueryContext]) -> ListQuery:
        """What waits for registrars, by kind and status; empty queues are among them."""
        return ListQuery(RowQuery("RegistrarQueue"))

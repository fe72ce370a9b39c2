"""Places of events that are offered to whoever types one (rule C20)."""

from typing import Annotated

import strawberry
from sqlalchemy import true

from db.event_places import event_places, event_places_in_reach
from planner.row_queries import Condition, RowQuery
from resolvers.definitions import column, object_type, root_field
from resolvers.nodes import ListQuery, QueryContext
from resolvers.record_reach import RECORD_PLACES
from resolvers.registrar_queues import ACCESS
from rules.event_places import LEAST_TYPED
from rules.texts import cleaned

Beginning = Annotated[
    str,
    strawberry.argument(
        description="How the place begins, in any case; fewer than"
        f" {LEAST_TYPED} characters find nothing."
    ),
]


@object_type(
    event_places,
    reach=Condition(lambda _: true()),
    limited_table=event_places_in_reach(RECORD_PLACES),
)
class EventPlace:
    """A place of births, deaths and marriages, as records have it."""

    name: str = column("As one of the records has it that were declared last.")


@object_type()
class EventPlaceQueries:
    """Places of events that are offered."""

    @root_field(list[EventPlace], ACCESS)
    def event_places(context: strawberry.Parent[QueryContext], beginning: Beginning) -> ListQuery:
        """At most 8 places, A to Z, that begin so and that 3 registered records have."""
        return ListQuery(RowQuery("EventPlace", parameters={"beginning": cleaned(beginning)}))

"""By which other records those who marry may be married already (rule C8a)."""

import strawberry

from planner.sources import Computed, ComputedItem
from resolvers.alerts import evidence_for_alerts, evidence_in_reach
from resolvers.definitions import field, object_type
from resolvers.ids import identify
from workflows.alerts import lasting_marriages

_id_of_record = identify("VitalEvent")


def _read(text: str) -> list[tuple[int, str]]:
    return [(spouse, _id_of_record(str(record))) for spouse, record in lasting_marriages(text)]


LASTING_MARRIAGES = Computed(evidence_for_alerts, _read, limited=evidence_in_reach)


@object_type()
class LastingMarriage:
    """A registered marriage by which one of two who marry may be married already."""

    spouse: int = field(
        ComputedItem(0), "Which of the two: 0 or 1, in the order of `Marriage.spouses`."
    )
    vital_event_id: strawberry.ID = field(
        ComputedItem(1), "The id of that marriage's record; nobody is known to have died."
    )

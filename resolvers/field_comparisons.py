"""How two records compare, as the schema has it."""

from planner.sources import Computed, ComputedItem, Value
from resolvers import definitions
from resolvers.definitions import object_type
from rules.comparison import Agreement
from rules.match_weights import may_be_twins
from workflows import comparison

COMPARISON = Computed(comparison.records_json, comparison.compare_json)
"""The comparison of the two records of a pair, with those that were merged into either."""


def _may_be_twins(records: str) -> bool:
    return may_be_twins(comparison.compare_json(records))


MAY_BE_TWINS = Value(comparison.records_json, _may_be_twins, nullable=False)


@object_type()
class FieldComparison:
    """How one field of the two records compares."""

    field: str = definitions.field(ComputedItem(0), "The field's name, as Person has it.")
    person: str | None = definitions.field(
        ComputedItem(1), "What the possible duplicate says; null where it says nothing."
    )
    master_person: str | None = definitions.field(
        ComputedItem(2), "What the possible master says; null where it says nothing."
    )
    agreement: Agreement = definitions.field(ComputedItem(3), "How alike the two values are.")
    is_swapped: bool = definitions.field(
        ComputedItem(4), "Whether it is close because first and last name changed places."
    )

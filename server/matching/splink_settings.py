"""A matching model as settings of Splink, whose levels are those of `rules.comparison`."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pyarrow as pa
from splink import SettingsCreator
from splink.comparison_level_library import CustomLevel, ElseLevel
from splink.comparison_library import CustomComparison

from rules.match_weights import highest_correction
from rules.matching import MatchBand
from rules.similarity import Agreement
from server.matching.levels import LEVELS, Levels
from workflows.detection_models import ActiveModel

KEY = "id"
"""The column that identifies records: numbers of this run."""
SLACK = 1e-6
"""Bits by which the sum of two engines may differ; far more than it does."""


def lowest_weight(active: ActiveModel) -> float:
    """Return what the fields of a pair must weigh for it to be POSSIBLE, whatever is corrected."""
    return active.model.bands[MatchBand.POSSIBLE] - highest_correction(active.model) - SLACK


def blocked(pairs: Sequence[tuple[int, int]]) -> pa.Table:
    """Return pairs as Splink has those that its blocking rules found."""
    left, right = zip(*pairs, strict=True)
    numbers = pa.int32()
    return pa.table(
        {
            "match_key": pa.array(["0"] * len(pairs)),
            "join_key_l": pa.array(left, numbers),
            "join_key_r": pa.array(right, numbers),
        }
    )


def settings(
    fields: Mapping[str, Any],
    prior: float,
    rules: list[Any],
    all_levels: Iterable[Levels] = LEVELS,
) -> SettingsCreator:
    """Return settings with the m and u of a model's fields and with its prior, in bits.

    `rules` are blocking rules, which only training has; `all_levels` are in the SQL of an engine.
    """
    odds = 2.0**prior
    return SettingsCreator(
        link_type="dedupe_only",
        unique_id_column_name=KEY,
        probability_two_random_records_match=odds / (1 + odds),
        comparisons=[_comparison(levels, fields[levels.field]) for levels in all_levels],
        blocking_rules_to_generate_predictions=rules,
        retain_matching_columns=False,
        retain_intermediate_calculation_columns=False,
    )


def _comparison(levels: Levels, odds: Mapping[str, Mapping[str, float]]) -> CustomComparison:
    def level(creator: Any, agreement: Agreement) -> Any:
        m, u = odds[agreement]["m"], odds[agreement]["u"]
        return creator.configure(m_probability=m, u_probability=u, label_for_charts=agreement)

    return CustomComparison(
        output_column_name=levels.column,
        comparison_levels=[
            CustomLevel(levels.is_missing, Agreement.MISSING).configure(is_null_level=True),
            level(CustomLevel(levels.exact), Agreement.EXACT),
            level(CustomLevel(levels.close), Agreement.CLOSE),
            level(ElseLevel(), Agreement.DIFFERENT),
        ],
    )

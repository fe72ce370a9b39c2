"""A matching model as settings of Splink, whose levels are those of `rules.comparison`."""

from collections.abc import Mapping
from typing import Any

from splink import SettingsCreator
from splink.comparison_level_library import CustomLevel, ElseLevel
from splink.comparison_library import CustomComparison

from rules.similarity import Agreement
from server.matching.levels import LEVELS, Levels

KEY = "id"
"""The column that identifies records: numbers of this run."""


def settings(fields: Mapping[str, Any], prior: float, rules: list[Any]) -> SettingsCreator:
    """Return settings with the m and u of a model's fields and with its prior, in bits.

    `rules` are blocking rules, which only training has.
    """
    odds = 2.0**prior
    return SettingsCreator(
        link_type="dedupe_only",
        unique_id_column_name=KEY,
        probability_two_random_records_match=odds / (1 + odds),
        comparisons=[_comparison(levels, fields[levels.field]) for levels in LEVELS],
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

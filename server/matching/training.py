"""Estimates m and u of a model's fields on the register, by Splink's expectation maximisation."""

from collections.abc import Mapping, Sequence
from typing import Any

import duckdb
from splink import DuckDBAPI, Linker

from rules.comparison import Record
from rules.matching import MatchBand
from rules.matching_models import FIELDS, LEVELS, Model
from rules.prepared_records import prepare
from server.matching.duckdb_connection import RECORDS, connected
from server.matching.duckdb_records import table_of
from server.matching.levels import LEVELS as FIELD_LEVELS
from server.matching.splink_settings import KEY, settings
from workflows.records import MEASURES

RULES = (
    "born_on(l.birth_date) = born_on(r.birth_date)",
    "spelt(l.first_name) = spelt(r.first_name) and spelt(l.last_name) = spelt(r.last_name)",
    "first_number(l.national_id) = first_number(r.national_id)",
    "first_number(l.tax_id) = first_number(r.tax_id)",
)
"""By each of these, pairs are found of which the other fields are learned."""
MACROS = {
    "born_on": "x.digits",
    "spelt": "x.folded",
    "first_number": "x.keys[1]",
}
RANDOM_PAIRS = 1_000_000
EM_PAIRS = 5_000_000
SEED = 1
LOADED = 5000
"""Records that are prepared at once."""
LEAST = 1e-9
"""No probability is below it, so that no agreement settles a pair alone."""

STRANGERS = "strangers"

Odds = Mapping[str, Mapping[str, Mapping[str, float]]]
Trained = Mapping[str, list[dict[str, Any]]]


def estimate(
    records: Sequence[tuple[int, Record]], former: Model, prior: float, first: Odds
) -> dict[str, dict[str, dict[str, float]]]:
    """Return m and u of each agreement of each field.

    It begins with those of `first`; what cannot be learned, since it does not occur, stays as the
    former model has it.
    """
    with connected() as (connection, database):
        for at in range(0, len(records), LOADED):
            prepared = (
                (number, prepare(record, MEASURES, former.placeholders))
                for number, record in records[at : at + LOADED]
            )
            connection.register("more_records", table_of(prepared))
            connection.execute(f"insert into {RECORDS} from more_records")
        for name, body in MACROS.items():
            connection.execute(f"create macro {name}(x) as ({body})")
        u = _of_strangers(connection, database, first, prior, former.bands[MatchBand.POSSIBLE])
        trained = _train(connection, database, _with_u(first, u, former), prior)
    return {
        field: _odds(trained[levels.column], former.body["fields"][field])
        for field, levels in zip(FIELDS, FIELD_LEVELS, strict=True)
    }


def _finds(connection: duckdb.DuckDBPyConnection, rule: str) -> bool:
    """Return whether any two records have that in common."""
    found = connection.execute(
        f"select exists (select 1 from {RECORDS} l join {RECORDS} r on {rule} where l.id < r.id)"
    ).fetchall()
    return bool(found[0][0])


def _of_strangers(
    connection: duckdb.DuckDBPyConnection,
    database: DuckDBAPI,
    first: Odds,
    prior: float,
    lowest: float,
) -> Trained:
    """Return levels whose u is how often two persons agree who are not the same.

    Of records that weigh `lowest` together one is left out. In a register half of which is there
    twice, one in ten thousand random pairs is one person, and all that agree on a number are.
    """
    alike = Linker(database.register(RECORDS), settings(first, prior, list(RULES)))
    found = alike.inference.predict(threshold_match_weight=lowest, warning_mode="never")
    connection.execute(
        f"create table {STRANGERS} as select * from {RECORDS} where {KEY} not in"
        f" (select greatest({KEY}_l, {KEY}_r) from {found.physical_name})"
    )
    linker = Linker(database.register(STRANGERS), settings(first, prior, []))
    linker.training.estimate_u_using_random_sampling(max_pairs=RANDOM_PAIRS, seed=SEED)
    return _levels(linker)


def _with_u(first: Odds, trained: Trained, former: Model) -> Odds:
    """Return odds with the m of `first` and the trained u, or the former one of what nobody has."""
    begun = {}
    for field, levels in zip(FIELDS, FIELD_LEVELS, strict=True):
        odds = _odds(trained[levels.column], former.body["fields"][field])
        begun[field] = {
            str(level): {"m": first[field][level]["m"], "u": odds[level]["u"]} for level in LEVELS
        }
    return begun


def _train(
    connection: duckdb.DuckDBPyConnection, database: DuckDBAPI, begun: Odds, prior: float
) -> Trained:
    """Return the levels of each column of the records with trained m; u stays as it is."""
    linker = Linker(database.register(RECORDS), settings(begun, prior, []))
    for rule in RULES:
        if _finds(connection, rule):
            linker.training.estimate_parameters_using_expectation_maximisation(
                rule, max_pairs=EM_PAIRS
            )
    return _levels(linker)


def _levels(linker: Linker) -> Trained:
    """Return the levels of each column as they are trained by now."""
    trained = linker.misc.save_model_to_json()
    return {it["output_column_name"]: it["comparison_levels"] for it in trained["comparisons"]}


def _odds(
    levels: list[dict[str, Any]], former: Mapping[str, Mapping[str, float]]
) -> dict[str, dict[str, float]]:
    """Return m and u by agreement, both of which add up to one."""
    by_label = {it["label_for_charts"]: it for it in levels}
    odds: dict[str, dict[str, float]] = {str(level): {} for level in LEVELS}
    for name in ("m", "u"):
        found = {level: _probability(by_label[level], name, former) for level in LEVELS}
        total = sum(found.values())
        for level, probability in found.items():
            odds[level][name] = probability / total
    return odds


def _probability(
    level: Mapping[str, Any], name: str, former: Mapping[str, Mapping[str, float]]
) -> float:
    """Return a trained probability, or the former one of what did not occur."""
    found = level.get(f"{name}_probability")
    if not isinstance(found, float):
        found = former[level["label_for_charts"]][name]
    return min(max(found, LEAST), 1 - LEAST)

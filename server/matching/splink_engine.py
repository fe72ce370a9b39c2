"""Compares many pairs at once by Splink, on a DuckDB in memory."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

import duckdb
import pyarrow as pa
from splink import DuckDBAPI, Linker

from rules.comparison import Record
from rules.match_weights import highest_correction
from rules.matching import MatchBand
from rules.prepared_records import prepare
from server.matching.duckdb_connection import RECORDS, connected
from server.matching.duckdb_records import table_of
from server.matching.engines import EngineName
from server.matching.splink_settings import KEY, settings
from workflows.detection_models import ActiveModel
from workflows.records import MEASURES

SLACK = 1e-6
"""Bits by which the sum of two engines may differ; far more than it does."""


@contextmanager
def splink_engine(active: ActiveModel) -> Iterator["SplinkEngine"]:
    """Open the engine, for as long as it is used."""
    with connected() as (connection, database):
        yield SplinkEngine(active, connection, database)


class SplinkEngine:
    """Weighs pairs by their fields, with room for corrections, which are left to others."""

    name = EngineName.SPLINK
    reads_all = True

    def __init__(
        self, active: ActiveModel, connection: duckdb.DuckDBPyConnection, database: DuckDBAPI
    ) -> None:
        """Take the model, and the database with its macros and its empty table of records."""
        self._placeholders = active.model.placeholders
        raised = highest_correction(active.model) + SLACK
        self._lowest = active.model.bands[MatchBand.POSSIBLE] - raised
        self._connection = connection
        self._database = database
        wanted = settings(active.model.body["fields"], active.prior, [])
        self._linker = Linker(database.register(RECORDS), wanted)

    def add(self, records: Iterable[tuple[int, Record]]) -> None:
        """Keep records as they are compared."""
        prepared = (
            (number, prepare(record, MEASURES, self._placeholders)) for number, record in records
        )
        self._connection.register("more_records", table_of(prepared))
        self._connection.execute(f"insert into {RECORDS} from more_records")
        self._connection.unregister("more_records")

    def likely(self, pairs: Sequence[tuple[int, int]]) -> set[int]:
        """Return the places of pairs whose fields weigh enough for POSSIBLE."""
        places = {pair: place for place, pair in enumerate(pairs)}
        return {places[pair] for pair in self.weights(pairs, self._lowest)}

    def weights(
        self, pairs: Sequence[tuple[int, int]], lowest: float
    ) -> dict[tuple[int, int], float]:
        """Return the weights of pairs without corrections, of those that weigh so much."""
        if not pairs:
            return {}
        blocked = self._database.register(_blocked(pairs))
        self._linker.table_management.register_blocked_pairs_for_predict(blocked)
        found = self._linker.inference.predict(threshold_match_weight=lowest, warning_mode="never")
        rows = self._connection.execute(
            f"select {KEY}_l, {KEY}_r, match_weight from {found.physical_name}"
        ).fetchall()
        found.drop_table_from_database_and_remove_from_cache()
        blocked.drop_table_from_database_and_remove_from_cache(force_non_splink_table=True)
        return {(left, right): weight for left, right, weight in rows}


def _blocked(pairs: Sequence[tuple[int, int]]) -> pa.Table:
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

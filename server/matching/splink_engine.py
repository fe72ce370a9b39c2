"""Compares many pairs at once by Splink, on a DuckDB in memory."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

import duckdb
from splink import DuckDBAPI, Linker

from rules.comparison import Record
from rules.prepared_records import prepare
from server.matching.duckdb_connection import RECORDS, connected
from server.matching.duckdb_records import table_of
from server.matching.engines import PERSONS_AT_ONCE, EngineName
from server.matching.splink_settings import KEY, blocked, lowest_weight, settings
from workflows.detection_models import ActiveModel
from workflows.records import MEASURES


@contextmanager
def splink_engine(active: ActiveModel) -> Iterator["SplinkEngine"]:
    """Open the engine, for as long as it is used."""
    with connected() as (connection, database):
        yield SplinkEngine(active, connection, database)


class SplinkEngine:
    """Weighs pairs by their fields, with room for corrections, which are left to others."""

    name = EngineName.SPLINK
    reads_all = True
    persons_at_once = PERSONS_AT_ONCE

    def __init__(
        self, active: ActiveModel, connection: duckdb.DuckDBPyConnection, database: DuckDBAPI
    ) -> None:
        """Take the model, and the database with its macros and its empty table of records."""
        self._placeholders = active.model.placeholders
        self._lowest = lowest_weight(active)
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
        registered = self._database.register(blocked(pairs))
        self._linker.table_management.register_blocked_pairs_for_predict(registered)
        found = self._linker.inference.predict(threshold_match_weight=lowest, warning_mode="never")
        rows = self._connection.execute(
            f"select {KEY}_l, {KEY}_r, match_weight from {found.physical_name}"
        ).fetchall()
        found.drop_table_from_database_and_remove_from_cache()
        registered.drop_table_from_database_and_remove_from_cache(force_non_splink_table=True)
        return {(left, right): weight for left, right, weight in rows}

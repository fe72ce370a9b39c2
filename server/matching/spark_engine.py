"""Compares many pairs at once by Splink, on Spark."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import reduce
from typing import Any

import pyarrow as pa
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql.functions import broadcast
from pyspark.sql.types import DoubleType
from splink import Linker
from splink.internals.spark.database_api import SparkAPI

from rules.comparison import Record
from rules.prepared_records import prepare
from server.matching.duckdb_connection import silence_splink
from server.matching.duckdb_records import table_of
from server.matching.engines import EngineName
from server.matching.spark_agreements import EDITS, EDITS_CLASS, SPARK_LEVELS
from server.matching.spark_session import spark_session
from server.matching.splink_settings import KEY, blocked, lowest_weight, settings
from workflows.detection_models import ActiveModel
from workflows.records import MEASURES

LAST_OF_ONE_UNIT = "\uffff"
"""Java has two units for a letter after this one, and counts edits by units."""
HANDED_OVER = 50_000
"""Records that Spark is given at once."""


@contextmanager
def spark_engine(active: ActiveModel, memory: int) -> Iterator["SparkEngine"]:
    """Open the engine with so many GiB, for as long as it is used. Raises EngineFailed."""
    silence_splink()
    with spark_session(memory) as session:
        yield SparkEngine(active, session)


class SparkEngine:
    """Weighs pairs by their fields, with room for corrections, which are left to others."""

    name = EngineName.SPARK
    reads_all = True
    persons_at_once = 20_000

    def __init__(self, active: ActiveModel, session: SparkSession) -> None:
        """Take the model, and a session in which nothing is registered."""
        session.udf.registerJavaFunction(EDITS, EDITS_CLASS, DoubleType())
        self._active = active
        self._lowest = lowest_weight(active)
        self._session = session
        self._database = SparkAPI(  # type: ignore[no-untyped-call]
            spark_session=session,
            break_lineage_method="persist",
            register_udfs_automatically=False,
        )
        self._waiting: list[pa.Table] = []
        self._added: list[DataFrame] = []
        self._of_two_units: set[int] = set()
        self._linker: Linker | None = None

    def add(self, records: Iterable[tuple[int, Record]]) -> None:
        """Hand records to Spark as they are compared."""
        placeholders = self._active.model.placeholders
        prepared = [(number, prepare(record, MEASURES, placeholders)) for number, record in records]
        self._of_two_units.update(it for it, record in prepared if _has_two_units(record))
        self._waiting.append(table_of(prepared))
        if sum(it.num_rows for it in self._waiting) >= HANDED_OVER:
            self._hand_over()

    def likely(self, pairs: Sequence[tuple[int, int]]) -> set[int]:
        """Return the places of pairs whose fields weigh enough for POSSIBLE.

        Pairs with a letter of two units are among them, whatever they weigh: Spark may find more
        edits between them than there are.
        """
        places = {pair: place for place, pair in enumerate(pairs)}
        two = self._of_two_units
        likely = {place for (a, b), place in places.items() if a in two or b in two}
        return likely | {places[pair] for pair in self.weights(pairs, self._lowest)}

    def weights(
        self, pairs: Sequence[tuple[int, int]], lowest: float
    ) -> dict[tuple[int, int], float]:
        """Return the weights of pairs without corrections, of those that weigh so much."""
        if not pairs:
            return {}
        linker = self._linker = self._linker or self._link()
        # They are few beside the records, which stay where they are.
        asked = broadcast(self._session.createDataFrame(blocked(pairs)))
        registered = self._database.register(asked)
        linker.table_management.register_blocked_pairs_for_predict(registered)
        found = linker.inference.predict(threshold_match_weight=lowest, warning_mode="never")
        frame = self._session.table(found.physical_name)
        rows = frame.select(f"{KEY}_l", f"{KEY}_r", "match_weight").toArrow()
        frame.unpersist()
        found.drop_table_from_database_and_remove_from_cache()
        registered.drop_table_from_database_and_remove_from_cache(force_non_splink_table=True)
        for name in (found.physical_name, registered.physical_name):
            self._session.catalog.dropTempView(name)
        left, right, weights = (it.to_pylist() for it in rows.columns)
        return dict(zip(zip(left, right, strict=True), weights, strict=True))

    def _hand_over(self) -> None:
        """Give Spark the records that wait; it keeps them, in memory or encrypted."""
        table = pa.concat_tables(self._waiting)
        self._added.append(self._session.createDataFrame(table).localCheckpoint())
        self._waiting = []

    def _link(self) -> Linker:
        """Return what weighs pairs of all the records that were added."""
        if self._waiting:
            self._hand_over()
        records = reduce(DataFrame.unionAll, self._added)
        fields: Mapping[str, Any] = self._active.model.body["fields"]
        wanted = settings(fields, self._active.prior, [], SPARK_LEVELS)
        return Linker(self._database.register(records), wanted)


def _has_two_units(part: object) -> bool:
    """Return whether any text of a prepared record has a letter of two units."""
    if isinstance(part, str):
        return bool(part) and max(part) > LAST_OF_ONE_UNIT
    if isinstance(part, dict):
        return any(map(_has_two_units, part.values()))
    return isinstance(part, list) and any(map(_has_two_units, part))

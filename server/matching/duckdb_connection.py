"""A DuckDB in memory that reaches nothing outside, with what comparisons need."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from tempfile import TemporaryDirectory

import duckdb
from splink import DuckDBAPI

from server.matching import duckdb_agreements
from server.matching.duckdb_records import EMPTY

RECORDS = "records"
MEMORY_SHARE = "50%"
"""Of the machine's memory; what is more goes to files that only their owner may read."""


@contextmanager
def connected() -> Iterator[tuple[duckdb.DuckDBPyConnection, DuckDBAPI]]:
    """Open a database with an empty table of prepared records, for Splink to work in."""
    silence_splink()
    with TemporaryDirectory(prefix="selfsame-detection-") as overflow:
        options: dict[str, str | bool | int | float | list[str]] = {
            "memory_limit": MEMORY_SHARE,
            "temp_directory": overflow,
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
        }
        connection = duckdb.connect(":memory:", config=options)
        try:
            connection.register("no_records", EMPTY)
            connection.execute(f"create table {RECORDS} as from no_records")
            for statement in duckdb_agreements.statements():
                connection.execute(statement)
            yield connection, DuckDBAPI(connection=connection)
        finally:
            connection.close()


def silence_splink() -> None:
    """Keep what Splink prints of its steps from the terminal."""
    logger = logging.getLogger("splink")
    logger.handlers = [logging.NullHandler()]
    logger.propagate = False

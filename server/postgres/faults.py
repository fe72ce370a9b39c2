"""Remembers why the database could not work of late, for the log and for `/readyz`."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

import asyncpg
import structlog

from server.postgres.counting import CountingConnection

RECENT_SECONDS = 5.0
"""For so long after its last error a fault is taken to last; then a write shows whether it does."""

# A few pages, which the disk must hold for a moment; what is rolled back leaves nothing behind.
PROBE = """
begin;
create temp table write_probe on commit drop as select generate_series(1, 20000) as number;
rollback
"""

log = structlog.get_logger()


class Fault(StrEnum):
    """Why statements fail that are right."""

    DISK_IS_FULL = "disk is full"
    DATABASE_IS_READ_ONLY = "database is read-only"
    OUT_OF_MEMORY = "database is out of memory"
    TOO_MANY_CONNECTIONS = "database has too many connections"
    INPUT_OUTPUT_ERROR = "database cannot read or write its files"
    POOL_IS_EXHAUSTED = "all connections are in use"


FAULTS: tuple[tuple[type[BaseException], Fault], ...] = (
    (asyncpg.DiskFullError, Fault.DISK_IS_FULL),
    (asyncpg.ReadOnlySQLTransactionError, Fault.DATABASE_IS_READ_ONLY),
    (asyncpg.OutOfMemoryError, Fault.OUT_OF_MEMORY),
    (asyncpg.TooManyConnectionsError, Fault.TOO_MANY_CONNECTIONS),
    (asyncpg.PostgresIOError, Fault.INPUT_OUTPUT_ERROR),
)
FOUND_BY_WRITING = frozenset(
    {Fault.DISK_IS_FULL, Fault.DATABASE_IS_READ_ONLY, Fault.INPUT_OUTPUT_ERROR}
)


@dataclass(slots=True)
class Faults:
    """The faults that have not been seen to end; `clock` returns seconds."""

    clock: Callable[[], float] = time.monotonic
    _noted_at: dict[Fault, float] = field(default_factory=dict)
    _logged_at: dict[Fault, float] = field(default_factory=dict)

    def note(self, error: BaseException | None) -> None:
        """Remember the fault that an error shows, if it shows one."""
        for kind, fault in FAULTS:
            if isinstance(error, kind):
                self.note_fault(fault)

    def note_fault(self, fault: Fault) -> None:
        """Remember a fault, and name it in the log, once a second at most."""
        now = self.clock()
        self._noted_at[fault] = now
        if now - self._logged_at.get(fault, -1.0) >= 1.0 or fault not in self._logged_at:
            self._logged_at[fault] = now
            log.error("database.fault", fault=fault.value)

    @property
    def current(self) -> Fault | None:
        """The fault that was noted last and has not been seen to end."""
        now = self.clock()
        for fault, noted_at in list(self._noted_at.items()):
            if fault not in FOUND_BY_WRITING and now - noted_at > RECENT_SECONDS:
                del self._noted_at[fault]
        return max(self._noted_at, key=self._noted_at.__getitem__, default=None)

    async def look_again(self, connection: CountingConnection) -> None:
        """Find out whether writing works again, or has stopped to.

        Whether the database is read-only is asked each time; whether a disk takes what is written
        is tried only after it did not, so that nobody writes only because somebody looks.
        """
        if await connection.fetchval("select current_setting('transaction_read_only')") == "on":
            self.note_fault(Fault.DATABASE_IS_READ_ONLY)
            return
        now = self.clock()
        known = {fault: at for fault, at in self._noted_at.items() if fault in FOUND_BY_WRITING}
        if known and all(now - at > RECENT_SECONDS for at in known.values()):
            try:
                await connection.execute(PROBE)
            except asyncpg.PostgresError as error:
                await connection.execute("rollback")
                self.note(error)
                return
            for fault in known:
                del self._noted_at[fault]

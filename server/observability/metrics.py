"""How the server is doing, in numbers that Prometheus reads.

Labels are of our making only: which root fields were asked, never a name that a client gave.
With several worker processes each writes its numbers to files of a shared directory, and any of
them answers for all.
"""

import os
from collections.abc import Iterable, Mapping
from pathlib import Path

from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    generate_latest,
    multiprocess,
)

DIRECTORY_VARIABLE = "PROMETHEUS_MULTIPROC_DIR"
CONTENT_TYPE = CONTENT_TYPE_LATEST
MAX_LABELS = 100
_MAX_NAMED_FIELDS = 3
_BUCKETS = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)


def label_of(kind: str, root_fields: Iterable[str]) -> str:
    """Name an operation by its kind and root fields, e.g. `query mergeRequest+viewer`.

    Called once per document. More than three fields are `many`, so that their combinations
    stay few.
    """
    names = sorted(set(root_fields))
    return f"{kind} {'+'.join(names) if len(names) <= _MAX_NAMED_FIELDS else 'many'}"


def share_directory(directory: Path) -> None:
    """Prepare for several processes: empty the directory and name it to those started next.

    prometheus-client reads the name when it is first imported, so only processes that are
    started afterwards share their numbers; the one that calls this serves none of its own.
    """
    directory.mkdir(parents=True, exist_ok=True)
    for left_over in directory.glob("*.db"):
        left_over.unlink()
    os.environ[DIRECTORY_VARIABLE] = str(directory)


class Metrics:
    """The numbers of this process."""

    def __init__(self) -> None:
        """Count from zero, in a registry of our own."""
        self.registry = registry = CollectorRegistry()
        self.requests = Counter(
            "selfsame_requests",
            "GraphQL requests answered.",
            ["kind", "operation", "status"],
            registry=registry,
        )
        self.seconds = Histogram(
            "selfsame_request_seconds",
            "Time from the head of a GraphQL request to its answer.",
            ["kind"],
            buckets=_BUCKETS,
            registry=registry,
        )
        self.statements = Counter("selfsame_statements", "SQL statements sent.", registry=registry)
        documents = Counter(
            "selfsame_documents", "Documents looked up in the cache.", ["found"], registry=registry
        )
        self.documents_found = documents.labels("yes")
        self.documents_missed = documents.labels("no")
        connections = Gauge(
            "selfsame_connections",
            "Connections to PostgreSQL; `waiting` counts requests that wait for one.",
            ["state"],
            registry=registry,
            multiprocess_mode="livesum",
        )
        self._open = connections.labels("open")
        self._idle = connections.labels("idle")
        self._waiting = connections.labels("waiting")
        self.attempts = Counter(
            "selfsame_message_attempts",
            "Attempts to deliver a message, by its kind and by whether it arrived.",
            ["kind", "arrived"],
            registry=registry,
        )
        self.queue = Gauge(
            "selfsame_messages",
            "Messages by status.",
            ["status"],
            registry=registry,
            multiprocess_mode="mostrecent",
        )
        self.oldest = Gauge(
            "selfsame_oldest_message_seconds",
            "Age of the oldest message that waits; 0 where none does.",
            registry=registry,
            multiprocess_mode="mostrecent",
        )
        self._children: dict[tuple[str, int], tuple[Counter, Histogram]] = {}
        self._labels: set[str] = set()

    def observe(self, label: str, status: int, seconds: float) -> None:
        """Count one request; an empty label is one that was refused before it was understood."""
        children = self._children.get((label, status))
        if children is None:
            children = self._resolve(label, status)
        counter, histogram = children
        counter.inc()
        histogram.observe(seconds)

    def note_connections(self, *, open_now: int, idle: int, waiting: int) -> None:
        """Say how the pool stands; called when numbers are read, and every few seconds."""
        self._open.set(open_now)
        self._idle.set(idle)
        self._waiting.set(waiting)

    def observe_attempt(self, kind: str, has_arrived: bool) -> None:
        """Count one attempt to deliver a message."""
        self.attempts.labels(kind, "yes" if has_arrived else "no").inc()

    def note_messages(self, counts: Mapping[str, int], oldest_seconds: float) -> None:
        """Say how many messages there are in each status, and how old the oldest waiting one is."""
        for status, count in counts.items():
            self.queue.labels(status).set(count)
        self.oldest.set(oldest_seconds)

    def text(self) -> bytes:
        """Write all numbers, of every process where several share a directory."""
        if DIRECTORY_VARIABLE not in os.environ:
            return generate_latest(self.registry)
        directory = Path(os.environ[DIRECTORY_VARIABLE])
        _forget_dead_processes(directory)
        everyone = CollectorRegistry()
        multiprocess.MultiProcessCollector(everyone, path=str(directory))  # type: ignore[no-untyped-call]
        return generate_latest(everyone)

    def _resolve(self, label: str, status: int) -> tuple[Counter, Histogram]:
        kind, _, operation = label.partition(" ")
        if label not in self._labels and len(self._labels) >= MAX_LABELS:
            operation = "other"
        else:
            self._labels.add(label)
        children = (
            self.requests.labels(kind or "none", operation or "none", f"{status // 100}xx"),
            self.seconds.labels(kind or "none"),
        )
        # What is beyond the bound is resolved each time: keeping it would have no bound.
        if operation != "other":
            self._children[label, status] = children
        return children


def _forget_dead_processes(directory: Path) -> None:
    """Drop the gauges of workers that were killed: counters of the dead still count."""
    for file in directory.glob("gauge_live*_*.db"):
        process = int(file.stem.rpartition("_")[2])
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            multiprocess.mark_process_dead(process, str(directory))  # type: ignore[no-untyped-call]
        except PermissionError:
            continue

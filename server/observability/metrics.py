"""Counts what the server does, for Prometheus.

Labels are our own words only: names of root fields, never a name that a client chose. With several
worker processes each writes its numbers to files of a shared directory, and any of them serves the
numbers of all.
"""

import os
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import partial
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

from server.observability.sharing import DIRECTORY_VARIABLE
from workflows.match_batches import Matched

CONTENT_TYPE = CONTENT_TYPE_LATEST
MAX_LABELS = 100
_MAX_NAMED_FIELDS = 3
_BUCKETS = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)


def label_of(kind: str, root_fields: Iterable[str]) -> str:
    """Return the label of an operation: its kind and root fields, `query mergeRequest+viewer`.

    More than three fields are `many`, so that there are few combinations.
    """
    names = sorted(set(root_fields))
    return f"{kind} {'+'.join(names) if len(names) <= _MAX_NAMED_FIELDS else 'many'}"


class Metrics:
    """The metrics of this process."""

    def __init__(self) -> None:
        """Start at zero, in a registry of its own."""
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
        self.round_trips = Counter(
            "selfsame_round_trips",
            "Round trips to PostgreSQL, by the root field that they were for; of several in one"
            " query the first. `access` are checks of access alone.",
            ["field"],
            registry=registry,
        )
        self.connection_uses = Counter(
            "selfsame_connection_uses",
            "How often a connection was taken for a root field: a transaction each, or several.",
            ["field"],
            registry=registry,
        )
        documents = Counter(
            "selfsame_documents", "Documents looked up in the cache.", ["found"], registry=registry
        )
        self.documents_found = documents.labels("yes")
        self.documents_missed = documents.labels("no")
        connections = Gauge(
            "selfsame_connections",
            "Connections to PostgreSQL: of the pool, and `shared` by the statements of many"
            " requests; `waiting` counts requests that wait for one.",
            ["state"],
            registry=registry,
            multiprocess_mode="livesum",
        )
        self._open = connections.labels("open")
        self._idle = connections.labels("idle")
        self._waiting = connections.labels("waiting")
        self._shared = connections.labels("shared")
        self.attempts = Counter(
            "selfsame_message_attempts",
            "Attempts to deliver a message, by its kind and by whether it arrived.",
            ["kind", "arrived"],
            registry=registry,
        )
        latest = partial(Gauge, registry=registry, multiprocess_mode="mostrecent")
        greatest = partial(Gauge, registry=registry, multiprocess_mode="livemax")
        self.queue = latest("selfsame_messages", "Messages by status.", ["status"])
        self.oldest = latest(
            "selfsame_oldest_message_seconds",
            "Age of the oldest message that waits; 0 where none does.",
        )
        self.oldest_event = latest(
            "selfsame_oldest_unplaced_event_seconds",
            "Age of the oldest event of which no worker has made messages; 0 where none waits.",
        )
        self.overdue = latest(
            "selfsame_overdue_messages",
            "Messages past their time that nothing holds up, or too long under way: alert on any.",
        )
        self.overdue_explanations = latest(
            "selfsame_overdue_explanations",
            "Requests for reasons that nobody has answered by the day on which they were due.",
        )
        self.catalog = greatest(
            "selfsame_audit_catalog_differs",
            "How many guards of the trail are not as migrate left them; /readyz names them.",
        )
        self.unpartitioned = greatest(
            "selfsame_partitions_missing",
            "How many tables have no partition for the period to come; /readyz names them.",
        )
        self.spans_lost = Counter(
            "selfsame_trace_spans_lost",
            "Spans of traces that were lost: of a full queue, or of an export that failed.",
            ["why"],
            registry=registry,
        )
        self._of_matching(registry)
        self.of_deliveries = (
            *(self.statements, connections, self.attempts, self.queue, self.oldest),
            *(self.overdue, self.overdue_explanations, self.oldest_event, self.spans_lost),
            *self.of_matching,
        )
        """The metrics of a process that delivers and answers no requests."""
        self._totals = {self.statements: 0, self.documents_found: 0, self.documents_missed: 0}
        self._totals_of_labels: dict[tuple[Counter, str], int] = defaultdict(int)
        self._children: dict[tuple[str, int], tuple[Counter, Histogram]] = {}
        self._labels: set[str] = set()

    def _of_matching(self, registry: CollectorRegistry) -> None:
        self.due = Gauge(
            "selfsame_due_matches",
            "Persons, new or changed, who are to be matched with the others.",
            registry=registry,
            multiprocess_mode="mostrecent",
        )
        self.oldest_due = Gauge(
            "selfsame_oldest_due_match_seconds",
            "For how long the first of them is due; 0 where nobody is.",
            registry=registry,
            multiprocess_mode="mostrecent",
        )
        self.matches = Counter("selfsame_matches", "Persons matched.", registry=registry)
        self.match_seconds = Histogram(
            "selfsame_match_seconds",
            "Time to find whom to compare one person with, and to weigh them.",
            buckets=_BUCKETS,
            registry=registry,
        )
        self.pairs_found = Counter(
            "selfsame_pairs_found",
            "Pairs that became candidates because a match found them.",
            registry=registry,
        )
        self.rounds = Counter(
            "selfsame_pairs_reopened",
            "Decided pairs of which is asked again, because a record changed.",
            registry=registry,
        )
        self.cut_off = Counter(
            "selfsame_match_cut_off",
            "Blocking keys of which not all records were read, by their class; under `all`, persons"
            " who were left out because others have more keys in common.",
            ["key_class"],
            registry=registry,
        )
        self.match_faults = Counter(
            "selfsame_match_faults",
            "Persons whom an error of ours kept from being matched or compared.",
            registry=registry,
        )
        self.of_matching = (
            *(self.due, self.oldest_due, self.matches, self.match_seconds),
            *(self.pairs_found, self.rounds, self.cut_off, self.match_faults),
        )

    def observe(self, label: str, status: int, seconds: float) -> None:
        """Count one request; the label is empty where the whole request was refused."""
        children = self._children.get((label, status))
        if children is None:
            children = self._children_of(label, status)
        counter, histogram = children
        counter.inc()
        histogram.observe(seconds)

    def set_connections(self, *, open_now: int, idle: int, waiting: int, shared: int = 0) -> None:
        """Set how many connections there are, and how many requests wait for one."""
        self._shared.set(shared)
        self._open.set(open_now)
        self._idle.set(idle)
        self._waiting.set(waiting)

    def raise_totals(
        self, *, statements: int, documents_found: int = 0, documents_missed: int = 0
    ) -> None:
        """Raise the counters of what is counted elsewhere to these totals."""
        for counter, total in (
            (self.statements, statements),
            (self.documents_found, documents_found),
            (self.documents_missed, documents_missed),
        ):
            counter.inc(total - self._totals[counter])
            self._totals[counter] = total

    def raise_round_trips(self, round_trips: Mapping[str, int], uses: Mapping[str, int]) -> None:
        """Raise the counters of round trips to these totals, by the names of root fields."""
        self.raise_labelled(self.round_trips, round_trips)
        self.raise_labelled(self.connection_uses, uses)

    def raise_labelled(self, counter: Counter, totals: Mapping[str, int]) -> None:
        """Raise a counter of what is counted elsewhere to these totals, by its one label."""
        for label, total in totals.items():
            counter.labels(label).inc(total - self._totals_of_labels[counter, label])
            self._totals_of_labels[counter, label] = total

    def observe_attempt(self, kind: str, has_arrived: bool) -> None:
        """Count one attempt to deliver a message."""
        self.attempts.labels(kind, "yes" if has_arrived else "no").inc()

    def set_messages(
        self, counts: Mapping[str, int], oldest_seconds: float, overdue: int = 0
    ) -> None:
        """Set how many messages have each status, the age of the oldest, and what is overdue."""
        for status, count in counts.items():
            self.queue.labels(status).set(count)
        self.oldest.set(oldest_seconds)
        self.overdue.set(overdue)

    def set_due_matches(self, due: int, oldest_seconds: float) -> None:
        """Set how many persons are to be matched, and for how long the first of them is."""
        self.due.set(due)
        self.oldest_due.set(oldest_seconds)

    def observe_matches(self, matched: Matched) -> None:
        """Count what came of a batch of matches."""
        self.matches.inc(len(matched.seconds))
        for seconds in matched.seconds:
            self.match_seconds.observe(seconds)
        self.pairs_found.inc(matched.added.total())
        self.rounds.inc(matched.reopened)
        self.match_faults.inc(len(matched.faults))
        for key_class, count in matched.cut_off.items():
            self.cut_off.labels(key_class).inc(count)

    def registry_of_deliveries(self) -> CollectorRegistry:
        """Return a registry of what a process counts that delivers and answers no requests."""
        registry = CollectorRegistry()
        for metric in self.of_deliveries:
            registry.register(metric)
        return registry

    def text(self) -> bytes:
        """Return all metrics in Prometheus' format, of every process that shares a directory."""
        if DIRECTORY_VARIABLE not in os.environ:
            return generate_latest(self.registry)
        directory = Path(os.environ[DIRECTORY_VARIABLE])
        _forget_dead_processes(directory)
        shared = CollectorRegistry()
        multiprocess.MultiProcessCollector(shared, path=str(directory))  # type: ignore[no-untyped-call]
        return generate_latest(shared)

    def _children_of(self, label: str, status: int) -> tuple[Counter, Histogram]:
        kind, _, operation = label.partition(" ")
        if label not in self._labels and len(self._labels) >= MAX_LABELS:
            operation = "other"
        else:
            self._labels.add(label)
        children = (
            self.requests.labels(kind or "none", operation or "none", f"{status // 100}xx"),
            self.seconds.labels(kind or "none"),
        )
        # Labels beyond the bound are not kept: there is no bound to their number.
        if operation != "other":
            self._children[label, status] = children
        return children


def _forget_dead_processes(directory: Path) -> None:
    """Drop the gauges of worker processes that were killed; their counters still count."""
    for file in directory.glob("gauge_live*_*.db"):
        process = int(file.stem.rpartition("_")[2])
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            multiprocess.mark_process_dead(process, str(directory))  # type: ignore[no-untyped-call]
        except PermissionError:
            continue

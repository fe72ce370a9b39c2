"""The metrics of one process, and of several that share a directory."""

import os
import subprocess
import sys
from pathlib import Path

from server.observability.metrics import MAX_LABELS, Metrics, label_of


def test_a_label_names_root_fields_and_stays_short() -> None:
    assert label_of("query", ["viewer", "mergeRequest", "viewer"]) == "query mergeRequest+viewer"
    assert label_of("query", ["a", "b", "c", "d"]) == "query many"


def test_requests_are_counted_by_kind_operation_and_class_of_status() -> None:
    metrics = Metrics()

    metrics.observe("query viewer", 200, 0.002)
    metrics.observe("query viewer", 200, 0.002)
    metrics.observe("", 401, 0.001)
    metrics.set_connections(open_now=3, idle=2, waiting=1)

    text = metrics.text().decode()
    line = 'selfsame_requests_total{kind="query",operation="viewer",status="2xx"} 2.0'
    assert line in text
    assert 'selfsame_requests_total{kind="none",operation="none",status="4xx"} 1.0' in text
    assert 'selfsame_request_seconds_count{kind="query"} 2.0' in text
    assert 'selfsame_connections{state="idle"} 2.0' in text


def test_the_number_of_series_is_bounded_whatever_is_asked() -> None:
    metrics = Metrics()

    for number in range(3 * MAX_LABELS):
        metrics.observe(f"query field{number}", 200, 0.001)

    lines = metrics.text().decode().splitlines()
    series = [line for line in lines if "selfsame_requests_total{" in line]
    assert len(series) == MAX_LABELS + 1
    other = (
        f'selfsame_requests_total{{kind="query",operation="other",status="2xx"}} {2 * MAX_LABELS}.0'
    )
    assert other in series


WORKER = """
import os
from server.observability.metrics import Metrics
metrics = Metrics()
metrics.observe("query viewer", 200, 0.002)
metrics.set_connections(open_now=3, idle=2, waiting=1)
print(metrics.text().decode() if os.environ.get("LAST") else "")
"""


def run_worker(directory: Path, **environment: str) -> str:
    """Run one worker that counts one request, and exits."""
    return subprocess.run(
        [sys.executable, "-c", WORKER],
        env=os.environ | {"PROMETHEUS_MULTIPROC_DIR": str(directory)} | environment,
        check=True,
        capture_output=True,
        text=True,
    ).stdout


def test_workers_share_their_numbers_and_the_dead_hold_no_connections(tmp_path: Path) -> None:
    run_worker(tmp_path)

    text = run_worker(tmp_path, LAST="yes")

    line = 'selfsame_requests_total{kind="query",operation="viewer",status="2xx"} 2.0'
    assert line in text
    assert 'selfsame_connections{state="open"} 3.0' in text

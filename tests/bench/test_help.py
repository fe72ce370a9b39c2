"""`python -m bench --help` says what each benchmark is."""

import subprocess
import sys

from bench.__main__ import BENCHMARKS


def test_help_names_every_benchmark() -> None:
    said = subprocess.run(
        [sys.executable, "-m", "bench", "--help"], capture_output=True, text=True, check=True
    )

    assert [name for name in BENCHMARKS if name not in said.stdout] == []

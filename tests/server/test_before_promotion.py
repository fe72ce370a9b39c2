"""A standby is not promoted because what it asks hangs."""

import signal
import subprocess
import sys
from pathlib import Path

from tests.house.repository import ROOT

HANGING = """
import threading
get_dcs = lambda config: threading.Event().wait()
"""


def test_z11_a_store_that_hangs_promotes_nobody(tmp_path: Path) -> None:
    patroni = tmp_path / "patroni"
    patroni.mkdir()
    (patroni / "__init__.py").write_text("psycopg = None")
    (patroni / "config.py").write_text("class Config(dict):\n    def __init__(self, path): ...")
    (patroni / "dcs.py").write_text(HANGING)
    asking = "import before_promotion as it; it.DEADLINE_SECONDS = 0.1; it.main('patroni.yml')"

    ended = subprocess.run(
        [sys.executable, "-c", asking],
        env={"PYTHONPATH": f"{tmp_path}:{ROOT / 'deploy/patroni'}"},
        check=False,
        timeout=60,
    )

    assert ended.returncode == -signal.SIGALRM

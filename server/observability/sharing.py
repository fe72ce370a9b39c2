"""Where processes share their metrics; it imports nothing, because order matters (see below)."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

DIRECTORY_VARIABLE = "PROMETHEUS_MULTIPROC_DIR"


@contextmanager
def shared_metrics() -> Iterator[None]:
    """Let this process, and those that are started inside, share their numbers in a directory.

    prometheus-client reads its name when it is first imported: this has to come before.
    """
    directory = tempfile.mkdtemp(prefix="selfsame-metrics-")
    os.environ[DIRECTORY_VARIABLE] = directory
    try:
        yield
    finally:
        del os.environ[DIRECTORY_VARIABLE]
        shutil.rmtree(directory, ignore_errors=True)

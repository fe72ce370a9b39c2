"""A Spark on this machine that reaches nothing outside it, and what it leaves nothing of."""

import os
import signal
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from subprocess import DEVNULL
from threading import current_thread, main_thread
from typing import Any

from py4j.protocol import Py4JError
from pyspark import SparkConf, SparkContext
from pyspark.errors import PySparkException
from pyspark.java_gateway import launch_gateway
from pyspark.sql import SparkSession
from splink.internals.spark.jar_location import similarity_jar_location

from server.matching.engines import EngineFailed
from server.matching.spark_directory import SparkDirectory, spark_directory

LOOPBACK = "127.0.0.1"
LOGGING = "rootLogger.level = off\n"
"""Of Spark's own log: what it says of a failed task may repeat what is compared."""
CORES = os.cpu_count() or 1


@contextmanager
def spark_session(memory: int) -> Iterator[SparkSession]:
    """Start Spark with Splink's jar and so many GiB, for as long as it is used.

    Raises EngineFailed, also where Spark fails in the middle.
    """
    with spark_directory() as directory, _failures():
        (directory.path / "log4j2.properties").write_text(LOGGING, "utf-8")
        conf = _conf(directory.path, memory)
        gateway = _launched(conf, directory)
        try:
            session = SparkSession(_context(conf, gateway))
            try:
                yield session
            finally:
                session.stop()
        finally:
            _end(gateway)


@contextmanager
def _failures() -> Iterator[None]:
    """Say that Spark failed without what it says, which may repeat what is compared."""
    try:
        yield
    except (PySparkException, Py4JError, ConnectionError, EOFError) as error:
        raise EngineFailed(
            f"Spark failed ({type(error).__name__}): see that there is memory for"
            f" SELFSAME_SPARK_MEMORY, and room in {tempfile.gettempdir()}. What was found stays."
        ) from None


def _launched(conf: SparkConf, directory: SparkDirectory) -> Any:
    # Java ends when this process does, by the end of its input; until then it has the lock too.
    options = {"stdout": DEVNULL, "stderr": DEVNULL, "pass_fds": (directory.lock,)}
    with _environment(directory.path):
        return launch_gateway(conf, options)  # type: ignore[no-untyped-call]


def _context(conf: SparkConf, gateway: Any) -> SparkContext:
    """Return the context; who interrupts a run goes on asking asyncio and not Spark."""
    former = signal.getsignal(signal.SIGINT)
    try:
        return SparkContext(conf=conf, gateway=gateway)
    finally:
        if current_thread() is main_thread():
            signal.signal(signal.SIGINT, former)


def _end(gateway: Any) -> None:
    """End Java, which PySpark would leave to the end of this process."""
    with suppress(Py4JError, OSError):
        gateway.shutdown()
    SparkContext._gateway = None
    SparkContext._jvm = None
    # At the end of its input it ends; the pipe may be closed already where it ended by itself.
    with suppress(OSError):
        gateway.proc.stdin.close()
    gateway.proc.wait()


def _conf(directory: Path, memory: int) -> SparkConf:
    java = (
        f"-Dlog4j2.configurationFile={directory / 'log4j2.properties'}"
        f" -Djava.io.tmpdir={directory} -XX:-UsePerfData"
    )
    options = {
        "spark.master": f"local[{CORES}]",
        "spark.app.name": "selfsame detect",
        "spark.jars": similarity_jar_location(),
        "spark.driver.memory": f"{memory}g",
        "spark.driver.extraJavaOptions": java,
        "spark.driver.bindAddress": LOOPBACK,
        "spark.driver.host": LOOPBACK,
        "spark.local.dir": str(directory),
        "spark.sql.warehouse.dir": str(directory / "warehouse"),
        "spark.sql.catalogImplementation": "in-memory",
        # Nobody else on this machine may ask it, nor read what does not fit into memory.
        "spark.authenticate": "true",
        "spark.io.encryption.enabled": "true",
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.eventLog.enabled": "false",
        "spark.sql.session.timeZone": "UTC",
        "spark.sql.shuffle.partitions": f"{2 * CORES}",
        # A comparison is more than Java takes as one method (64 KB): Spark would compile it for
        # seconds and then evaluate it anyway.
        "spark.sql.codegen.wholeStage": "false",
        "spark.sql.codegen.factoryMode": "NO_CODEGEN",
    }
    return SparkConf(loadDefaults=False).setAll(list(options.items()))


@contextmanager
def _environment(directory: Path) -> Iterator[None]:
    """Start Java without our settings, which have passwords, and with no other Spark's."""
    kept = dict(os.environ)
    for name in kept:
        if name.startswith(("SELFSAME_", "SPARK_", "PYSPARK_", "HADOOP_", "YARN_")):
            del os.environ[name]
    os.environ["SPARK_LOCAL_DIRS"] = os.environ["TMPDIR"] = str(directory)
    os.environ["SPARK_LOCAL_IP"] = LOOPBACK
    # PySpark makes a directory of its own meanwhile, which it removes unless it is killed.
    usual, tempfile.tempdir = tempfile.tempdir, str(directory)
    try:
        yield
    finally:
        tempfile.tempdir = usual
        os.environ.clear()
        os.environ.update(kept)

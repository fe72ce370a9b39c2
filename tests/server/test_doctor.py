"""`selfsame doctor`: what is installed, and whether traces are on (rule Z11a)."""

import sys
from pathlib import Path

import pytest

from server.matching import choosing
from server.trace_settings import INSTALLATION
from tests.server.commands import environment, run_here


async def test_z11a_the_doctor_says_where_traces_go_without_what_is_secret_in_it(
    tmp_path: Path,
) -> None:
    on = environment(
        tmp_path,
        OTEL_EXPORTER_OTLP_ENDPOINT="http://user:canary@collector:4318/canary?canary",
        OTEL_TRACES_SAMPLER="parentbased_traceidratio",
        OTEL_TRACES_SAMPLER_ARG="0.01",
    )

    finished = await run_here(on, "doctor")

    assert finished.status == 0
    assert finished.out.splitlines()[0] == (
        "traces: on, sampled by parentbased_traceidratio 0.01, sent to http://collector:4318"
    )
    assert "canary" not in finished.out + finished.err
    assert "linkage: installed\n" in finished.out
    assert "nats: installed\n" in finished.out


async def test_z11a_the_doctor_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "opentelemetry.sdk.trace", None)
    monkeypatch.setattr(choosing, "find_spec", lambda _: None)

    finished = await run_here(environment(tmp_path, JAVA_HOME=str(tmp_path)), "doctor")

    assert finished.status == 0
    traces, linkage, spark, _ = finished.out.splitlines()
    assert traces == (
        "traces: off, for no OTEL_EXPORTER_OTLP_ENDPOINT says where to;"
        f" the extra is not installed: {INSTALLATION}."
    )
    assert "requirements-linkage.lock" in linkage
    assert "openjdk-17-jre-headless" in spark

"""The settings of traces: those of OpenTelemetry's own specification, as far as they are ours.

Others, such as its headers, certificates and batches, are read by its library.
"""

import math
import re
from collections.abc import Mapping
from importlib import import_module
from typing import Final
from urllib.parse import urlsplit

INSTALLATION: Final = "pip install --require-hashes -r requirements-traces.lock"

ENDPOINTS: Final = ("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_EXPORTER_OTLP_ENDPOINT")
PROTOCOLS: Final = ("OTEL_EXPORTER_OTLP_TRACES_PROTOCOL", "OTEL_EXPORTER_OTLP_PROTOCOL")
COMPRESSIONS: Final = ("OTEL_EXPORTER_OTLP_TRACES_COMPRESSION", "OTEL_EXPORTER_OTLP_COMPRESSION")
LIMIT: Final = re.compile(r"OTEL_[A-Z_]+_LIMIT")
PARTS: Final = ("opentelemetry.sdk.trace", "opentelemetry.exporter.otlp.proto.http.trace_exporter")
EXPORTER: Final = "OTEL_TRACES_EXPORTER"
SAMPLER: Final = "OTEL_TRACES_SAMPLER"
SAMPLER_ARGUMENT: Final = "OTEL_TRACES_SAMPLER_ARG"
RATIO_SAMPLERS: Final = ("traceidratio", "parentbased_traceidratio")
SAMPLERS: Final = (
    *("always_on", "always_off", "parentbased_always_on", "parentbased_always_off"),
    *RATIO_SAMPLERS,
)
NUMBERS: Final = (
    *("OTEL_EXPORTER_OTLP_TRACES_TIMEOUT", "OTEL_EXPORTER_OTLP_TIMEOUT"),
    *("OTEL_BSP_SCHEDULE_DELAY", "OTEL_BSP_EXPORT_TIMEOUT"),
)
QUEUE: Final = "OTEL_BSP_MAX_QUEUE_SIZE"
BATCH: Final = "OTEL_BSP_MAX_EXPORT_BATCH_SIZE"
QUEUE_BY_DEFAULT: Final = 2048
BATCH_BY_DEFAULT: Final = 512


def are_on(environment: Mapping[str, str]) -> bool:
    """Return whether the environment says where traces go, and not that none do."""
    return (
        any(environment.get(name) for name in ENDPOINTS)
        and environment.get("OTEL_SDK_DISABLED", "").strip().lower() != "true"
        and _word(environment, EXPORTER) != "none"
    )


def faults(environment: Mapping[str, str]) -> list[str]:
    """Return a sentence for each of these settings that is invalid; none where traces are off."""
    if not are_on(environment):
        return []
    found = []
    if not is_installed():
        name = next(it for it in ENDPOINTS if environment.get(it))
        found.append(f"{name} needs what is not installed: {INSTALLATION}")
    found += [
        f"{name} must be an address such as http://collector:4318"
        for name in ENDPOINTS
        if environment.get(name) and not _is_address(environment[name])
    ]
    found += [
        f"{name} must be http/protobuf: nothing else is spoken"
        for name in PROTOCOLS
        if _word(environment, name) not in {"", "http/protobuf"}
    ]
    found += [
        f"{name} must be gzip, deflate or none"
        for name in COMPRESSIONS
        if _word(environment, name) not in {"", "gzip", "deflate", "none"}
    ]
    found += [
        f"{name} must be a whole number"
        for name, text in sorted(environment.items())
        if LIMIT.fullmatch(name) and text.strip() and not text.strip().isdecimal()
    ]
    if _word(environment, EXPORTER) not in {"", "otlp"}:
        found.append(f"{EXPORTER} must be otlp or none")
    return [*found, *_faults_of_sampler(environment), *_faults_of_numbers(environment)]


def described(environment: Mapping[str, str]) -> tuple[str, str]:
    """Return where traces are sent to, without what is secret in it, and how they are sampled."""
    address = urlsplit(next(environment[it] for it in ENDPOINTS if environment.get(it)))
    port = "" if address.port is None else f":{address.port}"
    # What OpenTelemetry's specification has where nothing is set.
    sampler = _word(environment, SAMPLER) or "parentbased_always_on"
    share = environment.get(SAMPLER_ARGUMENT, "") if sampler in RATIO_SAMPLERS else ""
    return f"{address.scheme}://{address.hostname}{port}", f"{sampler} {share}".strip()


def ratio(environment: Mapping[str, str]) -> float | None:
    """Return the share of traces without a parent that is sampled; None where it is no share."""
    is_ratio = _word(environment, SAMPLER) in RATIO_SAMPLERS
    return _number(environment.get(SAMPLER_ARGUMENT, "")) if is_ratio else None


def queue_size(environment: Mapping[str, str]) -> int:
    """Return how many spans may wait to be sent."""
    return int(environment.get(QUEUE) or QUEUE_BY_DEFAULT)


def is_installed() -> bool:
    """Return whether what sends traces is installed."""
    try:
        for part in PARTS:
            import_module(part)
    except ImportError:
        return False
    return True


def _faults_of_sampler(environment: Mapping[str, str]) -> list[str]:
    sampler = _word(environment, SAMPLER)
    if sampler not in {"", *SAMPLERS}:
        return [f"{SAMPLER} must be one of {', '.join(SAMPLERS)}"]
    ratio = _number(environment.get(SAMPLER_ARGUMENT, ""))
    if sampler in RATIO_SAMPLERS and not (ratio is not None and 0 <= ratio <= 1):
        return [f"{SAMPLER_ARGUMENT} must be a share from 0 to 1"]
    return []


def _faults_of_numbers(environment: Mapping[str, str]) -> list[str]:
    found = [
        f"{name} must be a number above 0"
        for name in NUMBERS
        if environment.get(name) and not (_number(environment[name]) or 0) > 0
    ]
    sizes = []
    for name, default in ((QUEUE, QUEUE_BY_DEFAULT), (BATCH, BATCH_BY_DEFAULT)):
        text = environment.get(name) or str(default)
        sizes.append(int(text) if text.isdecimal() and text.isascii() and len(text) < 8 else 0)
        if sizes[-1] < 1:
            found.append(f"{name} must be a whole number from 1 to 9999999")
    if min(sizes) > 0 and sizes[1] > sizes[0]:
        found.append(f"{BATCH} must not be above {QUEUE}")
    return found


def _word(environment: Mapping[str, str], name: str) -> str:
    return environment.get(name, "").strip().lower()


def _number(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def _is_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
        return parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False

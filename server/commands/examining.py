"""The command that says which extras are installed, and whether traces are on."""

import os
from collections.abc import Iterator, Mapping
from importlib.util import find_spec

from server import trace_settings
from server.commands import bridging
from server.matching.choosing import missing
from server.matching.engines import EngineName

INSTALLED = "installed"


def findings() -> Iterator[str]:
    """Return a line for traces and each other extra; settings are valid by now."""
    yield f"traces: {_traces(os.environ)}"
    yield f"linkage: {missing(EngineName.SPLINK) or INSTALLED}"
    yield f"spark: {missing(EngineName.SPARK) or INSTALLED}"
    nats = INSTALLED if find_spec("nats") else f"not installed: {bridging.INSTALLATION}."
    yield f"nats: {nats}"


def _traces(environment: Mapping[str, str]) -> str:
    if trace_settings.are_on(environment):
        goes_to, sampler = trace_settings.described(environment)
        return f"on, sampled by {sampler}, sent to {goes_to}"
    is_off = f"off, for no {trace_settings.ENDPOINTS[1]} says where to; the extra is"
    if trace_settings.is_installed():
        return f"{is_off} {INSTALLED}"
    return f"{is_off} not {INSTALLED}: {trace_settings.INSTALLATION}."

"""Options that are days or moments have one form each, and else are refused in a sentence."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, get_args, get_type_hints

import pytest
from typer.testing import CliRunner

from server.cli import app
from tests.server.test_given_numbers import commands

SINCE = "Invalid value for '--since': It is a day, written as 2026-01-31"
TO = "Invalid value for '--to': It is a moment with its zone, written as 2026-01-31T08:23:14+00:00"


def dates() -> dict[str, Any]:
    """Return the options that are days or moments, by the function and the name."""
    return {
        f"{command.__name__}.{name}": options[0]
        for command in commands(app)
        for name, hint in get_type_hints(command, include_extras=True).items()
        if (options := getattr(hint, "__metadata__", ()))
        and not {datetime, timedelta}.isdisjoint(get_args(get_args(hint)[0]))
    }


def said(error: str) -> str:
    """Return what is said of the option, without how the command is used."""
    return error.split("Error: ")[-1].rstrip(".\n")


@pytest.mark.parametrize(
    "given",
    [
        *("2026-1-1", "2026-01-1", "26-01-01", "2026-13-01", "2026-02-29", "0000-01-01", ""),
        *(" 2026-01-01", "2026-01-01\n", "20260101", "2026-W01-1", "01.02.2026", "yesterday"),
        *("2026-01-01T00:00:00", "2026-01-01T00:00:00Z", "٢٢٢٢-09-09", "-2026-01-01"),
    ],
)
def test_what_is_no_day_is_refused_in_a_sentence(given: str) -> None:
    finished = CliRunner().invoke(app, ["detect", f"--since={given}"])

    assert (finished.exit_code, said(finished.stderr)) == (2, SINCE)


@pytest.mark.parametrize(
    "given",
    [
        *("2026-01-31", "2026-01-31T08:23:14", "2026-1-31T8:23:14Z", "2026-01-31 08:23:14Z"),
        *("2026-01-31T08:23Z", "2026-01-31T08:23:60Z", "2026-01-31T08:23:14+24:00", "now", ""),
        *("2026-01-31T08:23:14.Z", "2026-01-31T08:23:14,5Z", "2026-01-31T08:23:14+02"),
        *("2026-01-31t08:23:14z", "2026-02-29T08:23:14Z", "٢٢٢٢-01-31T08:23:14Z"),
    ],
)
def test_what_is_no_moment_with_its_zone_is_refused_in_a_sentence(
    tmp_path: Path, given: str
) -> None:
    finished = CliRunner().invoke(app, ["restore", str(tmp_path), f"--to={given}"])

    assert (finished.exit_code, said(finished.stderr)) == (2, TO)


@pytest.mark.parametrize(
    "zone", ["Z", ".5Z", "+00:00", "+0000", ".000000+00:00", ".500+00:00", "-00:00"]
)
def test_a_moment_is_taken_as_programs_write_it(zone: str) -> None:
    read = dates()["restore.to"].parser

    assert read(f"2026-01-31T08:23:14{zone}").replace(microsecond=0) == datetime(
        2026, 1, 31, 8, 23, 14, tzinfo=UTC
    )


def test_every_option_that_is_a_date_is_read_so() -> None:
    found = dates()

    assert set(found) == {"detect.since", "restore.to"}
    assert [name for name, option in found.items() if option.parser is None] == []
    assert dates()["detect.since"].parser("2026-01-31") == datetime(2026, 1, 31, tzinfo=UTC)

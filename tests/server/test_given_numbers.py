"""Options that are whole numbers are digits, as settings are, and within their bounds."""

from collections.abc import Callable, Iterator
from typing import Any, get_args, get_type_hints

import pytest
import typer
from typer.testing import CliRunner

from server.cli import app

SECONDS = "from 1 to 31536000, written in digits"
TOKEN = ["token", "--user", "admin", "--expires-in"]


def commands(of: typer.Typer) -> Iterator[Callable[..., Any]]:
    """Yield the functions behind all commands, and behind what stands before them."""
    callbacks = [it.callback for it in (*of.registered_commands, of.registered_callback) if it]
    yield from (it for it in callbacks if it is not None)
    for group in of.registered_groups:
        assert group.typer_instance is not None
        yield from commands(group.typer_instance)


def numbers() -> dict[str, Any]:
    """Return the options that are whole numbers, by the function and the name."""
    return {
        f"{command.__name__}.{name}": options[0]
        for command in commands(app)
        for name, hint in get_type_hints(command, include_extras=True).items()
        if (options := getattr(hint, "__metadata__", ()))
        and (int in get_args(get_args(hint)[0]) or get_args(hint)[0] is int)
    }


@pytest.mark.parametrize(
    "given", ["6_0", "60.0", " 60", "60\n", "+60", "٦٠", "0x3c", "6e1", "", "0", "-1", "9" * 30]
)
def test_what_is_no_number_in_digits_is_refused(given: str) -> None:
    finished = CliRunner().invoke(app, [*TOKEN, given])

    assert finished.exit_code == 2
    assert f"Invalid value for '--expires-in': It is a whole number {SECONDS}" in finished.stderr


def test_every_option_that_is_a_number_is_read_so() -> None:
    found = numbers()

    assert {"serve.port", "serve.workers", "seed.persons", "detect.limit"} <= set(found)
    assert [name for name, option in found.items() if option.parser is None] == []
    assert [name for name, option in found.items() if None in (option.min, option.max)] == []

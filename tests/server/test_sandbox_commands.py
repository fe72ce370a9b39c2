"""Rule X5: what the commands of a sandbox refuse, and what they warn of."""

import json
from pathlib import Path

import pytest

from server.commands.sandbox import PUBLIC, UNNAMED, warning
from server.postgres.pristine import MARKER, Pristine
from tests.server.commands import environment, run_here


@pytest.mark.parametrize("options", [("--workers", "2"), ("--no-worker",)])
async def test_x5_a_sandbox_is_one_process_with_a_worker(
    tmp_path: Path, options: tuple[str, ...]
) -> None:
    served = await run_here(environment(tmp_path / "data"), "serve", "--sandbox", *options)

    assert served.status == 2
    assert served.err == (
        "A sandbox is one process with a worker: leave --workers and --no-worker out.\n"
    )
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize(
    "command", [("import", "persons", "FILE", "--source", "legacy"), ("seed",)]
)
async def test_x5_nothing_comes_into_a_sandbox_before_its_first_state(
    tmp_path: Path, command: tuple[str, ...]
) -> None:
    directory, file = tmp_path / "data", tmp_path / "persons.csv"
    file.write_text("external_id,first_name\n1,Joan\n")
    Pristine(directory).mark()
    named = [str(file) if it == "FILE" else it for it in command]

    done = await run_here(environment(directory), *named)

    assert done.status == 1
    assert done.err == "The sandbox was not made to its end; `serve --sandbox` does that.\n"
    assert not (directory / "postgres").exists()


async def test_x5_the_demo_is_not_put_into_a_sandbox(tmp_path: Path) -> None:
    Pristine(tmp_path).mark()

    done = await run_here(environment(tmp_path), "demo")

    assert done.status == 1
    assert done.err.startswith(f"{tmp_path} holds a sandbox: serve it with --sandbox")


def test_x5_a_sandbox_of_an_earlier_version_has_its_first_state(tmp_path: Path) -> None:
    (tmp_path / MARKER).write_text(json.dumps({"since": "2026-11-01T00:00:00+00:00"}))

    assert not Pristine(tmp_path).is_begun


@pytest.mark.parametrize(
    ("host", "sentence"),
    [
        ("127.0.0.1", ""),
        ("localhost", ""),
        ("::1", ""),
        ("0.0.0.0", PUBLIC + UNNAMED),
        ("::", PUBLIC + UNNAMED),
        ("[::]", PUBLIC + UNNAMED),
        ("192.168.1.5", PUBLIC),
        ("register.example", PUBLIC),
    ],
)
def test_x5_whoever_serves_a_sandbox_to_others_is_warned(host: str, sentence: str) -> None:
    assert warning(host, None) == sentence
    assert UNNAMED not in warning(host, "http://register.example:8000")

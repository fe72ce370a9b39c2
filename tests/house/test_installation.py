"""What installs Selfsame names only what exists: commands, options, settings, locked packages."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

from server.settings import PREFIX, Settings, check_names

ROOT = Path(__file__).parents[2]
WORKFLOW = ROOT / ".github" / "workflows" / "ci.yml"
LOCKS = sorted(ROOT.glob("requirements*.lock"))


def services() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]
    return found


OURS = sorted(name for name, service in services().items() if "image" not in service)


def help_of(command: str) -> str:
    program = "from server.cli import main; main()"
    asked = [sys.executable, "-c", program, command, "--help"]
    return subprocess.run(asked, capture_output=True, text=True, check=True).stdout


@pytest.mark.parametrize("name", OURS)
def test_a_service_runs_a_command_that_exists(name: str) -> None:
    program, command, *options = services()[name]["command"]

    explained = help_of(command)

    assert program == "selfsame"
    for option in options:
        assert option in explained


@pytest.mark.parametrize("file", ["docker-compose.yml", "Dockerfile"])
def test_every_setting_that_is_given_is_one_we_read(file: str) -> None:
    given = set(re.findall(rf"\b({PREFIX}[A-Z_]+)[:=] ?", (ROOT / file).read_text()))

    known = {f"{PREFIX}{name.upper()}" for name in Settings.model_fields}

    assert given
    assert given <= known


def test_an_environment_of_compose_is_no_mistyped_setting() -> None:
    wanted = set(re.findall(r"\$\{([A-Z_]+)", (ROOT / "docker-compose.yml").read_text()))

    check_names(wanted)

    assert wanted == {"POSTGRES_PASSWORD", "POSTGRES_APP_PASSWORD"}


def test_d3_only_migrate_knows_the_owner_of_the_tables() -> None:
    owners = {name for name in OURS if "SELFSAME_MIGRATE_URL" in services()[name]["environment"]}

    addresses = {services()[name]["environment"]["SELFSAME_DATABASE_URL"] for name in OURS}

    assert owners == {"migrate"}
    assert len(addresses) == 1
    assert addresses.pop().startswith("postgresql://selfsame_app:")


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_a_lock_pins_by_hash_and_names_no_host(lock: Path) -> None:
    lines = lock.read_text().splitlines()

    pinned = [number for number, line in enumerate(lines) if "==" in line and line[0].isalnum()]

    assert pinned
    assert all(lines[number + 1].strip().startswith("--hash=sha256:") for number in pinned)
    assert not [line for line in lines if "://" in line or "index-url" in line]


def test_a_forge_runs_nothing_but_ci_run() -> None:
    (job,) = yaml.safe_load(WORKFLOW.read_text())["jobs"].values()

    commands = [step["run"] for step in job["steps"] if "run" in step]
    actions = [step["uses"] for step in job["steps"] if "uses" in step]

    assert commands == [".ci/run"]
    assert all(re.fullmatch(r"actions/[a-z-]+@v\d+\.\d+\.\d+", action) for action in actions)
    assert job["timeout-minutes"] <= 30


def test_ci_run_calls_the_readmes_own_commands() -> None:
    called = re.findall(r"^make .+$", (ROOT / ".ci" / "run").read_text(), re.MULTILINE)

    explained = re.findall(r"^make \w+", (ROOT / "README.md").read_text(), re.MULTILINE)

    assert called == ["make check", "make clients", "make test"]
    assert "make test" in explained


def test_the_image_is_made_from_all_that_a_wheel_holds() -> None:
    wheel = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["hatch"]["build"]
    packages = {f"!{package}/" for package in wheel["targets"]["wheel"]["packages"]}

    admitted = set((ROOT / ".dockerignore").read_text().splitlines())

    assert packages | {"!pyproject.toml", "!hatch_build.py"} <= admitted
    assert {"!ui/", "!schema.graphql"} <= admitted  # what the console is built from
    assert {"!docs/", "!clients/"} <= admitted  # the guides, and the client that is served


def test_what_fetches_something_goes_through_the_mirrors() -> None:
    text = (ROOT / "Makefile").read_text().replace("\\\n", " ")
    programs = [".boot/bin/uv", "npm-cli.js", "hatch_build.py"]

    lines = [line for line in text.splitlines() if any(program in line for program in programs)]
    fetching = [
        line for line in lines if not line.startswith("$(INSTALLED):") and "--rows" not in line
    ]

    assert len(fetching) == 4
    assert all("$(NETWORK)" in line for line in fetching)


def test_the_lock_file_of_an_extra_holds_all_of_the_others_and_the_extra() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    of_all = locked("requirements.lock")

    for extra, wanted in project["optional-dependencies"].items():
        found = locked(f"requirements-{extra}.lock")
        assert of_all.items() <= found.items()
        assert {re.split(r"[>=\[]", name)[0] for name in wanted} <= found.keys()


def locked(name: str) -> dict[str, str]:
    """Return which versions a lock file names."""
    return dict(re.findall(r"(?m)^([\w.-]+)==([^ ;\\]+)", (ROOT / name).read_text()))

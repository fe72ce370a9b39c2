"""Imports go down only, and no package is a place for whatever fits nowhere."""

import subprocess
import sys
import tomllib
from typing import Any

from tests.house.repository import ROOT, files, packages

WITHOUT_A_SUBJECT = {"utils", "core", "common", "helpers", "services", "lib"}
DOWN = ["server", "resolvers | (outbound)", "workflows", "planner | db", "rules"]


def project() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text())


def contract(name: str) -> dict[str, Any]:
    (found,) = [it for it in project()["tool"]["importlinter"]["contracts"] if it["id"] == name]
    return dict(found)


def test_imports_go_down_only_and_in_no_circle() -> None:
    command = "from importlinter.cli import lint_imports_command; lint_imports_command()"

    ran = subprocess.run(
        [sys.executable, "-c", command, "--no-cache"], cwd=ROOT, capture_output=True, text=True
    )

    assert ran.returncode == 0, ran.stdout


def test_the_linter_knows_every_package_in_its_order() -> None:
    linter = project()["tool"]["importlinter"]

    assert set(linter["root_packages"]) == packages()
    assert set(contract("circles")["ancestors"]) == packages()
    assert [name.replace("(outbound)", "outbound") for name in contract("layers")["layers"]] == [
        name.replace("(outbound)", "outbound") for name in DOWN
    ]


def test_every_wing_of_the_server_has_its_place_in_the_order() -> None:
    wings = contract("wings")

    assert wings["containers"] == ["server"]
    assert wings["exhaustive"]


def test_the_wheel_takes_every_package_and_nothing_else() -> None:
    taken = project()["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]

    assert set(taken) == packages()


def test_nothing_is_named_for_having_no_subject() -> None:
    named = {name: {part.partition(".")[0] for part in name.parts} for name in files()}

    assert [name for name, parts in named.items() if parts & WITHOUT_A_SUBJECT] == []

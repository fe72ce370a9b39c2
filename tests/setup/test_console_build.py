"""The console is built where npm finds its packages; else a wheel fails and make goes on."""

import base64
import json
import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.setup.mirror import Mirror

ROOT = Path(__file__).parents[2]
NOWHERE = "https://127.0.0.1:9/"
PACKAGE = {
    "name": "ui",
    "version": "1.0.0",
    "dependencies": {"mirrored": "1.0.0"},
    "scripts": {"build": "mkdir -p ../server/static && echo made > ../server/static/page"},
}


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """Make a tree with our build and with a console of one package."""
    for name in ("pyproject.toml", "hatch_build.py"):
        shutil.copy(ROOT / name, tmp_path)
    about = tomllib.loads((ROOT / "pyproject.toml").read_text())
    for package in about["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]:
        (tmp_path / package).mkdir()
        (tmp_path / package / "__init__.py").touch()
    (tmp_path / "ui").mkdir()
    (tmp_path / "ui" / "package.json").write_text(json.dumps(PACKAGE))
    return tmp_path


def lock(tree: Path, **locked: str) -> None:
    """Lock the console's package, as `npm install` would."""
    root = {name: PACKAGE[name] for name in ("name", "version")}
    packages = {
        "": root | {"dependencies": PACKAGE["dependencies"]},
        "node_modules/mirrored": {"version": "1.0.0"} | locked,
    }
    text = json.dumps(root | {"lockfileVersion": 3, "packages": packages})
    (tree / "ui" / "package-lock.json").write_text(text)


def run(
    tree: Path, registry: str, *command: str, authority: Path | None = None
) -> subprocess.CompletedProcess[str]:
    environment = {
        "HOME": str(tree),
        "PATH": os.environ["PATH"],
        "npm_config_registry": registry,
        "npm_config_fetch_retries": "0",
        "NODE_EXTRA_CA_CERTS": str(authority or ""),
    }
    return subprocess.run(
        [sys.executable, *command],
        capture_output=True,
        text=True,
        cwd=tree,
        env=environment,
        check=False,
    )


def test_where_npm_reaches_its_registry_the_console_is_built_once(
    company: Mirror, tree: Path
) -> None:
    lock(tree)
    command = ("hatch_build.py", "--if-possible")

    first = run(tree, company.registry, *command, authority=company.authority)
    (tree / "server" / "static" / "page").write_text("kept")
    again = run(tree, NOWHERE, *command)

    assert (first.returncode, again.returncode) == (0, 0), first.stderr + again.stderr
    assert (tree / "server" / "static" / "page").read_text() == "kept"
    assert again.stderr == ""


def test_where_npm_reaches_nothing_one_line_says_so_and_setup_goes_on(tree: Path) -> None:
    lock(tree)

    done = run(tree, NOWHERE, "hatch_build.py", "--if-possible")

    assert (done.returncode, done.stdout) == (0, "")
    (line,) = done.stderr.splitlines()
    assert line.startswith("No console, since npm cannot fetch its packages (")
    assert line.endswith("`make console` tries again.")
    assert not (tree / "server" / "static").exists()


def test_a_package_that_is_not_the_locked_one_is_no_matter_of_the_network(
    company: Mirror, tree: Path
) -> None:
    another = base64.b64encode(bytes(64)).decode()
    lock(tree, integrity=f"sha512-{another}")
    command = ("hatch_build.py", "--if-possible")

    done = run(tree, company.registry, *command, authority=company.authority)

    assert done.returncode != 0
    assert "EINTEGRITY" in done.stderr


def test_a_wheel_is_not_built_without_the_console(tree: Path) -> None:
    lock(tree)

    done = run(tree, NOWHERE, "-m", "hatchling", "build", "--target", "wheel")

    assert done.returncode != 0
    assert "npm error" in done.stderr
    assert list(tree.glob("dist/*")) == []

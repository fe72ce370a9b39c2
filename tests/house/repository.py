"""The repository as its tests read it: its files, and the packages of the application."""

import ast
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]


GENERATED = (
    Path("clients/python/selfsame_client/operations"),
    Path("clients/typescript/dist"),
    Path("clients/typescript/src/operations.ts"),
)
"""What `make clients` writes, and nobody else."""


@cache
def files() -> tuple[Path, ...]:
    """Name every file that git has or would take, relative to the root."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    names = {Path(name) for name in listed.stdout.decode().split("\0") if name}
    return tuple(sorted(name for name in names if (ROOT / name).is_file()))


def packages() -> frozenset[str]:
    """Name the packages at the top that are the application."""
    packages = {name.parts[0] for name in files() if name.name == "__init__.py"}
    return frozenset(packages - {"tests", "bench", "clients", "deploy"})


def modules(*packages: str) -> list[Path]:
    """Name the Python files of these packages; of all the repository where none is named."""
    return [
        name
        for name in files()
        if name.suffix == ".py"
        and (not packages or name.parts[0] in packages)
        and not is_generated(name)
    ]


def is_generated(name: Path) -> bool:
    """Return whether a program writes this file."""
    return any(name.is_relative_to(it) for it in GENERATED)


@cache
def parsed(module: Path) -> ast.Module:
    """Read a module."""
    return ast.parse((ROOT / module).read_text())

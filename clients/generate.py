"""Writes the Python client's operations from the schema and clients/operations (`make clients`).

What ariadne-codegen writes is kept but for the enumerations, which take values that later versions
of the server add. The list of documents is for registers that execute nothing else (X3).
"""

import ast
import hashlib
import json
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
TARGET = HERE / "python" / "selfsame_client" / "operations"
GENERATOR = Path(sys.executable).parent / "ariadne-codegen"


def main() -> None:
    """Write everything anew, so that nothing stays of operations that are gone."""
    shutil.rmtree(TARGET, ignore_errors=True)
    command = [str(GENERATOR), "--config", str(HERE / "python" / "pyproject.toml")]
    done = subprocess.run(command, cwd=HERE.parent, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(done.stdout + done.stderr)
    enums = TARGET / "enums.py"
    written = enums.read_text().replace("(str, Enum)", "(OpenEnum)")
    enums.write_text(
        written.replace("from enum import Enum", "from selfsame_client.open_enums import OpenEnum")
    )
    listed = {hashlib.sha256(it.encode()).hexdigest(): it for it in documents(TARGET / "client.py")}
    (HERE / "python" / "documents.json").write_text(json.dumps(listed, indent=2) + "\n")


def documents(client: Path) -> list[str]:
    """Return the texts that the methods of the client send."""
    calls = (it for it in ast.walk(ast.parse(client.read_text())) if isinstance(it, ast.Call))
    named = (it for it in calls if isinstance(it.func, ast.Name) and it.func.id == "gql")
    return [ast.literal_eval(it.args[0]) for it in named]


if __name__ == "__main__":
    main()

"""Rule X2: a program that has nothing but the server's address installs a typed client."""

import asyncio
import io
import json
import os
import subprocess
import sys
import sysconfig
import tarfile
from pathlib import Path
from typing import Any

import httpx2
import pytest
from starlette.applications import Starlette

from hatch_build import clients
from server.http.client_package import SOURCES, for_npm, for_pip
from server.http.guides import Guides
from tests.node import NODE

PROGRAM = """
import { idempotencyKey, Selfsame } from "selfsame-client";
const selfsame = new Selfsame({ url: "http://127.0.0.1:1", clientId: "1", clientSecret: "2" });
console.log(typeof selfsame.send, idempotencyKey().length);
"""

PYTHON_PROGRAM = """
import sys, selfsame_client
from selfsame_client import Selfsame, idempotency_key
from selfsame_client.operations import DeclareBirthInput
installed = selfsame_client.__file__.startswith(sys.prefix)
print(installed, len(idempotency_key()), sys.prefix)
"""


@pytest.fixture
def http() -> httpx2.AsyncClient:
    transport = httpx2.ASGITransport(app=Starlette(routes=Guides().routes()))
    return httpx2.AsyncClient(transport=transport, base_url="http://here")


async def test_x2_the_typescript_client_is_served_as_a_package(
    http: httpx2.AsyncClient, tmp_path: Path
) -> None:
    served = await http.get("/docs/clients/typescript.tgz")

    assert (served.status_code, served.headers["content-type"]) == (200, "application/gzip")
    with tarfile.open(fileobj=io.BytesIO(served.content)) as archive:
        archive.extractall(tmp_path, filter="data")
    installed = tmp_path / "node_modules" / "selfsame-client"
    installed.parent.mkdir()
    (tmp_path / "package").rename(installed)
    package = json.loads((installed / "package.json").read_text())
    assert all((installed / it).is_file() for it in package["exports"]["."].values())
    (tmp_path / "program.mjs").write_text(PROGRAM)
    run = [NODE, tmp_path / "program.mjs"]
    done = await asyncio.to_thread(subprocess.run, run, capture_output=True, text=True, check=False)
    assert done.stdout == "function 36\n", done.stderr


async def test_x2_pip_installs_the_python_client_that_is_served(
    http: httpx2.AsyncClient, tmp_path: Path
) -> None:
    served = await http.get("/docs/clients/python.tar.gz")

    assert (served.status_code, served.headers["content-type"]) == (200, "application/gzip")
    (tmp_path / "python.tar.gz").write_bytes(served.content)
    # What it needs, and what builds it, is here already: no registry is asked.
    environment = os.environ | {"PYTHONPATH": sysconfig.get_path("purelib")}
    python = tmp_path / "venv" / "bin" / "python"
    no_registry = ("--no-index", "--no-build-isolation", "--no-deps", "--quiet")
    for command in (
        (sys.executable, "-m", "venv", tmp_path / "venv"),
        (python, "-m", "pip", "install", *no_registry, tmp_path / "python.tar.gz"),
        (python, "-c", PYTHON_PROGRAM),
    ):
        done = await asyncio.to_thread(
            subprocess.run,
            command,
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
    assert done.stdout == f"True 36 {python.parents[1]}\n"


@pytest.mark.parametrize("pack", [for_npm, for_pip])
def test_x2_the_bytes_of_a_package_are_those_of_its_files_and_of_no_moment(pack: Any) -> None:
    first = pack(SOURCES)
    pack.cache_clear()

    assert pack(SOURCES) == first


@pytest.mark.parametrize(
    ("name", "language", "imports"),
    [
        ("portal.ts", "typescript", 'from "selfsame-client"'),
        ("portal.py", "python", "from selfsame_client import"),
    ],
)
async def test_x2_the_program_of_a_whole_life_is_served_beside_it(
    http: httpx2.AsyncClient, name: str, language: str, imports: str
) -> None:
    served = await http.get(f"/docs/clients/{name}")

    assert served.status_code == 200
    assert served.text == (SOURCES / language / "examples" / name).read_text()
    assert imports in served.text


@pytest.mark.parametrize("pack", [for_npm, for_pip])
def test_x2_a_wheel_holds_what_is_served(pack: Any, tmp_path: Path) -> None:
    for source, name in clients(SOURCES.parent).items():
        held = tmp_path / Path(name).relative_to("server/clients")
        held.parent.mkdir(parents=True, exist_ok=True)
        held.write_bytes(Path(source).read_bytes())

    assert pack(tmp_path) == pack(SOURCES)
    assert (tmp_path / "typescript/examples/portal.ts").is_file()
    assert (tmp_path / "python/examples/portal.py").is_file()
    assert not (tmp_path / "typescript/src").exists()

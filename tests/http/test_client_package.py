"""Rule X2: a program that has nothing but the server's address installs a typed client."""

import asyncio
import ensurepip
import io
import json
import os
import re
import subprocess
import sys
import sysconfig
import tarfile
from pathlib import Path
from typing import Any

import httpx2
import pytest
from selfsame_client import SelfsameError
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
        # Python 3.11.3 and earlier take no filter as an argument.
        archive.extraction_filter = getattr(tarfile, "data_filter", None)
        archive.extractall(tmp_path)
    installed = tmp_path / "node_modules" / "selfsame-client"
    installed.parent.mkdir()
    (tmp_path / "package").rename(installed)
    package = json.loads((installed / "package.json").read_text())
    assert all((installed / it).is_file() for it in package["exports"]["."].values())
    (tmp_path / "program.mjs").write_text(PROGRAM)
    assert (installed / "examples/portal.ts").is_file()
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
    # A pip beside the standard library runs as it is, which is faster than to install it first.
    pips = list((Path(ensurepip.__file__).parent / "_bundled").glob("pip-*.whl"))
    pip: tuple[str | Path, ...] = (pips[0] / "pip",) if pips else ("-m", "pip")
    commands: tuple[tuple[str | Path, ...], ...] = (
        (sys.executable, "-m", "venv", *(["--without-pip"] if pips else []), tmp_path / "venv"),
        (python, *pip, "install", *no_registry, tmp_path / "python.tar.gz"),
        (python, "-c", PYTHON_PROGRAM),
    )
    for command in commands:
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


async def test_what_is_no_program_of_the_clients_is_a_404(http: httpx2.AsyncClient) -> None:
    for name in ("nothing.ts", "package.json", "..%2Fpackage.json", "__pycache__"):
        assert (await http.get(f"/docs/clients/{name}")).status_code == 404


@pytest.mark.parametrize("language", ["typescript", "python"])
def test_a_readme_names_every_operation_and_error_of_its_client(language: str) -> None:
    readme = (SOURCES / language / "README.md").read_text()
    operations = (SOURCES / "operations").glob("*.graphql")
    documents = "".join(it.read_text() for it in operations)
    names = re.findall(r"^(?:query|mutation) (\w+)", documents, re.MULTILINE)
    if language == "python":
        names = [re.sub(r"(?<!^)([A-Z])", r"_\1", it).lower() for it in names]
    errors = [it.__name__ for it in SelfsameError.__subclasses__()]

    assert [it for it in (*names, *errors) if f"`{it}`" not in readme] == []


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

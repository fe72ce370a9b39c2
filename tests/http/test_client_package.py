"""Rule X2: a program that has nothing but the server's address installs the TypeScript client."""

import asyncio
import io
import json
import subprocess
import tarfile
from pathlib import Path

import httpx2
import pytest
from starlette.applications import Starlette

from hatch_build import clients
from server.http.client_package import SOURCES, packed_from
from server.http.guides import Guides
from tests.node import NODE

PROGRAM = """
import { idempotencyKey, Selfsame } from "selfsame-client";
const selfsame = new Selfsame({ url: "http://127.0.0.1:1", clientId: "1", clientSecret: "2" });
console.log(typeof selfsame.send, idempotencyKey().length);
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


def test_x2_its_bytes_are_those_of_its_files_and_of_no_moment() -> None:
    first = packed_from(SOURCES)
    packed_from.cache_clear()

    assert packed_from(SOURCES) == first


async def test_x2_the_program_of_a_whole_life_is_served_beside_it(http: httpx2.AsyncClient) -> None:
    served = await http.get("/docs/clients/portal.ts")

    assert served.status_code == 200
    assert served.text == (SOURCES / "examples" / "portal.ts").read_text()
    assert 'from "selfsame-client"' in served.text


def test_x2_a_wheel_holds_what_is_served() -> None:
    held = {
        it.removeprefix("server/clients/typescript/") for it in clients(SOURCES.parents[1]).values()
    }

    assert held >= {f"dist/{it.name}" for it in (SOURCES / "dist").iterdir()}
    assert held >= {"package.json", "examples/portal.ts"}
    assert not any(it.startswith(("src/", "node_modules/")) for it in held)

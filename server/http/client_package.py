"""Serves the typed clients as packages for npm and pip, and programs that use them. Rule X2."""

import asyncio
import gzip
import io
import tomllib
from collections.abc import Callable, Iterable
from functools import cache, partial
from pathlib import Path
from typing import Final

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

INSTALLED: Final = Path(__file__).parents[1] / "clients"
"""Where a wheel has them (`hatch_build.py`)."""

SOURCES: Final = Path(__file__).parents[2] / "clients"
HEADERS: Final = {"cache-control": "no-cache", "x-content-type-options": "nosniff"}
METADATA: Final = """\
Metadata-Version: 2.4
Name: {name}
Version: {version}
Summary: {description}
Requires-Python: {requires-python}
"""


def routes() -> list[Route]:
    """Return the routes of the packages and of the programs."""
    return [
        Route("/docs/clients/typescript.tgz", partial(_package, for_npm), methods=["GET"]),
        Route("/docs/clients/python.tar.gz", partial(_package, for_pip), methods=["GET"]),
        Route("/docs/clients/{name}", _example, methods=["GET"]),
    ]


async def _package(pack: Callable[[Path], bytes], _: Request) -> Response:
    packed = await asyncio.to_thread(pack, _folder())
    return Response(packed, 200, HEADERS, "application/gzip")


async def _example(request: Request) -> Response:
    programs = {it.name: it for it in _folder().glob("*/examples/*") if it.suffix in (".ts", ".py")}
    program = programs.get(request.path_params["name"])
    if program is None:
        raise HTTPException(404, "There is no such program")
    return Response(program.read_bytes(), 200, HEADERS, "text/plain")


def _folder() -> Path:
    for folder in (INSTALLED, SOURCES):
        if folder.is_dir():
            return folder
    raise HTTPException(404, "There is no such guide")


@cache
def for_npm(clients: Path) -> bytes:
    """Return the TypeScript client as npm has it: below `package/`."""
    folder = clients / "typescript"
    files = [
        *(folder / "package.json", folder / "README.md"),
        *sorted((folder / "dist").iterdir()),
        *sorted((folder / "examples").glob("*.ts")),
    ]
    return _packed((f"package/{_name(it, folder)}", it.read_bytes()) for it in files)


@cache
def for_pip(clients: Path) -> bytes:
    """Return the Python client as a source distribution, which pip builds by hatchling."""
    folder = clients / "python"
    declared = (folder / "pyproject.toml").read_text("utf-8")
    project = tomllib.loads(declared)["project"]
    below = f"{project['name'].replace('-', '_')}-{project['version']}"
    needed = "".join(f"Requires-Dist: {it}\n" for it in project["dependencies"])
    metadata = f"{METADATA.format_map(project)}{needed}"
    modules = sorted(
        it
        for it in (folder / "selfsame_client").rglob("*")
        if it.suffix == ".py" or it.name == "py.typed"
    )
    return _packed(
        [
            (f"{below}/PKG-INFO", metadata.encode()),
            (f"{below}/pyproject.toml", declared.encode()),
            (f"{below}/README.md", (folder / "README.md").read_bytes()),
            *((f"{below}/{_name(it, folder)}", it.read_bytes()) for it in modules),
        ]
    )


def _name(file: Path, folder: Path) -> str:
    return file.relative_to(folder).as_posix()


def _packed(files: Iterable[tuple[str, bytes]]) -> bytes:
    """Return files as an archive: the same bytes for the same files.

    Lock files of programs hold a digest of it, so nothing of a moment or of an account is in it.
    """
    import tarfile

    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w", format=tarfile.USTAR_FORMAT) as archive:
        for name, content in files:
            entry = tarfile.TarInfo(name)
            entry.size, entry.mode = len(content), 0o644
            archive.addfile(entry, io.BytesIO(content))
    return gzip.compress(made.getvalue(), mtime=0)

"""Serves the TypeScript client as a package for npm, and a program that uses it. Rule X2."""

import asyncio
import gzip
import io
import tarfile
from functools import cache
from pathlib import Path
from typing import Final

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

INSTALLED: Final = Path(__file__).parents[1] / "clients" / "typescript"
"""Where a wheel has it (`hatch_build.py`)."""

SOURCES: Final = Path(__file__).parents[2] / "clients" / "typescript"
HEADERS: Final = {"cache-control": "no-cache", "x-content-type-options": "nosniff"}


def routes() -> list[Route]:
    """Return the routes of the package and of the program."""
    return [
        Route("/docs/clients/typescript.tgz", _package, methods=["GET"]),
        Route("/docs/clients/portal.ts", _example, methods=["GET"]),
    ]


async def _package(_: Request) -> Response:
    packed = await asyncio.to_thread(packed_from, _folder())
    return Response(packed, 200, HEADERS, "application/gzip")


async def _example(_: Request) -> Response:
    return Response((_folder() / "examples" / "portal.ts").read_bytes(), 200, HEADERS, "text/plain")


def _folder() -> Path:
    for folder in (INSTALLED, SOURCES):
        if folder.is_dir():
            return folder
    raise HTTPException(404, "There is no such guide")


@cache
def packed_from(folder: Path) -> bytes:
    """Return the package as npm has it: below `package/`, the same bytes for the same files.

    Lock files of programs hold a digest of it, so nothing of a moment or of an account is in it.
    """
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w", format=tarfile.USTAR_FORMAT) as archive:
        for file in [folder / "package.json", *sorted((folder / "dist").iterdir())]:
            content = file.read_bytes()
            entry = tarfile.TarInfo(f"package/{file.relative_to(folder).as_posix()}")
            entry.size, entry.mode = len(content), 0o644
            archive.addfile(entry, io.BytesIO(content))
    return gzip.compress(made.getvalue(), mtime=0)

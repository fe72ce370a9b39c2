"""Runs `web-portal.ts`, the portal that docs/web-portal.md builds, and visits its pages."""

import os
import re
from asyncio import create_subprocess_exec
from asyncio.subprocess import PIPE, STDOUT
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from html import unescape
from pathlib import Path

import httpx2

from tests.node import NODE, ROOT

PROGRAM = ROOT / "clients/typescript/examples/web-portal.ts"
TYPED = {
    "child.firstName": "Joan",
    "child.lastName": "Dobalaba",
    "child.gender": "FEMALE",
    "placeOfBirth": "City hospital 3",
    "mother.firstName": "Mary",
    "mother.lastName": "Dobalaba",
    "mother.birthDate": "1994-05-06",
    "informant.phoneNumber": "+380 44 123 45 67",
}


@asynccontextmanager
async def web_portal(register: str, **settings: str) -> AsyncIterator[httpx2.AsyncClient]:
    """Serve the portal of a register, and visit it without following where it leads."""
    named = {"SELFSAME_URL": register, "PORT": "0", "NO_PROXY": "127.0.0.1"}
    environment = {"PATH": os.environ["PATH"]} | named | settings
    portal = await create_subprocess_exec(
        NODE, PROGRAM, cwd=Path("/"), env=environment, stdout=PIPE, stderr=STDOUT
    )
    assert portal.stdout is not None
    try:
        said = (await portal.stdout.readline()).decode()
        address = re.fullmatch(r"The portal listens on (\S+)\n", said)
        assert address, said + (await portal.stdout.read()).decode()
        async with httpx2.AsyncClient(base_url=address[1], trust_env=False, timeout=60) as visit:
            yield visit
    finally:
        if portal.returncode is None:
            portal.kill()
        await portal.communicate()


def hidden(page: httpx2.Response) -> dict[str, str]:
    """Return what the forms of a page send besides what people type."""
    inputs = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page.text)
    return {name: unescape(value) for name, value in inputs}

"""Rule X2: the examples of both clients live a portal's whole life against a real server."""

import asyncio
import os
import re
import sys
from asyncio.subprocess import PIPE, STDOUT
from pathlib import Path

import pytest

from rules.access import Role
from tests.http.machines import made
from tests.node import NODE, ROOT
from tests.serving import Registry

SCOPES = (
    "birth:declare",
    "vital_event:read",
    "vital_event:correct",
    "vital_event:certify",
    "vital_event:issue",
)
CLIENTS = ROOT / "clients"
EXAMPLES: dict[str, tuple[str | Path, Path]] = {
    "Python": (sys.executable, CLIENTS / "python/examples/portal.py"),
    "TypeScript": (NODE, CLIENTS / "typescript/examples/portal.ts"),
}

WAITING = """{
  vitalEvents(first: 10, filter: {status: [DECLARED]}) { nodes { id } }
  corrections(first: 10, filter: {status: [REQUESTED]}) { nodes { id } }
}"""
REGISTER = """mutation ($id: ID!) {
  registerVitalEvent(input: {id: $id, acceptedAlerts: []}) { vitalEvent { id } }
}"""
APPROVE = "mutation ($id: ID!) { approveCorrection(input: {id: $id}) { correction { id } } }"

LIFE = """\
child.birthDate: It is after today
declared B……
waiting until B…… is registered
registered as B-…
waiting until the correction of B…… is approved
corrected child.firstName
certified by C-…
verified: VALID
the paper says …: Joan
its page has … bytes
issued against R-…
waiting until the correction of B…… is approved
corrected father.…
version 3; the first paper is REVOKED
the second paper is VALID
certificates: revoked, valid
"""


async def register_and_approve(registry: Registry) -> None:
    """Do what a registrar does, as long as the test runs."""
    while True:
        waiting = (await registry.ask("registrar", WAITING)).data
        for event in waiting["vitalEvents"]["nodes"]:
            assert (await registry.ask("registrar", REGISTER, event)).data
        for correction in waiting["corrections"]["nodes"]:
            assert (await registry.ask("registrar", APPROVE, correction)).data
        await asyncio.sleep(0.1)


@pytest.mark.parametrize("language", EXAMPLES)
async def test_x2_an_example_lives_a_portals_life(registry: Registry, language: str) -> None:
    await registry.user("registrar", Role.REGISTRAR)
    portal = await made(registry, *SCOPES)
    environment = os.environ | {
        "SELFSAME_URL": registry.url,
        "SELFSAME_CLIENT_ID": portal["databaseId"],
        "SELFSAME_CLIENT_SECRET": portal["clientSecret"],
        "NO_PROXY": "127.0.0.1",
    }

    command, program = EXAMPLES[language]
    example = await asyncio.create_subprocess_exec(
        command, program, cwd=Path("/"), env=environment, stdout=PIPE, stderr=STDOUT
    )
    registrar = asyncio.create_task(register_and_approve(registry))
    life = asyncio.create_task(example.communicate())
    await asyncio.wait({registrar, life}, return_when=asyncio.FIRST_COMPLETED)
    if registrar.done():
        example.kill()
        await life
        registrar.result()
    registrar.cancel()
    printed = (await life)[0].decode()

    assert example.returncode == 0, printed
    assert re.fullmatch(re.escape(LIFE).replace("…", ".+"), printed), printed

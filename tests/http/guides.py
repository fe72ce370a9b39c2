"""Guides of the documentation as tests run them: their commands, and what they say comes out."""

import json
import os
import re
import sys
from asyncio import create_subprocess_exec
from asyncio.subprocess import PIPE
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.house.repository import ROOT
from tests.serving import Registry

BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
ANY = "\u2026"
BETWEEN = "\036"


@dataclass(frozen=True, slots=True)
class Step:
    """Commands of a guide, and the answer that it shows below them, if it shows one."""

    commands: str
    language: str = ""
    shown: str = ""

    def differs(self, printed: str) -> str | None:
        """Say how what was printed differs from what is shown; None where it does not."""
        if not self.language:
            return None
        if self.language == "text":
            return None if printed.strip() == self.shown.strip() else printed
        wanted, came = documents(self.shown), documents(printed)
        alike = len(wanted) == len(came) and all(map(is_like, wanted, came))
        return None if alike else printed


def steps(guide: str) -> list[Step]:
    """Read the commands of a guide, in their order."""
    found: list[Step] = []
    for language, text in BLOCK.findall((ROOT / guide).read_text()):
        if language == "sh":
            found.append(Step(text))
        elif found and not found[-1].language and language in ("json", "text"):
            found[-1] = Step(found[-1].commands, language, text)
    return found


def documents(text: str) -> list[Any]:
    """Read JSON documents that follow each other."""
    found, decoder, at = [], json.JSONDecoder(), 0
    text = text.strip()
    while at < len(text):
        document, at = decoder.raw_decode(text, at)
        found.append(document)
        at += len(text[at:]) - len(text[at:].lstrip())
    return found


def is_like(shown: Any, came: Any) -> bool:
    """Return whether an answer is the one shown, in which … stands for what differs each time."""
    match shown:
        case str() if ANY in shown:
            pattern = ".*".join(map(re.escape, shown.split(ANY)))
            return isinstance(came, str) and re.fullmatch(pattern, came) is not None
        case dict():
            is_same = isinstance(came, dict) and shown.keys() == came.keys()
            return is_same and all(is_like(shown[name], came[name]) for name in shown)
        case list():
            is_same = isinstance(came, list) and len(shown) == len(came)
            return is_same and all(map(is_like, shown, came))
    return bool(shown == came)


def environment(registry: Registry, directory: Path, **more: str) -> dict[str, str]:
    """Return what the commands of a guide find this registry by; `directory` is theirs."""
    return {
        **os.environ,
        "SELFSAME": f"{sys.executable} -m server.cli",
        "SELFSAME_URL": registry.url,
        "SELFSAME_DATABASE_URL": registry.database.app_url,
        "SELFSAME_DATA_DIR": str(directory),
        "WORK": str(directory),
        **more,
    }


async def run(commands: str, environment: Mapping[str, str]) -> tuple[int | None, str, str]:
    """Run commands in a shell that stops at the first fault; return status, output, complaints."""
    shell = await create_subprocess_exec(
        "sh", "-euc", commands, cwd=ROOT, env=environment, stdout=PIPE, stderr=PIPE
    )
    said, complaint = await shell.communicate()
    return shell.returncode, said.decode(), complaint.decode()


async def walk(guide: list[Step], environment: Mapping[str, str]) -> list[str]:
    """Run all commands of a guide in one shell; return what each step printed."""
    script = f"printf '{BETWEEN}'\n".join(step.commands for step in guide)
    status, said, complaint = await run(script, environment)
    assert status == 0, said[-2000:] + complaint
    return said.split(BETWEEN)

"""What auditors are shown in docs/audit.md works as it is written there (Y1, Y3)."""

import re
from base64 import b64encode
from pathlib import Path
from typing import Any

import asyncpg

from tests.audit import Trail
from tests.house.repository import ROOT

GUIDE = (ROOT / "docs" / "audit.md").read_text()


def blocks(language: str) -> list[str]:
    """The blocks of code in a language."""
    return re.findall(rf"```{language}\n(.*?)```", GUIDE, re.DOTALL)


async def test_y3_an_auditor_verifies_by_what_the_guide_shows(
    owner: asyncpg.Connection, tmp_path: Path
) -> None:
    trail = Trail(owner, tmp_path)
    for entries in (5, 1, 30):
        await trail.add(entries)
        await trail.seal()
    await owner.execute("set time zone 'Asia/Tokyo'")
    shown: dict[str, Any] = {}
    for block in blocks("python"):
        exec(block, shown)
    foreign, order = blocks("sql")

    leaves = [shown["leaf"](row) for row in await owner.fetch(order)]
    assert await owner.fetch(foreign) == []

    note = trail.file.last_note()
    assert note is not None
    _, size, root, *_ = note.split("\n")
    assert len(leaves) == int(size) == 36 + 3
    assert b64encode(shown["root"](leaves)).decode() == root

"""What auditors are shown in docs/audit.md works as it is written there (Y1, Y3)."""

import asyncio
import re
import sys
from base64 import b64encode
from pathlib import Path
from typing import Any

import asyncpg

from tests.audit import Trail
from tests.house.repository import ROOT
from tests.partitions import end_first

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


async def test_y3_the_verifier_of_the_guide_reads_what_was_taken_out(
    owner: asyncpg.Connection, tmp_path: Path
) -> None:
    trail = Trail(owner, tmp_path)
    await trail.add(5)
    await trail.seal()
    name = await end_first(owner, "audit_log")
    await trail.add(2)
    await trail.seal()
    (tmp_path / "verify.py").write_text("\n\n".join(blocks("python")))
    (tmp_path / "checkpoint").write_text(str(trail.file.last_note()))
    (tmp_path / "key").write_text("".join(f"{it.text}\n" for it in trail.keys.public()))

    await owner.execute(f"alter table audit_log detach partition partitions.{name}")
    (statement,) = re.findall(r"\\copy \((select .*?)\) to 'archive/", GUIDE)
    statement = statement.replace("audit_log_2026_10", name)
    await owner.copy_from_query(
        statement, output=tmp_path / "archive.csv", format="csv", header=True
    )
    await owner.execute(f"drop table partitions.{name}")
    await owner.copy_from_query(
        blocks("sql")[1], output=tmp_path / "leaves.csv", format="csv", header=True
    )
    without = await verified(tmp_path)
    right = await verified(tmp_path, "archive.csv")
    archive = tmp_path / "archive.csv"
    archive.write_text(archive.read_text().replace("person.corrected", "person.invented", 1))
    changed = await verified(tmp_path, "archive.csv")

    assert right == ["As it was sealed. 9 leaves"]
    assert len(without) == 5 + 1
    assert [it.startswith("Leaf ") for it in changed] == [True, False]
    assert changed[-1] == "NOT AS IT WAS SEALED. 9 leaves"


async def verified(directory: Path, *archives: str) -> list[str]:
    """What the guide's verifier prints, a line each."""
    given = ["leaves.csv", "checkpoint", "key", *archives]
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "verify.py", *given), cwd=directory, stdout=asyncio.subprocess.PIPE
    )
    printed, _ = await process.communicate()
    assert process.returncode == 0
    return printed.decode().splitlines()

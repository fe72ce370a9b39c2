"""All alterations behind a kept checkpoint are found, and no honest trail is accused (Y4).

SELFSAME_TEST_ALTERATIONS and SELFSAME_TEST_LIVES are how many of each, 10,000 for a night.
"""

import os
from pathlib import Path
from random import Random

import asyncpg
import pytest

from tests.audit import Trail
from tests.audit_alterations import ALTERATIONS, TREE, live
from tests.databases import Database
from workflows import audit_sealing

MANY = int(os.environ.get("SELFSAME_TEST_ALTERATIONS", "90"))
LIVES = int(os.environ.get("SELFSAME_TEST_LIVES", "20"))


async def test_y4_every_alteration_behind_a_kept_checkpoint_is_found(
    owner: asyncpg.Connection, tmp_path: Path
) -> None:
    random = Random(4)
    trail = Trail(owner, tmp_path)
    for _ in range(5):
        await trail.add(random.randint(2, 9))
        await trail.seal()
    kept = trail.kept()
    ids = [str(row["id"]) for row in await owner.fetch("select id from audit_log")]
    await trail.add(3)
    await trail.seal()
    await owner.execute("set session_replication_role = replica")
    assert await trail.faults(kept) == []

    for number in range(MANY):
        alter = ALTERATIONS[number % len(ALTERATIONS)]
        undone = owner.transaction()
        await undone.start()
        await alter(trail, random, ids)
        faults = await trail.faults(kept)
        await undone.rollback()
        assert faults, f"{alter.__name__} at {number} was not found"

    await owner.execute("set session_replication_role = origin")
    assert await trail.faults(kept) == []


async def test_y4_no_honest_trail_is_accused(
    owner: asyncpg.Connection,
    database: Database,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    other = await asyncpg.connect(database.owner_url)

    for number in range(LIVES):
        random = Random(number)
        monkeypatch.setattr(audit_sealing, "BATCH", random.choice([1, 2, 5, 10_000]))
        trail = Trail(owner, tmp_path / str(number))
        if random.random() < 0.3:
            await trail.add(random.randint(1, 7))
            await trail.tamper("update audit_log set transaction = null")
        await live(trail, other, random)
        held = [trail.kept()] if trail.file.last() else []
        assert await trail.faults(*held) == [], number
        await trail.tamper(*(f"delete from {it}" for it in ("audit_log", *TREE)))
    await other.close()

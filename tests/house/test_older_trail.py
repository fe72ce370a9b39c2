"""What was sealed before an upgrade is proved after it (rules Y3, Y6 and Z5)."""

from collections.abc import AsyncIterator
from pathlib import Path

import asyncpg
import pytest

from db.migrating import migrate
from tests.audit import Trail
from tests.older_trail import ADD_OLDER, make_older
from workflows.audit_verifying import Kind

ACT = """
begin;
select begin_act('person.corrected', null, null, uuidv7());
insert into persons (first_name) values ('Ada'), ('Eva');
commit
"""


@pytest.fixture
async def older(empty: str, tmp_path: Path) -> AsyncIterator[Trail]:
    """A trail of before 0076 of which a part was sealed, once without numbers of transactions."""
    await make_older(empty)
    owner = await asyncpg.connect(empty)
    trail = Trail(owner, tmp_path)
    await owner.execute(ADD_OLDER, 5, False)
    for entries in (3, 4):
        await trail.seal()
        await owner.execute(ADD_OLDER, entries, True)
    yield trail
    await owner.close()


async def test_z5_what_was_sealed_before_who_acts_was_kept_is_verified_after_the_upgrade(
    empty: str, older: Trail
) -> None:
    kept = older.kept()

    await migrate(empty)
    await older.owner.execute(ACT)
    while await older.seal():
        pass

    verification = older.verification([kept, older.kept()])
    assert [it async for it in verification.faults()] == []
    assert verification.entries == await older.owner.fetchval("select count(*) from audit_log")


async def test_z5_what_was_changed_beside_an_upgrade_is_named(empty: str, older: Trail) -> None:
    kept = older.kept()
    (gone, changed) = [
        str(row[0])
        for row in await older.owner.fetch("select id from audit_log order by id limit 2")
    ]
    await older.owner.execute("delete from audit_log where id = $1", gone)

    await migrate(empty)
    await older.tamper(f"update audit_log set action = 'person.viewed' where id = '{changed}'")
    await older.seal()

    assert [(it.kind, it.entry_id) for it in await older.faults(kept)] == [
        (Kind.DELETED, gone),
        (Kind.CHANGED, changed),
    ]

"""Rule R11: how long is kept what went with a user or member who was deleted."""

from datetime import timedelta

import asyncpg

from rules.access import Role
from tests.deletions import delete_user
from tests.serving import Registry
from workflows import maintenance
from workflows.maintenance import Retentions

DAY = 86_400.0
KEPT = "select count(*) from deletions"


async def test_r11_snapshots_are_deleted_when_they_are_old(registry: Registry) -> None:
    await registry.user("admin", Role.ADMIN)
    for name in ("old", "young"):
        await registry.user(name)
        await delete_user(registry, "admin", name)
    # A key begins with its time.
    await registry.owner.execute(
        "update deletions set id = uuidv7(-$2::interval) where deleted_id = $1",
        registry.users["old"],
        timedelta(days=31),
    )
    application = await asyncpg.connect(registry.database.app_url)

    await maintenance.purge(application, Retentions(DAY, DAY, 30 * DAY), 100)

    await application.close()
    left = await registry.owner.fetch("select deleted_id from deletions")
    assert [it[0] for it in left] == [registry.users["young"]]


async def test_r11_the_trail_has_nothing_of_a_snapshot(registry: Registry) -> None:
    await registry.user("admin", Role.ADMIN)
    await registry.user("canary-name")

    await delete_user(registry, "admin", "canary-name", reason="canary-reason")

    assert await registry.owner.fetchval(KEPT) == 1
    trail = await registry.owner.fetchval(
        "select string_agg(row_to_json(a)::text, '') from audit_log a"
    )
    assert "user.deleted" in trail
    assert "canary" not in trail

"""Rule E6: clients and users show when they were last used."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

from resolvers.access import Caller
from rules.access import Role
from server.graphql.last_uses import LastUses
from server.postgres.pool import Pool
from tests.databases import Database
from tests.http.people import blocked
from tests.serving import Registry, served

USES = "{ clients { nodes { name lastUsedAt } } users { nodes { username lastUsedAt } } }"
VIEWER = "{ viewer { roles } }"


async def used(registry: Registry) -> dict[str, str | None]:
    """Read who was last used when, by name."""
    data = (await registry.ask("admin", USES)).data
    clients = {it["name"]: it["lastUsedAt"] for it in data["clients"]["nodes"]}
    users = {it["username"]: it["lastUsedAt"] for it in data["users"]["nodes"]}
    return clients | users


async def test_e6_clients_and_users_show_when_they_were_last_used(
    database: Database, tmp_path: Path
) -> None:
    before = datetime.now(UTC)
    async with served(database, tmp_path) as registry:
        await registry.user("admin", Role.ADMIN)
        await registry.user("rita", Role.REGISTRAR)
        await registry.user("blocked", Role.REGISTRAR)
        await registry.user("stranger", Role.REGISTRAR)
        portal = await registry.client("portal")
        await blocked(registry, "users", "blocked")
        assert set((await used(registry)).values()) == {None}
        for who in ("rita", portal, "blocked"):
            await registry.ask(who, VIEWER)
        known = registry.users
    # What a process has noticed is written when it stops, at the latest.
    async with served(database, tmp_path) as registry:
        registry.users = known
        found = await used(registry)

    seen = {name for name, moment in found.items() if moment is not None}
    assert seen == {"admin", "rita", "console", "portal"}
    moments = [datetime.fromisoformat(it) for it in found.values() if it is not None]
    assert all(before <= it <= datetime.now(UTC) for it in moments)


class Clock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 26, tzinfo=UTC).timestamp()

    def __call__(self) -> float:
        return self.now


async def test_e6_a_use_is_written_once_a_minute_at_most(database: Database) -> None:
    clock, pool = Clock(), Pool(lambda: database.app_url)
    uses, client, user = LastUses(clock), uuid4(), uuid4()
    await pool.open()
    written: list[tuple[int, int]] = []

    for second in range(130):
        clock.now += 1
        uses.note(Caller(client, user if second < 10 else None, frozenset()))
        before = pool.statements
        await uses.write(pool)
        if pool.statements > before:
            written.append((second, await kept(pool, client, clock)))
    users_last = await kept(pool, user, clock)
    await pool.close()

    assert written == [(0, 0), (60, 0), (120, 0)]
    assert users_last == 120


async def kept(pool: Pool, key: UUID, clock: Clock) -> int:
    """Return how many seconds ago somebody was used, as it is kept."""
    async with pool.connection() as connection:
        moment = await connection.fetchval("select used_at from last_uses where id = $1", key)
    age: timedelta = datetime.fromtimestamp(clock.now, UTC) - moment
    return round(age.total_seconds())

"""A standby that saw the migration, and no checkpoint since, can be promoted (rule Z1)."""

from pathlib import Path

from server.postgres.database import Database
from server.postgres.written_down import UNWRITTEN, write_down
from server.settings import Settings
from tests.databases import Database as Addresses
from tests.server.replicas import pair

ACT = "select begin_act('client.created', null, null, uuidv7(), null)::text"


async def test_z1_a_standby_that_is_promoted_right_after_a_migration_can_act(
    tmp_path: Path,
) -> None:
    async with pair(migrated=False) as servers:
        listed = servers.database()
        hosts = listed.app_url.partition("@")[2]
        owner = servers.primary.owner_url.partition("@")[0]
        settings = Settings(
            database_url=listed.app_url, migrate_url=f"{owner}@{hosts}", data_dir=tmp_path
        )
        sentences: list[str] = []

        assert await Database(settings).migrate(sentences.append)
        servers.primary.kill()
        await servers.standby.promote()

        assert sentences == []
        await servers.standby.ask(ACT)


async def test_z1_a_standby_that_was_not_reached_is_named(database: Addresses) -> None:
    sentences: list[str] = []

    await write_down(
        (database.owner_url, "postgresql://owner@127.0.0.1:1/selfsame"), sentences.append
    )

    assert sentences == [UNWRITTEN]

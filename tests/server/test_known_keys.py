"""Rule Z8: a restored database is served with its own keys, or not at all."""

import shutil
from pathlib import Path

import asyncpg
import pytest

from outbound.signatures import Seal
from server.commands.databases import migrate
from server.identity.audit_keys import AuditKeys, UnusableKey
from server.identity.issuer import Issuer
from server.identity.known_keys import DIRECTORIES, FILES, LOST, KeysDiffer, fingerprints, recognise
from server.postgres.connection import connect
from server.settings import SettingRefused, Settings, read_settings
from tests.databases import Database
from tests.server.commands import environment, run, run_here
from workflows.catalog_watch import serves_as_owner

ALL = sorted(LOST)


def settings_of(database: Database, folder: Path) -> Settings:
    return Settings(database_url=database.app_url, migrate_url=database.owner_url, data_dir=folder)


async def recognised(settings: Settings) -> None:
    connection = await connect(str(settings.database_url))
    try:
        await recognise(connection, settings)
    finally:
        await connection.close()


@pytest.fixture
async def used(database: Database, tmp_path: Path) -> Settings:
    """An installation whose database knows its keys."""
    settings = settings_of(database, tmp_path / "data")
    await recognised(settings)
    return settings


def names_in(refused: pytest.ExceptionInfo[KeysDiffer]) -> list[str]:
    return str(refused.value).partition(" in /")[0].split(", ")


async def test_z8_the_first_start_makes_the_keys_and_the_database_knows_them(
    used: Settings,
) -> None:
    held = fingerprints(used.data_dir)

    await recognised(used)

    assert sorted(held) == ALL
    assert all(len(those) == 1 for those in held.values())
    assert fingerprints(used.data_dir) == held


async def test_z8_without_its_keys_a_database_is_refused_and_none_are_made(
    used: Settings, tmp_path: Path
) -> None:
    elsewhere = used.model_copy(update={"data_dir": tmp_path / "elsewhere"})

    with pytest.raises(KeysDiffer) as refused:
        await recognised(elsewhere)

    assert names_in(refused) == ALL
    assert not elsewhere.data_dir.exists()


@pytest.mark.parametrize("name", [*DIRECTORIES, *FILES])
async def test_z8_a_key_that_is_missing_or_another_is_named(
    used: Settings, tmp_path: Path, name: str
) -> None:
    other = used.model_copy(update={"data_dir": tmp_path / "other"})
    shutil.copytree(used.data_dir, other.data_dir)
    strange = tmp_path / "strange"
    Issuer(strange)
    Seal(strange, FILES[0])
    taken = other.data_dir / name
    shutil.rmtree(taken) if taken.is_dir() else taken.unlink()

    with pytest.raises(KeysDiffer) as missing:
        await recognised(other)
    if name in DIRECTORIES:
        shutil.copytree(strange / DIRECTORIES[0], taken)
    else:
        shutil.copy(strange / FILES[0], taken)
    with pytest.raises(KeysDiffer) as another:
        await recognised(other)

    assert names_in(missing) == names_in(another) == [name]


async def test_z8_a_key_that_was_added_may_stay_alone_once_the_database_knows_it(
    used: Settings,
) -> None:
    keys = used.data_dir / "keys"
    Issuer(used.data_dir / "next")
    shutil.copy(used.data_dir / "next" / "keys" / "0001.pem", keys / "0002.pem")
    await recognised(used)
    (keys / "0001.pem").unlink()

    await recognised(used)

    assert [path.name for path in keys.iterdir()] == ["0002.pem"]


async def test_z8_what_is_sealed_has_to_open_where_the_database_knows_no_key_yet(
    used: Settings, owner: asyncpg.Connection, tmp_path: Path
) -> None:
    user = "insert into users (username, display_name) values ('ada', 'Ada') returning id"
    sealed = Seal(used.data_dir, FILES[1]).seal("a secret")
    async with owner.transaction():
        await owner.execute("select begin_act('user.created', null, null, uuidv7(), null)")
        who = await owner.fetchval(user)
        await owner.execute(
            "insert into second_factors (user_id, sealed_secret) values ($1, $2)", who, sealed
        )
    await owner.execute("delete from known_keys")
    elsewhere = used.model_copy(update={"data_dir": tmp_path / "elsewhere"})

    with pytest.raises(KeysDiffer) as refused:
        await recognised(elsewhere)
    await recognised(used)

    assert names_in(refused) == [FILES[1]]


async def test_z8_no_start_makes_keys_for_a_database_that_knows_others(
    used: Settings, database: Database, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "elsewhere"
    variables = environment(elsewhere, database)
    assert await migrate(used) == "The database was at this version already."

    served = await run(variables, "serve", "--port", "0")
    worked = await run(variables, "worker")
    token = await run_here(variables, "token", "--user", "ada")
    made = sorted(path.name for path in elsewhere.iterdir())
    accepted = await run_here(variables, "accept-keys")
    again = await run_here(variables, "accept-keys")

    for it in (served, worked, token):
        assert (it.status, it.out) == (1, "")
        assert f"{', '.join(ALL)} in {elsewhere}: missing, or not what" in it.err
    assert made == []
    assert accepted.out.splitlines() == [f"{name}: {LOST[name]}" for name in ALL]
    assert again.out == "The keys are those that the database knows.\n"
    await recognised(used)


def named(directory: Path) -> list[str]:
    return sorted(it.relative_to(directory).as_posix() for it in directory.rglob("*"))


async def test_z8_keys_may_be_mounted_and_none_is_made_beside_them(
    used: Settings, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "elsewhere"
    before = named(used.data_dir)
    mounted = used.model_copy(update={"data_dir": elsewhere, "keys_dir": used.data_dir})

    await recognised(mounted)
    keys = AuditKeys.of(mounted)
    former = keys.origin
    renamed = keys.rename()

    assert renamed == AuditKeys.of(mounted).origin != former
    assert {it.name for it in keys.public()} == {former, renamed}
    assert named(elsewhere) == ["audit-keys", "audit-keys/former-origins", "audit-keys/origin"]
    assert named(used.data_dir) == before
    with pytest.raises(UnusableKey, match="put a later one there"):
        keys.rotate()


@pytest.mark.parametrize("lacking", [FILES[0], "audit-keys/origin"])
async def test_z8_a_directory_that_lacks_a_key_is_refused(
    used: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lacking: str
) -> None:
    monkeypatch.setenv("SELFSAME_KEYS_DIR", str(used.data_dir))
    whole = read_settings(data_dir=tmp_path)
    (used.data_dir / lacking).unlink()

    with pytest.raises(SettingRefused, match="SELFSAME_KEYS_DIR must be a directory with"):
        read_settings(data_dir=tmp_path)

    assert whole.keys_directory == used.data_dir


async def test_y6_a_server_of_the_owners_role_says_so(
    database: Database, owner: asyncpg.Connection
) -> None:
    application = await connect(database.app_url)

    assert await serves_as_owner(owner)
    assert not await serves_as_owner(application)
    await application.close()

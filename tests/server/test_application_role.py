"""What `migrate` does to the role that the application works under (rule D3)."""

from collections.abc import Iterator
from pathlib import Path

import asyncpg
import pytest

from db.application_role import admit
from server.postgres.embedded import EmbeddedPostgres
from tests.databases import fast_postgres


@pytest.fixture(scope="module")
def postgres() -> Iterator[EmbeddedPostgres]:
    """A server of these tests' own: its roles belong to all of its databases."""
    with fast_postgres() as server:
        yield server


@pytest.fixture
def by_file(postgres: EmbeddedPostgres, tmp_path: Path) -> str:
    """The application's address as the guides have it: a file has the password."""
    file = tmp_path / "pgpass"
    file.write_text(f"127.0.0.1:{postgres.port}:postgres:selfsame_app:of-a-file\n")
    file.chmod(0o600)
    return f"{without_password(postgres)}?passfile={file}"


def without_password(postgres: EmbeddedPostgres) -> str:
    return f"postgresql://selfsame_app@127.0.0.1:{postgres.port}/postgres"


async def admit_by(postgres: EmbeddedPostgres, address: str) -> None:
    owner = await asyncpg.connect(postgres.owner_url, database="postgres")
    await admit(owner, address)
    await owner.close()


async def user_of(address: str) -> str | None:
    application = await asyncpg.connect(address)
    name: str | None = await application.fetchval("select current_user::text")
    await application.close()
    return name


async def test_d3_the_role_gets_the_password_of_the_addresss_file(
    postgres: EmbeddedPostgres, by_file: str
) -> None:
    await admit_by(postgres, by_file)
    made = await user_of(by_file)
    await admit_by(postgres, by_file)

    assert [made, await user_of(by_file)] == ["selfsame_app", "selfsame_app"]


async def test_d3_a_role_keeps_its_password_where_the_address_has_none(
    postgres: EmbeddedPostgres, by_file: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    await admit_by(postgres, by_file)

    with monkeypatch.context() as patched:
        patched.setenv("PGPASSWORD", "the-owner-has-another")
        await admit_by(postgres, without_password(postgres))

    assert await user_of(by_file) == "selfsame_app"


async def test_d3_a_password_in_the_address_goes_before_that_of_its_file(
    postgres: EmbeddedPostgres, by_file: str
) -> None:
    in_the_address = by_file.replace("selfsame_app@", "selfsame_app:of-the-address@")

    await admit_by(postgres, in_the_address)

    assert await user_of(in_the_address) == "selfsame_app"

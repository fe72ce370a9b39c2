"""The commands: what they print, how they fail, and what they leave behind."""

import base64
import json
import socket
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from server.postgres.embedded_process import postmaster_of
from server.seeding.access import seed_access
from tests.databases import Database, reachable_directory
from tests.server.commands import environment, run, serving


@pytest.fixture
async def seeded(database: Database, tmp_path: Path) -> dict[str, str]:
    """An environment whose database has the demo's accounts."""
    connection = await asyncpg.connect(database.app_url)
    await seed_access(connection)
    await connection.close()
    return environment(tmp_path, database)


@pytest.fixture
def directory() -> Iterator[Path]:
    """A data directory in which the embedded database can live."""
    with reachable_directory() as given:
        yield given


def claims(token: str) -> dict[str, Any]:
    payload = token.split(".")[1]
    read: dict[str, Any] = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    return read


async def test_help_names_every_command(tmp_path: Path) -> None:
    said = await run(environment(tmp_path), "--help")

    assert said.status == 0
    for command in (
        "serve",
        "worker",
        "migrate",
        "seed",
        "import",
        "token",
        "database-url",
        "schema",
    ):
        assert f"  {command} " in said.out


async def test_the_version_is_the_packages_own(tmp_path: Path) -> None:
    said = await run(environment(tmp_path), "--version")

    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text())["project"]
    assert (said.status, said.out, said.err) == (0, f"selfsame {project['version']}\n", "")


async def test_a_users_token_holds_what_their_roles_allow(seeded: dict[str, str]) -> None:
    said = await run(seeded, "token", "--user", "reviewer1")

    assert (said.status, said.err, said.out.count("\n")) == (0, "", 1)
    held = claims(said.out)
    assert held["scope"] == "merge_request:read merge_candidate:assign merge_request:write"
    assert held["exp"] - held["iat"] == 3600
    assert held["sub"] != held["client_id"]


async def test_a_scope_narrows_a_token_down_to_nothing(seeded: dict[str, str]) -> None:
    one = await run(seeded, "token", "--user", "admin", "--scope", "person:read")
    none = await run(seeded, "token", "--user", "admin", "--scope", "", "--expires-in", "60")

    assert claims(one.out)["scope"] == "person:read"
    assert claims(none.out)["scope"] == ""
    assert claims(none.out)["exp"] - claims(none.out)["iat"] == 60


@pytest.mark.parametrize(
    ("whom", "scope"),
    [(("--user", "admin"), "merge_request:read"), (("--client", "portal"), "access:write")],
)
async def test_a5_a_scope_beyond_the_roles_is_given_with_a_warning(
    seeded: dict[str, str], whom: tuple[str, str], scope: str
) -> None:
    said = await run(seeded, "token", *whom, "--scope", scope)

    assert said.status == 0
    assert claims(said.out)["scope"] == scope
    assert scope in said.err


async def test_a_machines_token_speaks_for_itself(seeded: dict[str, str]) -> None:
    said = await run(seeded, "token", "--client", "portal")

    held = claims(said.out)
    assert held["sub"] == held["client_id"]
    assert "birth:declare" in held["scope"].split()


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (["token"], "--user"),
        (["token", "--user", "nobody"], "'nobody'"),
        (["token", "--user", "admin", "--client", "elsewhere"], "'elsewhere'"),
        (["token", "--user", "admin", "--client", "portal"], "'portal'"),
        (["token", "--client", "console"], "'console'"),
        (["token", "--user", "admin", "--scope", "person:eat"], "'person:eat'"),
        (["database-url", "--role", "king"], "--role"),
        (["import", "persons", "missing.csv", "--source", "here"], "missing.csv"),
    ],
)
async def test_what_cannot_be_done_is_one_sentence_and_an_exit_status(
    seeded: dict[str, str], words: list[str], named: str
) -> None:
    said = await run(seeded, *words)

    assert said.status in (1, 2)
    assert said.out == ""
    assert named in said.err
    assert said.err.count("\n") == 1


async def test_a_blocked_users_token_is_printed_with_a_warning(
    database: Database, seeded: dict[str, str]
) -> None:
    owner = await asyncpg.connect(database.owner_url)
    async with owner.transaction():
        await owner.execute("select begin_act('user.blocked', null, null, gen_random_uuid(), null)")
        await owner.execute("update users set is_blocked = true where username = 'admin'")
    await owner.close()

    said = await run(seeded, "token", "--user", "admin")

    assert claims(said.out)["sub"]
    assert "blocked" in said.err


async def test_a_setting_that_makes_no_sense_stops_the_start(tmp_path: Path) -> None:
    said = await run(environment(tmp_path, SELFSAME_MERGE_QUORUM="none"), "serve")

    assert (said.status, said.out) == (2, "")
    assert said.err == "SELFSAME_MERGE_QUORUM must be a whole number from 1 to 1000000\n"


async def test_d4_a_password_is_never_repeated(tmp_path: Path) -> None:
    address = "postgresql://selfsame_app:hidden@127.0.0.1:1/name"
    given = environment(tmp_path, SELFSAME_DATABASE_URL=address)

    said = await run(given, "migrate")

    assert said.status == 1
    assert "127.0.0.1:1" in said.err
    assert "hidden" not in said.err
    assert "Traceback" not in said.err


async def test_serve_refuses_a_given_database_before_it_is_migrated(
    database: Database, tmp_path: Path
) -> None:
    owner = await asyncpg.connect(database.owner_url)
    await owner.execute("delete from applied_rules")
    await owner.close()
    given = environment(tmp_path, database)

    refused = await run(given, "serve", "--port", "0")
    migrated = await run(given, "migrate")

    assert refused.status == 1
    assert "selfsame migrate" in refused.err
    assert migrated.status == 0
    async with serving(given) as server:
        assert server.url.startswith("http://127.0.0.1:")


async def test_a_port_in_use_is_one_sentence(database: Database, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

        said = await run(environment(tmp_path, database), "serve", "--port", str(port))

    assert said.status == 1
    assert said.err == f"Cannot listen on 127.0.0.1:{port}: address already in use.\n"


async def test_d3_the_address_of_the_applications_role_works_under_it(
    database: Database, tmp_path: Path
) -> None:
    given = environment(tmp_path, database, SELFSAME_DATABASE_URL=database.owner_url)

    said = await run(given, "database-url", "--role", "app")

    connection = await asyncpg.connect(said.out.strip())
    role = await connection.fetchval("select current_user::text")
    await connection.close()
    assert role == "selfsame_app"


async def test_the_schema_is_printed_alone(tmp_path: Path) -> None:
    said = await run(environment(tmp_path), "schema")

    assert (said.status, said.err) == (0, "")
    assert "type Query {" in said.out


async def test_the_embedded_database_is_made_migrated_and_let_go_of(directory: Path) -> None:
    given = environment(directory)

    seeded = await run(given, "seed", "--persons", "10")
    token = await run(given, "token", "--user", "reviewer1")

    assert (seeded.status, token.status, token.err) == (0, 0, "")
    assert postmaster_of(directory / "postgres") is None


async def test_the_embedded_database_stays_for_whom_its_address_was_printed(
    directory: Path,
) -> None:
    given = environment(directory)
    await run(given, "migrate")

    said = await run(given, "database-url", "--role", "app")
    connection = await asyncpg.connect(said.out.strip())
    role = await connection.fetchval("select current_user::text")
    await connection.close()
    await run(given, "migrate")

    assert role == "selfsame_app"
    assert "Started" in said.err
    assert postmaster_of(directory / "postgres") is None

"""The commands: what they print, how they fail, and what is still running afterwards."""

import base64
import json
import socket
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import asyncpg
import pytest
import typer

from server.cli import app
from server.postgres.embedded_process import postmaster_of
from server.seeding.access import seed_access
from tests.databases import Database, reachable_directory
from tests.server.commands import environment, run, run_here, serving

EVERY_COMMAND = [
    *(["serve"], ["erase-again"], ["bounce"], ["worker"], ["demo"], ["migrate"], ["seed"]),
    *(["import", it, "file.csv", "--source", "here"] for it in ("persons", "candidates")),
    *(["admin", "create", "ada"], ["doctor"], ["audit", "proof", "a", "--key", "b"]),
    ["templates", "load", "a.svg", "--kind", "birth", "--language", "en", "--font", "a.ttf"],
    *(["templates", "list"], ["reset-sandbox"], ["audit", "verify"], ["audit", "key"]),
    *(["audit", "restored", "--user", "x"], ["bridge", "nats", "--url", "nats://127.0.0.1"]),
    *(["partitions", "list"], ["partitions", "make"], ["partitions", "detach", "outbox_2026_01"]),
    *(["witness", "--log", "x"], ["accept-keys"], ["backup", "here"], ["restore", "here"]),
    ["templates", "retire", "--kind", "birth", "--language", "en"],
    *(["detect"], ["detect", "train", "--to", "a.json"], ["detect", "activate", "a.json"]),
    *(["detect", "check", "labelled.csv", "--truth", "person"], ["keys", "rebuild"], ["token"]),
    *(["database-url"], ["sync", "Troop"], ["schema"], ["region", "join", "UA05"]),
    *(["region", it] for it in ("publish", "status")),
]


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
    with reachable_directory() as reachable:
        yield reachable


def claims(token: str) -> dict[str, Any]:
    payload = token.split(".")[1]
    read: dict[str, Any] = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    return read


async def test_help_names_every_command(tmp_path: Path) -> None:
    finished = await run(environment(tmp_path), "--help")

    assert finished.status == 0
    for command in (
        "serve",
        "worker",
        "migrate",
        "seed",
        "import",
        "admin",
        "token",
        "database-url",
        "schema",
    ):
        assert f"  {command} " in finished.out


@pytest.mark.parametrize("words", [[], ["import"], ["admin"], ["detect"], ["keys"]])
async def test_help_cuts_no_command_off(tmp_path: Path, words: list[str]) -> None:
    finished = await run(environment(tmp_path, COLUMNS="80"), *words, "--help")
    assert "..." not in finished.out.partition("Commands:\n")[2]


async def test_a_database_that_a_command_had_to_make_is_named_once(directory: Path) -> None:
    variables = environment(directory)

    first = await run(variables, "token", "--user", "reviewer1")
    again = await run(variables, "token", "--user", "reviewer1")

    where = Path(variables["SELFSAME_DATA_DIR"]).resolve()
    notice = f"A new database was made in {where} (see SELFSAME_DATA_DIR).\n"
    assert (first.status, first.out, again.status) == (1, "", 1)
    assert first.err == notice + again.err


async def test_the_version_is_the_packages_own(tmp_path: Path) -> None:
    finished = await run(environment(tmp_path), "--version")

    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text())["project"]
    first, written_by = finished.out.splitlines()
    assert (finished.status, first, finished.err) == (0, f"selfsame {project['version']}", "")
    assert written_by in ("pages are written by compiled code", "pages are written by Python")


async def test_a_users_token_holds_what_their_roles_allow(seeded: dict[str, str]) -> None:
    finished = await run(seeded, "token", "--user", "reviewer1")

    assert (finished.status, finished.err, finished.out.count("\n")) == (0, "", 1)
    held = claims(finished.out)
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
async def test_a5_a_scope_beyond_the_roles_is_granted_with_a_warning(
    seeded: dict[str, str], whom: tuple[str, str], scope: str
) -> None:
    finished = await run(seeded, "token", *whom, "--scope", scope)

    assert finished.status == 0
    assert claims(finished.out)["scope"] == scope
    assert scope in finished.err


async def test_a_machines_token_is_for_itself(seeded: dict[str, str]) -> None:
    finished = await run(seeded, "token", "--client", "portal")

    held = claims(finished.out)
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
    finished = await run(seeded, *words)

    assert finished.status in (1, 2)
    assert finished.out == ""
    assert named in finished.err
    assert finished.err.count("\n") == 1


async def test_a_blocked_users_token_is_printed_with_a_warning(
    database: Database, seeded: dict[str, str]
) -> None:
    owner = await asyncpg.connect(database.owner_url)
    async with owner.transaction():
        await owner.execute("select begin_act('user.blocked', null, null, gen_random_uuid(), null)")
        await owner.execute("update users set is_blocked = true where username = 'admin'")
    await owner.close()

    finished = await run(seeded, "token", "--user", "admin")

    assert claims(finished.out)["sub"]
    assert "blocked" in finished.err


async def test_a_setting_that_makes_no_sense_stops_the_start(tmp_path: Path) -> None:
    finished = await run(environment(tmp_path, SELFSAME_MERGE_QUORUM="none"), "serve")

    assert (finished.status, finished.out) == (2, "")
    assert finished.err == "SELFSAME_MERGE_QUORUM must be a whole number from 1 to 1000000\n"


@pytest.mark.parametrize("words", EVERY_COMMAND, ids=" ".join)
async def test_an_unknown_setting_stops_every_command(tmp_path: Path, words: list[str]) -> None:
    finished = await run_here(environment(tmp_path, SELFSAME_POSTPONED_LIMIT="3"), *words)

    nearest = "SELFSAME_POSTPONED_REQUESTS_LIMIT"
    assert (finished.status, finished.out) == (2, "")
    assert finished.err == f"SELFSAME_POSTPONED_LIMIT is no setting; the nearest one is {nearest}\n"
    assert not any(tmp_path.iterdir())


def test_every_command_is_tried_with_an_unknown_setting() -> None:
    def names(group: Any) -> list[str]:
        return [
            f"{name} {below}".strip()
            for name, command in group.commands.items()
            for below in (names(command) if hasattr(command, "commands") else [""])
        ]

    tried = [" ".join(words) for words in EVERY_COMMAND]

    for name in names(typer.main.get_command(app)):
        assert any(it == name or it.startswith(f"{name} ") for it in tried), name


async def test_d4_a_password_is_never_repeated(tmp_path: Path) -> None:
    address = "postgresql://selfsame_app:hidden@127.0.0.1:1/name"
    variables = environment(tmp_path, SELFSAME_DATABASE_URL=address)

    finished = await run(variables, "migrate")

    assert finished.status == 1
    assert "127.0.0.1:1" in finished.err
    assert "hidden" not in finished.err
    assert "Traceback" not in finished.err


async def test_serve_refuses_a_database_of_ones_own_before_it_is_migrated(
    database: Database, tmp_path: Path
) -> None:
    owner = await asyncpg.connect(database.owner_url)
    await owner.execute("delete from applied_rules")
    await owner.close()
    variables = environment(tmp_path, database)

    refused = await run(variables, "serve", "--port", "0")
    migrated = await run(variables, "migrate")

    assert refused.status == 1
    assert "selfsame migrate" in refused.err
    assert migrated.status == 0
    async with serving(variables) as server:
        assert server.url.startswith("http://127.0.0.1:")


async def test_a_port_in_use_is_one_sentence(database: Database, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

        finished = await run(environment(tmp_path, database), "serve", "--port", str(port))

    assert finished.status == 1
    assert finished.err == f"Cannot listen on 127.0.0.1:{port}: address already in use.\n"


async def test_d3_the_address_of_the_applications_role_works_under_it(
    database: Database, tmp_path: Path
) -> None:
    variables = environment(tmp_path, database, SELFSAME_DATABASE_URL=database.owner_url)

    finished = await run(variables, "database-url", "--role", "app")

    connection = await asyncpg.connect(finished.out.strip())
    role = await connection.fetchval("select current_user::text")
    await connection.close()
    assert role == "selfsame_app"


async def test_the_schema_is_printed_alone(tmp_path: Path) -> None:
    finished = await run(environment(tmp_path), "schema")

    assert (finished.status, finished.err) == (0, "")
    assert "type Query {" in finished.out


async def test_the_embedded_database_is_made_migrated_and_released(directory: Path) -> None:
    variables = environment(directory)

    seeded = await run(variables, "seed", "--persons", "10")
    token = await run(variables, "token", "--user", "reviewer1")

    assert (seeded.status, token.status, token.err) == (0, 0, "")
    assert postmaster_of(directory / "postgres") is None


async def test_the_embedded_database_runs_on_after_its_address_was_printed(
    directory: Path,
) -> None:
    variables = environment(directory)
    await run(variables, "migrate")

    finished = await run(variables, "database-url", "--role", "app")
    connection = await asyncpg.connect(finished.out.strip())
    role = await connection.fetchval("select current_user::text")
    await connection.close()
    await run(variables, "migrate")

    assert role == "selfsame_app"
    assert "Started" in finished.err
    assert postmaster_of(directory / "postgres") is None

"""Rule E6: the first administrator is made by a command, on any database, and can do their work."""

import asyncio
from pathlib import Path
from typing import Any

import asyncpg
import httpx2
import pytest

from rules.access import SCOPES
from tests.databases import Database
from tests.server.commands import Finished, environment, run, run_here, serving

USERS = "{ viewer { roles } users { nodes { username roles { role client { name } } } } }"
TRAIL = """
select action, resource, actor_id, client_id,
       (select count(distinct correlation_id) from audit_log)
  from audit_log order by id
"""


@pytest.fixture
def variables(database: Database, tmp_path: Path) -> dict[str, str]:
    """An environment whose database has nobody in it."""
    return environment(tmp_path, database)


async def rows(database: Database, query: str) -> list[Any]:
    owner = await asyncpg.connect(database.owner_url)
    try:
        return [tuple(row) for row in await owner.fetch(query)]
    finally:
        await owner.close()


async def administers(url: str, name: str, password: str) -> Any:
    """Sign in and read the users, as an ADMIN does."""
    async with httpx2.AsyncClient(base_url=url, trust_env=False) as http:
        signed_in = await http.post("/auth/sign-in", json={"username": name, "password": password})
        token = signed_in.json()["accessToken"]
        answer = await http.post(
            "/graphql", json={"query": USERS}, headers={"authorization": f"Bearer {token}"}
        )
    return answer.json()["data"]


async def test_e6_the_first_admin_signs_in_and_administers(
    variables: dict[str, str], database: Database
) -> None:
    made = await run_here(variables, "admin", "create", "ada")
    async with serving(variables, "--no-worker") as server:
        data = await administers(server.url, "ada", made.out.strip())

    role = {"role": "ADMIN", "client": {"name": "console"}}
    assert (made.status, made.out.count("\n"), len(made.out.strip())) == (0, 1, 24)
    assert data["viewer"]["roles"] == ["ADMIN"]
    assert data["users"]["nodes"] == [{"username": "ada", "roles": [role]}]
    ((name, kind, scopes),) = await rows(database, "select name, kind, scopes from clients")
    assert (name, kind, scopes) == ("console", "USER_INTERFACE", list(SCOPES))
    assert made.out.strip() not in made.err + server.finished.err  # type: ignore[union-attr]


async def test_e6_d1_it_is_in_the_trail_as_acts_of_the_system_and_the_password_is_not(
    variables: dict[str, str], database: Database
) -> None:
    made = await run_here(variables, "admin", "create", "ada")

    assert await rows(database, TRAIL) == [
        ("client.created", "client", None, None, 1),
        ("user.created", "user", None, None, 1),
        ("role.granted", "role_grant", None, None, 1),
    ]
    for text in (
        "select changeset::text from audit_log",
        "select payload::text from outbox",
    ):
        assert made.out.strip() not in str(await rows(database, text))


async def test_e6_a_console_that_is_there_is_used_as_it_is(
    variables: dict[str, str], database: Database
) -> None:
    first = await run_here(variables, "admin", "create", "ada")
    second = await run_here(variables, "admin", "create", " bo ")

    assert (first.status, second.status) == (0, 0)
    assert first.out != second.out
    assert len(await rows(database, "select from clients")) == 1
    assert await rows(database, "select username from users order by 1") == [("ada",), ("bo",)]


async def test_e6_a_name_that_is_taken_is_one_sentence_and_changes_nothing(
    variables: dict[str, str], database: Database
) -> None:
    await run_here(variables, "admin", "create", "ada")
    before = await rows(database, "select * from users, role_grants, clients")

    refused = await run_here(variables, "admin", "create", "ada")

    message = "A user of this name exists already: 'ada'.\n"
    assert refused == Finished(1, "", message)
    assert await rows(database, "select * from users, role_grants, clients") == before
    assert len(await rows(database, "select from audit_log")) == 3


@pytest.mark.parametrize("name", ["", "  ", "x" * 65, "two\nlines"])
async def test_e6_a_name_that_cannot_be_leaves_no_console_behind(
    variables: dict[str, str], database: Database, name: str
) -> None:
    refused = await run_here(variables, "admin", "create", name)

    assert (refused.status, refused.out, refused.err.count("\n")) == (2, "", 1)
    assert await rows(database, "select from clients") == []
    assert await rows(database, "select from audit_log") == []


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ("update clients set is_blocked = true", "is blocked"),
        ("update clients set scopes = array_remove(scopes, 'access:write')", "access:write"),
        ("update clients set kind = 'SYSTEM'", "is a machine"),
    ],
)
async def test_e6_no_admin_is_made_who_could_not_administer(
    variables: dict[str, str], database: Database, change: str, named: str
) -> None:
    await run_here(variables, "admin", "create", "ada")
    owner = await asyncpg.connect(database.owner_url)
    async with owner.transaction():
        await owner.execute("select begin_act('client.updated', null, null, uuidv7(), null)")
        await owner.execute(change)
    await owner.close()

    refused = await run_here(variables, "admin", "create", "bo")

    assert (refused.status, refused.out, refused.err.count("\n")) == (1, "", 1)
    assert named in refused.err
    assert await rows(database, "select username from users") == [("ada",)]


async def test_e6_two_at_once_make_one_console(
    variables: dict[str, str], database: Database
) -> None:
    made = await asyncio.gather(
        *(run(variables, "admin", "create", name) for name in ("ada", "bo"))
    )

    assert [it.status for it in made] == [0, 0], made
    assert len(await rows(database, "select from clients")) == 1
    assert len(await rows(database, "select from role_grants where role = 'ADMIN'")) == 2


async def test_e6_it_works_on_the_embedded_database_while_serve_runs(directory: Path) -> None:
    variables = environment(directory)
    async with serving(variables, "--no-worker") as server:
        made = await run_here(variables, "admin", "create", "ada")
        data = await administers(server.url, "ada", made.out.strip())

    assert data["viewer"]["roles"] == ["ADMIN"]

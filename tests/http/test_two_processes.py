"""A portal gets its token, is blocked, and is refused by either of two processes."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import time
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import httpx2

from rules.access import SCOPES, Role, scopes_of
from server.identity.issuer import Issuer
from tests.databases import Database
from tests.http.machines import BLOCK, CREATE, ROTATE
from tests.server.commands import environment, serving
from tests.serving import http_client

VIEWER = "{ viewer { client { name } } }"


async def admin_token(database: Database, directory: Path) -> str:
    """Make the console and an admin by hand, as the first admin of an installation is made."""
    owner = await asyncpg.connect(database.owner_url)
    async with owner.transaction():
        await owner.execute("select begin_act('user.created', null, null, $1, null)", uuid4())
        console: UUID = await owner.fetchval(
            "insert into clients (name, kind, scopes) values ('console', 'USER_INTERFACE', $1)"
            " returning id",
            list(SCOPES),
        )
        admin: UUID = await owner.fetchval(
            "insert into users (username, display_name) values ('admin', 'Admin') returning id"
        )
        await owner.execute(
            "insert into role_grants (user_id, client_id, role) values ($1, $2, 'ADMIN')",
            admin,
            console,
        )
    await owner.close()
    scope = " ".join(scopes_of([Role.ADMIN]))
    return Issuer(directory).issue(admin, console, scope, 600, time())


def workers_of(pid: int) -> list[int]:
    """Name the server processes beneath this one."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [
        int(child)
        for child in children
        if b"spawn_main" in Path(f"/proc/{child}/cmdline").read_bytes()
    ]


@contextmanager
def only(worker: int, workers: list[int]) -> Iterator[None]:
    """Let one process answer, while the others stand still."""
    others = [it for it in workers if it != worker]
    for other in others:
        os.kill(other, signal.SIGSTOP)
    try:
        yield
    finally:
        for other in others:
            os.kill(other, signal.SIGCONT)


async def ask(url: str, token: str, query: str, **variables: Any) -> tuple[int, Any]:
    async with http_client() as http:
        response = await http.post(
            f"{url}/graphql",
            json={"query": query, "variables": variables},
            headers={"authorization": f"Bearer {token}"},
        )
    return response.status_code, response.json()


async def token_for(url: str, client_id: str, secret: str) -> httpx2.Response:
    async with http_client() as http:
        return await http.post(
            f"{url}/oauth/token",
            data={"grant_type": "client_credentials"},
            auth=(client_id, secret),
        )


async def test_a3_e1_a_block_and_a_rotation_reach_every_process_with_the_next_request(
    database: Database, tmp_path: Path
) -> None:
    admin = await admin_token(database, tmp_path)
    async with serving(environment(tmp_path, database), "--workers", "2", "--no-worker") as server:
        url, workers = server.url, workers_of(server.process.pid)
        asked = {"name": "portal", "kind": "SYSTEM", "scopes": ["person:read"]}
        _, body = await ask(url, admin, CREATE, input=asked)
        made = body["data"]["createClient"]
        key, opaque = made["client"]["databaseId"], made["client"]["id"]
        token = (await token_for(url, key, made["clientSecret"])).json()["access_token"]

        before, after, old_secrets = [], [], []
        for worker in workers:
            with only(worker, workers):
                before.append(await ask(url, token, VIEWER))
        await ask(url, admin, ROTATE, id=opaque)
        for worker in workers:
            with only(worker, workers):
                old_secrets.append((await token_for(url, key, made["clientSecret"])).status_code)
        await ask(url, admin, BLOCK, id=opaque)
        for worker in workers:
            with only(worker, workers):
                status, answer = await ask(url, token, VIEWER)
                after.append((status, answer["errors"][0]["message"]))

        assert len(workers) == 2
        assert before == [(200, {"data": {"viewer": {"client": {"name": "portal"}}}})] * 2
        assert old_secrets == [401, 401]
        assert after == [(403, "Client is blocked")] * 2

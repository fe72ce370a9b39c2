"""How the tests make people with passwords, and how these come in."""

from typing import Any

import httpx2

from rules.access import Role
from tests.serving import Registry, http_client
from workflows import credentials

PASSWORD = "correct horse"


VIEWER = "{ viewer { user { username } roles } }"


async def post(
    registry: Registry,
    path: str,
    content: Any = None,
    cookie: str | None = None,
    cookie_name: str = "selfsame_session",
    **headers: str,
) -> httpx2.Response:
    """Post as a page would, with the cookie that is given and no other."""
    if cookie is not None:
        headers["cookie"] = f"{cookie_name}={cookie}"
    async with http_client() as http:
        return await http.post(f"{registry.url}/auth/{path}", json=content or {}, headers=headers)


async def person(registry: Registry, username: str, *roles: Role) -> str:
    """Make a user with a password."""
    await registry.user(username, *roles)
    async with registry.acting("user.created") as owner:
        await owner.execute(
            "update users set password_hash = $2 where username = $1",
            username,
            await credentials.hash_password(PASSWORD),
        )
    return username


async def sign_in(registry: Registry, username: str, password: str = PASSWORD) -> httpx2.Response:
    return await post(registry, "sign-in", {"username": username, "password": password})


def cookie_of(response: httpx2.Response) -> str:
    return response.headers["set-cookie"].split(";")[0].partition("=")[2]


async def look(registry: Registry, response: httpx2.Response) -> httpx2.Response:
    """Ask whose access token it is that was answered."""
    return await registry.http.post(
        f"{registry.url}/graphql",
        json={"query": VIEWER},
        headers={"authorization": f"Bearer {response.json()['accessToken']}"},
    )


async def blocked(registry: Registry, table: str, name: str, *, state: bool = True) -> None:
    column = "username" if table == "users" else "name"
    async with registry.acting("access.changed") as owner:
        await owner.execute(f"update {table} set is_blocked = $1 where {column} = $2", state, name)


def set_cookie(response: httpx2.Response) -> set[str]:
    return set(response.headers["set-cookie"].split("; ")[1:])

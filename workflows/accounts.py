"""Looks up clients and users by name, for commands: plain SQL, so that these start quickly."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID


async def find_client(connection: Any, name: str) -> Mapping[str, Any] | None:
    """Return a client's id, kind, scopes and whether it is blocked; None where there is none."""
    client: Mapping[str, Any] | None = await connection.fetchrow(FIND_CLIENT, name)
    return client


async def find_user(connection: Any, username: str, client_id: UUID) -> Mapping[str, Any] | None:
    """Return a user's id, whether they are blocked, and their roles through this client."""
    user: Mapping[str, Any] | None = await connection.fetchrow(FIND_USER, username, client_id)
    return user


async def find_username(connection: Any, username: str) -> UUID | None:
    """Return the id of a user by their name, blocked or not; None where there is none."""
    row = await connection.fetchrow(FIND_USERNAME, username)
    return None if row is None else UUID(str(row["id"]))


async def client_id(connection: Any, name: str) -> UUID:
    """Return the id of a client that must exist."""
    key: UUID = await connection.fetchval(CLIENT_ID, name)
    return key


async def user_ids(connection: Any, usernames: list[str]) -> dict[str, UUID]:
    """Return the ids of those of these users who exist, ordered by username."""
    return {row["username"]: row["id"] for row in await connection.fetch(USER_IDS, usernames)}


FIND_CLIENT = "select id, kind, scopes, is_blocked from clients where name = $1"

CLIENT_ID = "select id from clients where name = $1"

FIND_USERNAME = "select id from users where username = $1"
FIND_USER = """
select id, is_blocked,
       array(select distinct role from live_grants
              where user_id = users.id and client_id = $2) as roles
  from users where username = $1 and deleted_at is null
"""

USER_IDS = "select username, id from users where username = any ($1) order by username"

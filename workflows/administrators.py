"""Makes the first administrator: what nobody could do yet through the API (rule E6)."""

import secrets
from typing import Any, Final
from uuid import UUID

from rules.access import SCOPES, ClientKind, Role
from rules.access_administration import ClientNameIsTaken
from workflows import access, accounts, roles
from workflows.acts import Acting, system_acting
from workflows.roles import Grant

PASSWORD_BYTES: Final = 18
"""144 random bits, in 24 characters."""


async def create_admin(connection: Any, username: str, client_name: str) -> str:
    """Make a user who is ADMIN through this client; return the password, which is kept nowhere.

    The client is made where it is missing, with all scopes. All of it is one transaction of the
    system itself. Raises InputIsInvalid or UsernameIsTaken.
    """
    password = secrets.token_urlsafe(PASSWORD_BYTES)
    try:
        await _create(connection, username, client_name, password)
    except ClientNameIsTaken:
        # Made by another at the same moment.
        await _create(connection, username, client_name, password)
    return password


async def _create(connection: Any, username: str, client_name: str, password: str) -> None:
    async with system_acting(connection) as acting:
        client_id = await _client(acting, client_name)
        user_id = await access.create_user(acting, username, username, password)
        await roles.grant_role(acting, Grant(user_id, client_id, Role.ADMIN))


async def _client(acting: Acting, name: str) -> UUID:
    client = await accounts.find_client(acting.connection, name)
    if client is not None:
        known: UUID = client["id"]
        return known
    made, _ = await access.create_client(acting, name, ClientKind.USER_INTERFACE, tuple(SCOPES))
    return made

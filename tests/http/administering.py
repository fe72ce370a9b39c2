"""How the tests do what admins do."""

from typing import Any
from uuid import UUID

from resolvers import ids
from tests.serving import Answer, Registry

CLIENT = "client { id databaseId name kind scopes isBlocked }"


USER = "user { id databaseId username displayName isBlocked roles { role client { name } } }"


MUTATIONS = {
    "createClient": ("CreateClientInput!", f"{CLIENT} clientSecret"),
    "rotateClientSecret": ("ClientIdInput!", f"{CLIENT} clientSecret"),
    "blockClient": ("ClientIdInput!", CLIENT),
    "unblockClient": ("ClientIdInput!", CLIENT),
    "createUser": ("CreateUserInput!", USER),
    "blockUser": ("UserIdInput!", USER),
    "unblockUser": ("UserIdInput!", USER),
    "updateClient": ("UpdateClientInput!", CLIENT),
    "updateUser": ("UpdateUserInput!", USER.replace("displayName", "displayName email")),
    "resetPassword": ("UserIdInput!", f"{USER} oneTimePassword"),
    "grantRole": ("RoleGrantInput!", USER),
    "revokeRole": ("RoleGrantInput!", USER),
}


NEW_USER = {"username": "nova", "displayName": "Nova Reyes", "password": "long enough"}


def opaque(type_name: str, key: UUID) -> str:
    return ids.identify(type_name)(str(key))


async def do(registry: Registry, mutation: str, who: str | UUID = "admin", **given: Any) -> Answer:
    """Do what an admin does."""
    kind, selection = MUTATIONS[mutation]
    query = f"mutation ($input: {kind}) {{ {mutation}(input: $input) {{ {selection} }} }}"
    return await registry.ask(who, query, {"input": given})


async def made_user(registry: Registry, username: str = "nova") -> dict[str, Any]:
    answer = await do(registry, "createUser", **(NEW_USER | {"username": username}))
    user: dict[str, Any] = answer.data["createUser"]["user"]
    return user


async def actions(registry: Registry) -> list[tuple[str, str]]:
    """Return the actions of clients in the audit trail with their resources, the oldest first."""
    rows = await registry.owner.fetch(
        "select action, resource from audit_log where client_id is not null order by id"
    )
    return [tuple(row) for row in rows]

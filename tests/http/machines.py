"""How the tests make machines, and how these ask for their tokens."""

import base64
from typing import Any

import httpx2

from rules.access import Role
from tests.serving import Registry

CREATE = """
mutation ($input: CreateClientInput!) {
  createClient(input: $input) { client { id databaseId name scopes } clientSecret }
}
"""


BLOCK = "mutation ($id: ID!) { blockClient(input: {id: $id}) { client { isBlocked } } }"


VIEWER = "{ viewer { client { name } scopes } }"


async def made(registry: Registry, *scopes: str, name: str = "portal") -> dict[str, Any]:
    if "admin" not in registry.users:
        await registry.user("admin", Role.ADMIN)
    asked = {"name": name, "kind": "SYSTEM", "scopes": scopes}
    answer = await registry.ask("admin", CREATE, {"input": asked})
    payload: dict[str, Any] = answer.data["createClient"]
    client: dict[str, Any] = payload.pop("client")
    return payload | client


async def ask_token(
    registry: Registry, client_id: str, secret: str, **asked: str
) -> httpx2.Response:
    form = {"grant_type": "client_credentials"} | asked
    return await registry.http.post(
        f"{registry.url}/oauth/token", data=form, auth=(client_id, secret)
    )


async def look(registry: Registry, token: str) -> httpx2.Response:
    return await registry.http.post(
        f"{registry.url}/graphql",
        json={"query": VIEWER},
        headers={"authorization": f"Bearer {token}"},
    )


async def raw(registry: Registry, body: bytes | str, **headers: str) -> httpx2.Response:
    """Post a body as it is written."""
    sent = {"content-type": "application/x-www-form-urlencoded"} | headers
    content = body.encode() if isinstance(body, str) else body
    return await registry.http.post(f"{registry.url}/oauth/token", content=content, headers=sent)


def basic(client_id: str, secret: str) -> str:
    return "Basic " + base64.b64encode(f"{client_id}:{secret}".encode()).decode()


GRANT = "grant_type=client_credentials"


ROTATE = """
mutation ($id: ID!, $overlap: Int) {
  rotateClientSecret(input: {id: $id}, overlapSeconds: $overlap) { clientSecret }
}
"""

"""What tests do with roles that hold in an organisation: a tree for them, and who gives them."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from tests.http.administering import do, opaque
from tests.organisations import organisation
from tests.people import id_of
from tests.serving import Answer, Registry

NO_ROLE = ("FORBIDDEN", "User doesn't have required role")
NOT_FOUND = ("NOT_FOUND", "Organisation not found")
NEEDS_STEWARD = ("CONFLICT", "Organisation needs a steward")
LAST_ADMIN = ("CONFLICT", "The last ADMIN can be neither blocked nor stripped")
HELD = "{ users { nodes { username roles { role organisation { name } expiresAt } } } }"
ONE = "query ($id: ID!) { organisation(id: $id) { name parent { name } } }"
SOON = (datetime.now(UTC) + timedelta(days=30)).isoformat()


class Tree:
    """A root with two branches, of which one has a leaf."""

    def __init__(self, root: UUID, left: UUID, leaf: UUID, right: UUID) -> None:
        self.root, self.left, self.leaf, self.right = root, left, leaf, right


async def tree_of(registry: Registry) -> Tree:
    """Make the tree."""
    root = await organisation(registry, "Root")
    left = await organisation(registry, "Left", root)
    leaf = await organisation(registry, "Leaf", left)
    return Tree(root, left, leaf, await organisation(registry, "Right", root))


async def grant(
    registry: Registry, who: str, user: str, role: str, place: UUID | None, **more: Any
) -> Answer:
    """Let somebody grant a role, or do another mutation that takes the same."""
    given: dict[str, Any] = {
        "userId": opaque("User", registry.users[user]),
        "clientId": opaque("Client", registry.console_id),
        "role": role,
    }
    mutation = more.pop("mutation", "grantRole")
    if place is not None:
        given["organisationId"] = id_of("Organisation", place)
    return await do(registry, mutation, who, **given, **more)


async def held(registry: Registry, user: str) -> list[tuple[str, str | None]]:
    """List the roles that an admin sees of a user, with where they hold."""
    nodes = (await registry.ask("admin", HELD)).data["users"]["nodes"]
    (roles,) = [it["roles"] for it in nodes if it["username"] == user]
    return [(it["role"], it["organisation"] and it["organisation"]["name"]) for it in roles]

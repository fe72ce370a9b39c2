"""What tests do with deletions: a user and a member who go, and what is kept of them."""

from typing import Any
from uuid import UUID

import orjson

from tests.consents import Hospital
from tests.http.administering import opaque
from tests.people import id_of
from tests.serving import Answer, Registry

DELETE_USER = """
mutation ($input: DeleteUserInput!) { deleteUser(input: $input) { deletedId rows } }
"""
REMOVE_MEMBER = """
mutation ($input: RemoveMemberInput!) { removeMember(input: $input) { deletedId rows record } }
"""
HANGING = """
select (select count(*) from role_grants where user_id = $1)
     + (select count(*) from sessions where user_id = $1)
     + (select count(*) from second_factors where user_id = $1)
     + (select count(*) from last_uses where id = $1)
"""
OPEN_TIES = """
select (select count(*) from consents where status in ('OFFERED', 'ACCEPTED'))
     + (select count(*) from memberships where ended_on is null)
"""
ONESELF = ("CONFLICT", "Nobody deletes themselves")
NO_MEMBER = ("NOT_FOUND", "Member not found")


async def delete_user(registry: Registry, who: str, user: str, **more: Any) -> Answer:
    """Let somebody delete a user."""
    given = {"id": opaque("User", registry.users[user]), "reason": "Left the office"} | more
    return await registry.ask(who, DELETE_USER, {"input": given})


async def remove_member(
    registry: Registry, who: str, organisation: UUID, person: UUID, **more: Any
) -> Answer:
    """Let somebody remove a person from an organisation."""
    given = {
        "organisationId": id_of("Organisation", organisation),
        "personId": id_of("Person", person),
        "reason": "Moved away",
    } | more
    return await registry.ask(who, REMOVE_MEMBER, {"input": given})


async def remove_ada(registry: Registry, of: Hospital, who: str = "sam") -> Answer:
    """Let somebody remove ada from the hospital."""
    return await remove_member(registry, who, of.hospital, of.person)


async def kept(registry: Registry) -> tuple[Any, dict[str, Any]]:
    """Return the one deletion that was written down, and its snapshot."""
    (found,) = await registry.owner.fetch("select * from deletions")
    return found, orjson.loads(found["snapshot"])


async def give_more(registry: Registry, name: str) -> None:
    """Let a user have a session and a second factor."""
    async with registry.acting("session.started") as owner:
        await owner.execute(
            "insert into sessions (user_id, client_id, family_digest, token_digest, expires_at)"
            " values ($1, $2, '\\x01', '\\x02', now() + interval '1 hour')",
            registry.users[name],
            registry.console_id,
        )
        await owner.execute(
            "insert into second_factors (user_id, sealed_secret) values ($1, '\\x03')",
            registry.users[name],
        )

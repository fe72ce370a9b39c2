"""Puts organisations, roles in them and machines into a database, for tests of commands."""

from typing import Any
from uuid import UUID, uuid4

import asyncpg


async def do(owner: asyncpg.Connection, action: str, statement: str, *arguments: Any) -> UUID:
    """Carry out a statement within an act; return the id that it returns."""
    async with owner.transaction():
        await owner.execute("select begin_act($1, null, null, $2)", action, uuid4())
        made: UUID = await owner.fetchval(statement, *arguments)
    return made


async def organisation(owner: asyncpg.Connection, name: str, parent: UUID | None = None) -> UUID:
    """Put an organisation into the tree."""
    statement = (
        "insert into organisations (name, kind, parent_id) values ($1, 'OFFICE', $2) returning id"
    )
    return await do(owner, "organisation.created", statement, name, parent)


async def user(owner: asyncpg.Connection, name: str) -> UUID:
    """Make a user without a role."""
    statement = "insert into users (username, display_name) values ($1, $1) returning id"
    return await do(owner, "user.created", statement, name)


async def client(owner: asyncpg.Connection, name: str, place: UUID | None = None) -> UUID:
    """Make the console, or a machine that may be bound to an organisation."""
    statement = (
        "insert into clients (name, kind, scopes, organisation_id) values ($1, $2, $3, $4)"
        " returning id"
    )
    kind = "USER_INTERFACE" if name == "console" else "SYSTEM"
    scopes = ["organisation:read", "organisation:write", "access:write", "person:read"]
    return await do(owner, "client.created", statement, name, kind, scopes, place)


async def grant(owner: asyncpg.Connection, user: UUID, client: UUID, role: str, at: UUID) -> None:
    """Let a user hold a role in an organisation."""
    statement = (
        "insert into role_grants (user_id, client_id, role, organisation_id)"
        " values ($1, $2, $3, $4) returning id"
    )
    await do(owner, "role.granted", statement, user, client, role, at)

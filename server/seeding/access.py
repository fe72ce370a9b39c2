# ruff: noqa: RUF001 - names are written in the letters of their owners
"""Who may come into the demo: its users, its clients, and the roles of the ones in the others."""

from typing import Any

from rules.access import SCOPES, ClientKind, Role
from workflows import credentials
from workflows.batches import announced

CLIENTS = (
    ("console", ClientKind.USER_INTERFACE, tuple(SCOPES)),
    (
        "portal",
        ClientKind.SYSTEM,
        (
            "birth:declare",
            "death:declare",
            "marriage:declare",
            "vital_event:read",
            "vital_event:certify",
            "vital_event:issue",
            "webhook:write",
        ),
    ),
)

USERS = (
    ("reviewer1", "Оксана Мельник", Role.NHS_REVIEWER),
    ("reviewer2", "Thomas Wright", Role.NHS_REVIEWER),
    ("reviewer3", "Agnieszka Nowak", Role.NHS_REVIEWER),
    ("reviewer4", "Тарас Коваленко", Role.NHS_REVIEWER),
    ("reviewer5", "Elif Yıldız", Role.NHS_REVIEWER),
    ("registrar1", "Ганна Бондаренко", Role.REGISTRAR),
    ("registrar2", "Graham Holloway", Role.REGISTRAR),
    ("admin", "Priya Nair", Role.ADMIN),
)
"""Each holds one role, through the console."""


async def seed_access(connection: Any) -> int:
    """Add the demo's clients, users and roles where they are missing, and count them.

    A user's password is the user's name, and a machine's secret the machine's: demo only.
    A user who is there already is left as an administrator may have made them since: blocked,
    or without a role.
    """
    added = 0
    for name, kind, scopes in CLIENTS:
        digest = credentials.digest(name) if kind is ClientKind.SYSTEM else None
        async with announced(connection, "client.created"):
            added += await connection.fetchval(ADD_CLIENT, name, kind, list(scopes), digest)
    there = {row["username"] for row in await connection.fetch(FIND_USERS, [it[0] for it in USERS])}
    for username, display_name, role in USERS:
        if username in there:
            continue
        kept = await credentials.hash_password(username)
        async with announced(connection, "user.created"):
            added += await connection.fetchval(ADD_USER, username, display_name, role, kept)
    return added


ADD_CLIENT = """
with added as (
    insert into clients (name, kind, scopes, secret_digest) values ($1, $2, $3, $4)
        on conflict (name) do nothing returning id)
select count(*) from added
"""

FIND_USERS = "select username from users where username = any ($1)"

ADD_USER = """
with added as (
    insert into users (username, display_name, password_hash) values ($1, $2, $4)
        on conflict (username) do nothing returning id),
granted as (
    insert into role_grants (user_id, client_id, role)
    select added.id, clients.id, $3 from added, clients where clients.name = 'console')
select count(*) from added
"""

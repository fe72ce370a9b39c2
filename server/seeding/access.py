# ruff: noqa: RUF001 - names are written in their own script
"""The demo's accounts: its clients, its users, and the role of each user."""

from typing import Any

from rules.access import SCOPES, ClientKind, Role
from workflows import accounts, credentials, seeding

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
            "explanation:read",
            "vital_event:correct",
            "vital_event:certify",
            "vital_event:issue",
            "webhook:write",
            "event:read",
        ),
    ),
)

USERS = (
    ("reviewer1", "Оксана Мельник", Role.NHS_REVIEWER),
    ("reviewer2", "Thomas Wright", Role.NHS_REVIEWER),
    ("reviewer3", "Agnieszka Nowak", Role.NHS_REVIEWER),
    ("reviewer4", "Тарас Коваленко", Role.NHS_REVIEWER),
    ("reviewer5", "Elif Yıldız", Role.NHS_REVIEWER),
    ("senior1", "Rosa Lindqvist", Role.SENIOR_REVIEWER),
    ("registrar1", "Ганна Бондаренко", Role.REGISTRAR),
    ("registrar2", "Graham Holloway", Role.REGISTRAR),
    ("admin", "Priya Nair", Role.ADMIN),
)
"""Each holds one role, through the console, but for those who hold another beside it."""

BESIDE = {Role.SENIOR_REVIEWER: (Role.NHS_REVIEWER,)}
"""The roles that who holds one of these holds too."""


async def seed_access(connection: Any) -> int:
    """Add the demo's clients, users and roles where they are missing; return how many accounts.

    A user's password is the user's name, and a machine's secret the machine's: demo only. A user
    who exists already is left as administrators have made them since: blocked, or without a role.
    """
    added = 0
    for name, kind, scopes in CLIENTS:
        digest = credentials.digest(name) if kind is ClientKind.SYSTEM else None
        added += await seeding.add_client(connection, name, kind, scopes, digest)
    known = await accounts.user_ids(connection, [username for username, _, _ in USERS])
    for username, display_name, role in USERS:
        if username not in known:
            password_hash = await credentials.hash_password(username)
            roles = (role, *BESIDE.get(role, ()))
            added += await seeding.add_user(
                connection, username, display_name, roles, password_hash
            )
    return added

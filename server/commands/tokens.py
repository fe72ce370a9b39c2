"""The command that prints a token, for a user or for a machine."""

import sys
import time
from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from rules.access import SCOPES, ClientKind, Role, machine_scopes, scopes_of, split_scopes
from rules.access_administration import CONSOLE
from server.commands import CommandFailed
from server.identity.issuer import Issuer
from server.identity.known_keys import recognise
from server.postgres.counting import CountingConnection
from server.postgres.database import Database
from server.settings import Settings
from workflows import accounts, organisation_names
from workflows.organisation_names import NamedOrganisation

HOUR = 3600


async def token(
    settings: Settings,
    user: str | None,
    client: str | None,
    scope: str | None,
    expires_in: int = HOUR,
    organisation: str | None = None,
) -> str:
    """Sign a token for a user through a client, or for a machine.

    Without `scope` it has every scope that the roles and the client allow; with it, exactly those.
    Who is blocked gets one too, with a warning: every request is refused (rules A3 and A4) until
    the block ends. With an organisation the roles are those that hold there, and the machine is
    the one that is bound to it. Raises OrganisationUnclear and KeysDiffer besides.
    """
    if user is None and client is None and organisation is None:
        raise CommandFailed("Say for whom the token is: --user NAME or --client NAME.", 2)
    with Database(settings) as database:
        await database.prepare()
        connection = await database.connect()
        try:
            await recognise(connection, settings)
            place = await _place(connection, organisation)
            if user is None:
                client = await _bound(connection, client, place)
                subject, client_id, allowed = await _machine(connection, client)
            else:
                subject, client_id, allowed = await _user(
                    connection, user, client or CONSOLE, place
                )
        finally:
            await connection.close(timeout=1)
    granted = _choose(scope, allowed, user or str(client))
    return Issuer(settings.keys_directory, settings.public_url).issue(
        subject, client_id, " ".join(granted), expires_in, time.time()
    )


async def _place(
    connection: CountingConnection, organisation: str | None
) -> NamedOrganisation | None:
    if organisation is None:
        return None
    return await organisation_names.organisation_called(connection, organisation)


async def _bound(
    connection: CountingConnection, name: str | None, place: NamedOrganisation | None
) -> str:
    """Return the machine's name, and refuse one that is not bound to the organisation."""
    if place is None:
        return str(name)
    bound = await organisation_names.machines_bound_to(connection, place.id)
    if name is None and len(bound) == 1:
        return bound[0]
    listed = f"bound are {', '.join(map(repr, bound))}" if bound else "no machine is"
    if name is None:
        raise CommandFailed(f"Say by --client which machine of {place.path} it is: {listed}.")
    if name not in bound:
        raise CommandFailed(f"{name!r} is not bound to {place.path}: {listed}.")
    return name


async def _client(connection: CountingConnection, name: str) -> Mapping[str, Any]:
    client = await accounts.find_client(connection, name)
    if client is None:
        raise CommandFailed(f"There is no client {name!r}.")
    if client["is_blocked"]:
        _warn(f"The client {name!r} is blocked: its requests are refused.")
    return client


async def _machine(connection: CountingConnection, name: str) -> tuple[UUID, UUID, Collection[str]]:
    client = await _client(connection, name)
    if client["kind"] != ClientKind.SYSTEM:
        raise CommandFailed(f"{name!r} is no machine: its tokens are for users, see --user.")
    return client["id"], client["id"], machine_scopes & set(client["scopes"])


async def _user(
    connection: CountingConnection,
    username: str,
    client_name: str,
    place: NamedOrganisation | None = None,
) -> tuple[UUID, UUID, Collection[str]]:
    client = await _client(connection, client_name)
    if client["kind"] != ClientKind.USER_INTERFACE:
        raise CommandFailed(f"{client_name!r} is a machine: no user speaks through it.")
    user = await accounts.find_user(connection, username, client["id"])
    if user is None:
        raise CommandFailed(f"There is no user {username!r}.")
    if user["is_blocked"]:
        _warn(f"The user {username!r} is blocked: their requests are refused.")
    held = user["roles"]
    if place is not None:
        held = await organisation_names.roles_there(connection, user["id"], client["id"], place.id)
        if not held:
            raise CommandFailed(f"{username!r} holds no role in {place.path}.")
    roles = [Role(role) for role in held]
    return user["id"], client["id"], scopes_of(roles) & set(client["scopes"])


def _choose(scope: str | None, allowed: Collection[str], who: str) -> list[str]:
    """Choose the scopes, in the order in which they are documented.

    Scopes that were named are granted, with a warning where roles or client do not allow them:
    roles are checked at every request, whatever a token says (rule A5).
    """
    wanted = frozenset(allowed) if scope is None else split_scopes(scope)
    unknown = sorted(wanted - SCOPES.keys())
    if unknown:
        raise CommandFailed(f"There is no scope {', '.join(map(repr, unknown))}.", 2)
    beyond = sorted(wanted - frozenset(allowed))
    if beyond:
        _warn(f"{who!r} may not hold {', '.join(map(repr, beyond))}: what needs it is refused.")
    return [name for name in SCOPES if name in wanted]


def _warn(sentence: str) -> None:
    print(sentence, file=sys.stderr)

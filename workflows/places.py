"""Where somebody may act: everywhere, or in organisations and below them (rules R2 to R4)."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import Uuid, bindparam, select

from db import advisory_locks
from db.organisations import is_at_or_below, organisations, places_of
from db.statements import Connection, Statement
from rules.access import LIMITABLE, Role, RoleMissing
from rules.organisations import (
    OrganisationIsNotActive,
    OrganisationNotFound,
    OrganisationStatus,
)
from workflows.acts import Acting

KEEPERS = (Role.STEWARD, Role.ADMIN)
"""Who looks after organisations."""
KEEP_TREE = f"select pg_advisory_xact_lock_shared({advisory_locks.ORGANISATIONS})"
LOCK_ORGANISATIONS = """
select id from organisations where id = any($1::uuid[]) order by id for no key update
"""
LOCK_TREE = f"select pg_advisory_xact_lock({advisory_locks.ORGANISATIONS})"

MAY_GRANT = Statement(
    select(
        places_of(Role.ADMIN).is_(None).label("is_admin"),
        select(organisations.c.id)
        .where(
            organisations.c.id == bindparam("organisation", type_=Uuid),
            is_at_or_below(organisations.c.id, places_of(Role.STEWARD)),
        )
        .exists()
        .label("is_steward_there"),
    )
)
LOCK = Statement(
    select(organisations.c.status)
    .where(organisations.c.id == bindparam("organisation", type_=Uuid))
    .with_for_update(read=True)
)
LOOKED_AFTER = select(organisations.c.name, organisations.c.status, organisations.c.version).where(
    organisations.c.id == bindparam("organisation", type_=Uuid),
    is_at_or_below(organisations.c.id, places_of(*KEEPERS)),
)
FIND = Statement(LOOKED_AFTER)
FIND_TO_CHANGE = Statement(LOOKED_AFTER.with_for_update(key_share=True))
IS_EVERYWHERE = Statement(select(places_of(*KEEPERS).is_(None).label("everywhere")))


async def keep_tree(connection: Connection) -> None:
    """Let no organisation be moved, merged or erased until the act ends.

    Whoever changes who belongs to one, or who is one person, does so before locking any row: what
    changes the tree locks it first too, and both would wait for each other otherwise (rule G).
    """
    await connection.fetchrow(KEEP_TREE)


async def lock_tree(connection: Connection) -> None:
    """Let nobody else change the tree, or who belongs to its organisations, until the act ends."""
    await connection.fetchrow(LOCK_TREE)


async def lock_organisations(connection: Connection, *organisations: UUID | None) -> None:
    """Lock organisations in the order of their ids: nothing begins in them until the act ends."""
    await connection.fetch(LOCK_ORGANISATIONS, [it for it in organisations if it is not None])


def who(acting: Acting) -> dict[str, Any]:
    """Return the parameters of `places_of`: who acts."""
    return {"client_id": acting.client_id, "user_id": acting.user_id}


async def check_everywhere(connection: Connection, acting: Acting) -> None:
    """Refuse whoever looks after no more than some organisations. Raises RoleMissing."""
    found = await IS_EVERYWHERE.row(connection, **who(acting))
    if not found["everywhere"]:
        raise RoleMissing


async def looked_after(
    connection: Connection,
    acting: Acting,
    organisation_id: UUID | None,
    *,
    to_change: bool = False,
) -> Mapping[str, Any]:
    """Return name, status and version of an organisation that the caller looks after.

    It is locked where it is found `to_change`. Raises OrganisationNotFound.
    """
    statement = FIND_TO_CHANGE if to_change else FIND
    found: Mapping[str, Any] | None = await statement.row(
        connection, organisation=organisation_id, **who(acting)
    )
    if found is None:
        raise OrganisationNotFound
    return found


async def check_still(connection: Connection, acting: Acting, *organisations: UUID | None) -> None:
    """Refuse whoever asked for a run and looks after its organisations no more. Rule S1.

    Raises RoleMissing: to them the organisations would not exist, to whoever reads why it failed
    they do.
    """
    for organisation_id in organisations:
        try:
            await looked_after(connection, acting, organisation_id)
        except OrganisationNotFound:
            raise RoleMissing from None


async def check_grant(
    connection: Connection, acting: Acting, role: Role, organisation_id: Any
) -> None:
    """Refuse whoever is no ADMIN, and no STEWARD there who gives a role that is limited. Rule R4.

    What is elsewhere does not exist for a steward, and is refused like it. The application itself
    may give any. Raises RoleMissing.
    """
    if acting.client_id is None:
        return
    found = await MAY_GRANT.row(connection, organisation=organisation_id, **who(acting))
    if not found["is_admin"] and not (found["is_steward_there"] and role in LIMITABLE):
        raise RoleMissing


async def check_active(connection: Connection, organisation_id: UUID | None) -> None:
    """Lock an organisation in which something begins, so that it is not archived meanwhile.

    Raises OrganisationNotFound or OrganisationIsNotActive.
    """
    found = await LOCK.row(connection, organisation=organisation_id)
    if found is None:
        raise OrganisationNotFound
    if found["status"] != OrganisationStatus.ACTIVE:
        raise OrganisationIsNotActive

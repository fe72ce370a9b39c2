"""What is done with organisations: made below another, and archived (rule R1)."""

from dataclasses import replace
from uuid import UUID

from sqlalchemy import Text, Uuid, bindparam, insert, update

from db.organisations import organisations
from db.statements import Statement
from rules import organisations as rules
from rules.access_administration import check
from rules.frozen import frozen
from rules.organisations import (
    ARCHIVABLE,
    OrganisationIsNotActive,
    OrganisationStatus,
)
from rules.texts import cleaned
from workflows import places, roles
from workflows.acts import Acting, act
from workflows.roles import Grant

THIS = organisations.c.id == bindparam("organisation", type_=Uuid)
CREATE = Statement(
    insert(organisations)
    .values(
        name=bindparam("new_name", type_=Text),
        kind=bindparam("new_kind", type_=Text),
        parent_id=bindparam("parent", type_=Uuid),
    )
    .returning(organisations.c.id)
)
ARCHIVE = Statement(update(organisations).where(THIS).values(status=OrganisationStatus.ARCHIVED))


@frozen
class NewOrganisation:
    """An organisation to be made: below another, or where it `has_parent` not, a root."""

    name: str
    kind: str
    parent_id: UUID | None
    has_parent: bool
    steward: Grant | None
    """Who looks after it from then on."""


async def create(acting: Acting, new: NewOrganisation) -> UUID:
    """Make an organisation, with its first steward; return its id.

    Who looks after some organisations alone makes others below them, and no root. Rules R1 and R4.
    Raises RoleMissing, OrganisationNotFound, InputIsInvalid, OrganisationNameIsTaken,
    OrganisationIsTooDeep, OrganisationIsNotActive, and what a grant is refused with.
    """
    async with act(acting, "organisation.created") as connection:
        name, kind = cleaned(new.name), cleaned(new.kind)
        if not new.has_parent:
            await places.check_everywhere(connection, acting)
        else:
            await places.looked_after(connection, acting, new.parent_id)
        check(rules.name_faults(name), rules.kind_faults(kind))
        await places.keep_tree(connection)
        made = await CREATE.row(connection, new_name=name, new_kind=kind, parent=new.parent_id)
        organisation_id: UUID = made["id"]
        if new.steward is not None:
            steward = replace(new.steward, organisation_id=organisation_id)
            await roles.give(connection, acting.user_id, steward, is_limited=acting.is_limited)
        return organisation_id


async def archive(acting: Acting, organisation_id: UUID | None) -> None:
    """End an organisation: nothing new begins in it. One that is archived stays so.

    Rule R1. Raises OrganisationNotFound, OrganisationIsNotActive or OrganisationHasActiveOnes.
    """
    async with act(acting, "organisation.archived") as connection:
        found = await places.looked_after(connection, acting, organisation_id, to_change=True)
        if found["status"] not in ARCHIVABLE:
            raise OrganisationIsNotActive
        if found["status"] != OrganisationStatus.ARCHIVED:
            await ARCHIVE.rows(connection, organisation=organisation_id)

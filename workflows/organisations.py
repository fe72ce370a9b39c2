"""What is done with organisations: made below another, and archived (rule R1)."""

from uuid import UUID

from sqlalchemy import Text, Uuid, bindparam, insert, select, update

from db.organisations import organisations
from db.statements import Statement
from rules import organisations as rules
from rules.access_administration import check
from rules.organisations import (
    ARCHIVABLE,
    OrganisationIsNotActive,
    OrganisationNotFound,
    OrganisationStatus,
)
from rules.texts import cleaned
from workflows.acts import Acting, act

THIS = organisations.c.id == bindparam("organisation", type_=Uuid)
FIND = Statement(select(organisations.c.id).where(THIS))
LOCK = Statement(select(organisations.c.status).where(THIS).with_for_update(key_share=True))
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


async def create(
    acting: Acting, name: str, kind: str, parent_id: UUID | None, *, has_parent: bool
) -> UUID:
    """Make an organisation below another, or where none `has_parent` a root; return its id.

    Rule R1. Raises InputIsInvalid, OrganisationNotFound, OrganisationNameIsTaken,
    OrganisationIsTooDeep or OrganisationIsNotActive.
    """
    async with act(acting, "organisation.created") as connection:
        name, kind = cleaned(name), cleaned(kind)
        if has_parent and await FIND.row(connection, organisation=parent_id) is None:
            raise OrganisationNotFound
        check(rules.name_faults(name), rules.kind_faults(kind))
        made = await CREATE.row(connection, new_name=name, new_kind=kind, parent=parent_id)
        organisation_id: UUID = made["id"]
        return organisation_id


async def archive(acting: Acting, organisation_id: UUID | None) -> None:
    """End an organisation: nothing new begins in it. One that is archived stays so.

    Rule R1. Raises OrganisationNotFound, OrganisationIsNotActive or OrganisationHasActiveOnes.
    """
    async with act(acting, "organisation.archived") as connection:
        found = await LOCK.row(connection, organisation=organisation_id)
        if found is None:
            raise OrganisationNotFound
        if found["status"] not in ARCHIVABLE:
            raise OrganisationIsNotActive
        if found["status"] != OrganisationStatus.ARCHIVED:
            await ARCHIVE.rows(connection, organisation=organisation_id)

"""What is done with sources: they are made, and linked with organisations."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    Integer,
    LargeBinary,
    Text,
    Uuid,
    bindparam,
    delete,
    func,
    insert,
    select,
)

from db.sources import source_links, sources
from db.statements import Statement
from db.syncs import erased_groups
from rules import sources as rules
from rules.environments import Environment
from rules.organisations import OrganisationIsNotActive, OrganisationStatus
from rules.source_profiles import kept_sync_roles
from rules.source_retirement import SourceIsRetired
from rules.sources import (
    NewSource,
    SourceNotFound,
    SourceProtocol,
    SourceTerms,
)
from rules.texts import cleaned
from workflows import places
from workflows.acts import Acting, act

TERMS = {
    "name": bindparam("new_name", type_=Text),
    "base_url": bindparam("new_base_url", type_=Text),
    "access": bindparam("new_access", type_=ARRAY(Text)),
    "token_url": bindparam("new_token_url", type_=Text),
    "oauth_client_id": bindparam("new_client", type_=Text),
    "sealed_oauth_secret": bindparam("sealed", type_=LargeBinary),
    "issuer": bindparam("new_issuer", type_=Text),
    "authorization_url": bindparam("new_authorization_url", type_=Text),
    "oauth_scope": bindparam("new_scope", type_=Text),
    "sync_roles": bindparam("new_sync_roles", type_=ARRAY(Text)),
}
"""What of a source may change; `terms_of` gives the values."""

MAKE = Statement(
    insert(sources)
    .values(protocol=bindparam("new_protocol", type_=Text), **TERMS)
    .returning(sources.c.id)
)
FIND = Statement(
    select(sources.c.id, sources.c.protocol, sources.c.retired_at).where(
        sources.c.id == bindparam("source", type_=Uuid)
    )
)
LINK = Statement(
    insert(source_links)
    .values(
        source_id=bindparam("source", type_=Uuid),
        organisation_id=bindparam("organisation", type_=Uuid),
        external_id=bindparam("new_external_id", type_=Text),
        environment=bindparam("new_environment", type_=Text),
        every_minutes=bindparam("minutes", type_=Integer),
        export_group=bindparam("group", type_=Text),
        due_at=func.now() + func.make_interval(0, 0, 0, 0, 0, bindparam("minutes", type_=Integer)),
    )
    .returning(source_links.c.id)
)
IS_WANTED_AGAIN = Statement(
    delete(erased_groups).where(
        erased_groups.c.source_id == bindparam("source", type_=Uuid),
        erased_groups.c.environment == bindparam("new_environment", type_=Text),
        erased_groups.c.external_id == bindparam("new_external_id", type_=Text),
    )
)


def terms_of(new: NewSource, sealed: bytes | None) -> Mapping[str, Any]:
    """Return what is kept of the terms of a source that was checked, with its sealed secret."""
    return {
        "new_name": cleaned(new.name),
        "new_base_url": new.base_url,
        "new_access": sorted(set(new.access)),
        "new_token_url": new.token_url,
        "new_client": new.oauth_client_id,
        "sealed": sealed,
        "new_issuer": new.issuer,
        "new_authorization_url": new.authorization_url,
        "new_scope": None if new.oauth_scope is None else cleaned(new.oauth_scope),
        "new_sync_roles": kept_sync_roles(new.sync_roles),
    }


async def create(acting: Acting, new: NewSource, terms: SourceTerms) -> UUID:
    """Make a source, and return its id. Rules S5 and S6.

    Raises InputIsInvalid or SourceNameIsTaken.
    """
    async with act(acting, "source.created") as connection:
        rules.check_source(new, allows_loopback=terms.allows_loopback)
        sealed = None if new.oauth_secret is None else terms.seal(new.oauth_secret)
        made = await MAKE.row(connection, new_protocol=new.protocol, **terms_of(new, sealed))
        source_id: UUID = made["id"]
        return source_id


async def link(
    acting: Acting,
    source_id: UUID | None,
    organisation_id: UUID | None,
    external_id: str,
    environment: Environment,
    every_minutes: int | None,
    export_group: str | None = None,
) -> UUID:
    """Link an organisation that the caller looks after with a group of a source; return the id.

    Raises SourceNotFound, SourceIsRetired, OrganisationNotFound, OrganisationIsNotActive,
    InputIsInvalid or SourceIsLinked.
    """
    async with act(acting, "source.linked") as connection:
        found = await places.looked_after(connection, acting, organisation_id, to_change=True)
        if found["status"] != OrganisationStatus.ACTIVE:
            raise OrganisationIsNotActive
        source = await FIND.row(connection, source=source_id)
        if source is None:
            raise SourceNotFound
        if source["retired_at"] is not None:
            raise SourceIsRetired
        protocol = SourceProtocol(source["protocol"])
        rules.check_link(external_id, every_minutes, export_group, protocol)
        made = await LINK.row(
            connection,
            source=source_id,
            organisation=organisation_id,
            new_external_id=cleaned(external_id),
            new_environment=environment,
            minutes=every_minutes,
            group=None if export_group is None else cleaned(export_group),
        )
        await IS_WANTED_AGAIN.rows(
            connection,
            source=source_id,
            new_environment=environment,
            new_external_id=cleaned(external_id),
        )
        link_id: UUID = made["id"]
        return link_id

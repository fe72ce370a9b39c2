"""Looks up organisations as commands call them: plain SQL, so that these start quickly."""

from typing import Any
from uuid import UUID

from db.literals import NUMBER_KEY
from rules.frozen import frozen
from rules.organisations import OrganisationStatus

SHOWN = 10
"""So many organisations of one name are listed."""


class OrganisationUnclear(Exception):
    """No organisation is called so, or more than one; the sentence says which there are."""


@frozen
class NamedOrganisation:
    """An organisation, with the names of all that are above it and its own."""

    id: UUID
    status: OrganisationStatus
    path: str


async def organisation_called(connection: Any, typed: str) -> NamedOrganisation:
    """Return the one organisation with this id or name, however it is written (rule R1).

    Raises OrganisationUnclear.
    """
    rows = await connection.fetch(CALLED, typed, _id(typed), SHOWN + 1)
    found = [
        NamedOrganisation(row["id"], OrganisationStatus(row["status"]), row["path"]) for row in rows
    ]
    if not found:
        raise OrganisationUnclear(f"There is no organisation {typed!r}.")
    if len(found) > 1:
        listed = "; ".join(f"{one.path} ({one.id})" for one in found[:SHOWN])
        more = "; and more" if len(found) > SHOWN else ""
        raise OrganisationUnclear(f"Say by its id which {typed!r} it is: {listed}{more}.")
    return found[0]


async def machines_bound_to(connection: Any, organisation_id: UUID) -> list[str]:
    """Return the names of the machines that are bound to an organisation."""
    return [row["name"] for row in await connection.fetch(BOUND, organisation_id)]


async def binding(connection: Any, client_id: UUID) -> UUID | None:
    """Return the organisation that a machine is bound to; None for none."""
    organisation_id: UUID | None = await connection.fetchval(BINDING, client_id)
    return organisation_id


async def roles_there(
    connection: Any, user_id: UUID, client_id: UUID, organisation_id: UUID
) -> list[str]:
    """Return the roles that a user holds now in an organisation, or above it, or everywhere."""
    return list(await connection.fetchval(ROLES_THERE, user_id, client_id, organisation_id))


def _id(typed: str) -> UUID | None:
    try:
        return UUID(typed)
    except ValueError:
        return None


CALLED = f"""
select id, status,
       (select string_agg(above.name, ' / ' order by (
                   select count(*) from organisation_paths its
                    where its.organisation_id = above.id))
          from organisation_paths path join organisations above on above.id = path.ancestor_id
         where path.organisation_id = organisations.id) as path
  from organisations
 where name is not null
   and (id = $2 or $2::uuid is null and {NUMBER_KEY.format(column="name")}
                                      = {NUMBER_KEY.format(column="$1::text")})
 order by path, id
 limit $3
"""
BOUND = "select name from clients where organisation_id = $1 order by name"
BINDING = "select organisation_id from clients where id = $1"
ROLES_THERE = """
select array(select distinct role from live_grants
              where user_id = $1 and client_id = $2
                and (organisation_id is null
                     or organisation_id in (select ancestor_id from organisation_paths
                                             where organisation_id = $3))
              order by role)
"""

"""What tests do with organisations: make them, move them, and look at the tree."""

from typing import Any
from uuid import UUID

from tests.people import id_of
from tests.serving import Answer, Registry

TAKEN = ("CONFLICT", "Organisation name is taken")
NOT_ACTIVE = ("CONFLICT", "Organisation is not active")
HAS_ACTIVE_ONES = ("CONFLICT", "Organisation has active ones below it")
NOT_FOUND = ("NOT_FOUND", "Organisation not found")
ONE = "query ($id: ID!) { organisation(id: $id) { name status parent { name } } }"
CREATE = """
mutation ($input: CreateOrganisationInput!) {
  createOrganisation(input: $input) {
    organisation { id databaseId name kind status version parent { name } mergedInto { name } }
  }
}
"""
ARCHIVE = """
mutation ($input: OrganisationIdInput!) {
  archiveOrganisation(input: $input) { organisation { status version } }
}
"""
NAMES = "query ($name: String) { organisations(name: $name) { nodes { name } } }"
PATHS = "select organisation_id, ancestor_id from organisation_paths order by 1, 2"
PATHS_BY_PARENTS = """
with recursive path as (
    select id as organisation_id, id as ancestor_id, parent_id from organisations
    union all
    select path.organisation_id, above.id, above.parent_id
      from path join organisations above on above.id = path.parent_id)
select organisation_id, ancestor_id from path order by 1, 2
"""


async def create(
    registry: Registry, who: str | UUID, name: str, parent: UUID | None = None, **more: Any
) -> Answer:
    """Let somebody make an organisation."""
    given: dict[str, Any] = {"name": name, "kind": "OFFICE"} | more
    if parent is not None:
        given["parentId"] = id_of("Organisation", parent)
    return await registry.ask(who, CREATE, {"input": given})


async def archive(registry: Registry, who: str | UUID, organisation: UUID) -> Answer:
    """Let somebody archive an organisation."""
    given = {"id": id_of("Organisation", organisation)}
    return await registry.ask(who, ARCHIVE, {"input": given})


async def organisation(registry: Registry, name: str, parent: UUID | None = None) -> UUID:
    """Put an organisation into the tree."""
    async with registry.acting("organisation.created") as owner:
        made: UUID = await owner.fetchval(
            "insert into organisations (name, kind, parent_id) values ($1, 'OFFICE', $2)"
            " returning id",
            name,
            parent,
        )
    return made


async def chain(registry: Registry, length: int) -> list[UUID]:
    """Put organisations into the tree, each below the one before."""
    found: list[UUID] = []
    for number in range(length):
        found.append(await organisation(registry, f"Level {number}", found[-1] if found else None))
    return found


async def move(registry: Registry, moved: UUID, parent: UUID | None) -> None:
    """Let an organisation stand below another, by hand."""
    async with registry.acting("organisation.moved") as owner:
        await owner.execute("update organisations set parent_id = $2 where id = $1", moved, parent)


async def names(registry: Registry, who: str | UUID, name: str | None = None) -> list[str]:
    """List the organisations that somebody finds."""
    answer = await registry.ask(who, NAMES, {"name": name})
    return [node["name"] for node in answer.data["organisations"]["nodes"]]


async def paths_are_right(registry: Registry) -> bool:
    """Return whether the paths are those that the parents make."""
    kept = [tuple(row) for row in await registry.owner.fetch(PATHS)]
    return kept == [tuple(row) for row in await registry.owner.fetch(PATHS_BY_PARENTS)]


async def steward(registry: Registry, name: str, *organisations: UUID) -> str:
    """Make a user who is STEWARD of these organisations; return the name."""
    await registry.user(name)
    for place in organisations:
        await limit(registry, name, "STEWARD", place)
    return name


async def limit(
    registry: Registry, name: str, role: str, place: UUID | None, lasting: str | None = None
) -> None:
    """Let a user hold a role in an organisation, for a time such as `-1 second` from now."""
    async with registry.acting("role.granted") as owner:
        await owner.execute(
            "insert into role_grants (user_id, client_id, role, organisation_id, expires_at)"
            " values ($1, $2, $3, $4, now() + $5::text::interval)",
            registry.users[name],
            registry.console_id,
            role,
            place,
            lasting,
        )


async def bound_machine(registry: Registry, place: UUID, name: str = "bound") -> UUID:
    """Make a machine that is bound to an organisation; return its id."""
    machine = await registry.client(name)
    async with registry.acting("client.updated") as owner:
        await owner.execute("update clients set organisation_id = $2 where id = $1", machine, place)
    return machine

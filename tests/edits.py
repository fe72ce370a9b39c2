"""Acts of users that change records: what makes them editors, and the records other versions."""

from typing import Any
from uuid import UUID, uuid4

from tests.serving import Registry


async def edit(
    registry: Registry,
    person_id: UUID,
    by: str | None = None,
    connection: Any = None,
    **columns: Any,
) -> None:
    """Change a record in an act of a user's, or of the application itself."""
    owner = connection or registry.owner
    changes = ", ".join(f"{name} = ${place}" for place, name in enumerate(columns, 2))
    async with owner.transaction():
        await owner.execute(
            "select begin_act('person.corrected', $1, $2, $3)",
            registry.console_id if by else None,
            registry.users[by] if by else None,
            uuid4(),
        )
        await owner.execute(
            f"update persons set {changes} where id = $1", person_id, *columns.values()
        )


async def become(registry: Registry, username: str, person_id: UUID | None) -> None:
    """Say which person on record a user is."""
    async with registry.acting("user.updated"):
        await registry.owner.execute(
            "update users set person_id = $2 where id = $1", registry.users[username], person_id
        )


async def versions(registry: Registry, request: UUID, connection: Any = None) -> dict[str, int]:
    """Return what a reviewer sees who looks at the pair of a request now, as `seen` says it."""
    (row,) = await (connection or registry.owner).fetch(
        """
        select person.version as person, master.version as master
          from merge_requests
          join manual_merge_candidates candidate on candidate.id = manual_merge_candidate_id
          join merge_candidates pair on pair.id = candidate.merge_candidate_id
          join persons person on person.id = pair.person_id
          join persons master on master.id = pair.master_person_id
         where merge_requests.id = $1
        """,
        request,
    )
    return {"person": row["person"], "masterPerson": row["master"]}

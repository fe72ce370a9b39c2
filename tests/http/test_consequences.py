"""What the product does because of an act is an act of its own in the trail (rule D1)."""

from uuid import uuid4

import asyncpg
import pytest

from rules.access import Role
from tests.people import person
from tests.serving import Registry
from workflows.acts import consequence

ENTRIES = """
select action, resource_id, act_id, actor_id, client_id, correlation_id
  from audit_log where actor_id = $1 order by id
"""


async def test_d1_a_consequence_is_an_act_of_its_own_within_the_same_request(
    registry: Registry,
) -> None:
    first, second, third = [await person(registry) for _ in range(3)]
    user = await registry.user("ada", Role.ADMIN)
    actor, correlation = registry.users[user], uuid4()

    async with registry.owner.transaction():
        await registry.owner.execute(
            "select begin_act('person.corrected', $1, $2, $3)",
            registry.console_id,
            actor,
            correlation,
        )
        async with consequence(registry.owner, "merge_request.recused"):
            await change(registry, second)
            async with consequence(registry.owner, "merge_request.outdated"):
                await change(registry, third)
            await change(registry, third)
        await change(registry, first)
        await change(registry, second)

    entries = await registry.owner.fetch(ENTRIES, actor)
    assert [(it["action"], it["resource_id"]) for it in entries] == [
        ("merge_request.recused", second),
        ("merge_request.outdated", third),
        ("merge_request.recused", third),
        ("person.corrected", first),
        ("person.corrected", second),
    ]
    acts = [it["act_id"] for it in entries]
    assert acts == [acts[0], acts[1], acts[0], acts[3], acts[3]]
    assert len(set(acts)) == 3
    assert {it["correlation_id"] for it in entries} == {correlation}
    assert {it["client_id"] for it in entries} == {registry.console_id}


async def test_d1_a_consequence_of_no_act_is_refused(registry: Registry) -> None:
    one = await person(registry)

    async with registry.owner.transaction():
        await registry.owner.execute("select begin_consequence('merge_request.recused')")
        with pytest.raises(asyncpg.PostgresError) as refused:
            await change(registry, one)

    assert refused.value.sqlstate == "SA001"


async def change(registry: Registry, person_id: object) -> None:
    """Change one record."""
    await registry.owner.execute(
        "update persons set email = gen_random_uuid() || '@example.com' where id = $1", person_id
    )

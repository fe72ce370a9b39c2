"""Plans: what would become of all that two organisations have, written down and nothing more."""

from datetime import date
from typing import Any
from uuid import UUID

from rules.access import Role
from tests.organisation_plans import (
    NOT_FOUND,
    OUT_OF_DATE,
    READ,
    asked_merge,
    asked_transfer,
    consents,
    execute,
    items,
    join,
    merge,
    read,
    transfer,
    two,
)
from tests.organisations import archive, bound_machine, limit, organisation, steward
from tests.people import id_of, person
from tests.serving import Registry

TABLES = ("organisations", "memberships", "consents", "role_grants", "clients", "merge_candidates")
NO_ORGANISATION = ("NOT_FOUND", "Organisation not found")


PLANS = "query ($id: ID!) { organisation(id: $id) { plans { nodes { id } } } }"


async def listed(registry: Registry, who: str | UUID, place: UUID, **more: Any) -> list[str] | None:
    """Return the ids of the plans that an organisation has for somebody who sees it."""
    answer = await registry.ask(who, PLANS, {"id": id_of("Organisation", place)}, **more)
    found = answer.data["organisation"]
    return None if found is None else [it["id"] for it in found["plans"]["nodes"]]


async def rows(registry: Registry) -> list[Any]:
    """Return all that a merge would change."""
    return [
        [tuple(it) for it in await registry.owner.fetch(f"select * from {table} order by 1, 2")]
        for table in TABLES
    ]


async def test_w1_a_plan_says_what_becomes_of_all_and_changes_nothing(admin: Registry) -> None:
    old, new = await two(admin)
    await organisation(admin, "Ward", old)
    await organisation(admin, "Ward", new)
    await steward(admin, "olena", old)
    await bound_machine(admin, old, "sensor")
    moving, staying = await person(admin, "Ada"), await person(admin, "Eve")
    both = await person(admin, "Grace", birth_date=date(1950, 2, 3))
    await join(admin, moving, old)
    await join(admin, staying, new)
    await join(admin, both, old, new)
    before = await rows(admin)

    plan = await merge(admin, old, new)

    assert await rows(admin) == before
    assert sorted(items(plan, "person"), key=str) == [
        ("Ada", None, "MOVE", []),
        ("Grace", "Grace", "MERGE", ["SAME_PERSON"]),
        (None, "Eve", "RETAIN", []),
    ]
    assert items(plan, "user") == [
        ("sam", "sam", "MERGE", []),
        ("olena", None, "MOVE", []),
    ] or sorted(items(plan, "user"), key=str) == [
        ("olena", None, "MOVE", []),
        ("sam", "sam", "MERGE", []),
    ]
    assert sorted(items(plan, "organisation"), key=str) == [
        ("Old", "New", "MERGE_INTO", []),
        ("Ward", "Ward", "RENAME", []),
        (None, "Ward", "RETAIN", []),
    ]
    details = {it["noun"]: it["detail"] for it in plan["items"]["nodes"] if it["detail"]}
    assert details == {"organisation": "Ward (Old)", "client": "sensor"}
    assert plan["counts"]["person"] == {"MOVE": 1, "MERGE": 1, "RETAIN": 1}
    assert (plan["blockedBy"], plan["isStale"], plan["keepsSource"]) == ([], False, False)
    assert len(plan["planHash"]) == 64
    assert plan["run"] is None


async def test_w2_the_same_world_has_the_same_hash_and_another_has_another(
    admin: Registry,
) -> None:
    old, new = await two(admin)
    ada = await person(admin)
    await join(admin, ada, old)

    first, again = [await merge(admin, old, new) for _ in range(2)]
    async with admin.acting("person.imported") as owner:
        await owner.execute("update persons set last_name = 'King' where id = $1", ada)
    changed = await merge(admin, old, new)

    assert first["planHash"] == again["planHash"] != changed["planHash"]
    stale = await read(admin, "sam", first)
    assert stale is not None
    assert (stale["isStale"], stale["planHash"]) == (True, first["planHash"])


CHANGES = {
    "a record": "update persons set last_name = 'King' where id = $1 and $2::uuid is not null",
    "a newcomer": "insert into memberships (person_id, organisation_id)"
    " select id, $2 from persons where first_name = 'Zoe' and $1::uuid is not null",
    "a consent": "insert into consents (person_id, organisation_id, permissions)"
    " values ($1, $2, '{VIEW}')",
    "who left": "update memberships set ended_on = current_date"
    " where person_id = $1 and organisation_id = $2",
    "a role": "delete from role_grants where organisation_id = $2 and $1::uuid is not null",
    "an organisation": "update organisations set kind = 'SCHOOL' where id = $2"
    " and $1::uuid is not null",
}


async def test_w2_what_has_changed_since_is_not_executed(admin: Registry) -> None:
    old, new = await two(admin)
    ada = await person(admin)
    await person(admin, "Zoe")
    await join(admin, ada, old)

    answers = {}
    for what, change in CHANGES.items():
        plan = await merge(admin, old, new, "admin")
        async with admin.acting("organisation.updated") as owner:
            await owner.execute(change, ada, old)
        answers[what] = await execute(admin, "admin", plan, what)

    assert {what: it.refusal for what, it in answers.items()} == dict.fromkeys(CHANGES, OUT_OF_DATE)
    changed = {what: it.errors[0]["extensions"]["changed"] for what, it in answers.items()}
    assert changed["a record"] == changed["who left"] == [id_of("Person", ada)]
    assert changed["a role"] == [id_of("User", admin.users["sam"])]
    assert changed["an organisation"] == [id_of("Organisation", old)]
    assert all(changed.values())
    assert await admin.owner.fetchval("select count(*) from runs") == 0


async def test_w2_another_hash_is_not_what_was_signed(admin: Registry) -> None:
    plan = await merge(admin, *await two(admin))

    answer = await execute(admin, "sam", plan, planHash="0" * 64)

    assert answer.refusal == OUT_OF_DATE
    assert answer.errors[0]["extensions"]["changed"] == []


async def test_w1_plans_are_for_who_looks_after_both(admin: Registry) -> None:
    old, new = await two(admin)
    await steward(admin, "olena", old)
    await admin.user("clerk")
    await limit(admin, "clerk", "REGISTRAR", old)
    await admin.user("registrar", Role.REGISTRAR)
    plan = await merge(admin, old, new)

    answers = [await asked_merge(admin, who, old, new) for who in ("olena", "clerk", "registrar")]

    assert answers[0].refusal == NO_ORGANISATION
    assert [it.refusal for it in answers[1:]] == [
        ("FORBIDDEN", "User doesn't have required role")
    ] * 2
    assert await read(admin, "olena", plan) is None
    assert (await execute(admin, "olena", plan)).refusal == NOT_FOUND
    assert (await read(admin, "admin", plan)) is not None


async def test_w1_both_organisations_have_their_plans_for_who_looks_after_both(
    admin: Registry,
) -> None:
    old, new = await two(admin)
    third = await organisation(admin, "Third")
    await steward(admin, "olena", old)
    await admin.user("registrar", Role.REGISTRAR)
    made = [await merge(admin, old, new), await transfer(admin, new, old)]
    await merge(admin, old, third, who="admin")

    seen = {
        who: [await listed(admin, who, place) for place in (old, new)]
        for who in ("sam", "olena", "registrar")
    }

    newest_first = [it["id"] for it in reversed(made)]
    assert seen == {
        "sam": [newest_first, newest_first],
        "olena": [[], None],
        "registrar": [[], []],
    }
    assert len(await listed(admin, "admin", old) or []) == 3
    async with admin.acting("organisation_plan.created") as owner:
        await owner.execute("update organisation_plans set expires_at = now()")
    assert await listed(admin, "admin", old) == []


async def test_w1_no_machine_reads_plans_and_nobody_without_the_scope(registry: Registry) -> None:
    old, new = await two(registry)
    planned = await merge(registry, old, new)
    machines = [await bound_machine(registry, old), await registry.client("unbound")]
    async with registry.acting("organisation.moved") as owner:
        await owner.execute("update organisations set parent_id = $2 where id = $1", new, old)

    of_machines = [await listed(registry, it, old) for it in machines]
    of_sam = [
        await listed(registry, "sam", old, scope=f"organisation:read{more}")
        for more in ("", " organisation:merge")
    ]

    assert of_machines == [[], []]
    assert of_sam == [[], [planned["id"]]]


async def test_a2_persons_of_a_plan_are_shown_to_nobody_whose_token_cannot_read_persons(
    admin: Registry,
) -> None:
    old, new = await two(admin)
    await join(admin, await person(admin, "Ada", "Moor"), old, new)
    plan = await merge(admin, old, new)

    seen: dict[str, list[Any]] = {}
    for more in ("", " person:read"):
        for who in ("sam", "admin"):
            scope = "organisation:merge" + more
            found = await admin.ask(who, READ, {"id": plan["id"]}, scope=scope)
            (item,) = [it for it in found.data["node"]["items"]["nodes"] if it["noun"] == "person"]
            seen.setdefault(more, []).extend((item["source"], item["target"]))

    assert seen[""] == [None] * 4
    assert [it["firstName"] for it in seen[" person:read"]] == ["Ada"] * 4


async def test_w1_a_plan_is_of_two_organisations_that_go_on(admin: Registry) -> None:
    old, new = await two(admin)
    ended = await organisation(admin, "Ended")
    await archive(admin, "admin", ended)

    same = await asked_merge(admin, "sam", old, old)
    over = [await asked_merge(admin, "admin", *it) for it in ((old, ended), (ended, new))]

    assert same.refusal == ("UNPROCESSABLE_ENTITY", "Input is invalid")
    assert {it.refusal for it in over} == {("CONFLICT", "Organisation is not active")}


async def test_w1_a_transfer_is_of_the_persons_chosen(admin: Registry) -> None:
    old, new = await two(admin)
    ada, eve, zoe = [await person(admin, it) for it in ("Ada", "Eve", "Zoe")]
    await join(admin, ada, old)
    await consents(admin, eve, old, "VIEW")
    await join(admin, zoe, new)

    some = await transfer(admin, old, new, [ada])
    all_of_them = await transfer(admin, old, new)
    refused = await asked_transfer(admin, "sam", old, new, [ada, zoe])

    assert items(some, "person") == [("Ada", None, "MOVE", [])]
    assert sorted(it[0] for it in items(all_of_them, "person")) == ["Ada", "Eve"]
    assert (some["keepsSource"], items(some, "user")) == (True, [])
    assert refused.refusal == ("NOT_FOUND", "Person not found")


async def test_w1_a_plan_is_forgotten_after_seven_days(admin: Registry) -> None:
    plan = await merge(admin, *await two(admin))
    async with admin.acting("organisation_plan.created") as owner:
        await owner.execute("update organisation_plans set expires_at = now() - interval '1 s'")

    assert await read(admin, "sam", plan) is None
    assert (await execute(admin, "sam", plan)).refusal == NOT_FOUND
    assert await admin.owner.fetchval("select purge_plans(500)") == 1
    assert await admin.owner.fetchval("select count(*) from plan_items") == 0


async def test_w1_items_come_page_by_page_and_by_conflict(admin: Registry) -> None:
    old, new = await two(admin)
    for number in range(3):
        who = await person(admin, f"Ada{'abc'[number]}")
        await join(admin, who, old)
    both = await person(admin, "Grace")
    await join(admin, both, old, new)
    plan = await merge(admin, old, new)
    page = """
    query ($id: ID!, $after: String) {
      node(id: $id) { ... on OrganisationPlan {
        items(first: 2, after: $after) {
          nodes { noun action } pageInfo { hasNextPage endCursor } }
        same: items(first: 5, conflict: SAME_PERSON) { nodes { noun action } }
      } }
    }
    """
    listed, after, more = [], None, True
    while more:
        found = (await admin.ask("sam", page, {"id": plan["id"], "after": after})).data["node"]
        listed += found["items"]["nodes"]
        after, more = (found["items"]["pageInfo"][it] for it in ("endCursor", "hasNextPage"))

    assert found["same"]["nodes"] == [{"noun": "person", "action": "MERGE"}]
    whole = [{"noun": it["noun"], "action": it["action"]} for it in plan["items"]["nodes"]]
    assert listed == whole

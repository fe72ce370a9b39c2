"""Administrators read what persons were, and say which person a user is (H21 and E3)."""

from typing import Any
from uuid import UUID, uuid4

import asyncpg
import pytest

from rules.access import Role
from tests.people import id_of, person, set_person
from tests.serving import Registry

VERSIONS = """
query ($personId: ID!, $first: Int, $after: String, $last: Int, $before: String) {
  personVersions(personId: $personId, first: $first, after: $after, last: $last, before: $before) {
    pageInfo { hasNextPage hasPreviousPage endCursor }
    nodes { personId version record changedFields action actorId clientId correlationId insertedAt }
  }
}
"""
VIEWS = """
select actor_id, client_id, resource, resource_id, changeset, correlation_id
  from audit_log where action = 'person_version.viewed'
"""


async def known(registry: Registry, *names: str) -> UUID:
    """Put somebody on record, and give them these first names one after the other."""
    made = await person(registry, names[0])
    for name in names[1:]:
        async with registry.acting("person.corrected") as owner:
            await owner.execute("update persons set first_name = $2 where id = $1", made, name)
    return made


async def test_h21_an_admin_reads_every_state_of_a_person(registry: Registry) -> None:
    await registry.user("admin", Role.ADMIN)
    ada = await known(registry, "Ada", "Augusta")

    answer = await registry.ask("admin", VERSIONS, {"personId": id_of("Person", ada)})

    second, first = answer.data["personVersions"]["nodes"]
    assert (second["version"], second["changedFields"]) == (2, ["firstName"])
    assert second["record"]["firstName"] == "Augusta"
    assert (first["version"], first["changedFields"]) == (1, [])
    assert first["record"]["firstName"] == "Ada"
    assert first["record"]["birthDateKnown"] == "1990-01-01"
    assert first["action"] == "person.imported"
    assert first["actorId"] is first["clientId"] is None
    assert first["personId"] == second["personId"] == str(ada)


async def test_h21_each_reading_is_written_down_once(registry: Registry) -> None:
    await registry.user("admin", Role.ADMIN)
    ada = await known(registry, "Ada", "Augusta", "Eve")
    asked = {"personId": id_of("Person", ada), "first": 1}

    answer = await registry.ask("admin", VERSIONS, asked)
    page = answer.data["personVersions"]
    asked |= {"after": page["pageInfo"]["endCursor"]}
    rest = (await registry.ask("admin", VERSIONS, asked)).data["personVersions"]

    assert [it["version"] for it in (*page["nodes"], *rest["nodes"])] == [3, 2]
    assert rest["pageInfo"]["hasPreviousPage"] is rest["pageInfo"]["hasNextPage"] is True
    views = await registry.owner.fetch(VIEWS)
    admin = registry.users["admin"]
    assert [tuple(it)[:5] for it in views] == [
        (admin, registry.console_id, "person", ada, "{}"),
    ] * 2
    assert str(views[0]["correlation_id"]) == answer.headers["x-correlation-id"]


@pytest.mark.parametrize("who", ["reviewer", "registrar", "blocked", "machine"])
async def test_h21_nobody_else_reads_versions_and_nothing_is_written_down(
    registry: Registry, who: str
) -> None:
    await registry.user("reviewer", Role.NHS_REVIEWER)
    await registry.user("registrar", Role.REGISTRAR)
    await registry.user("blocked", Role.ADMIN)
    async with registry.acting("user.blocked") as owner:
        await owner.execute("update users set is_blocked = true where username = 'blocked'")
    machine = await registry.client("machine")
    ada = await known(registry, "Ada")

    asking: Any = machine if who == "machine" else who
    scope = "person_history:read" if who == "machine" else None
    answer = await registry.ask(asking, VERSIONS, {"personId": id_of("Person", ada)}, scope=scope)

    assert answer.refusal[0] in {"FORBIDDEN", "UNAUTHENTICATED"}
    assert await registry.owner.fetch(VIEWS) == []


@pytest.mark.parametrize(
    "typed",
    [
        "update person_versions set record = '{}'",
        "delete from person_versions where version = 1",
        "truncate person_versions",
    ],
)
async def test_h21_what_was_kept_stays_whoever_asks(registry: Registry, typed: str) -> None:
    await known(registry, "Ada", "Augusta")
    kept = "select version, record from person_versions order by version"
    before = await registry.owner.fetch(kept)

    with pytest.raises(asyncpg.PostgresError) as refused:
        async with registry.acting("person.corrected") as owner:
            await owner.execute(typed)

    assert refused.value.sqlstate == "SA002"
    assert [it["version"] for it in before] == [1, 2]
    assert await registry.owner.fetch(kept) == before


@pytest.mark.parametrize("unknown", ["", "Person", id_of("Person", UUID(int=1))])
async def test_h21_nobody_has_no_versions(registry: Registry, unknown: str) -> None:
    await registry.user("admin", Role.ADMIN)

    answer = await registry.ask("admin", VERSIONS, {"personId": unknown})

    assert answer.data["personVersions"]["nodes"] == []
    assert await registry.owner.fetch(VIEWS) == []


async def test_h22_a_person_says_which_version_they_are(registry: Registry) -> None:
    await registry.user("admin", Role.ADMIN)
    ada = await known(registry, "Ada", "Augusta")

    answer = await registry.ask(
        "admin", "query ($id: ID!) { person(id: $id) { version } }", {"id": id_of("Person", ada)}
    )

    assert answer.data["person"] == {"version": 2}


MYSELF = "{ viewer { user { username person { databaseId } } } }"


async def test_e3_an_admin_says_which_person_a_user_is_and_admins_alone_are_told(
    registry: Registry,
) -> None:
    await registry.user("admin", Role.ADMIN)
    await registry.user("reviewer", Role.NHS_REVIEWER)
    ada = await known(registry, "Ada")

    answer = await set_person(registry, "admin", "reviewer", id_of("Person", ada))
    asked = await registry.ask("reviewer", MYSELF)
    users = await registry.ask("admin", "{ users { nodes { username person { firstName } } } }")
    gone = await set_person(registry, "admin", "reviewer", None)

    assert answer.data["setUserPerson"]["user"]["person"] == {"databaseId": str(ada)}
    assert asked.data["viewer"]["user"] == {"username": "reviewer", "person": None}
    assert [it["person"] for it in users.data["users"]["nodes"]] == [None, {"firstName": "Ada"}]
    assert gone.data["setUserPerson"]["user"]["person"] is None


async def test_e3_a_person_is_one_users(registry: Registry) -> None:
    await registry.user("admin", Role.ADMIN)
    await registry.user("reviewer", Role.NHS_REVIEWER)
    ada = id_of("Person", await known(registry, "Ada"))

    first = await set_person(registry, "admin", "reviewer", ada)
    second = await set_person(registry, "admin", "admin", ada)
    again = await set_person(registry, "admin", "reviewer", ada)

    assert second.refusal == ("CONFLICT", "Person is another user's")
    assert again.data == first.data


async def test_e3_nobody_is_a_person_who_is_not_on_record(registry: Registry) -> None:
    await registry.user("admin", Role.ADMIN)
    await registry.user("reviewer", Role.NHS_REVIEWER)
    ada = id_of("Person", await known(registry, "Ada"))

    for unknown in ("", id_of("Person", UUID(int=1)), id_of("User", registry.users["admin"])):
        answer = await set_person(registry, "admin", "reviewer", unknown)
        assert answer.refusal[0] == "UNPROCESSABLE_ENTITY"
        (violation,) = answer.errors[0]["extensions"]["violations"]
        assert violation["path"] == ["personId"]
    assert (await set_person(registry, "reviewer", "admin", ada)).refusal[0] == "FORBIDDEN"


@pytest.mark.parametrize("kept", ["the key of before", "an older entry"])
async def test_h21_no_setting_reads_versions_without_an_entry(
    registry: Registry, kept: str
) -> None:
    await registry.user("admin", Role.ADMIN)
    ada, correlation = await known(registry, "Ada", "Eve"), uuid4()
    connection = await asyncpg.connect(registry.database.app_url)

    async def read(who: str) -> int:
        rows = await connection.fetch(
            "select version from read_person_versions($1, $2, $3, $4, null, $5)",
            *(ada, registry.console_id, registry.users[who], ["ADMIN"], correlation),
        )
        return len(rows)

    async def noted() -> list[Any]:
        return [it["actor_id"] for it in await registry.owner.fetch(VIEWS)]

    if kept == "an older entry":
        async with connection.transaction():
            await read("admin")
    async with connection.transaction():
        entry = await connection.fetchval(
            "select coalesce(max(id::text), $1) from audit_log"
            " where action = 'person_version.viewed'",
            f"{correlation}{ada}",
        )
        await connection.execute(
            "select set_config('selfsame.reading_of_versions', $1, true)", entry
        )
        assert await read("admin") == await read("admin") == 2
    await connection.close()

    admin = registry.users["admin"]
    before = [admin] if kept == "an older entry" else []
    assert await noted() == [*before, admin]


async def test_y6_nobody_reads_versions_by_the_entry_of_another(registry: Registry) -> None:
    await registry.user("admin", Role.ADMIN)
    await registry.user("other", Role.ADMIN)
    ada = await known(registry, "Ada", "Eve")
    connection = await asyncpg.connect(registry.database.app_url)

    async def read(who: str) -> None:
        await connection.fetch(
            "select version from read_person_versions($1, $2, $3, $4, null, $5)",
            *(ada, registry.console_id, registry.users[who], ["ADMIN"], uuid4()),
        )

    async def read_as_both() -> None:
        async with connection.transaction():
            await read("other")
            await read("admin")

    with pytest.raises(asyncpg.PostgresError, match="A transaction acts in one name"):
        await read_as_both()
    await connection.close()

    assert await registry.owner.fetch(VIEWS) == []

"""Rules R10 and R11: users who are deleted, and what of them stays."""

import pytest

from rules.access import Role
from tests.consents import Hospital, accepted, hospital
from tests.deletions import HANGING, ONESELF, OPEN_TIES, delete_user, give_more, kept
from tests.http.administering import do, opaque
from tests.limited_grants import LAST_ADMIN, NEEDS_STEWARD, NO_ROLE
from tests.organisations import limit, steward
from tests.people import assigned, id_of, judge, pair, pairs, reviewers, row
from tests.serving import Registry

USERS = "{ users { nodes { username } } }"
USER = "query ($id: ID!) { node(id: $id) { ... on User { username displayName email deletedAt } } }"
TRAIL = """
{ auditLog(filter: {action: "merge_request.postponed"}) { nodes { actor { ... on User {
  username deletedAt } } } } }
"""
WHO = "{ viewer { user { username } } }"


@pytest.fixture
async def at(registry: Registry) -> Hospital:
    await registry.user("admin", Role.ADMIN)
    return await hospital(registry)


async def test_r10_all_that_hangs_on_a_user_goes_with_them(
    registry: Registry, at: Hospital
) -> None:
    await accepted(registry, at)
    await give_more(registry, "ada")
    ada = registry.users["ada"]

    gone = await delete_user(registry, "admin", "ada")

    assert gone.data["deleteUser"] == {"deletedId": opaque("User", ada), "rows": 6}
    assert await registry.owner.fetchval(HANGING, ada) == 0
    assert await registry.owner.fetchval(OPEN_TIES) == 0
    assert await row(registry, "users", ada) is None
    assert (await row(registry, "persons", at.person))["first_name"] == "Ada"
    written, snapshot = await kept(registry)
    assert (written["kind"], written["deleted_id"], written["rows"]) == ("USER", ada, 6)
    assert (written["reason"], written["actor_id"]) == ("Left the office", registry.users["admin"])
    assert written["client_id"] == registry.console_id
    assert str(written["correlation_id"]) == gone.headers["x-correlation-id"]
    assert snapshot["user"]["username"] == "ada"
    assert [it["role"] for it in snapshot["roleGrants"]] == ["PERSON"]
    assert len(snapshot["consents"]) == len(snapshot["memberships"]) == 1


async def test_r10_no_secret_is_in_a_snapshot(registry: Registry, at: Hospital) -> None:
    await give_more(registry, "ada")

    await delete_user(registry, "admin", "ada")

    _, snapshot = await kept(registry)
    names = {
        name
        for rows in snapshot.values()
        for it in (rows if isinstance(rows, list) else [rows])
        for name in it
    }
    assert {"expires_at", "confirmed_at"} <= names
    assert not names & {
        "password_hash",
        "family_digest",
        "token_digest",
        "previous_token_digest",
        "sealed_secret",
        "recovery_digests",
    }


async def test_r10_whoever_worked_on_the_register_stays_there_by_name(registry: Registry) -> None:
    await registry.user("admin", Role.ADMIN)
    (reviewer,) = await reviewers(registry, 1)
    await pair(registry)
    await judge(registry, reviewer, "POSTPONE")

    gone = await delete_user(registry, "admin", reviewer)

    assert gone.errors == []
    listed = (await registry.ask("admin", USERS)).data["users"]["nodes"]
    assert listed == [{"username": "admin"}]
    key = opaque("User", registry.users[reviewer])
    found = (await registry.ask("admin", USER, {"id": key})).data["node"]
    assert (found["username"], found["displayName"]) == (reviewer, reviewer)
    assert found["deletedAt"] is not None
    entries = (await registry.ask("admin", TRAIL)).data["auditLog"]["nodes"]
    assert {it["actor"]["username"] for it in entries} == {reviewer}
    taken = await do(registry, "createUser", username=reviewer, displayName="x", password="x" * 9)
    assert taken.refusal == ("CONFLICT", "A user of this name exists already")


async def test_r10_what_a_deleted_user_had_in_hand_is_free(registry: Registry) -> None:
    await registry.user("admin", Role.ADMIN)
    one, other = await reviewers(registry, 2)
    await pairs(registry, 1)
    await assigned(registry, one)

    await delete_user(registry, "admin", one)

    assert await assigned(registry, other)
    superseded = await registry.owner.fetchval(
        "select superseded_at is not null from merge_requests where assignee_id = $1",
        registry.users[one],
    )
    assert superseded is True


async def test_r10_a_token_of_a_deleted_user_lets_nobody_in(registry: Registry) -> None:
    await registry.user("admin", Role.ADMIN)
    for name, roles in (("rita", [Role.REGISTRAR]), ("nobody", [])):
        await registry.user(name, *roles)
        assert (await registry.ask(name, WHO)).errors == []
        await delete_user(registry, "admin", name)

    answers = [await registry.ask(name, WHO) for name in ("rita", "nobody")]

    assert [(it.status, it.refusal) for it in answers] == [
        (401, ("UNAUTHENTICATED", "Access denied"))
    ] * 2


async def test_r10_a_user_is_deleted_once_and_then_exists_for_no_act(registry: Registry) -> None:
    await registry.user("admin", Role.ADMIN)
    await registry.user("rita", Role.REGISTRAR)
    await delete_user(registry, "admin", "rita")
    key = opaque("User", registry.users["rita"])

    again = [
        await delete_user(registry, "admin", "rita"),
        await do(registry, "blockUser", id=key),
        await do(registry, "resetPassword", id=key),
        await do(registry, "updateUser", id=key, email="rita@example.org"),
    ]

    assert [it.refusal for it in again] == [("NOT_FOUND", "User not found")] * 4


async def test_r10_only_admins_delete_users_and_none_themselves(
    registry: Registry, at: Hospital
) -> None:
    refused = [await delete_user(registry, who, "ada") for who in ("sam", "ada")]
    oneself = await delete_user(registry, "admin", "admin")
    reasonless = await delete_user(registry, "admin", "ada", reason=" ")

    assert [(it.status, it.refusal) for it in refused] == [(403, NO_ROLE)] * 2
    assert oneself.refusal == ONESELF
    assert reasonless.refusal == ("UNPROCESSABLE_ENTITY", "Input is invalid")
    assert await registry.owner.fetchval("select count(*) from deletions") == 0


async def test_r10_the_last_who_can_administer_and_the_last_steward_stay(
    registry: Registry, at: Hospital
) -> None:
    await registry.user("other", Role.ADMIN)
    async with registry.acting("user.updated") as owner:
        # Only an outside issuer brings them: they do not count as far as the one with a password.
        await owner.execute(
            "update users set password_hash = null where id = $1", registry.users["other"]
        )

    last = await delete_user(registry, "other", "admin")
    steward_stays = await delete_user(registry, "admin", "sam")
    await steward(registry, "next", at.hospital)
    freed = await delete_user(registry, "admin", "sam")

    assert last.refusal == LAST_ADMIN
    assert steward_stays.refusal == NEEDS_STEWARD
    assert freed.errors == []


async def test_r8_whoever_follows_is_told_that_roles_and_consents_ended(
    registry: Registry, at: Hospital
) -> None:
    await accepted(registry, at)
    await limit(registry, "ada", "REGISTRAR", at.ministry)
    last = await registry.owner.fetchval("select max(id::text) from outbox")

    await delete_user(registry, "admin", "ada")

    sent = await registry.owner.fetch(
        "select type from outbox where id::text > $1 order by id", last
    )
    assert sorted(it["type"] for it in sent) == [
        "consent.withdrawn",
        "membership.ended",
        "role_grant.taken",
        "role_grant.taken",
    ]


async def test_r10_a_record_that_two_users_speak_for_keeps_its_consents(
    registry: Registry, at: Hospital
) -> None:
    await accepted(registry, at)
    twin = id_of("Person", at.person)
    await registry.user("ada2", Role.PERSON)
    async with registry.acting("person.merged") as owner:
        other = await owner.fetchval(
            "insert into persons (first_name, last_name, birth_date, status, master_person_id)"
            " values ('Ada', 'B', '1990-01-01', 'INACTIVE', $1) returning id",
            at.person,
        )
        await owner.execute(
            "update users set person_id = $2 where id = $1", registry.users["ada2"], other
        )

    await delete_user(registry, "admin", "ada")

    assert await registry.owner.fetchval(OPEN_TIES) == 2, twin

"""Rule R13: users who are invited to work for an organisation, and accept by a link."""

import asyncio
from typing import Any
from uuid import UUID, uuid4

import pytest

from rules.access import Role
from server.observability import logs
from tests.deletions import delete_user
from tests.http.administering import do, opaque
from tests.limited_grants import NO_ROLE, NOT_FOUND, Tree, held, tree_of
from tests.organisations import archive, limit, names, steward
from tests.people import id_of
from tests.serving import Answer, Registry

INVITATION = "invitation { id role email status expiresAt organisation { name } } url"
INVITE = f"mutation ($input: InviteUserInput!) {{ inviteUser(input: $input) {{ {INVITATION} }} }}"
WITHDRAW = f"""
mutation ($input: InvitationIdInput!) {{ withdrawInvitation(input: $input) {{ {INVITATION} }} }}
"""
BY_STATUS = """
query ($status: [InvitationStatus!]) { invitations(status: $status) { nodes { status } } }
"""
LIST = "{ invitations { nodes { role status organisation { name } } } }"
CAN = "{ viewer { organisations { name canInvite } } }"
NEW = {"username": "nova", "displayName": "Nova", "password": "long enough"}
SETTLED = ("CONFLICT", "Invitation is settled")
UNKNOWN = ("NOT_FOUND", "Invitation not found")


@pytest.fixture
async def tree(registry: Registry) -> Tree:
    await registry.user("admin", Role.ADMIN)
    found = await tree_of(registry)
    await steward(registry, "sam", found.left)
    return found


async def invite(
    registry: Registry, who: str, place: UUID, role: str = "REGISTRAR", **more: Any
) -> Answer:
    """Let somebody invite."""
    given = {
        "organisationId": id_of("Organisation", place),
        "email": "nova@example.org",
        "role": role,
    } | more
    return await registry.ask(who, INVITE, {"input": given})


async def token_of(registry: Registry, place: UUID, who: str = "sam") -> str:
    """Let somebody invite, and return the token of the link."""
    url: str = (await invite(registry, who, place)).data["inviteUser"]["url"]
    return url.partition("#")[2]


async def accept(registry: Registry, token: str, who: str | None = None, **more: Any) -> Any:
    """Let somebody accept: as a new user, or as one who is signed in."""
    headers = {} if who is None else {"authorization": f"Bearer {registry.token(who)}"}
    content = {} if who is not None else NEW | more
    return await registry.http.post(
        f"{registry.url}/invitations/{token}", json=content, headers=headers
    )


async def test_r13_a_new_user_accepts_by_the_link(registry: Registry, tree: Tree) -> None:
    invited = (await invite(registry, "sam", tree.leaf)).data["inviteUser"]
    address, _, token = invited["url"].partition("#")

    accepted = await accept(registry, token)

    assert accepted.status_code == 204
    assert address.endswith("/invitation")
    assert invited["invitation"]["status"] == "PENDING"
    assert (invited["invitation"]["role"], invited["invitation"]["organisation"]["name"]) == (
        "REGISTRAR",
        "Leaf",
    )
    assert await held(registry, "nova") == [("REGISTRAR", "Leaf")]
    signed_in = await registry.http.post(
        f"{registry.url}/auth/sign-in", json={"username": "nova", "password": "long enough"}
    )
    assert signed_in.status_code == 200
    email = await registry.owner.fetchval("select email from users where username = 'nova'")
    assert email == "nova@example.org"
    listed = (await registry.ask("sam", LIST)).data["invitations"]["nodes"]
    assert [it["status"] for it in listed] == ["ACCEPTED"]


async def test_r13_who_is_signed_in_takes_the_role(registry: Registry, tree: Tree) -> None:
    await registry.user("rita")
    token = await token_of(registry, tree.left)

    accepted = await accept(registry, token, "rita")

    assert accepted.status_code == 204
    assert await held(registry, "rita") == [("REGISTRAR", "Left")]
    (trail,) = await registry.owner.fetch(
        "select actor_id, client_id from audit_log"
        " where action = 'invitation.accepted' and resource = 'role_grant'"
    )
    assert tuple(trail) == (registry.users["rita"], registry.console_id)


async def test_r13_a_role_that_would_end_is_held_for_good_once_an_invitation_is_accepted(
    registry: Registry, tree: Tree
) -> None:
    await registry.user("nova")
    await limit(registry, "nova", "REGISTRAR", tree.leaf, "1 hour")
    token = await token_of(registry, tree.leaf)

    accepted = await accept(registry, token, "nova")

    assert accepted.status_code == 204
    lasting = "select expires_at from role_grants where user_id = $1"
    assert await registry.owner.fetchval(lasting, registry.users["nova"]) is None


async def test_r13_an_invitation_is_accepted_once_however_many_come_at_once(
    registry: Registry, tree: Tree
) -> None:
    token = await token_of(registry, tree.left)

    answers = await asyncio.gather(
        *(accept(registry, token, username=f"nova{number}") for number in range(6))
    )
    late = await accept(registry, token)

    assert sorted(it.status_code for it in answers) == [204] + [410] * 5
    assert late.status_code == 410
    made = await registry.owner.fetchval("select count(*) from users where username like 'nova%'")
    assert made == 1


async def test_r13_of_two_who_are_on_their_way_at_once_one_is_let_in(
    registry: Registry, tree: Tree
) -> None:
    await registry.user("rita")
    await registry.user("rosa")
    token = await token_of(registry, tree.left)
    async with registry.owner.transaction():
        await registry.owner.execute(
            "select from clients where id = $1 for update", registry.console_id
        )
        accepting = [asyncio.create_task(accept(registry, token, it)) for it in ("rita", "rosa")]
        while await registry.owner.fetchval("select count(*) < 2 from pg_locks where not granted"):
            await asyncio.sleep(0)

    answers = await asyncio.gather(*accepting)

    assert sorted(it.status_code for it in answers) == [204, 410]


async def test_r13_who_may_invite_is_who_may_grant(registry: Registry, tree: Tree) -> None:
    await registry.user("rita", Role.REGISTRAR)
    by_admin = await invite(registry, "admin", tree.right, "STEWARD")
    elsewhere = [await invite(registry, "sam", it) for it in (tree.root, tree.right, uuid4())]
    no_role = await invite(registry, "rita", tree.left)
    everywhere = await invite(registry, "sam", tree.left, "ADMIN")
    mistyped = await invite(registry, "sam", tree.left, email="nobody")
    await archive(registry, "admin", tree.right)
    ended = await invite(registry, "admin", tree.right)

    assert by_admin.errors == []
    assert [it.refusal for it in elsewhere] == [NOT_FOUND] * 3
    assert (no_role.status, no_role.refusal) == (403, NO_ROLE)
    assert everywhere.refusal == (
        "UNPROCESSABLE_ENTITY",
        "Role is not limited to organisations",
    )
    assert mistyped.refusal == ("UNPROCESSABLE_ENTITY", "Input is invalid")
    assert ended.refusal == ("CONFLICT", "Organisation is not active")
    assert (await registry.ask("sam", LIST)).data["invitations"]["nodes"] == []


async def test_r13_a_withdrawn_invitation_leads_nowhere(registry: Registry, tree: Tree) -> None:
    await steward(registry, "eve", tree.right)
    invited = (await invite(registry, "sam", tree.left)).data["inviteUser"]
    given = {"input": {"id": invited["invitation"]["id"]}}

    by_other = await registry.ask("eve", WITHDRAW, given)
    withdrawn = await registry.ask("sam", WITHDRAW, given)
    again = await registry.ask("sam", WITHDRAW, given)
    accepted = await accept(registry, invited["url"].partition("#")[2])

    assert by_other.refusal == UNKNOWN
    payload = withdrawn.data["withdrawInvitation"]
    assert (payload["invitation"]["status"], payload["url"]) == ("WITHDRAWN", None)
    assert again.refusal == SETTLED
    assert accepted.status_code == 410


async def test_r13_an_invitation_expires(registry: Registry, tree: Tree) -> None:
    token = await token_of(registry, tree.left)
    async with registry.acting("invitation.created") as owner:
        await owner.execute("update invitations set expires_at = now()")

    accepted = await accept(registry, token)

    assert accepted.status_code == 410
    listed = (await registry.ask("sam", LIST)).data["invitations"]["nodes"]
    assert [it["status"] for it in listed] == ["EXPIRED"]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        (["PENDING"], ["PENDING"]),
        (["EXPIRED"], ["EXPIRED"]),
        (["PENDING", "EXPIRED"], ["PENDING", "EXPIRED"]),
        ([], []),
        (None, ["PENDING", "EXPIRED"]),
    ],
)
async def test_r13_invitations_are_listed_by_what_has_become_of_them_by_now(
    registry: Registry, tree: Tree, asked: list[str] | None, found: list[str]
) -> None:
    await token_of(registry, tree.left)
    async with registry.acting("invitation.created") as owner:
        await owner.execute("update invitations set expires_at = now()")
    await token_of(registry, tree.left)

    answer = await registry.ask("sam", BY_STATUS, {"status": asked})

    assert [it["status"] for it in answer.data["invitations"]["nodes"]] == found


async def test_r13_it_counts_for_as_long_as_whoever_made_it_could_invite(
    registry: Registry, tree: Tree
) -> None:
    for name in ("blocked", "gone", "stripped"):
        await steward(registry, name, tree.left)
    tokens = [await token_of(registry, tree.left, it) for it in ("blocked", "gone", "stripped")]
    await do(registry, "blockUser", id=opaque("User", registry.users["blocked"]))
    await delete_user(registry, "admin", "gone")
    async with registry.acting("role.revoked") as owner:
        await owner.execute(
            "delete from role_grants where user_id = $1", registry.users["stripped"]
        )

    answers = [await accept(registry, it) for it in tokens]

    assert [it.status_code for it in answers] == [410] * 3
    statuses = await registry.owner.fetch("select status from invitations order by id")
    assert [it[0] for it in statuses] == ["PENDING", "WITHDRAWN", "PENDING"]


async def test_r13_nobody_accepts_their_own_and_a_taken_name_is_refused(
    registry: Registry, tree: Tree
) -> None:
    token = await token_of(registry, tree.left)

    own = await accept(registry, token, "sam")
    taken = await accept(registry, token, username="admin")
    invalid = await accept(registry, token, password="short")
    unsigned = await registry.http.post(
        f"{registry.url}/invitations/{token}", json={}, headers={"authorization": "Bearer x"}
    )
    fitting = await accept(registry, token)

    assert [it.status_code for it in (own, taken, invalid, unsigned)] == [409, 409, 422, 401]
    assert fitting.status_code == 204


async def test_r13_unknown_tokens_are_throttled_and_no_log_has_one(
    registry: Registry, tree: Tree, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = await token_of(registry, tree.left)
    written: list[str] = []
    monkeypatch.setattr(logs, "answered", lambda _, path, *__: written.append(path))

    unknown = [(await accept(registry, "canary-of-a-token")).status_code for _ in range(11)]
    accepted = await accept(registry, token)

    assert unknown[0] == 404
    assert unknown[-1] == 429
    assert accepted.status_code == 204
    assert set(written) == {"/invitations/…"}


async def test_r13_a_steward_sees_where_they_can_invite(registry: Registry, tree: Tree) -> None:
    await steward(registry, "eve", tree.right)
    await archive(registry, "admin", tree.right)

    seen = [
        (await registry.ask(who, CAN)).data["viewer"]["organisations"] for who in ("sam", "eve")
    ]

    assert seen == [[{"name": "Left", "canInvite": True}], [{"name": "Right", "canInvite": False}]]
    assert await names(registry, "sam") == ["Left", "Leaf"]

"""Letters that nobody is to get, as whoever would, or their organisation, says (rule U3)."""

from typing import Any

import pytest

from rules.access import Role
from rules.letters import MUTABLE, WHY_MUTED, WHY_MUTED_THERE, LetterKind, letter_faults
from server.postgres.pool import Pool
from tests.letters import LETTERS, reachable, send, sender
from tests.limited_grants import Tree, grant, tree_of
from tests.mail_servers import MailServer, mail_server
from tests.organisations import create, steward
from tests.people import id_of
from tests.serving import Answer, Registry

MUTE = """
mutation ($input: MuteInput!) {
  mute(input: $input) { organisation { mutedLetters mutedFailures } }
}
"""
MUTE_MINE = """
mutation ($input: MuteMyLettersInput!) {
  muteMyLetters(input: $input) { user { username } mutedLetters }
}
"""
MINE = "{ viewer { mutedLetters } }"
NOT_MUTABLE = "Letters of this kind are never muted"


@pytest.fixture
async def tree(quiet: Registry) -> Tree:
    """An admin, a tree with a steward of its left branch, and `rita`, who can be written to."""
    await quiet.user("admin", Role.ADMIN)
    found = await tree_of(quiet)
    await steward(quiet, "left", found.left)
    await quiet.user("rita")
    await reachable(quiet, "rita")
    return found


async def mute(registry: Registry, who: str, place: Any, **given: Any) -> Answer:
    return await registry.ask(
        who, MUTE, {"input": {"organisationId": id_of("Organisation", place), **given}}
    )


async def mute_mine(registry: Registry, who: str, *letters: str) -> Answer:
    return await registry.ask(who, MUTE_MINE, {"input": {"letters": list(letters)}})


async def sent(registry: Registry, pool: Pool) -> list[tuple[str, str | None]]:
    """Send what waits; return what became of each letter."""
    async with mail_server(MailServer()) as server:
        await send(registry, sender(pool, server.port))
        found = [(row["status"], row["last_error"]) for row in await registry.owner.fetch(LETTERS)]
        assert len(server.mails) == sum(status == "PROCESSED" for status, _ in found)
    return found


async def test_u3_what_an_organisation_mutes_nobody_gets_about_it(
    quiet: Registry, tree: Tree, pool: Pool
) -> None:
    muted = await mute(quiet, "left", tree.left, letters=["ROLES_CHANGED", "CONSENT_OFFERED"])
    await grant(quiet, "admin", "rita", "REGISTRAR", tree.left)
    await grant(quiet, "admin", "rita", "REGISTRAR", tree.right)
    await create(quiet, "admin", "Ward", tree.left, stewardId=id_of("User", quiet.users["rita"]))

    found = await sent(quiet, pool)

    organisation = muted.data["mute"]["organisation"]
    assert organisation["mutedLetters"] == ["CONSENT_OFFERED", "ROLES_CHANGED"]
    assert found == [("DISCARDED", WHY_MUTED_THERE), ("PROCESSED", None), ("PROCESSED", None)]


async def test_u3_what_somebody_mutes_they_alone_do_not_get(
    quiet: Registry, tree: Tree, pool: Pool
) -> None:
    await quiet.user("ria")
    await reachable(quiet, "ria")
    done = await mute_mine(quiet, "rita", "ROLES_CHANGED", "ROLES_CHANGED")
    for name in ("rita", "ria"):
        await grant(quiet, "admin", name, "REGISTRAR", tree.left)

    found = await sent(quiet, pool)

    assert done.data["muteMyLetters"] == {
        "user": {"username": "rita"},
        "mutedLetters": ["ROLES_CHANGED"],
    }
    assert (await quiet.ask("rita", MINE)).data == {"viewer": {"mutedLetters": ["ROLES_CHANGED"]}}
    assert found == [("DISCARDED", WHY_MUTED), ("PROCESSED", None)]


async def test_u3_what_waits_is_looked_at_when_it_is_sent(
    quiet: Registry, tree: Tree, pool: Pool
) -> None:
    await mute_mine(quiet, "rita", "ROLES_CHANGED")
    await grant(quiet, "admin", "rita", "REGISTRAR", tree.left)
    await mute_mine(quiet, "rita")

    assert await sent(quiet, pool) == [("PROCESSED", None)]


async def test_u3_each_list_takes_the_place_of_the_one_before_and_null_leaves_it(
    quiet: Registry, tree: Tree
) -> None:
    await mute(quiet, "left", tree.left, letters=["ROLES_CHANGED"], failures=["webhook.birth.*"])
    await mute(quiet, "left", tree.left, letters=["CONSENT_OFFERED"])

    found = await mute(quiet, "left", tree.left, failures=[])

    assert found.data["mute"]["organisation"] == {
        "mutedLetters": ["CONSENT_OFFERED"],
        "mutedFailures": [],
    }
    actions = await quiet.owner.fetch(
        "select changeset from audit_log where action = 'organisation.muted' order by id"
    )
    assert len(actions) == 3


@pytest.mark.parametrize(
    ("given", "wrong"),
    [
        ({"letters": ["ROLES_CHANGED", "INVITATION"]}, [(["letters", 1], NOT_MUTABLE)]),
        ({"letters": ["CUSTODY_BEGUN"]}, [(["letters", 0], NOT_MUTABLE)]),
        (
            {"failures": ["webhook.*", "Zoë"]},
            [(["failures", 1], "It has 1 to 100 of the characters a-z, 0-9, _, . and *")],
        ),
        ({"failures": ["x"] * 51}, [(["failures"], "They are 50 at most")]),
    ],
    ids=["invitations", "custody", "no kind", "too many"],
)
async def test_u3_what_cannot_be_muted_is_refused(
    quiet: Registry, tree: Tree, given: dict[str, Any], wrong: list[Any]
) -> None:
    refused = await mute(quiet, "left", tree.left, **given)

    assert refused.refusal == ("UNPROCESSABLE_ENTITY", "Input is invalid")
    violations = refused.errors[0]["extensions"]["violations"]
    assert [(it["path"], it["message"]) for it in violations] == wrong


async def test_u3_nobody_mutes_invitations_for_themselves(quiet: Registry, tree: Tree) -> None:
    refused = await mute_mine(quiet, "rita", "INVITATION")

    assert refused.refusal == ("UNPROCESSABLE_ENTITY", "Input is invalid")


async def test_u3_of_an_organisation_that_has_ended_nothing_is_muted_or_reported(
    quiet: Registry, tree: Tree
) -> None:
    async with quiet.acting("organisation.archived") as owner:
        await owner.execute(
            "update organisations set status = 'MERGED', merged_into_id = $2 where id = $1",
            tree.leaf,
            tree.right,
        )
    subscribing = """
    mutation ($input: DigestInput!) {
      subscribeToDigest(input: $input) { organisation { id } }
    }
    """
    given = {"organisationId": id_of("Organisation", tree.leaf), "isWanted": True}

    muted = await mute(quiet, "left", tree.leaf, letters=[])
    subscribed = await quiet.ask("left", subscribing, {"input": given})

    assert [muted.refusal, subscribed.refusal] == [("CONFLICT", "Organisation is not active")] * 2


async def test_u3_stewards_alone_mute_and_where_they_are(quiet: Registry, tree: Tree) -> None:
    answers = [
        await mute(quiet, "left", tree.right, letters=[]),
        await mute(quiet, "rita", tree.left, letters=[]),
        await mute(quiet, "admin", tree.left, letters=[]),
    ]

    no_role = ("FORBIDDEN", "User doesn't have required role")
    assert [it.refusal for it in answers] == [
        ("NOT_FOUND", "Organisation not found"),
        no_role,
        no_role,
    ]


def test_u3_every_kind_can_be_muted_but_two() -> None:
    assert set(LetterKind) - set(MUTABLE) == {LetterKind.CUSTODY_BEGUN, LetterKind.INVITATION}
    assert letter_faults(MUTABLE) == []

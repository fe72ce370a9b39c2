"""What an invitation says of its letter, and a letter of whom it goes to (rules R13 and U4)."""

from rules.access import Role
from tests.limited_grants import tree_of
from tests.organisations import steward
from tests.people import id_of
from tests.serving import Registry

INVITE = "mutation ($input: InviteUserInput!) { inviteUser(input: $input) { url } }"
LISTED = "{ invitations { nodes { status letterStatus letterError } } }"
LETTERS = """
{ messages(first: 10) { nodes { kind recipient { displayName } organisation { name } } } }
"""
ABOUT_ROLES = """
insert into messages (kind, lane, event_id, record, organisation_id, position, payload,
                      correlation_id, next_attempt_at)
values ('letter.roles_changed', '00000000-0000-0000-0000-000000000001', uuidv7(), 'user:' || $1,
        $2, 0, '{}', uuidv7(), now())
"""


async def test_r13_an_invitation_says_that_its_letter_did_not_arrive(registry: Registry) -> None:
    await registry.user("admin", Role.ADMIN)
    tree = await tree_of(registry)
    await steward(registry, "sam", tree.left)
    given = {
        "organisationId": id_of("Organisation", tree.left),
        "email": "nova@example.org",
        "role": "REGISTRAR",
    }
    await registry.ask("sam", INVITE, {"input": given})

    waits = await registry.ask("sam", LISTED)
    async with registry.acting("message.settled") as owner:
        await owner.execute(
            "update messages set status = 'FAILED', last_error = 'The mail server answered 550',"
            " fault = 'THEIRS', next_attempt_at = null where kind = 'letter.invitation'"
        )
    failed = await registry.ask("sam", LISTED)
    async with registry.acting("message.purged") as owner:
        await owner.execute("delete from messages where kind = 'letter.invitation'")
    purged = await registry.ask("sam", LISTED)

    assert waits.data["invitations"]["nodes"] == [
        {"status": "PENDING", "letterStatus": "ENQUEUED", "letterError": None}
    ]
    assert failed.data["invitations"]["nodes"] == [
        {
            "status": "PENDING",
            "letterStatus": "FAILED",
            "letterError": "The mail server answered 550",
        }
    ]
    assert purged.data["invitations"]["nodes"] == [
        {"status": "PENDING", "letterStatus": None, "letterError": None}
    ]


async def test_u4_a_letter_says_to_which_user_it_goes(registry: Registry) -> None:
    await registry.user("admin", Role.ADMIN)
    tree = await tree_of(registry)
    await steward(registry, "sam", tree.left)
    async with registry.acting("message.enqueued") as owner:
        await owner.execute(ABOUT_ROLES, str(registry.users["sam"]), tree.left)

    answers = [await registry.ask(who, LETTERS) for who in ("admin", "sam")]

    for answer in answers:
        assert [
            it["recipient"]
            for it in answer.data["messages"]["nodes"]
            if it["kind"] == "letter.roles_changed"
        ] == [{"displayName": "sam"}]

"""Rule R10: persons who belong to an organisation no more, and those in custody who leave whole."""

import asyncio
from datetime import date
from uuid import UUID, uuid4

import pytest

from rules.access import Role
from tests.consents import Hospital, accepted, do, hospital, link, listed, offered
from tests.deletions import NO_MEMBER, ONESELF, kept, remove_ada, remove_member
from tests.http.administering import opaque
from tests.http.test_custody import KEY_WAS_USED, take
from tests.limited_grants import NEEDS_STEWARD, NOT_FOUND
from tests.organisations import limit, organisation, steward
from tests.people import SET_PERSON, id_of, insert, pair, row
from tests.serving import Registry, until_it_waits

OPEN = "select organisation_id from memberships where person_id = $1 and ended_on is null"
STATUSES = "select status from consents where person_id = $1 order by id"
INVALID = ("UNPROCESSABLE_ENTITY", "Input is invalid")


@pytest.fixture
async def at(registry: Registry) -> Hospital:
    await registry.user("admin", Role.ADMIN)
    return await hospital(registry)


async def join(registry: Registry, person: UUID, place: UUID, title: str | None = None) -> None:
    """Let a person belong to an organisation."""
    columns = {"person_id": person, "organisation_id": place, "title": title}
    async with registry.acting("membership.imported"):
        await insert(registry, "memberships", columns)


async def open_places(registry: Registry, person: UUID) -> list[UUID]:
    """Return where a person is a member."""
    return [it[0] for it in await registry.owner.fetch(OPEN, person)]


async def in_custody(registry: Registry, at: Hospital) -> UUID:
    """Put a person on record in the hospital's custody."""
    made = await take(registry, "sam", at)
    return UUID(made.data["createCustodialPerson"]["person"]["databaseId"])


async def test_r10_all_that_a_person_is_in_an_organisation_ends(
    registry: Registry, at: Hospital
) -> None:
    await accepted(registry, at)
    await join(registry, at.person, at.hospital, "Nurse")
    await join(registry, at.person, at.ministry)
    await limit(registry, "ada", "REGISTRAR", at.hospital)
    await limit(registry, "ada", "REGISTRAR", at.ministry)

    gone = await remove_ada(registry, at)

    removed = {"deletedId": id_of("Person", at.person), "rows": 4, "record": "STAYS"}
    assert gone.data["removeMember"] == removed
    assert await open_places(registry, at.person) == [at.ministry]
    assert [it[0] for it in await registry.owner.fetch(STATUSES, at.person)] == ["WITHDRAWN"]
    assert await listed(registry, "sam") == []
    held = "select organisation_id from role_grants where user_id = $1 and role = 'REGISTRAR'"
    grants = await registry.owner.fetch(held, registry.users["ada"])
    assert [it[0] for it in grants] == [at.ministry]
    assert await row(registry, "persons", at.person) is not None
    written, snapshot = await kept(registry)
    assert (written["kind"], written["deleted_id"]) == ("MEMBER", at.person)
    assert (written["organisation_id"], written["reason"]) == (at.hospital, "Moved away")
    assert {it["title"] for it in snapshot["memberships"]} == {None, "Nurse"}
    trail = await registry.owner.fetch(
        "select distinct resource from audit_log where action = 'membership.removed'"
    )
    assert {it[0] for it in trail} == {"consent", "membership", "role_grant"}


async def test_r10_who_is_no_member_or_elsewhere_is_not_found(
    registry: Registry, at: Hospital
) -> None:
    offer = await offered(registry, at)
    await steward(registry, "eve", await organisation(registry, "Elsewhere"))

    no_members = [
        await remove_ada(registry, at),
        await remove_member(registry, "sam", at.hospital, uuid4()),
    ]
    elsewhere = [
        await remove_ada(registry, at, "eve"),
        await remove_member(registry, "sam", at.ministry, at.person),
        await remove_member(registry, "sam", uuid4(), at.person),
    ]
    nobody = await remove_ada(registry, at, "ada")
    answer = await do(registry, "sam", "acceptConsent", offer)
    twice = [await remove_ada(registry, at, who) for who in ("admin", "sam")]

    assert [it.refusal for it in no_members] == [NO_MEMBER] * 2
    assert [it.refusal for it in elsewhere] == [NOT_FOUND] * 3
    assert (nobody.status, nobody.refusal[0]) == (403, "FORBIDDEN")
    assert answer.errors == twice[0].errors == []
    assert twice[1].refusal == NO_MEMBER


async def test_r3_a_refusal_is_the_same_for_a_person_elsewhere_and_for_nobody(
    registry: Registry, at: Hospital
) -> None:
    elsewhere = await organisation(registry, "Elsewhere")
    await steward(registry, "eve", elsewhere)

    refusals = [
        [
            (await remove_member(registry, "eve", elsewhere, who, reason=reason)).refusal
            for reason in ("", "x" * 501, "Moved away")
        ]
        for who in (at.person, uuid4())
    ]

    assert refusals[0] == refusals[1]


async def test_r3_who_is_busy_elsewhere_holds_no_refusal_up(
    registry: Registry, at: Hospital
) -> None:
    elsewhere = await organisation(registry, "Elsewhere")
    await steward(registry, "eve", elsewhere)

    async with registry.owner.transaction():
        await registry.owner.execute("select from persons where id = $1 for update", at.person)
        asked = asyncio.create_task(remove_member(registry, "eve", elsewhere, at.person))
        await until_it_waits(registry.owner, asked)
        was_refused = asked.done()

    assert was_refused
    assert (await asked).refusal == NO_MEMBER


async def test_r10_a_reason_is_needed_and_nobody_removes_themselves(
    registry: Registry, at: Hospital
) -> None:
    await accepted(registry, at)
    await limit(registry, "ada", "STEWARD", at.ministry)

    reasonless = await remove_member(registry, "sam", at.hospital, at.person, reason="")
    oneself = await remove_ada(registry, at, "ada")

    assert reasonless.refusal == INVALID
    assert oneself.refusal == ONESELF
    assert await open_places(registry, at.person) == [at.hospital]


async def test_r10_the_last_steward_is_not_removed(registry: Registry, at: Hospital) -> None:
    ward = await organisation(registry, "Ward", at.hospital)
    await join(registry, at.person, ward)
    await limit(registry, "ada", "STEWARD", ward)

    refused = await remove_member(registry, "sam", ward, at.person)
    await steward(registry, "next", ward)
    gone = await remove_member(registry, "sam", ward, at.person)

    assert refused.refusal == NEEDS_STEWARD
    assert gone.errors == []


async def test_r10_a_person_of_whom_nothing_else_is_on_record_leaves_whole(
    registry: Registry, at: Hospital
) -> None:
    child = await in_custody(registry, at)
    async with registry.acting("person.changed"):
        await insert(
            registry, "person_phones", {"person_id": child, "type": "MOBILE", "number": "1"}
        )

    gone = await remove_member(registry, "sam", at.hospital, child)

    assert gone.data["removeMember"]["rows"] == 3
    assert await row(registry, "persons", child) is None
    for table in ("person_versions", "person_editors", "consents", "memberships", "person_phones"):
        counted = f"select count(*) from {table} where person_id = $1"
        assert await registry.owner.fetchval(counted, child) == 0, table
    _, snapshot = await kept(registry)
    assert snapshot["person"]["firstName"] == "Nova"
    again = await take(registry, "sam", at)
    assert again.refusal == KEY_WAS_USED
    answered = await take(registry, "sam", at, idempotencyKey="another")
    assert answered.data["createCustodialPerson"]["person"]["firstName"] == "Nova"


@pytest.mark.parametrize("held_by", ["membership", "pair", "event", "import"])
async def test_r10_a_person_of_whom_something_is_on_record_loses_contact_details_alone(
    registry: Registry, at: Hospital, held_by: str
) -> None:
    child = await in_custody(registry, at)
    if held_by == "membership":
        await join(registry, child, at.ministry)
    if held_by == "pair":
        await pair(registry, child)
    if held_by == "import":
        async with registry.acting("person.imported") as owner:
            await owner.execute(
                "update persons set source = 'x', external_id = '1' where id = $1", child
            )
    if held_by == "event":
        async with registry.acting("birth.declared"):
            await insert(
                registry,
                "vital_events",
                {
                    "kind": "BIRTH",
                    "tracking_id": "B1",
                    "declared_by_client_id": registry.console_id,
                    "person_id": child,
                    "event_date": date(2024, 5, 6),
                    "place": "Here",
                    "informant_relationship": "MOTHER",
                    "details_digest": b"0",
                },
            )

    gone = await remove_member(registry, "sam", at.hospital, child)

    assert gone.errors == []
    record = await row(registry, "persons", child)
    assert (record["first_name"], record["national_id"]) == ("Nova", "1234567890")
    assert record["email"] is None
    _, snapshot = await kept(registry)
    assert snapshot["contacts"]["email"] == "nova@example.org"


async def test_r10_who_has_a_user_by_then_keeps_record_and_contact_details(
    registry: Registry, at: Hospital
) -> None:
    child = await in_custody(registry, at)
    await link(registry, "nova", child)

    gone = await remove_member(registry, "sam", at.hospital, child)

    assert gone.errors == []
    assert (await row(registry, "persons", child))["email"] == "nova@example.org"


async def test_r10_of_removing_and_withdrawing_or_accepting_at_once_one_is_first(
    registry: Registry, at: Hospital
) -> None:
    for mutation, who in (("withdrawConsent", "ada"), ("changeConsent", "ada")):
        consent = await accepted(registry, at)
        more = {"permissions": ["VIEW", "CONTRIBUTE"]} if mutation == "changeConsent" else {}

        removed, other = await asyncio.gather(
            remove_ada(registry, at), do(registry, who, mutation, consent, **more)
        )

        assert removed.errors == [] or removed.refusal == NO_MEMBER
        assert other.errors == [] or other.refusal == ("CONFLICT", "Incorrect transition status")
        assert not (removed.errors and other.errors)
        assert await open_places(registry, at.person) == []
        last = (await registry.owner.fetch(STATUSES, at.person))[-1][0]
        assert last == "WITHDRAWN"


async def test_r10_a_user_who_is_linked_meanwhile_is_waited_for(
    registry: Registry, at: Hospital
) -> None:
    child = await in_custody(registry, at)
    await registry.user("nova", Role.PERSON)
    async with registry.acting("user.updated") as owner:
        await owner.execute(
            "update users set person_id = $2 where id = $1", registry.users["nova"], child
        )
        removing = asyncio.create_task(remove_member(registry, "sam", at.hospital, child))
        await until_it_waits(owner, removing)

    gone = await removing

    assert gone.errors == []
    assert (await row(registry, "persons", child))["email"] == "nova@example.org"


async def test_r10_whoever_is_linked_to_a_person_who_leaves_meanwhile_is_refused(
    registry: Registry, at: Hospital
) -> None:
    child = await in_custody(registry, at)
    await registry.user("nova", Role.PERSON)
    given = {
        "userId": opaque("User", registry.users["nova"]),
        "personId": id_of("Person", child),
    }
    async with registry.acting("membership.removed") as owner:
        await owner.execute("select remove_member($1, $2, 'Moved away')", at.hospital, child)
        linking = asyncio.create_task(registry.ask("admin", SET_PERSON, {"input": given}))
        await until_it_waits(owner, linking)

    refused = await linking

    assert refused.refusal == INVALID

"""Who acts on a declaration while a registrar has taken it (rule C16)."""

from pathlib import Path

import pytest

from rules.access import Role
from rules.vital_events import TRANSITIONS, VitalEventAction, VitalEventStatus
from tests.assignments import mutation, read, taken, try_to, wait_a_day
from tests.corrections import two_registrars
from tests.databases import Database
from tests.events import FIELDS, attempt, audited, birth, brought_to, declared, done
from tests.people import key_of
from tests.serving import Registry, served

ANOTHERS = ("CONFLICT", "Record is assigned to another registrar")
NOT_AVAILABLE = ("CONFLICT", "Action is not available in this status")
ACTS = {
    "REGISTER": "register",
    "REJECT": "reject",
    "ARCHIVE": "archive",
    "MARK_AS_DUPLICATE": "markAsDuplicate",
    "MARK_AS_NOT_DUPLICATE": "markAsNotDuplicate",
}


async def flagged(registry: Registry, registrar: str) -> tuple[str, str]:
    """Declare the same birth twice; return the earlier record, and the one that is flagged."""
    given = birth()
    one = (await declared(registry, registrar, given))["id"]
    other = await declared(registry, registrar, given | {"idempotencyKey": f"other {one}"})
    assert other["isPotentialDuplicate"]
    return one, other["id"]


async def test_c16_whoever_takes_a_declaration_has_it(registry: Registry) -> None:
    one, other, portal = await two_registrars(registry)
    event = (await declared(registry, portal))["id"]

    record = await taken(registry, one, event)

    assert record["assignee"] == {"username": "registrar"}
    assert record["availableActions"] == ["REGISTER", "REJECT", "ARCHIVE", "UNASSIGN"]
    assert (await read(registry, other, event))["assignee"] == {"username": "registrar"}
    assert await audited(registry, event) == ["birth.declared", "birth.assigned"]


async def test_c16_machines_and_administrators_are_not_told_who_has_it(registry: Registry) -> None:
    one, _, portal = await two_registrars(registry)
    admin = await registry.user("admin", Role.ADMIN)
    event = (await declared(registry, portal))["id"]
    await taken(registry, one, event)

    assert (await read(registry, portal, event))["assignee"] is None
    assert (await read(registry, admin, event))["assignee"] is None


async def test_c16_others_look_and_do_not_act(registry: Registry) -> None:
    one, other, _ = await two_registrars(registry)
    earlier, event = await flagged(registry, one)
    await taken(registry, one, event)
    acts = TRANSITIONS[VitalEventStatus.DECLARED].keys() - {
        VitalEventAction.ASSIGN,
        VitalEventAction.UNASSIGN,
    }
    before = await audited(registry, event)

    for act in sorted(acts - {VitalEventAction.REGISTER}):
        more = {"duplicateOf": earlier} if act == "MARK_AS_DUPLICATE" else {}
        answer = await attempt(registry, other, ACTS[act], event, **more)
        assert answer.refusal == ANOTHERS, act
    assert (await try_to(registry, other, "assign", event)).refusal == ANOTHERS
    assert (await try_to(registry, other, "unassign", event)).refusal == ANOTHERS

    assert await audited(registry, event) == before
    await done(registry, one, "markAsNotDuplicate", event)
    assert (await attempt(registry, other, "register", event)).refusal == ANOTHERS
    # The registrar who looked into it goes on, and the assignment ends with what becomes of it.
    assert await audited(registry, event) == [*before, "birth.marked_as_not_duplicate"]
    assert (await done(registry, one, "register", event))["status"] == "REGISTERED"
    assert (await read(registry, other, event))["assignee"] is None


@pytest.mark.parametrize("act", ["register", "reject", "archive"])
async def test_c16_an_assignment_ends_with_the_act(registry: Registry, act: str) -> None:
    one, other, portal = await two_registrars(registry)
    event = (await declared(registry, portal))["id"]
    await taken(registry, one, event)

    await done(registry, one, act, event)

    assert (await read(registry, one, event))["assignee"] is None
    row = await registry.owner.fetchrow(
        "select changeset, previous from audit_log where resource_id::text = $1"
        " order by id desc limit 1",
        key_of(event),
    )
    assert row is not None
    assert '"assignee_id": null' in row["changeset"]
    assert str(registry.users[one]) in row["previous"]
    if act == "archive":
        reinstated = await done(registry, other, "reinstate", event)
        assert "ASSIGN" in reinstated["availableActions"]


async def test_c16_an_assignment_ends_after_a_day(registry: Registry) -> None:
    one, other, portal = await two_registrars(registry)
    event = (await declared(registry, portal))["id"]
    await taken(registry, one, event)

    await wait_a_day(registry, event, 23.9)
    assert (await attempt(registry, other, "register", event)).refusal == ANOTHERS
    await wait_a_day(registry, event, 0.2)

    record = await read(registry, other, event)
    assert record["assignee"] is None
    assert "ASSIGN" in record["availableActions"]
    assert (await try_to(registry, one, "unassign", event)).refusal == NOT_AVAILABLE
    assert (await taken(registry, other, event))["assignee"] == {"username": other}
    assert (await attempt(registry, one, "register", event)).refusal == ANOTHERS


async def test_c16_taken_again_the_day_begins_anew(registry: Registry) -> None:
    one, other, portal = await two_registrars(registry)
    event = (await declared(registry, portal))["id"]
    await taken(registry, one, event)
    await wait_a_day(registry, event, 23)

    await taken(registry, one, event)
    await wait_a_day(registry, event, 23)

    assert (await attempt(registry, other, "reject", event)).refusal == ANOTHERS


async def test_c16_a_declaration_is_given_back_by_its_registrar_or_an_admin(
    registry: Registry,
) -> None:
    one, other, portal = await two_registrars(registry)
    admin = await registry.user("admin", Role.ADMIN)
    both = await registry.user("both", Role.ADMIN, Role.REGISTRAR)
    event = (await declared(registry, portal))["id"]

    for who in (one, admin, both):
        await taken(registry, one, event)
        assert (await try_to(registry, other, "unassign", event)).refusal == ANOTHERS
        answer = await try_to(registry, who, "unassign", event)
        assert answer.data["unassignVitalEvent"]["vitalEvent"]["assignee"] is None
        assert (await try_to(registry, who, "unassign", event)).refusal == NOT_AVAILABLE
    assert [it for it in await audited(registry, event) if it != "vital_event.viewed"] == [
        "birth.declared",
        *("birth.assigned", "birth.unassigned") * 3,
    ]


async def test_d1_what_an_admin_reads_while_giving_back_is_written_down(
    registry: Registry,
) -> None:
    one, _, _ = await two_registrars(registry)
    admin = await registry.user("admin", Role.ADMIN)
    both = await registry.user("both", Role.ADMIN, Role.REGISTRAR)
    _, event = await flagged(registry, one)
    similar = "potentialDuplicates { id }"
    looks = "select count(*) from audit_log where action = 'vital_event.viewed' and actor_id = $1"
    query = mutation("unassignVitalEvent").replace("assignee", f"{similar} assignee")

    shown = {}
    for who in (both, admin):
        await taken(registry, one, event)
        answer = await registry.ask(who, query, {"input": {"id": event}})
        shown[who] = answer.data["unassignVitalEvent"]["vitalEvent"]["potentialDuplicates"]

    assert [len(shown[who]) for who in (both, admin)] == [1, 0]
    seen = [await registry.owner.fetchval(looks, registry.users[who]) for who in (both, admin)]
    assert seen == [0, 1]


async def test_c16_an_admin_gives_back_and_does_nothing_else(registry: Registry) -> None:
    one, _, portal = await two_registrars(registry)
    admin = await registry.user("admin", Role.ADMIN)
    event = (await declared(registry, portal))["id"]
    await taken(registry, one, event)

    for answer in (
        await try_to(registry, admin, "assign", event),
        await attempt(registry, admin, "register", event),
        await attempt(registry, admin, "reject", event),
        await try_to(registry, portal, "assign", event),
        await try_to(registry, portal, "unassign", event),
    ):
        assert answer.status in (401, 403)
        assert answer.refusal[0] == "FORBIDDEN"
    assert (await read(registry, one, event))["assignee"] == {"username": one}


@pytest.mark.parametrize("status", sorted(set(VitalEventStatus) - {"DECLARED"}))
async def test_c16_only_what_is_declared_is_taken(registry: Registry, status: str) -> None:
    one, _, portal = await two_registrars(registry)
    event = await brought_to(registry, one, portal, status)

    for how in ("assign", "unassign"):
        assert (await try_to(registry, one, how, event)).refusal == NOT_AVAILABLE


async def test_c16_what_is_wrong_besides_is_said_first(registry: Registry) -> None:
    one, other, portal = await two_registrars(registry)
    event = (await declared(registry, portal))["id"]
    await taken(registry, one, event)

    reason = await attempt(registry, other, "reject", event, reason=" ")
    status = await attempt(registry, other, "reinstate", event)
    nothing = await try_to(registry, other, "assign", "nonsense")

    assert reason.errors[0]["extensions"]["code"] == "UNPROCESSABLE_ENTITY"
    assert status.refusal == NOT_AVAILABLE
    assert nothing.refusal == ("NOT_FOUND", "Vital event not found")


async def test_c16_four_eyes_are_asked_of_who_has_taken_it(
    database: Database, tmp_path: Path
) -> None:
    async with served(database, tmp_path, four_eyes=True) as registry:
        one, other, _ = await two_registrars(registry)
        event = (await declared(registry, one))["id"]
        await taken(registry, one, event)

        own = await attempt(registry, one, "register", event)
        anothers = await attempt(registry, other, "register", event)
        await try_to(registry, one, "unassign", event)
        await taken(registry, other, event)
        of_another = await attempt(registry, one, "register", event)
        registered = await done(registry, other, "register", event)

    assert own.refusal == ("CONFLICT", "Second person is needed")
    assert anothers.refusal == of_another.refusal == ANOTHERS
    assert registered["status"] == "REGISTERED"


def test_every_act_on_a_declaration_is_tried_on_anothers() -> None:
    acts = TRANSITIONS[VitalEventStatus.DECLARED].keys()

    assert acts == ACTS.keys() | {"ASSIGN", "UNASSIGN"}
    assert set(ACTS.values()) <= FIELDS.keys()

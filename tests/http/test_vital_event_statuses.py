"""What may be done in which status, over HTTP and by hand (rule C1)."""

from typing import Any

import asyncpg
import pytest

from rules.vital_events import TRANSITIONS, VitalEventStatus
from tests.corrections import try_request
from tests.events import (
    FIELDS,
    attempt,
    audited,
    birth,
    brought_to,
    death,
    declared,
    done,
    office,
    try_declare,
)
from tests.people import key_of
from tests.serving import Registry

NO = "Action is not available in this status"
MATRIX = {
    #            register      reject      archive     reinstate   certify      issue
    "DECLARED": ("REGISTERED", "REJECTED", "ARCHIVED", NO, NO, NO),
    "REJECTED": (NO, NO, "ARCHIVED", NO, NO, NO),
    "ARCHIVED": (NO, NO, NO, "DECLARED", NO, NO),
    "REGISTERED": (NO, NO, NO, NO, "CERTIFIED", NO),
    "CERTIFIED": (NO, NO, NO, NO, NO, "ISSUED"),
    "ISSUED": (NO, NO, NO, NO, "CERTIFIED", NO),
    "ANNULLED": (NO, NO, NO, NO, NO, NO),
}
ACTS = ("register", "reject", "archive", "reinstate", "certify", "issue")
MARKS = ("markAsDuplicate", "markAsNotDuplicate")
CORRECTIONS = ["REQUEST_CORRECTION", "REQUEST_ANNULMENT"]
AVAILABLE = {
    "DECLARED": ["REGISTER", "REJECT", "ARCHIVE", "ASSIGN"],
    "REJECTED": ["AMEND", "ARCHIVE"],
    "ARCHIVED": ["REINSTATE"],
    "REGISTERED": ["CERTIFY", *CORRECTIONS],
    "CERTIFIED": ["ISSUE", *CORRECTIONS],
    "ISSUED": ["CERTIFY", *CORRECTIONS],
    "ANNULLED": [],
}


@pytest.mark.parametrize("status", MATRIX)
async def test_c1_each_act_leads_where_the_table_says_or_is_refused(
    registry: Registry, status: str
) -> None:
    registrar, portal = await office(registry)

    for act, expected in zip(ACTS, MATRIX[status], strict=True):
        event = await brought_to(registry, registrar, portal, status)
        before = await audited(registry, event)
        answer = await attempt(registry, registrar, act, event)

        if expected == NO:
            assert answer.refusal == ("CONFLICT", NO), (status, act)
            extensions = answer.errors[0]["extensions"]
            assert extensions["status"] == status
            assert extensions["availableActions"] == AVAILABLE[status]
            assert await audited(registry, event) == before
        else:
            record = answer.data[FIELDS[act]]["vitalEvent"]
            assert record["status"] == expected, (status, act)
            assert record["availableActions"] == AVAILABLE[expected]


@pytest.mark.parametrize("status", MATRIX)
async def test_c1_only_a_rejected_declaration_is_amended(registry: Registry, status: str) -> None:
    registrar, portal = await office(registry)
    event = await brought_to(registry, registrar, portal, status)

    answer = await try_declare(registry, portal, birth(amends=event))

    if status == "REJECTED":
        record = answer.data["declareBirth"]["vitalEvent"]
        assert (record["id"], record["status"], record["reason"]) == (
            event,
            "DECLARED",
            None,
        )
        assert (await audited(registry, event))[-1] == "birth.amended"
    else:
        assert answer.refusal == ("CONFLICT", NO)


@pytest.mark.parametrize("status", MATRIX)
async def test_c1_what_is_similar_to_nothing_is_not_marked(registry: Registry, status: str) -> None:
    registrar, portal = await office(registry)
    event = await brought_to(registry, registrar, portal, status)

    answers = [await attempt(registry, registrar, act, event) for act in MARKS]

    assert [it.refusal for it in answers] == [("CONFLICT", NO)] * 2


async def test_c1_only_the_client_that_declared_it_amends(registry: Registry) -> None:
    registrar, portal = await office(registry)
    other = await registry.client("another portal")
    event = await brought_to(registry, registrar, portal, "REJECTED")

    by_registrar = await try_declare(registry, registrar, birth(amends=event))
    by_another = await try_declare(registry, other, birth(amends=event))

    assert by_registrar.refusal == ("CONFLICT", "Only the client that declared it may amend it")
    assert by_another.refusal == ("NOT_FOUND", "Vital event not found")


async def test_c1_a_declaration_is_amended_by_one_of_its_kind(registry: Registry) -> None:
    registrar, portal = await office(registry)
    event = await brought_to(registry, registrar, portal, "REJECTED")

    answer = await try_declare(registry, portal, death(amends=event), "Death")

    (violation,) = answer.errors[0]["extensions"]["violations"]
    assert (violation["path"], violation["rule"]) == (["amends"], "same_kind")


async def test_c1_a_record_returns_from_the_archive_as_it_was(registry: Registry) -> None:
    registrar, portal = await office(registry)
    event = await brought_to(registry, registrar, portal, "REJECTED")
    archived = await done(registry, registrar, "archive", event, reason="Laid aside")

    reinstated = await done(registry, registrar, "reinstate", event)

    assert archived["reason"] == "Laid aside"
    assert (reinstated["status"], reinstated["reason"]) == ("REJECTED", "For a reason")


async def test_c1_an_issued_record_is_certified_and_issued_again(registry: Registry) -> None:
    registrar, portal = await office(registry)
    event = await brought_to(registry, registrar, portal, "ISSUED")

    await done(registry, portal, "certify", event)
    issued = await done(registry, portal, "issue", event)

    assert [bool(it["issuedAt"]) for it in issued["certificates"]] == [True, True]
    assert len({it["receiptNumber"] for it in issued["payments"]}) == 2


async def test_c1_the_database_refuses_what_the_table_does_not_allow(registry: Registry) -> None:
    allowed: set[tuple[str, str]] = {
        (before, after)
        for before, acts in TRANSITIONS.items()
        for after_all in acts.values()
        for after in after_all
        if before != after
    }
    allowed |= {("CERTIFIED", "REGISTERED"), ("ISSUED", "REGISTERED")}
    allowed |= {(before, "ANNULLED") for before in ("REGISTERED", "CERTIFIED", "ISSUED")}

    for before in VitalEventStatus:
        for after in VitalEventStatus:
            may = await registry.owner.fetchval(
                "select vital_event_may_move($1, $2, $3)",
                before,
                after,
                "DECLARED" if before == "ARCHIVED" else None,
            )
            expected = (before, after) in allowed and (before, after) != ("ARCHIVED", "REJECTED")
            assert may is expected, (before, after)


async def test_c1_statuses_typed_by_hand_are_refused(registry: Registry) -> None:
    registrar, portal = await office(registry)
    event = key_of(await brought_to(registry, registrar, portal, "REGISTERED"))

    for change in (
        "status = 'DECLARED', registration_number = null",
        "status = 'ISSUED'",
        "registration_number = 'B-0000-1'",
        "kind = 'DEATH'",
    ):
        with pytest.raises(asyncpg.IntegrityConstraintViolationError) as refused:
            async with registry.acting("birth.forged") as connection:
                await connection.execute(
                    f"update vital_events set {change} where id::text = $1", event
                )
        assert refused.value.constraint_name == "a_vital_event_moves_by_the_rules"


async def test_c1_reasons_are_not_blank_and_at_most_500_characters(registry: Registry) -> None:
    registrar, portal = await office(registry)
    event = await brought_to(registry, registrar, portal, "DECLARED")

    for reason, rule in ((" ", "not_blank"), ("x" * 501, "max_length"), ("a\x00b", "characters")):
        for act in ("reject", "archive"):
            answer = await attempt(registry, registrar, act, event, reason=reason)
            assert _rules(answer) == [(["reason"], rule)]
    rejected = await done(registry, registrar, "reject", event, reason=f" {'x' * 500} ")

    assert rejected["reason"] == "x" * 500


async def test_a_record_that_does_not_exist_is_not_found(registry: Registry) -> None:
    registrar, _ = await office(registry)

    for event in ("nonsense", "VXNlcjo0", ""):
        for act in (*ACTS, *MARKS):
            answer = await attempt(registry, registrar, act, event)
            assert answer.refusal == ("NOT_FOUND", "Vital event not found"), (act, event)
    answer = await try_declare(registry, registrar, birth(amends="nonsense"))
    assert answer.refusal == ("NOT_FOUND", "Vital event not found")


async def test_a5_machines_neither_register_nor_settle(registry: Registry) -> None:
    _, portal = await office(registry)
    event = (await declared(registry, portal))["id"]

    for act in ("register", "reject", "archive", "reinstate", *MARKS):
        answer = await registry.ask(
            portal,
            f"mutation {{ {FIELDS[act]}(input: {_literal(act, event)})"
            " { vitalEvent { id } } }",
            scope="vital_event:register",
        )
        assert answer.status == 403
        assert answer.refusal == ("FORBIDDEN", "User doesn't have required role")


def _literal(act: str, event: str) -> str:
    reason = ', reason: "x"' if act in ("reject", "archive", "markAsDuplicate") else ""
    other = f', duplicateOf: "{event}"' if act == "markAsDuplicate" else ""
    return f'{{id: "{event}"{reason}{other}}}'


def _rules(answer: Any) -> list[tuple[list[Any], str]]:
    (error,) = answer.errors
    assert error["extensions"]["code"] == "UNPROCESSABLE_ENTITY"
    return [(it["path"], it["rule"]) for it in error["extensions"]["violations"]]


@pytest.mark.parametrize("status", MATRIX)
async def test_c10_c11_what_is_asked_for_is_asked_of_registered_records(
    registry: Registry, status: str
) -> None:
    registrar, portal = await office(registry)

    for given, action in ((birth(), "REQUEST_CORRECTION"), (None, "REQUEST_ANNULMENT")):
        event = await brought_to(registry, registrar, portal, status)
        answer = await try_request(registry, portal, event, given)

        if action in AVAILABLE[status]:
            record = answer.data[next(iter(answer.data))]["correction"]["vitalEvent"]
            assert (record["status"], record["availableActions"]) == (status, [])
        else:
            assert answer.refusal == ("CONFLICT", NO)
            assert answer.errors[0]["extensions"]["availableActions"] == AVAILABLE[status]

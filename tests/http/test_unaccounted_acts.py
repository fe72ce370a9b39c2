"""No refused act reveals to a machine any of others' records without being counted (rule C9)."""

import pytest

from tests.events import ACT, attempt, brought_to, declared, done, said
from tests.http.attacks import LOOK, UNKNOWN, Attack, acts_of, bare, counted, written
from tests.people import key_of

EVERY_STATUS = ["DECLARED", "REJECTED", "ARCHIVED", "REGISTERED", "CERTIFIED", "ISSUED"]
REFUSED = [
    ("REGISTERED", "issue", "CONFLICT"),
    ("REGISTERED", "declare_again", "CONFLICT"),
    ("REGISTERED", "certify_for_a_father", "UNPROCESSABLE_ENTITY"),
    ("REGISTERED", "certify_without_a_key", "UNPROCESSABLE_ENTITY"),
    ("CERTIFIED", "certify", "CONFLICT"),
    ("ISSUED", "issue", "CONFLICT"),
]


@pytest.mark.parametrize("status", EVERY_STATUS)
async def test_c9_with_nothing_left_a_record_and_none_are_answered_alike(
    exhausted_attack: Attack, status: str
) -> None:
    registry, machine = exhausted_attack.registry, exhausted_attack.machine
    record = await brought_to(registry, exhausted_attack.registrar, exhausted_attack.other, status)
    code = await registry.owner.fetchval(
        "select tracking_id from vital_events where id::text = $1", key_of(record)
    )

    for field, query in LOOK.items():
        is_by_code = field == "vitalEventByTrackingId"
        seen = await registry.ask(machine, query, {"id": code if is_by_code else record})
        unseen = await registry.ask(machine, query, {"id": "B000000" if is_by_code else UNKNOWN})
        assert seen.refusal[0] == "RATE_LIMITED"
        assert bare(seen) == bare(unseen)
    for name, act in acts_of(registry, machine).items():
        seen, unseen = await act(record), await act(UNKNOWN)
        assert seen.refusal[0] == "RATE_LIMITED", name
        assert bare(seen) == bare(unseen)
    assert await written(registry, machine, record) == 0


@pytest.mark.parametrize(("status", "act", "code"), REFUSED)
async def test_c9_a_refused_act_that_reveals_a_record_counts_it(
    attack: Attack, status: str, act: str, code: str
) -> None:
    registry, machine = attack.registry, attack.machine
    record = await brought_to(registry, attack.registrar, attack.other, status)

    answer = await acts_of(registry, machine)[act](record)

    assert answer.refusal[0] == code
    assert await counted(registry, machine) == 1
    assert await written(registry, machine, record) == 1


async def test_c9_a_refused_act_is_undone_before_it_is_counted(attack: Attack) -> None:
    registry = attack.registry
    record = await brought_to(registry, attack.registrar, attack.other, "CERTIFIED")
    rows = "select count(*) from certificates"
    before = await registry.owner.fetchval(rows)
    given = said("certify", record)

    first = await registry.ask(attack.machine, ACT["certify"], {"input": given})
    await done(registry, attack.registrar, "issue", record)
    second = await registry.ask(attack.machine, ACT["certify"], {"input": given})

    assert first.refusal[0] == "CONFLICT"
    assert second.errors == []  # the refused call left its key free
    assert await registry.owner.fetchval(rows) == before + 1
    assert await counted(registry, attack.machine) == 2


async def test_c9_a_refused_act_counts_a_record_once_for_all_its_fields(attack: Attack) -> None:
    record = await brought_to(attack.registry, attack.registrar, attack.other, "REGISTERED")
    issue = said("issue", record)

    answer = await attack.registry.ask(
        attack.machine,
        "mutation ($input: IssueVitalEventInput!) {"
        " a: issueVitalEvent(input: $input) { vitalEvent { id } }"
        " b: issueVitalEvent(input: $input) { vitalEvent { id } } }",
        {"input": issue},
    )

    assert [it["extensions"]["status"] for it in answer.errors] == ["REGISTERED"] * 2
    assert await counted(attack.registry, attack.machine) == 1


async def test_c9_refusals_of_others_records_that_do_not_exist_for_it_are_not_counted(
    attack: Attack,
) -> None:
    hidden = await brought_to(attack.registry, attack.registrar, attack.other, "DECLARED")

    for act in acts_of(attack.registry, attack.machine).values():
        seen, unseen = await act(hidden), await act(UNKNOWN)
        assert seen.refusal == ("NOT_FOUND", "Vital event not found")
        assert bare(seen) == bare(unseen)
    assert await counted(attack.registry, attack.machine) == 0


async def test_c9_a_refused_act_on_its_own_record_is_written_and_not_counted(
    attack: Attack,
) -> None:
    own = (await declared(attack.registry, attack.machine))["id"]

    answer = await attempt(attack.registry, attack.machine, "certify", own)

    assert answer.refusal[0] == "CONFLICT"
    assert await counted(attack.registry, attack.machine) == 0
    written = "select count(*) from vital_event_reads where vital_event_id::text = $1"
    assert await attack.registry.owner.fetchval(written, key_of(own)) == 2


async def test_c9_a_hidden_record_that_is_locked_keeps_no_machine_waiting(attack: Attack) -> None:
    registry = attack.registry
    hidden = await brought_to(registry, attack.registrar, attack.other, "DECLARED")
    async with registry.owner.transaction():
        await registry.owner.execute(
            "select from vital_events where id::text = $1 for update", key_of(hidden)
        )
        for act in acts_of(registry, attack.machine).values():
            assert (await act(hidden)).refusal[0] == "NOT_FOUND"

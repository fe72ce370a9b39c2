"""The same request sent again does nothing twice (rule C4)."""

import asyncio
from datetime import timedelta

import pytest

from tests.events import ACT, attempt, birth, declared, done, office, said, try_declare
from tests.people import key_of
from tests.serving import Registry

CONFLICT = ("CONFLICT", "Idempotency key was used with a different request")


async def test_c4_the_same_key_and_body_name_the_first_record(registry: Registry) -> None:
    registrar, portal = await office(registry)
    given = birth()

    first = await declared(registry, portal, given)
    await done(registry, registrar, "register", first["id"])
    again = await declared(registry, portal, given)

    assert again["id"] == first["id"]
    assert again["status"] == "REGISTERED"
    assert await registry.owner.fetchval("select count(*) from vital_events") == 1


async def test_c4_twenty_retries_at_once_make_one_record(registry: Registry) -> None:
    _, portal = await office(registry)
    given = birth()

    answers = await asyncio.gather(*(try_declare(registry, portal, given) for _ in range(20)))

    assert {str(it.data) for it in answers} == {str(answers[0].data)}
    assert await registry.owner.fetchval("select count(*) from vital_events") == 1
    assert (
        await registry.owner.fetchval(
            "select count(*) from outbox where aggregatetype = 'vital_event'"
        )
        == 1
    )


async def test_c4_another_body_under_the_key_is_refused(registry: Registry) -> None:
    _, portal = await office(registry)
    given = birth()
    await declared(registry, portal, given)

    answer = await try_declare(registry, portal, given | {"placeOfBirth": "Lviv"})

    assert answer.refusal == CONFLICT
    assert answer.status == 200
    assert answer.body["data"] == {"declareBirth": None}


async def test_c4_a_key_belongs_to_a_client_and_an_operation(registry: Registry) -> None:
    _, portal = await office(registry)
    other = await registry.client("another portal")
    given = birth()
    first = await declared(registry, portal, given)

    by_another = await declared(registry, other, given)
    elsewhere = await try_declare(
        registry,
        portal,
        {
            "idempotencyKey": given["idempotencyKey"],
            "deceased": {"firstName": "A", "lastName": "B"},
            "dateOfDeath": "2026-01-01",
            "placeOfDeath": "x",
            "informant": {"relationship": "x"},
        },
        "Death",
    )

    assert by_another["id"] != first["id"]
    assert elsewhere.errors == [] or elsewhere.refusal[0] == "UNPROCESSABLE_ENTITY"


async def test_c4_a_refused_call_leaves_its_key_free(registry: Registry) -> None:
    _, portal = await office(registry)
    given = birth()

    refused = await try_declare(registry, portal, given | {"placeOfBirth": " "})
    made = await declared(registry, portal, given)

    assert refused.refusal[0] == "UNPROCESSABLE_ENTITY"
    assert made["status"] == "DECLARED"


async def test_c4_a_used_key_decides_before_what_is_wrong_with_the_input(
    registry: Registry,
) -> None:
    _, portal = await office(registry)
    given = birth()
    await declared(registry, portal, given)

    answer = await try_declare(registry, portal, given | {"placeOfBirth": " "})

    assert answer.refusal == CONFLICT


@pytest.mark.parametrize("act", ["certify", "issue"])
async def test_c4_a_used_key_decides_before_the_records_status(
    registry: Registry, act: str
) -> None:
    registrar, portal = await office(registry)
    event = (await declared(registry, portal))["id"]
    await done(registry, registrar, "register", event)
    for done_before in ["certify", "issue"][: ["certify", "issue"].index(act)]:
        await done(registry, portal, done_before, event)
    given = said(act, event)
    await done(registry, portal, act, event, **given)
    others = {
        "certify": {"template": "another"},
        "issue": {"payment": given.get("payment", {}) | {"amount": "99.00"}},
    }
    unregistered = (await declared(registry, portal, birth()))["id"]

    other_input = await attempt(registry, portal, act, event, **(given | others[act]))
    other_record = await attempt(registry, portal, act, event, **(given | {"id": unregistered}))

    assert other_input.refusal == CONFLICT
    assert other_record.refusal == CONFLICT


async def test_c4_a_used_key_decides_before_the_status_of_what_is_amended(
    registry: Registry,
) -> None:
    registrar, portal = await office(registry)
    event = (await declared(registry, portal))["id"]
    await done(registry, registrar, "reject", event)
    given = birth(amends=event)
    await declared(registry, portal, given)

    other_input = await try_declare(registry, portal, given | {"placeOfBirth": "Elsewhere"})
    wrong_input = await try_declare(registry, portal, given | {"placeOfBirth": " "})

    assert other_input.refusal == CONFLICT
    assert wrong_input.refusal == CONFLICT


async def test_c4_a_retry_is_answered_though_the_declaration_would_be_late_by_now(
    registry: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, portal = await office(registry)
    in_time = birth()
    first = await declared(registry, portal, in_time)
    monkeypatch.setattr("rules.declaration_checks.LATE_DAYS", 1)

    again = await declared(registry, portal, in_time)
    another = await try_declare(registry, portal, birth())

    assert again["id"] == first["id"]
    assert another.refusal[0] == "UNPROCESSABLE_ENTITY"


async def test_c4_keys_are_texts_of_1_to_255_characters(registry: Registry) -> None:
    _, portal = await office(registry)

    for key in ("", "  ", "x" * 256, "a\x00b", " " * 256 + "x"):
        answer = await try_declare(registry, portal, birth(idempotencyKey=key))
        (violation,) = answer.errors[0]["extensions"]["violations"]
        assert violation["path"] == ["idempotencyKey"]
    await declared(registry, portal, birth(idempotencyKey="x" * 255))


async def test_c4_a_crash_between_commit_and_answer_is_answered_by_the_retry(
    registry: Registry,
) -> None:
    registrar, portal = await office(registry)
    event = (await declared(registry, portal))["id"]
    await done(registry, registrar, "register", event)
    given = said("certify", event)
    sending = asyncio.create_task(registry.ask(portal, ACT["certify"], {"input": given}))
    while not await registry.owner.fetchval("select count(*) from certificates"):
        await asyncio.sleep(0)
    sending.cancel()  # the caller never sees the answer

    again = await attempt(registry, portal, "certify", event, **given)

    assert again.data["certifyVitalEvent"]["vitalEvent"]["status"] == "CERTIFIED"
    assert await registry.owner.fetchval("select count(*) from certificates") == 1


async def test_c4_a_retry_is_answered_after_the_record_has_moved_on(registry: Registry) -> None:
    registrar, portal = await office(registry)
    event = (await declared(registry, portal))["id"]
    await done(registry, registrar, "register", event)
    certify, issue = said("certify", event), said("issue", event)
    await done(registry, portal, "certify", event, **certify)
    await done(registry, portal, "issue", event, **issue)

    again = await done(registry, portal, "certify", event, **certify)
    paid_again = await done(registry, portal, "issue", event, **issue)

    assert again["status"] == paid_again["status"] == "ISSUED"
    assert len(paid_again["payments"]) == len(paid_again["certificates"]) == 1


async def test_c4_an_amendment_sent_again_is_answered_by_its_record(registry: Registry) -> None:
    registrar, portal = await office(registry)
    event = (await declared(registry, portal))["id"]
    await done(registry, registrar, "reject", event)
    given = birth(amends=event)

    first = await declared(registry, portal, given)
    await done(registry, registrar, "reject", event)
    again = await declared(registry, portal, given)

    assert first["id"] == again["id"] == event
    assert again["status"] == "REJECTED"


async def test_c4_the_waiting_one_takes_the_key_that_a_failing_one_releases(
    registry: Registry,
) -> None:
    _, portal = await office(registry)
    given = birth(idempotencyKey="contested")
    async with registry.owner.transaction():
        claimed = await registry.owner.fetchrow(
            "select * from claim_idempotency_key($1, 'declareBirth', 'contested', 'x', null)",
            portal,
        )
        assert claimed is not None
        assert claimed["is_new"]
        sending = asyncio.create_task(declared(registry, portal, given))
        while not await registry.owner.fetchval(
            "select count(*) from pg_locks where not granted and locktype = 'transactionid'"
        ):
            await asyncio.sleep(0)
        await registry.owner.execute("delete from idempotency_keys")

    assert (await sending)["status"] == "DECLARED"


async def test_c4_keys_are_kept_for_thirty_days(registry: Registry) -> None:
    _, portal = await office(registry)
    given, other = birth(), birth()
    first = await declared(registry, portal, given)
    second = await declared(registry, portal, other)
    for event, age in ((first, timedelta(days=30, hours=1)), (second, timedelta(days=32))):
        await registry.owner.execute(
            "update idempotency_keys set inserted_at = now() - $2::interval"
            " where record_id::text = $1",
            key_of(event["id"]),
            age,
        )

    again = await declared(registry, portal, given)
    kept = await registry.owner.fetchval("select count(*) from idempotency_keys")

    assert again["id"] == first["id"]
    assert kept == 1

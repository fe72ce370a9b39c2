"""Certificates for those on record, and money that is exact (rules C7, C8)."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.events import attempt, birth, brought_to, declared, done, office, said
from tests.serving import Registry

INDIVIDUAL = {"firstName": "Olha", "lastName": "Moroz", "nationalId": "0987654321"}


def _faults(answer: Any) -> list[tuple[list[Any], str]]:
    (error,) = answer.errors
    assert error["extensions"]["code"] == "UNPROCESSABLE_ENTITY", error
    return [(it["path"], it["rule"]) for it in error["extensions"]["violations"]]


def _paid(amount: Any, currency: str = "EUR", **more: Any) -> dict[str, Any]:
    paid: dict[str, Any] = said("issue", "")["payment"]
    return paid | {"amount": amount, "currency": currency} | more


@pytest.mark.parametrize(
    ("amount", "currency", "returned"),
    [
        ("12.1", "EUR", "12.10"),
        (12, "EUR", "12.00"),
        ("0", "USD", "0.00"),
        (0, "JPY", "0"),
        ("-0", "EUR", "0.00"),
        ("1500", "JPY", "1500"),
        ("0.125", "BHD", "0.125"),
        ("999999999999999.99", "EUR", "999999999999999.99"),
        ("000012.50", "EUR", "12.50"),
    ],
)
async def test_c8_money_comes_back_with_its_currencys_decimals(
    registry: Registry, amount: Any, currency: str, returned: str
) -> None:
    registrar, portal = await office(registry)
    event = await brought_to(registry, registrar, portal, "CERTIFIED")

    issued = await done(registry, portal, "issue", event, payment=_paid(amount, currency))

    (payment,) = issued["payments"]
    assert (payment["amount"], payment["currency"]) == (returned, currency)
    assert payment["receiptNumber"].startswith("R-")


async def test_c8_what_is_wrong_with_a_payment(registry: Registry) -> None:
    registrar, portal = await office(registry)
    event = await brought_to(registry, registrar, portal, "CERTIFIED")
    tomorrow = (datetime.now(UTC) + timedelta(days=2)).isoformat()
    faults = [
        (_paid("12.345"), "amount", "max_decimals"),
        (_paid("12.5", "JPY"), "amount", "max_decimals"),
        (_paid("-1"), "amount", "not_negative"),
        (_paid("1000000000000000"), "amount", "max_digits"),
        (_paid("1", "eur"), "currency", "known"),
        (_paid("1", "XAU"), "currency", "known"),
        (_paid("1", "ZZZ"), "currency", "known"),
        (_paid("1", "\x00"), "currency", "known"),
        (_paid("1", outcome="PARTIAL"), "outcome", "completed"),
        (_paid("1", outcome="ERROR"), "outcome", "completed"),
        (_paid("1", paidAt=tomorrow), "paidAt", "not_in_the_future"),
        (_paid("1", paidAt="9999-12-31T23:59:59Z"), "paidAt", "calendar"),
        (_paid("1", paidAt="9999-12-31T23:59:59-14:00"), "paidAt", "calendar"),
        (_paid("1", paidAt="0001-01-01T00:00:00+14:00"), "paidAt", "calendar"),
        (_paid("1", paidAt="0001-01-01T00:00:00Z"), "paidAt", "calendar"),
        (_paid("1", paidAt="1582-10-13T12:00:00Z"), "paidAt", "calendar"),
    ]

    for payment, field, rule in faults:
        answer = await attempt(registry, portal, "issue", event, payment=payment)
        assert _faults(answer) == [(["payment", field], rule)]

    everything = _paid("-1.234", outcome="ERROR", paidAt=tomorrow)
    answer = await attempt(registry, portal, "issue", event, payment=everything)
    assert len(_faults(answer)) == 4
    assert await registry.owner.fetchval("select count(*) from payments") == 0


@pytest.mark.parametrize(
    "amount",
    [
        1.5,
        12.0,
        True,
        "1e3",
        "NaN",
        "Infinity",
        "",
        " 1",
        "1_000",
        ".5",
        "5.",
        "+5",
        "١٢",
        "9" * 400,
        10**30,
        None,
        ["1"],
    ],
)
async def test_c8_what_is_no_exact_number_is_not_coerced(registry: Registry, amount: Any) -> None:
    _, portal = await office(registry)

    answer = await attempt(registry, portal, "issue", "x", payment=_paid(amount))

    assert answer.status == 400
    assert answer.errors[0]["extensions"]["code"] == "BAD_REQUEST"
    assert "data" not in answer.body


async def test_c8_a_float_literal_is_refused_and_a_whole_number_taken(registry: Registry) -> None:
    registrar, portal = await office(registry)
    event = await brought_to(registry, registrar, portal, "CERTIFIED")
    mutation = (
        'mutation {{ issueVitalEvent(input: {{idempotencyKey: "k", id: "{}", payment: {{'
        ' amount: {}, currency: "EUR", outcome: COMPLETED, paidAt: "2026-01-01T00:00:00Z" }} }})'
        " {{ vitalEvent {{ payments {{ amount }} }} }} }}"
    )

    refused = await registry.ask(portal, mutation.format(event, "12.10"))
    taken = await registry.ask(portal, mutation.format(event, "12"))

    assert refused.status == 400
    assert taken.data["issueVitalEvent"]["vitalEvent"]["payments"] == [{"amount": "12.00"}]


async def test_c7_a_certificate_needs_a_template_and_somebody_on_record(
    registry: Registry,
) -> None:
    registrar, portal = await office(registry)
    orphan = birth()
    del orphan["mother"]
    event = (await declared(registry, portal, orphan))["id"]
    await done(registry, registrar, "register", event)

    for relationship in ("MOTHER", "FATHER", "SPOUSE"):
        collector = {"relationship": relationship, "hasShownDocument": True}
        answer = await attempt(registry, portal, "certify", event, collector=collector)
        assert _faults(answer) == [(["collector", "relationship"], "on_the_record")]
    nobody = {"relationship": "OTHER", "hasShownDocument": False}
    answer = await attempt(registry, portal, "certify", event, collector=nobody, template=" ")
    assert _faults(answer) == [
        (["template"], "not_blank"),
        (["collector", "individual"], "required"),
    ]
    ill = nobody | {"individual": {"firstName": "", "lastName": "x", "nationalId": "12"}}
    answer = await attempt(registry, portal, "certify", event, collector=ill)
    assert _faults(answer) == [
        (["collector", "individual", "firstName"], "not_blank"),
        (["collector", "individual", "nationalId"], "national_id"),
    ]


async def test_c7_another_collector_is_named_on_the_certificate(registry: Registry) -> None:
    registrar, portal = await office(registry)
    event = await brought_to(registry, registrar, portal, "REGISTERED")
    collector = {"relationship": "OTHER", "hasShownDocument": True, "individual": INDIVIDUAL}

    await done(registry, portal, "certify", event, collector=collector)
    asked = await registry.ask(
        portal,
        "query ($id: ID!) { vitalEvent(id: $id) { certificates { collector {"
        " relationship hasShownDocument individual { firstName lastName nationalId } } } } }",
        {"id": event},
    )

    (certificate,) = asked.data["vitalEvent"]["certificates"]
    assert certificate["collector"] == collector


async def test_c8_money_that_was_paid_cannot_be_changed_by_hand(registry: Registry) -> None:
    registrar, portal = await office(registry)
    await brought_to(registry, registrar, portal, "ISSUED")

    for statement in ("update payments set amount = 0", "delete from payments"):
        with pytest.raises(Exception, match="payments is refused"):
            async with registry.acting("birth.forged") as connection:
                await connection.execute(statement)


async def test_c7_parents_and_spouses_on_record_collect(registry: Registry) -> None:
    registrar, portal = await office(registry)
    for kind, relationship in (("Birth", "MOTHER"), ("Marriage", "SPOUSE")):
        event = (await declared(registry, portal, kind=kind))["id"]
        await done(registry, registrar, "register", event)
        collector = {"relationship": relationship, "hasShownDocument": True}

        certified = await done(registry, portal, "certify", event, collector=collector)

        assert certified["certificates"][0]["collector"]["relationship"] == relationship

"""What holds when many correct, approve, certify and issue one record at once (rule C10)."""

import asyncio
from collections import Counter

from rules.access import Role
from tests.corrections import ask, read, registered, requested, try_request, two_registrars
from tests.events import attempt, birth
from tests.serving import Registry


async def test_c10_of_64_corrections_at_once_one_is_open(registry: Registry) -> None:
    one, _, portal = await two_registrars(registry)
    given = birth()
    event = await registered(registry, one, portal, given)

    answers = await asyncio.gather(
        *(
            try_request(registry, one, event, given | {"placeOfBirth": f"Town {number}"})
            for number in range(64)
        )
    )

    outcomes = Counter(it.refusal if it.errors else "ASKED" for it in answers)
    assert outcomes == {"ASKED": 1, ("CONFLICT", "A correction is open"): 63}
    assert len((await read(registry, one, event))["corrections"]) == 1


async def test_c10_of_64_approvals_of_one_correction_one_wins(registry: Registry) -> None:
    one, _, portal = await two_registrars(registry)
    given = birth()
    event = await registered(registry, one, portal, given, "Birth", "certify")
    asked = await requested(registry, one, event, given | {"placeOfBirth": "Paris"})
    others = [await registry.user(f"second {number}", Role.REGISTRAR) for number in range(8)]

    answers = await asyncio.gather(
        *(ask(registry, others[at % 8], "approveCorrection", id=asked["id"]) for at in range(64))
    )

    outcomes = Counter(it.refusal if it.errors else "APPROVED" for it in answers)
    assert outcomes == {"APPROVED": 1, ("CONFLICT", "Correction is settled already"): 63}
    record = await read(registry, one, event)
    assert [it["version"] for it in record["versions"]] == [1, 2]


async def test_c10_of_all_that_can_be_done_at_once_the_record_says_the_outcome(
    registry: Registry,
) -> None:
    one, other, portal = await two_registrars(registry)

    for _ in range(8):
        given = birth()
        event = await registered(registry, one, portal, given)
        asked = await requested(registry, one, event, given | {"placeOfBirth": "Paris"})
        settling = [
            ask(registry, other, "approveCorrection", id=asked["id"]),
            ask(registry, other, "rejectCorrection", id=asked["id"], reason="No"),
            ask(registry, one, "withdrawCorrection", id=asked["id"]),
        ]
        acting = [attempt(registry, portal, act, event) for act in ("certify", "issue") * 2]
        answers = await asyncio.gather(*settling, *acting)

        assert sum(not it.errors for it in answers[:3]) == 1
        assert {it.errors[0]["extensions"]["code"] for it in answers if it.errors} == {"CONFLICT"}
        record = await read(registry, one, event)
        approved = not answers[0].errors
        assert record["version"] == 1 + approved
        certified = sum(not it.errors for it in (answers[3], answers[5]))
        issued = sum(not it.errors for it in (answers[4], answers[6]))
        # Whatever was certified came after the correction was settled, so it is valid.
        assert len(record["certificates"]) == certified
        assert [it["revokedAt"] for it in record["certificates"]] == [None] * certified
        expected = {(0, 0): "REGISTERED"}.get(
            (certified, issued), "ISSUED" if certified == issued else "CERTIFIED"
        )
        assert record["status"] == expected


async def test_c10_c11_a_correction_and_an_annulment_at_once_are_one_after_the_other(
    registry: Registry,
) -> None:
    one, other, portal = await two_registrars(registry)

    for _ in range(6):
        given = birth()
        event = await registered(registry, one, portal, given, "Birth", "certify")
        asked = await requested(registry, one, event, given | {"placeOfBirth": "Paris"})
        answers = await asyncio.gather(
            ask(registry, other, "approveCorrection", id=asked["id"]),
            ask(registry, one, "withdrawCorrection", id=asked["id"]),
            try_request(registry, other, event),
            try_request(registry, portal, event, given | {"placeOfBirth": "Oslo"}),
            attempt(registry, portal, "issue", event),
            attempt(registry, portal, "certify", event),
        )

        assert sum(not it.errors for it in answers[:2]) == 1
        codes = {it.errors[0]["extensions"]["code"] for it in answers if it.errors}
        assert codes <= {"CONFLICT"}
        record = await read(registry, one, event)
        states = [it["status"] for it in record["corrections"]]
        # Whoever asks after the first was settled has the only one that is open.
        assert states.count("REQUESTED") == sum(not it.errors for it in answers[2:4]) <= 1
        versions = [it["version"] for it in record["versions"]]
        assert versions == list(range(1, record["version"] + 1))
        paid = sum(not it.errors for it in answers[4:5])
        assert len(record["payments"]) == paid
        # What was certified before the correction was approved says what is not so any more.
        stale = record["certificates"][: 1 if record["version"] == 2 else 0]
        assert all(it["revokedAt"] for it in stale)
        assert not any(it["revokedAt"] for it in record["certificates"][len(stale) :])


async def test_c11_of_64_approvals_of_an_annulment_one_wins(registry: Registry) -> None:
    one, _, portal = await two_registrars(registry)
    event = await registered(registry, one, portal, birth(), "Birth", "certify")
    asked = await requested(registry, one, event)
    others = [await registry.user(f"second {number}", Role.REGISTRAR) for number in range(8)]

    answers = await asyncio.gather(
        *(ask(registry, others[at % 8], "approveCorrection", id=asked["id"]) for at in range(64))
    )

    outcomes = Counter(it.refusal if it.errors else "APPROVED" for it in answers)
    assert outcomes == {"APPROVED": 1, ("CONFLICT", "Correction is settled already"): 63}
    record = await read(registry, one, event)
    assert (record["status"], record["version"]) == ("ANNULLED", 1)
    assert [bool(it["revokedAt"]) for it in record["certificates"]] == [True]

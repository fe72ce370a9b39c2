"""Lives a portal's life: declares, waits for the registration, corrects, certifies, verifies.

SELFSAME_URL, SELFSAME_CLIENT_ID and SELFSAME_CLIENT_SECRET name the register and the machine; a
registrar registers and approves meanwhile.
"""

import os
import secrets
import time
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from typing import TypeVar

from selfsame_client import Selfsame, UnprocessableEntity, idempotency_key
from selfsame_client.operations import (
    CertificateFacts,
    CertifyVitalEventInput,
    CollectorInput,
    CollectorRelationship,
    CorrectionFacts,
    CorrectionStatus,
    DeclareBirthInput,
    Gender,
    IndividualInput,
    InformantInput,
    IssueVitalEventInput,
    PaymentInput,
    PaymentOutcome,
    RequestBirthCorrectionInput,
    VitalEventFacts,
    VitalEventStatus,
)

Found = TypeVar("Found")

# Letters of this run's own, so that nobody on record resembles the family.
LAST_NAME = "a".join(secrets.choice("bdfgklmnrstvz") for _ in range(8))
MOTHER = IndividualInput(first_name="Mary", last_name=LAST_NAME, birth_date="1994-05-06")
INFORMANT = InformantInput(relationship="MOTHER", phone_number="+380441234567")
PLACE = "City hospital 3"


def child(first_name: str, born: str | None = None) -> IndividualInput:
    """Return the child under a name."""
    return IndividualInput(
        first_name=first_name,
        last_name=LAST_NAME,
        birth_date=born or datetime.now(UTC).date().isoformat(),
        gender=Gender.FEMALE,
    )


def main(selfsame: Selfsame) -> None:
    """Live."""
    declared = declare(selfsame)
    registered = wait_for(
        f"{declared.tracking_id} is registered", lambda: registration(selfsame, declared)
    )
    print(f"registered as {registered.registration_number}")

    version = correct(selfsame, registered, registered.version, None)
    certificate = certify(selfsame, declared.id)
    print(f"certified by {certificate.serial_number}")
    print(f"verified: {selfsame.standing(certificate.verification_url).status}")
    paper = selfsame.read_paper(certificate.verification_url)
    line = next(it for it in paper.lines if it.field == "child.firstName")
    print(f"the paper says {line.label}: {line.text}")
    print(f"its page has {len(selfsame.page(certificate.pdf_url))} bytes")
    issue(selfsame, declared.id)

    # What is corrected afterwards takes the certificate back, and another is made.
    father = IndividualInput(first_name="Peter", last_name=LAST_NAME)
    version = correct(selfsame, registered, version, father)
    first = selfsame.standing(certificate.verification_url)
    print(f"version {version}; the first paper is {first.status}")
    second = certify(selfsame, declared.id)
    print(f"the second paper is {selfsame.standing(second.verification_url).status}")
    record = selfsame.certificates(id=declared.id).vital_event
    assert record is not None
    marks = ("revoked" if it.revoked_at else "valid" for it in record.certificates)
    print(f"certificates: {', '.join(marks)}")


def declare(selfsame: Selfsame) -> VitalEventFacts:
    """Declare the birth, with a slip in the name."""

    def birth(born: str | None = None) -> DeclareBirthInput:
        return DeclareBirthInput(
            idempotency_key=idempotency_key(),
            child=child("Jon", born),
            mother=MOTHER,
            informant=INFORMANT,
            place_of_birth=PLACE,
        )

    # What is wrong with an input comes all at once, each with the field that it is about.
    try:
        selfsame.declare_birth(birth("2999-01-01"))
    except UnprocessableEntity as refusal:
        for it in refusal.violations:
            print(f"{'.'.join(map(str, it.path))}: {it.message}")

    # The key is written down with the input before either is sent: the same again is one act.
    declaration = birth()
    answers = [selfsame.declare_birth(declaration).declare_birth for _ in range(2)]
    first, again = (it.vital_event for it in answers if it is not None)
    print(f"declared {first.tracking_id}")
    if again.id != first.id:
        raise SystemExit("One key made two records")
    return first


def registration(selfsame: Selfsame, declared: VitalEventFacts) -> VitalEventFacts | None:
    """Return the record once it is registered."""
    found = selfsame.vital_event_by_tracking_id(tracking_id=declared.tracking_id)
    record = found.vital_event_by_tracking_id
    if record is None or record.status is VitalEventStatus.REJECTED:
        raise SystemExit(f"Rejected: {record and record.reason}")
    return None if record.status is VitalEventStatus.DECLARED else record


def correct(
    selfsame: Selfsame, record: VitalEventFacts, version: int, father: IndividualInput | None
) -> int:
    """Ask for a correction, wait until a registrar has approved it, and return the new version."""
    asked = RequestBirthCorrectionInput(
        idempotency_key=idempotency_key(),
        id=record.id,
        version=version,
        reason="As in the passport",
        child=child("Joan"),
        mother=MOTHER,
        father=father,
        informant=INFORMANT,
        place_of_birth=PLACE,
    )
    answer = selfsame.request_birth_correction(asked).request_birth_correction
    assert answer is not None
    requested = answer.correction

    def decision() -> CorrectionFacts | None:
        found = selfsame.correction(id=requested.id).correction
        return None if found and found.status is CorrectionStatus.REQUESTED else found

    decided = wait_for(f"the correction of {record.tracking_id} is approved", decision)
    if decided.status is not CorrectionStatus.APPROVED:
        raise SystemExit(f"Not approved: {decided.rejection_reason}")
    print(f"corrected {', '.join(requested.changed_fields)}")
    return decided.vital_event.version


def certify(selfsame: Selfsame, record: str) -> CertificateFacts:
    """Make a certificate, and return it."""
    collector = CollectorInput(relationship=CollectorRelationship.MOTHER, has_shown_document=True)
    asked = CertifyVitalEventInput(
        idempotency_key=idempotency_key(),
        id=record,
        template="standard",
        language="en",
        collector=collector,
    )
    answer = selfsame.certify_vital_event(asked).certify_vital_event
    assert answer is not None
    return answer.vital_event.certificates[-1]


def issue(selfsame: Selfsame, record: str) -> None:
    """Hand the certificate out against its payment."""
    payment = PaymentInput(
        amount=Decimal("12.10"),
        currency="EUR",
        outcome=PaymentOutcome.COMPLETED,
        paid_at=datetime.now(UTC),
    )
    asked = IssueVitalEventInput(idempotency_key=idempotency_key(), id=record, payment=payment)
    answer = selfsame.issue_vital_event(asked).issue_vital_event
    assert answer is not None
    print(f"issued against {answer.vital_event.payments[0].receipt_number}")


def wait_for(what: str, look: Callable[[], Found | None]) -> Found:
    """Look ever more rarely; a portal of people looks when its webhook is called."""
    print(f"waiting until {what}", flush=True)
    seconds, ends = 0.2, time.monotonic() + 900
    while time.monotonic() < ends:
        found = look()
        if found is not None:
            return found
        time.sleep(seconds)
        seconds = min(seconds * 1.5, 10)
    raise SystemExit(f"Nobody saw to it that {what}")


if __name__ == "__main__":
    url, client_id, client_secret = (
        os.environ[f"SELFSAME_{it}"] for it in ("URL", "CLIENT_ID", "CLIENT_SECRET")
    )
    with Selfsame(url, client_id, client_secret) as client:
        main(client)

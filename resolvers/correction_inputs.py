"""The inputs of corrections and annulments: the whole of what a record shall say (rule C10)."""

from datetime import date
from typing import Any

import strawberry

from resolvers.declarations import (
    IndividualInput,
    InformantInput,
    MultipleBirthInput,
    idempotency_key,
)
from resolvers.definitions import input_type, optional, required
from rules.alerts import VitalEventAlert
from rules.corrections import CorrectionStatus
from rules.partial_dates import PartialDate
from rules.vital_events import VitalEventKind


def _record() -> Any:
    return required("A REGISTERED, CERTIFIED or ISSUED record without an open correction.")


def _version() -> Any:
    return required("The record's `version` as it was read; it is refused once there is another.")


def _reason() -> Any:
    return required("Why, in at most 500 characters; whoever reads the record sees it.")


def _accepted() -> Any:
    return optional("Those alerts of the corrected record that the registrar has seen and accepts.")


def _text() -> Any:
    return required("1 to 500 characters, e.g. a building and its town.")


def _late() -> Any:
    return optional("Needed where it was declared more than 365 days after the event.")


@input_type
class RequestBirthCorrectionInput:
    """All that the record of a birth shall say, as `declareBirth` takes it."""

    idempotency_key: str = idempotency_key()
    id: strawberry.ID = _record()
    version: int = _version()
    reason: str = _reason()
    child: IndividualInput = required("Who was born.")
    informant: InformantInput = required("Who reported it.")
    place_of_birth: str = _text()
    mother: IndividualInput | None = optional("Left out where she is not known.")
    father: IndividualInput | None = optional("Left out where he is not known.")
    late_registration_reason: str | None = _late()
    multiple_birth: MultipleBirthInput | None = optional(
        "Of twins and more; left out where the child was born alone."
    )
    accepted_alerts: list[VitalEventAlert] | None = _accepted()


@input_type
class RequestDeathCorrectionInput:
    """All that the record of a death shall say, as `declareDeath` takes it."""

    idempotency_key: str = idempotency_key()
    id: strawberry.ID = _record()
    version: int = _version()
    reason: str = _reason()
    deceased: IndividualInput = required("Who died; if it is another, that person is marked.")
    place_of_death: str = _text()
    informant: InformantInput = required("Who reported it.")
    date_of_death: date | None = optional("Not after today; needed unless `dateOfDeathKnown` is.")
    date_of_death_known: PartialDate | None = optional(
        "The date of death as far as it is known, instead of `dateOfDeath`; not after today."
    )
    cause_of_death: str | None = optional("1 to 500 characters; left out where it is not known.")
    late_registration_reason: str | None = _late()
    accepted_alerts: list[VitalEventAlert] | None = _accepted()


@input_type
class RequestMarriageCorrectionInput:
    """All that the record of a marriage shall say, as `declareMarriage` takes it."""

    idempotency_key: str = idempotency_key()
    id: strawberry.ID = _record()
    version: int = _version()
    reason: str = _reason()
    spouses: list[IndividualInput] = required("Exactly two different people.")
    date_of_marriage: date = required("Not after today.")
    place_of_marriage: str = _text()
    witnesses: list[IndividualInput] = required("Two or more.")
    informant: InformantInput = required("Who reported it.")
    accepted_alerts: list[VitalEventAlert] | None = _accepted()


@input_type
class RequestAnnulmentInput:
    """A record that should never have been registered."""

    idempotency_key: str = idempotency_key()
    id: strawberry.ID = _record()
    version: int = _version()
    reason: str = _reason()


@input_type
class CorrectionIdInput:
    """Which correction the mutation is about."""

    id: strawberry.ID = required("An open correction.")


@input_type
class RejectCorrectionInput:
    """A correction to be turned down."""

    id: strawberry.ID = required("An open correction that somebody else asked for.")
    reason: str = required("Why, in at most 500 characters; whoever asked sees it.")


@input_type
class CorrectionFilter:
    """Narrows corrections; together the fields narrow them further."""

    status: list[CorrectionStatus] | None = optional(
        "In any of these statuses; an empty list finds none."
    )
    kind: VitalEventKind | None = optional("Only of births, of deaths or of marriages.")
    vital_event_id: strawberry.ID | None = optional("Only of this record.")
    is_mine: bool | None = optional(
        "Only those that the caller asked for, or, with false, only those of others."
    )

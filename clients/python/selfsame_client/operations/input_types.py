from datetime import date, datetime
from decimal import Decimal
from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .enums import (
    CollectorRelationship,
    Gender,
    PaymentOutcome,
    VitalEventAlert,
    WebhookTopic,
)


class DeclareBirthInput(BaseModel):
    """A birth; the child's birth date and gender are needed."""

    idempotency_key: str = Field(alias="idempotencyKey")
    "The caller's own key, of at most 255 characters. The same key and body again gives the same answer and no second effect; another body is refused."
    child: "IndividualInput"
    "Who was born."
    informant: "InformantInput"
    "Who reports it."
    place_of_birth: str = Field(alias="placeOfBirth")
    "1 to 500 characters, e.g. a building and its town."
    amends: Optional[str] = None
    "Amends a REJECTED declaration of the caller's instead of making a new one."
    mother: Optional["IndividualInput"] = None
    "At least 12 years older than the child; left out where she is not known."
    father: Optional["IndividualInput"] = None
    "At least 12 years older than the child; left out where he is not known."
    late_registration_reason: Optional[str] = Field(
        alias="lateRegistrationReason", default=None
    )
    "Needed more than 365 days after the event."
    multiple_birth: Optional["MultipleBirthInput"] = Field(
        alias="multipleBirth", default=None
    )
    "Of twins and more; left out where the child was born alone."
    organisation_id: Optional[str] = Field(alias="organisationId", default=None)
    "For which ACTIVE one it is declared: who works for organisations names one of theirs, or leaves it out where they work for one alone. An amendment stays where it was."


class IndividualInput(BaseModel):
    """Somebody whom a declaration names: by a first name, a last name or both."""

    first_name: Optional[str] = Field(alias="firstName", default=None)
    "The given name: 1 to 64 characters, or null where there is a last name only."
    last_name: Optional[str] = Field(alias="lastName", default=None)
    "The family name: 1 to 64 characters, or null where there is a first name only."
    second_name: Optional[str] = Field(alias="secondName", default=None)
    "A middle name or patronymic: 1 to 64 characters, or null where there is none."
    birth_date: Optional[date] = Field(alias="birthDate", default=None)
    "Not after today; the child of a birth needs it."
    birth_date_known: Optional[str] = Field(alias="birthDateKnown", default=None)
    "The date of birth as far as it is known, instead of `birthDate`; not after today."
    gender: Optional[Gender] = None
    "The sex; the child of a birth needs it."
    national_id: Optional[str] = Field(alias="nationalId", default=None)
    "Ten digits, which nobody else of the declaration has."


class InformantInput(BaseModel):
    """Who reports the event."""

    relationship: str
    "What they are to the people of the record: 1 to 64 characters."
    individual: Optional["IndividualInput"] = None
    "Who they are; may be somebody whom the declaration names elsewhere."
    email: Optional[str] = None
    "One address with nothing around it, of at most 254 characters."
    phone_number: Optional[str] = Field(alias="phoneNumber", default=None)
    "7 to 15 digits, kept with a leading + alone; spaces, brackets, slashes, dots and hyphens are fine."


class MultipleBirthInput(BaseModel):
    """One of several children born together; each is declared by itself."""

    of: int
    "How many were born together: 2 to 9."
    order: int
    "Which of them this child is; the first is 1."


class DeclareDeathInput(BaseModel):
    """Who died, when and where; of `dateOfDeath` and `dateOfDeathKnown` one is given."""

    idempotency_key: str = Field(alias="idempotencyKey")
    "The caller's own key, of at most 255 characters. The same key and body again gives the same answer and no second effect; another body is refused."
    deceased: "IndividualInput"
    "Who died; born on the day of death or before."
    place_of_death: str = Field(alias="placeOfDeath")
    "1 to 500 characters, e.g. a building and its town."
    informant: "InformantInput"
    "Who reports it."
    amends: Optional[str] = None
    "Amends a REJECTED declaration of the caller's instead of making a new one."
    date_of_death: Optional[date] = Field(alias="dateOfDeath", default=None)
    "Not after today; needed unless `dateOfDeathKnown` is."
    date_of_death_known: Optional[str] = Field(alias="dateOfDeathKnown", default=None)
    "The date of death as far as it is known, instead of `dateOfDeath`; not after today."
    cause_of_death: Optional[str] = Field(alias="causeOfDeath", default=None)
    "1 to 500 characters; left out where it is not known."
    late_registration_reason: Optional[str] = Field(
        alias="lateRegistrationReason", default=None
    )
    "Needed more than 365 days after the event."
    organisation_id: Optional[str] = Field(alias="organisationId", default=None)
    "For which ACTIVE one it is declared: who works for organisations names one of theirs, or leaves it out where they work for one alone. An amendment stays where it was."


class DeclareMarriageInput(BaseModel):
    """A marriage: two spouses, and witnesses."""

    idempotency_key: str = Field(alias="idempotencyKey")
    "The caller's own key, of at most 255 characters. The same key and body again gives the same answer and no second effect; another body is refused."
    spouses: list["IndividualInput"]
    "Exactly two different people, each at least 16 years old at the marriage."
    date_of_marriage: date = Field(alias="dateOfMarriage")
    "Not after today."
    place_of_marriage: str = Field(alias="placeOfMarriage")
    "1 to 500 characters, e.g. a building and its town."
    witnesses: list["IndividualInput"]
    "Two or more."
    informant: "InformantInput"
    "Who reports it."
    amends: Optional[str] = None
    "Amends a REJECTED declaration of the caller's instead of making a new one."
    organisation_id: Optional[str] = Field(alias="organisationId", default=None)
    "For which ACTIVE one it is declared: who works for organisations names one of theirs, or leaves it out where they work for one alone. An amendment stays where it was."


class CertifyVitalEventInput(BaseModel):
    """A certificate to be made."""

    idempotency_key: str = Field(alias="idempotencyKey")
    "The caller's own key, of at most 255 characters. The same key and body again gives the same answer and no second effect; another body is refused."
    id: str
    "A REGISTERED or ISSUED record."
    template: str
    "The name of an active template of the record's kind, such as standard."
    collector: "CollectorInput"
    "Who comes for it."
    language: Optional[str] = None
    "That of the template, BCP 47; left out, the installation's."


class CollectorInput(BaseModel):
    """Who comes for a certificate; all but OTHER must be on the record."""

    relationship: CollectorRelationship
    "What they are to the people of the record."
    has_shown_document: bool = Field(alias="hasShownDocument")
    "Whether they proved who they are with a document."
    individual: Optional["IndividualInput"] = None
    "Needed for OTHER."


class IssueVitalEventInput(BaseModel):
    """A certificate to be handed out."""

    idempotency_key: str = Field(alias="idempotencyKey")
    "The caller's own key, of at most 255 characters. The same key and body again gives the same answer and no second effect; another body is refused."
    id: str
    "A CERTIFIED record."
    payment: "PaymentInput"
    "What was paid for the certificate."


class PaymentInput(BaseModel):
    """What was paid."""

    amount: Decimal
    "Zero or more, with at most the currency's own number of decimals; never a float."
    currency: str
    "ISO 4217, e.g. EUR."
    outcome: PaymentOutcome
    "Only COMPLETED is taken."
    paid_at: datetime = Field(alias="paidAt")
    "Not after today."


class RequestBirthCorrectionInput(BaseModel):
    """All that the record of a birth shall say, as `declareBirth` takes it."""

    idempotency_key: str = Field(alias="idempotencyKey")
    "The caller's own key, of at most 255 characters. The same key and body again gives the same answer and no second effect; another body is refused."
    id: str
    "A REGISTERED, CERTIFIED or ISSUED record without an open correction."
    version: int
    "The record's `version` as it was read; it is refused once there is another."
    reason: str
    "Why, in at most 500 characters; whoever reads the record sees it."
    child: "IndividualInput"
    "Who was born."
    informant: "InformantInput"
    "Who reported it."
    place_of_birth: str = Field(alias="placeOfBirth")
    "1 to 500 characters, e.g. a building and its town."
    mother: Optional["IndividualInput"] = None
    "Left out where she is not known."
    father: Optional["IndividualInput"] = None
    "Left out where he is not known."
    late_registration_reason: Optional[str] = Field(
        alias="lateRegistrationReason", default=None
    )
    "Needed where it was declared more than 365 days after the event."
    multiple_birth: Optional["MultipleBirthInput"] = Field(
        alias="multipleBirth", default=None
    )
    "Of twins and more; left out where the child was born alone."
    accepted_alerts: Optional[list[VitalEventAlert]] = Field(
        alias="acceptedAlerts", default=None
    )
    "Those alerts of the corrected record that the registrar has seen and accepts."


class RequestDeathCorrectionInput(BaseModel):
    """All that the record of a death shall say, as `declareDeath` takes it."""

    idempotency_key: str = Field(alias="idempotencyKey")
    "The caller's own key, of at most 255 characters. The same key and body again gives the same answer and no second effect; another body is refused."
    id: str
    "A REGISTERED, CERTIFIED or ISSUED record without an open correction."
    version: int
    "The record's `version` as it was read; it is refused once there is another."
    reason: str
    "Why, in at most 500 characters; whoever reads the record sees it."
    deceased: "IndividualInput"
    "Who died; if it is another, that person is marked."
    place_of_death: str = Field(alias="placeOfDeath")
    "1 to 500 characters, e.g. a building and its town."
    informant: "InformantInput"
    "Who reported it."
    date_of_death: Optional[date] = Field(alias="dateOfDeath", default=None)
    "Not after today; needed unless `dateOfDeathKnown` is."
    date_of_death_known: Optional[str] = Field(alias="dateOfDeathKnown", default=None)
    "The date of death as far as it is known, instead of `dateOfDeath`; not after today."
    cause_of_death: Optional[str] = Field(alias="causeOfDeath", default=None)
    "1 to 500 characters; left out where it is not known."
    late_registration_reason: Optional[str] = Field(
        alias="lateRegistrationReason", default=None
    )
    "Needed where it was declared more than 365 days after the event."
    accepted_alerts: Optional[list[VitalEventAlert]] = Field(
        alias="acceptedAlerts", default=None
    )
    "Those alerts of the corrected record that the registrar has seen and accepts."


class RequestMarriageCorrectionInput(BaseModel):
    """All that the record of a marriage shall say, as `declareMarriage` takes it."""

    idempotency_key: str = Field(alias="idempotencyKey")
    "The caller's own key, of at most 255 characters. The same key and body again gives the same answer and no second effect; another body is refused."
    id: str
    "A REGISTERED, CERTIFIED or ISSUED record without an open correction."
    version: int
    "The record's `version` as it was read; it is refused once there is another."
    reason: str
    "Why, in at most 500 characters; whoever reads the record sees it."
    spouses: list["IndividualInput"]
    "Exactly two different people."
    date_of_marriage: date = Field(alias="dateOfMarriage")
    "Not after today."
    place_of_marriage: str = Field(alias="placeOfMarriage")
    "1 to 500 characters, e.g. a building and its town."
    witnesses: list["IndividualInput"]
    "Two or more."
    informant: "InformantInput"
    "Who reported it."
    accepted_alerts: Optional[list[VitalEventAlert]] = Field(
        alias="acceptedAlerts", default=None
    )
    "Those alerts of the corrected record that the registrar has seen and accepts."


class RequestAnnulmentInput(BaseModel):
    """A record that should never have been registered."""

    idempotency_key: str = Field(alias="idempotencyKey")
    "The caller's own key, of at most 255 characters. The same key and body again gives the same answer and no second effect; another body is refused."
    id: str
    "A REGISTERED, CERTIFIED or ISSUED record without an open correction."
    version: int
    "The record's `version` as it was read; it is refused once there is another."
    reason: str
    "Why, in at most 500 characters; whoever reads the record sees it."


class CorrectionIdInput(BaseModel):
    """Which correction the mutation is about."""

    id: str
    "An open correction."


class CreateWebhookInput(BaseModel):
    """A webhook to be made."""

    url: str
    "An https address that is reachable from the public internet."
    topics: list[WebhookTopic]
    "At least one."
    client_id: Optional[str] = Field(alias="clientId", default=None)
    "Whose it shall be, where a user makes it for another client, such as a portal: it receives what that client may read. Without it, the caller's own client."


class WebhookIdInput(BaseModel):
    """Which webhook the mutation is about."""

    id: str
    "As `webhooks` shows it."


class UpdateWebhookInput(BaseModel):
    """What of a webhook shall change; what is left out or null stays as it is."""

    id: str
    "As `webhooks` shows it."
    url: Optional[str] = None
    "An address as `createWebhook` takes it; what waits goes there as well."
    topics: Optional[list[WebhookTopic]] = None
    "All that it shall receive from now on, at least one."
    is_active: Optional[bool] = Field(alias="isActive", default=None)
    "False switches it off: what waits for it is FAILED, what happens meanwhile is not sent. True switches it on again."


class WebhookDeliveryIdInput(BaseModel):
    """Which delivery the mutation is about."""

    id: str
    "As `webhookDeliveries` shows it."


DeclareBirthInput.model_rebuild()
InformantInput.model_rebuild()
DeclareDeathInput.model_rebuild()
DeclareMarriageInput.model_rebuild()
CertifyVitalEventInput.model_rebuild()
CollectorInput.model_rebuild()
IssueVitalEventInput.model_rebuild()
RequestBirthCorrectionInput.model_rebuild()
RequestDeathCorrectionInput.model_rebuild()
RequestMarriageCorrectionInput.model_rebuild()

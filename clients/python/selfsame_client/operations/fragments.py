from datetime import datetime
from decimal import Decimal
from typing import Any, Optional
from uuid import UUID

from pydantic import Field

from .base_model import BaseModel
from .enums import (
    CorrectionKind,
    CorrectionStatus,
    MessageStatus,
    PaymentOutcome,
    VitalEventAction,
    VitalEventKind,
    VitalEventStatus,
    WebhookTopic,
)


class CertificateFacts(BaseModel):
    id: str
    serial_number: str = Field(alias="serialNumber")
    template: str
    values: Any
    pdf_url: str = Field(alias="pdfUrl")
    verification_url: str = Field(alias="verificationUrl")
    certified_at: datetime = Field(alias="certifiedAt")
    issued_at: Optional[datetime] = Field(alias="issuedAt")
    revoked_at: Optional[datetime] = Field(alias="revokedAt")
    revocation_reason: Optional[str] = Field(alias="revocationReason")


class VitalEventFacts(BaseModel):
    id: str
    database_id: UUID = Field(alias="databaseId")
    kind: VitalEventKind
    status: VitalEventStatus
    tracking_id: str = Field(alias="trackingId")
    registration_number: Optional[str] = Field(alias="registrationNumber")
    version: int
    reason: Optional[str]
    available_actions: list[VitalEventAction] = Field(alias="availableActions")
    inserted_at: datetime = Field(alias="insertedAt")
    updated_at: datetime = Field(alias="updatedAt")


class CorrectionFacts(BaseModel):
    id: str
    database_id: UUID = Field(alias="databaseId")
    kind: CorrectionKind
    status: CorrectionStatus
    changed_fields: list[str] = Field(alias="changedFields")
    rejection_reason: Optional[str] = Field(alias="rejectionReason")
    vital_event: "CorrectionFactsVitalEvent" = Field(alias="vitalEvent")


class CorrectionFactsVitalEvent(VitalEventFacts):
    pass


class DeliveryFacts(BaseModel):
    id: str
    topic: str
    status: MessageStatus
    inserted_at: datetime = Field(alias="insertedAt")
    attempts_made: list["DeliveryFactsAttemptsMade"] = Field(alias="attemptsMade")


class DeliveryFactsAttemptsMade(BaseModel):
    http_status: Optional[int] = Field(alias="httpStatus")
    error: Optional[str]


class PaymentFacts(BaseModel):
    id: str
    amount: Decimal
    currency: str
    outcome: PaymentOutcome
    paid_at: datetime = Field(alias="paidAt")
    receipt_number: str = Field(alias="receiptNumber")
    receipt_url: str = Field(alias="receiptUrl")


class WebhookFacts(BaseModel):
    id: str
    database_id: UUID = Field(alias="databaseId")
    url: str
    topics: list[WebhookTopic]
    is_active: bool = Field(alias="isActive")


CertificateFacts.model_rebuild()
VitalEventFacts.model_rebuild()
CorrectionFacts.model_rebuild()
DeliveryFacts.model_rebuild()
PaymentFacts.model_rebuild()
WebhookFacts.model_rebuild()

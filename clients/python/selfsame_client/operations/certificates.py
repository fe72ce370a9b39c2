from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import CertificateFacts, PaymentFacts, VitalEventFacts


class Certificates(BaseModel):
    vital_event: Optional["CertificatesVitalEvent"] = Field(alias="vitalEvent")


class CertificatesVitalEvent(VitalEventFacts):
    certificates: list["CertificatesVitalEventCertificates"]
    payments: list["CertificatesVitalEventPayments"]


CertificatesVitalEventCertificates = CertificateFacts
CertificatesVitalEventPayments = PaymentFacts
Certificates.model_rebuild()
CertificatesVitalEvent.model_rebuild()

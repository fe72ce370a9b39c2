from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import CertificateFacts, VitalEventFacts


class CertifyVitalEvent(BaseModel):
    certify_vital_event: Optional["CertifyVitalEventCertifyVitalEvent"] = Field(
        alias="certifyVitalEvent"
    )


class CertifyVitalEventCertifyVitalEvent(BaseModel):
    vital_event: "CertifyVitalEventCertifyVitalEventVitalEvent" = Field(
        alias="vitalEvent"
    )


class CertifyVitalEventCertifyVitalEventVitalEvent(VitalEventFacts):
    certificates: list["CertifyVitalEventCertifyVitalEventVitalEventCertificates"]


CertifyVitalEventCertifyVitalEventVitalEventCertificates = CertificateFacts
CertifyVitalEvent.model_rebuild()
CertifyVitalEventCertifyVitalEvent.model_rebuild()
CertifyVitalEventCertifyVitalEventVitalEvent.model_rebuild()

from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import PaymentFacts, VitalEventFacts


class IssueVitalEvent(BaseModel):
    issue_vital_event: Optional["IssueVitalEventIssueVitalEvent"] = Field(
        alias="issueVitalEvent"
    )


class IssueVitalEventIssueVitalEvent(BaseModel):
    vital_event: "IssueVitalEventIssueVitalEventVitalEvent" = Field(alias="vitalEvent")


class IssueVitalEventIssueVitalEventVitalEvent(VitalEventFacts):
    payments: list["IssueVitalEventIssueVitalEventVitalEventPayments"]


IssueVitalEventIssueVitalEventVitalEventPayments = PaymentFacts
IssueVitalEvent.model_rebuild()
IssueVitalEventIssueVitalEvent.model_rebuild()
IssueVitalEventIssueVitalEventVitalEvent.model_rebuild()

from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import VitalEventFacts


class VitalEventByTrackingId(BaseModel):
    vital_event_by_tracking_id: Optional[
        "VitalEventByTrackingIdVitalEventByTrackingId"
    ] = Field(alias="vitalEventByTrackingId")


VitalEventByTrackingIdVitalEventByTrackingId = VitalEventFacts
VitalEventByTrackingId.model_rebuild()

from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import VitalEventFacts


class VitalEvent(BaseModel):
    vital_event: Optional["VitalEventVitalEvent"] = Field(alias="vitalEvent")


VitalEventVitalEvent = VitalEventFacts
VitalEvent.model_rebuild()

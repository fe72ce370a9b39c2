from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import VitalEventFacts


class DeclareBirth(BaseModel):
    declare_birth: Optional["DeclareBirthDeclareBirth"] = Field(alias="declareBirth")


class DeclareBirthDeclareBirth(BaseModel):
    is_potential_duplicate: bool = Field(alias="isPotentialDuplicate")
    vital_event: "DeclareBirthDeclareBirthVitalEvent" = Field(alias="vitalEvent")


DeclareBirthDeclareBirthVitalEvent = VitalEventFacts
DeclareBirth.model_rebuild()
DeclareBirthDeclareBirth.model_rebuild()

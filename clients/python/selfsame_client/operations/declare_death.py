from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import VitalEventFacts


class DeclareDeath(BaseModel):
    declare_death: Optional["DeclareDeathDeclareDeath"] = Field(alias="declareDeath")


class DeclareDeathDeclareDeath(BaseModel):
    is_potential_duplicate: bool = Field(alias="isPotentialDuplicate")
    vital_event: "DeclareDeathDeclareDeathVitalEvent" = Field(alias="vitalEvent")


DeclareDeathDeclareDeathVitalEvent = VitalEventFacts
DeclareDeath.model_rebuild()
DeclareDeathDeclareDeath.model_rebuild()

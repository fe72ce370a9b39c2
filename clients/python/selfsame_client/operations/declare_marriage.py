from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import VitalEventFacts


class DeclareMarriage(BaseModel):
    declare_marriage: Optional["DeclareMarriageDeclareMarriage"] = Field(
        alias="declareMarriage"
    )


class DeclareMarriageDeclareMarriage(BaseModel):
    is_potential_duplicate: bool = Field(alias="isPotentialDuplicate")
    vital_event: "DeclareMarriageDeclareMarriageVitalEvent" = Field(alias="vitalEvent")


DeclareMarriageDeclareMarriageVitalEvent = VitalEventFacts
DeclareMarriage.model_rebuild()
DeclareMarriageDeclareMarriage.model_rebuild()

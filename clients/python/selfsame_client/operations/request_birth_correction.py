from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import CorrectionFacts


class RequestBirthCorrection(BaseModel):
    request_birth_correction: Optional[
        "RequestBirthCorrectionRequestBirthCorrection"
    ] = Field(alias="requestBirthCorrection")


class RequestBirthCorrectionRequestBirthCorrection(BaseModel):
    correction: "RequestBirthCorrectionRequestBirthCorrectionCorrection"


RequestBirthCorrectionRequestBirthCorrectionCorrection = CorrectionFacts
RequestBirthCorrection.model_rebuild()
RequestBirthCorrectionRequestBirthCorrection.model_rebuild()

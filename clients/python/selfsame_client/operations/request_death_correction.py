from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import CorrectionFacts


class RequestDeathCorrection(BaseModel):
    request_death_correction: Optional[
        "RequestDeathCorrectionRequestDeathCorrection"
    ] = Field(alias="requestDeathCorrection")


class RequestDeathCorrectionRequestDeathCorrection(BaseModel):
    correction: "RequestDeathCorrectionRequestDeathCorrectionCorrection"


RequestDeathCorrectionRequestDeathCorrectionCorrection = CorrectionFacts
RequestDeathCorrection.model_rebuild()
RequestDeathCorrectionRequestDeathCorrection.model_rebuild()

from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import CorrectionFacts


class RequestMarriageCorrection(BaseModel):
    request_marriage_correction: Optional[
        "RequestMarriageCorrectionRequestMarriageCorrection"
    ] = Field(alias="requestMarriageCorrection")


class RequestMarriageCorrectionRequestMarriageCorrection(BaseModel):
    correction: "RequestMarriageCorrectionRequestMarriageCorrectionCorrection"


RequestMarriageCorrectionRequestMarriageCorrectionCorrection = CorrectionFacts
RequestMarriageCorrection.model_rebuild()
RequestMarriageCorrectionRequestMarriageCorrection.model_rebuild()

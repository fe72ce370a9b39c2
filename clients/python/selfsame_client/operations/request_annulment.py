from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import CorrectionFacts


class RequestAnnulment(BaseModel):
    request_annulment: Optional["RequestAnnulmentRequestAnnulment"] = Field(
        alias="requestAnnulment"
    )


class RequestAnnulmentRequestAnnulment(BaseModel):
    correction: "RequestAnnulmentRequestAnnulmentCorrection"


RequestAnnulmentRequestAnnulmentCorrection = CorrectionFacts
RequestAnnulment.model_rebuild()
RequestAnnulmentRequestAnnulment.model_rebuild()

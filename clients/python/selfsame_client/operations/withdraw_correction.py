from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import CorrectionFacts


class WithdrawCorrection(BaseModel):
    withdraw_correction: Optional["WithdrawCorrectionWithdrawCorrection"] = Field(
        alias="withdrawCorrection"
    )


class WithdrawCorrectionWithdrawCorrection(BaseModel):
    correction: "WithdrawCorrectionWithdrawCorrectionCorrection"


WithdrawCorrectionWithdrawCorrectionCorrection = CorrectionFacts
WithdrawCorrection.model_rebuild()
WithdrawCorrectionWithdrawCorrection.model_rebuild()

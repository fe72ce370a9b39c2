from typing import Optional

from .base_model import BaseModel
from .fragments import CorrectionFacts


class Correction(BaseModel):
    correction: Optional["CorrectionCorrection"]


CorrectionCorrection = CorrectionFacts
Correction.model_rebuild()

"""The settings of detection: whether, by which model, among how many, and with how much memory."""

from pathlib import Path
from typing import Annotated

from pydantic import BeforeValidator, Field
from pydantic_settings import BaseSettings

from server import setting_values
from server.setting_numbers import WholeNumber


class DetectionSettings(BaseSettings):
    """What detection goes by, as fields of all settings."""

    detection: bool = Field(True, description="must be on or off")
    detection_model: Annotated[Path | None, BeforeValidator(setting_values.model_file)] = Field(
        None, description="must name the file of a model that `selfsame detect train` could write"
    )
    look_candidates: WholeNumber = Field(
        200, ge=1, le=10_000, description="must be a whole number from 1 to 10000"
    )
    look_per_key: WholeNumber = Field(
        200, ge=1, le=10_000, description="must be a whole number from 1 to 10000"
    )
    spark_memory: WholeNumber = Field(
        4, ge=1, le=1024, description="must be a whole number of GiB from 1 to 1024"
    )

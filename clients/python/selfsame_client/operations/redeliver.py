from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import DeliveryFacts


class Redeliver(BaseModel):
    redeliver: Optional["RedeliverRedeliver"]


class RedeliverRedeliver(BaseModel):
    webhook_delivery: "RedeliverRedeliverWebhookDelivery" = Field(
        alias="webhookDelivery"
    )


RedeliverRedeliverWebhookDelivery = DeliveryFacts
Redeliver.model_rebuild()
RedeliverRedeliver.model_rebuild()

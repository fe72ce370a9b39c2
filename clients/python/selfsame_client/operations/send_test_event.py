from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import DeliveryFacts


class SendTestEvent(BaseModel):
    send_test_event: Optional["SendTestEventSendTestEvent"] = Field(
        alias="sendTestEvent"
    )


class SendTestEventSendTestEvent(BaseModel):
    webhook_delivery: "SendTestEventSendTestEventWebhookDelivery" = Field(
        alias="webhookDelivery"
    )


SendTestEventSendTestEventWebhookDelivery = DeliveryFacts
SendTestEvent.model_rebuild()
SendTestEventSendTestEvent.model_rebuild()

from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import WebhookFacts


class UpdateWebhook(BaseModel):
    update_webhook: Optional["UpdateWebhookUpdateWebhook"] = Field(
        alias="updateWebhook"
    )


class UpdateWebhookUpdateWebhook(BaseModel):
    webhook: "UpdateWebhookUpdateWebhookWebhook"


UpdateWebhookUpdateWebhookWebhook = WebhookFacts
UpdateWebhook.model_rebuild()
UpdateWebhookUpdateWebhook.model_rebuild()

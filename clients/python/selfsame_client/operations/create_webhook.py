from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import WebhookFacts


class CreateWebhook(BaseModel):
    create_webhook: Optional["CreateWebhookCreateWebhook"] = Field(
        alias="createWebhook"
    )


class CreateWebhookCreateWebhook(BaseModel):
    signing_secret: str = Field(alias="signingSecret")
    webhook: "CreateWebhookCreateWebhookWebhook"


CreateWebhookCreateWebhookWebhook = WebhookFacts
CreateWebhook.model_rebuild()
CreateWebhookCreateWebhook.model_rebuild()

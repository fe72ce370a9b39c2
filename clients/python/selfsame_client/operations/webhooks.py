from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import WebhookFacts


class Webhooks(BaseModel):
    webhooks: "WebhooksWebhooks"


class WebhooksWebhooks(BaseModel):
    nodes: Optional[list[Optional["WebhooksWebhooksNodes"]]]
    page_info: "WebhooksWebhooksPageInfo" = Field(alias="pageInfo")


WebhooksWebhooksNodes = WebhookFacts


class WebhooksWebhooksPageInfo(BaseModel):
    has_next_page: bool = Field(alias="hasNextPage")
    end_cursor: Optional[str] = Field(alias="endCursor")


Webhooks.model_rebuild()
WebhooksWebhooks.model_rebuild()

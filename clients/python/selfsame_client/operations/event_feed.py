from typing import Any, Optional
from uuid import UUID

from pydantic import Field

from .base_model import BaseModel


class EventFeed(BaseModel):
    event_feed: "EventFeedEventFeed" = Field(alias="eventFeed")


class EventFeedEventFeed(BaseModel):
    events: list["EventFeedEventFeedEvents"]
    end_cursor: Optional[str] = Field(alias="endCursor")
    has_more: bool = Field(alias="hasMore")


class EventFeedEventFeedEvents(BaseModel):
    id: UUID
    type_: str = Field(alias="type")
    aggregate_type: str = Field(alias="aggregateType")
    aggregate_id: UUID = Field(alias="aggregateId")
    version: Optional[int]
    payload: Any


EventFeed.model_rebuild()
EventFeedEventFeed.model_rebuild()

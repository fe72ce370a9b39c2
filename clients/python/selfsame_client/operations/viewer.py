from uuid import UUID

from pydantic import Field

from .base_model import BaseModel
from .enums import ClientKind


class Viewer(BaseModel):
    viewer: "ViewerViewer"


class ViewerViewer(BaseModel):
    client: "ViewerViewerClient"
    scopes: list[str]


class ViewerViewerClient(BaseModel):
    database_id: UUID = Field(alias="databaseId")
    name: str
    kind: ClientKind


Viewer.model_rebuild()
ViewerViewer.model_rebuild()

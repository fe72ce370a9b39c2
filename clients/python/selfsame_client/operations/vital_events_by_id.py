from typing import Annotated, Literal, Optional, Union

from pydantic import Field

from .base_model import BaseModel
from .fragments import VitalEventFacts


class VitalEventsById(BaseModel):
    nodes: list[
        Optional[
            Annotated[
                Union["VitalEventsByIdNodesNode", "VitalEventsByIdNodesVitalEvent"],
                Field(discriminator="typename__"),
            ]
        ]
    ]


class VitalEventsByIdNodesNode(BaseModel):
    typename__: Literal[
        "AuditEntry",
        "CertificateTemplate",
        "Client",
        "Consent",
        "Correction",
        "DetectionRun",
        "ExplanationRequest",
        "Invitation",
        "ManualMergeCandidate",
        "Membership",
        "Merge",
        "MergeCandidate",
        "MergeRequest",
        "Message",
        "Node",
        "Organisation",
        "OrganisationPlan",
        "Person",
        "Run",
        "Source",
        "SourceLink",
        "UnmergeProposal",
        "UnmergeRequest",
        "User",
        "Webhook",
        "WebhookDelivery",
    ] = Field(alias="__typename")


class VitalEventsByIdNodesVitalEvent(VitalEventFacts):
    typename__: Literal["VitalEvent"] = Field(alias="__typename")


VitalEventsById.model_rebuild()

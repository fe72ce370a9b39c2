from .base_client import BaseClient
from .base_model import BaseModel, Upload
from .certificates import (
    Certificates,
    CertificatesVitalEvent,
    CertificatesVitalEventCertificates,
    CertificatesVitalEventPayments,
)
from .certify_vital_event import (
    CertifyVitalEvent,
    CertifyVitalEventCertifyVitalEvent,
    CertifyVitalEventCertifyVitalEventVitalEvent,
    CertifyVitalEventCertifyVitalEventVitalEventCertificates,
)
from .client import Operations
from .correction import Correction, CorrectionCorrection
from .create_webhook import (
    CreateWebhook,
    CreateWebhookCreateWebhook,
    CreateWebhookCreateWebhookWebhook,
)
from .declare_birth import (
    DeclareBirth,
    DeclareBirthDeclareBirth,
    DeclareBirthDeclareBirthVitalEvent,
)
from .declare_death import (
    DeclareDeath,
    DeclareDeathDeclareDeath,
    DeclareDeathDeclareDeathVitalEvent,
)
from .declare_marriage import (
    DeclareMarriage,
    DeclareMarriageDeclareMarriage,
    DeclareMarriageDeclareMarriageVitalEvent,
)
from .delete_webhook import DeleteWebhook, DeleteWebhookDeleteWebhook
from .enums import (
    ClientKind,
    CollectorRelationship,
    CorrectionKind,
    CorrectionStatus,
    Gender,
    MessageStatus,
    PaymentOutcome,
    VitalEventAction,
    VitalEventAlert,
    VitalEventKind,
    VitalEventStatus,
    WebhookTopic,
)
from .event_feed import EventFeed, EventFeedEventFeed, EventFeedEventFeedEvents
from .fragments import (
    CertificateFacts,
    CorrectionFacts,
    CorrectionFactsVitalEvent,
    DeliveryFacts,
    DeliveryFactsAttemptsMade,
    PaymentFacts,
    VitalEventFacts,
    WebhookFacts,
)
from .input_types import (
    CertifyVitalEventInput,
    CollectorInput,
    CorrectionIdInput,
    CreateWebhookInput,
    DeclareBirthInput,
    DeclareDeathInput,
    DeclareMarriageInput,
    IndividualInput,
    InformantInput,
    IssueVitalEventInput,
    MultipleBirthInput,
    PaymentInput,
    RequestAnnulmentInput,
    RequestBirthCorrectionInput,
    RequestDeathCorrectionInput,
    RequestMarriageCorrectionInput,
    UpdateWebhookInput,
    WebhookDeliveryIdInput,
    WebhookIdInput,
)
from .issue_vital_event import (
    IssueVitalEvent,
    IssueVitalEventIssueVitalEvent,
    IssueVitalEventIssueVitalEventVitalEvent,
    IssueVitalEventIssueVitalEventVitalEventPayments,
)
from .redeliver import Redeliver, RedeliverRedeliver, RedeliverRedeliverWebhookDelivery
from .request_annulment import (
    RequestAnnulment,
    RequestAnnulmentRequestAnnulment,
    RequestAnnulmentRequestAnnulmentCorrection,
)
from .request_birth_correction import (
    RequestBirthCorrection,
    RequestBirthCorrectionRequestBirthCorrection,
    RequestBirthCorrectionRequestBirthCorrectionCorrection,
)
from .request_death_correction import (
    RequestDeathCorrection,
    RequestDeathCorrectionRequestDeathCorrection,
    RequestDeathCorrectionRequestDeathCorrectionCorrection,
)
from .request_marriage_correction import (
    RequestMarriageCorrection,
    RequestMarriageCorrectionRequestMarriageCorrection,
    RequestMarriageCorrectionRequestMarriageCorrectionCorrection,
)
from .send_test_event import (
    SendTestEvent,
    SendTestEventSendTestEvent,
    SendTestEventSendTestEventWebhookDelivery,
)
from .update_webhook import (
    UpdateWebhook,
    UpdateWebhookUpdateWebhook,
    UpdateWebhookUpdateWebhookWebhook,
)
from .viewer import Viewer, ViewerViewer, ViewerViewerClient
from .vital_event import VitalEvent, VitalEventVitalEvent
from .vital_event_by_tracking_id import (
    VitalEventByTrackingId,
    VitalEventByTrackingIdVitalEventByTrackingId,
)
from .vital_events_by_id import (
    VitalEventsById,
    VitalEventsByIdNodesNode,
    VitalEventsByIdNodesVitalEvent,
)
from .webhook_deliveries import (
    WebhookDeliveries,
    WebhookDeliveriesWebhookDeliveries,
    WebhookDeliveriesWebhookDeliveriesNodes,
    WebhookDeliveriesWebhookDeliveriesPageInfo,
)
from .webhooks import (
    Webhooks,
    WebhooksWebhooks,
    WebhooksWebhooksNodes,
    WebhooksWebhooksPageInfo,
)
from .withdraw_correction import (
    WithdrawCorrection,
    WithdrawCorrectionWithdrawCorrection,
    WithdrawCorrectionWithdrawCorrectionCorrection,
)

__all__ = [
    "BaseClient",
    "BaseModel",
    "CertificateFacts",
    "Certificates",
    "CertificatesVitalEvent",
    "CertificatesVitalEventCertificates",
    "CertificatesVitalEventPayments",
    "CertifyVitalEvent",
    "CertifyVitalEventCertifyVitalEvent",
    "CertifyVitalEventCertifyVitalEventVitalEvent",
    "CertifyVitalEventCertifyVitalEventVitalEventCertificates",
    "CertifyVitalEventInput",
    "ClientKind",
    "CollectorInput",
    "CollectorRelationship",
    "Correction",
    "CorrectionCorrection",
    "CorrectionFacts",
    "CorrectionFactsVitalEvent",
    "CorrectionIdInput",
    "CorrectionKind",
    "CorrectionStatus",
    "CreateWebhook",
    "CreateWebhookCreateWebhook",
    "CreateWebhookCreateWebhookWebhook",
    "CreateWebhookInput",
    "DeclareBirth",
    "DeclareBirthDeclareBirth",
    "DeclareBirthDeclareBirthVitalEvent",
    "DeclareBirthInput",
    "DeclareDeath",
    "DeclareDeathDeclareDeath",
    "DeclareDeathDeclareDeathVitalEvent",
    "DeclareDeathInput",
    "DeclareMarriage",
    "DeclareMarriageDeclareMarriage",
    "DeclareMarriageDeclareMarriageVitalEvent",
    "DeclareMarriageInput",
    "DeleteWebhook",
    "DeleteWebhookDeleteWebhook",
    "DeliveryFacts",
    "DeliveryFactsAttemptsMade",
    "EventFeed",
    "EventFeedEventFeed",
    "EventFeedEventFeedEvents",
    "Gender",
    "IndividualInput",
    "InformantInput",
    "IssueVitalEvent",
    "IssueVitalEventInput",
    "IssueVitalEventIssueVitalEvent",
    "IssueVitalEventIssueVitalEventVitalEvent",
    "IssueVitalEventIssueVitalEventVitalEventPayments",
    "MessageStatus",
    "MultipleBirthInput",
    "Operations",
    "PaymentFacts",
    "PaymentInput",
    "PaymentOutcome",
    "Redeliver",
    "RedeliverRedeliver",
    "RedeliverRedeliverWebhookDelivery",
    "RequestAnnulment",
    "RequestAnnulmentInput",
    "RequestAnnulmentRequestAnnulment",
    "RequestAnnulmentRequestAnnulmentCorrection",
    "RequestBirthCorrection",
    "RequestBirthCorrectionInput",
    "RequestBirthCorrectionRequestBirthCorrection",
    "RequestBirthCorrectionRequestBirthCorrectionCorrection",
    "RequestDeathCorrection",
    "RequestDeathCorrectionInput",
    "RequestDeathCorrectionRequestDeathCorrection",
    "RequestDeathCorrectionRequestDeathCorrectionCorrection",
    "RequestMarriageCorrection",
    "RequestMarriageCorrectionInput",
    "RequestMarriageCorrectionRequestMarriageCorrection",
    "RequestMarriageCorrectionRequestMarriageCorrectionCorrection",
    "SendTestEvent",
    "SendTestEventSendTestEvent",
    "SendTestEventSendTestEventWebhookDelivery",
    "UpdateWebhook",
    "UpdateWebhookInput",
    "UpdateWebhookUpdateWebhook",
    "UpdateWebhookUpdateWebhookWebhook",
    "Upload",
    "Viewer",
    "ViewerViewer",
    "ViewerViewerClient",
    "VitalEvent",
    "VitalEventAction",
    "VitalEventAlert",
    "VitalEventByTrackingId",
    "VitalEventByTrackingIdVitalEventByTrackingId",
    "VitalEventFacts",
    "VitalEventKind",
    "VitalEventStatus",
    "VitalEventVitalEvent",
    "VitalEventsById",
    "VitalEventsByIdNodesNode",
    "VitalEventsByIdNodesVitalEvent",
    "WebhookDeliveries",
    "WebhookDeliveriesWebhookDeliveries",
    "WebhookDeliveriesWebhookDeliveriesNodes",
    "WebhookDeliveriesWebhookDeliveriesPageInfo",
    "WebhookDeliveryIdInput",
    "WebhookFacts",
    "WebhookIdInput",
    "WebhookTopic",
    "Webhooks",
    "WebhooksWebhooks",
    "WebhooksWebhooksNodes",
    "WebhooksWebhooksPageInfo",
    "WithdrawCorrection",
    "WithdrawCorrectionWithdrawCorrection",
    "WithdrawCorrectionWithdrawCorrectionCorrection",
]

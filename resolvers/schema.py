"""The whole schema: all that may be asked and done."""

import strawberry

from resolvers.access_administration import AccessQueries, ClientMutations
from resolvers.assignments import AssignmentMutations
from resolvers.audit_log import AuditEntry, AuditLogQueries
from resolvers.audit_proofs import AuditProofQueries
from resolvers.audit_readings import AuditReadingQueries
from resolvers.certificate_templates import (
    CertificateTemplateMutations,
    CertificateTemplateQueries,
)
from resolvers.changed_sources import ChangedSourceMutations
from resolvers.consents import ConsentMutations, ConsentQueries
from resolvers.corrections import CorrectionMutations, CorrectionQueries
from resolvers.declaration_drafts import DeclarationDraftMutations, DeclarationDraftQueries
from resolvers.declarations import DeclarationMutations
from resolvers.declared_schema import Schema
from resolvers.definitions import object_type
from resolvers.deletions import DeletionMutations
from resolvers.deliveries import DeliveryMutations, DeliveryQueries
from resolvers.detection import DetectionQueries
from resolvers.erasures import ErasureMutations, ErasureQueries
from resolvers.event_feed import EventFeedQueries
from resolvers.event_places import EventPlaceQueries
from resolvers.explanations import ExplanationMutations, ExplanationQueries
from resolvers.inbound import InboundMutations
from resolvers.invitations import InvitationMutations, InvitationQueries
from resolvers.merge_request_queries import MergeRequestQueries
from resolvers.merge_requests import MergeRequestMutations
from resolvers.merges import MergeQueries
from resolvers.messages import MessageMutations, MessageQueries
from resolvers.muting import MutingMutations
from resolvers.nodes import NodeQueries
from resolvers.organisation_choices import OrganisationChoiceQueries
from resolvers.organisation_plans import OrganisationPlanMutations, OrganisationPlanQueries
from resolvers.organisations import OrganisationMutations, OrganisationQueries
from resolvers.overview import OverviewQueries
from resolvers.own_account import OwnAccountQueries
from resolvers.person_queries import PersonQueries
from resolvers.person_readings import PersonReadingQueries
from resolvers.person_versions import PersonVersionQueries
from resolvers.registrar_queues import RegistrarQueueQueries
from resolvers.registration import CertificateMutations, RegistrationMutations
from resolvers.registration_statistics import RegistrationStatisticsQueries
from resolvers.review_statistics import ReviewStatisticsQueries
from resolvers.runs import RunMutations, RunQueries
from resolvers.scalars import SCALARS
from resolvers.sessions import SessionMutations, SessionQueries
from resolvers.similar_persons import SimilarPersonQueries
from resolvers.sources import SourceMutations, SourceQueries
from resolvers.staff import StaffQueries
from resolvers.syncs import SyncMutations
from resolvers.unmerging import UnmergeMutations, UnmergeQueries
from resolvers.user_administration import UserMutations
from resolvers.viewer import Client, User, ViewerQueries
from resolvers.vital_event_queries import VitalEventQueries
from resolvers.webhooks import WebhookMutations, WebhookQueries


@object_type()
class Query(
    NodeQueries,
    ViewerQueries,
    SessionQueries,
    OwnAccountQueries,
    MergeRequestQueries,
    MergeQueries,
    UnmergeQueries,
    PersonQueries,
    PersonVersionQueries,
    PersonReadingQueries,
    SimilarPersonQueries,
    VitalEventQueries,
    CorrectionQueries,
    ExplanationQueries,
    RegistrarQueueQueries,
    EventPlaceQueries,
    DeclarationDraftQueries,
    AuditLogQueries,
    AuditProofQueries,
    AuditReadingQueries,
    OverviewQueries,
    ReviewStatisticsQueries,
    RegistrationStatisticsQueries,
    DetectionQueries,
    AccessQueries,
    WebhookQueries,
    DeliveryQueries,
    MessageQueries,
    CertificateTemplateQueries,
    OrganisationQueries,
    OrganisationChoiceQueries,
    OrganisationPlanQueries,
    StaffQueries,
    ConsentQueries,
    InvitationQueries,
    EventFeedQueries,
    RunQueries,
    SourceQueries,
    ErasureQueries,
):
    """What may be asked."""


@object_type()
class Mutation(
    MergeRequestMutations,
    UnmergeMutations,
    DeclarationMutations,
    DeclarationDraftMutations,
    RegistrationMutations,
    CertificateMutations,
    CorrectionMutations,
    ExplanationMutations,
    AssignmentMutations,
    ClientMutations,
    UserMutations,
    WebhookMutations,
    DeliveryMutations,
    MessageMutations,
    CertificateTemplateMutations,
    OrganisationMutations,
    SessionMutations,
    ConsentMutations,
    DeletionMutations,
    ErasureMutations,
    InvitationMutations,
    RunMutations,
    SourceMutations,
    ChangedSourceMutations,
    InboundMutations,
    MutingMutations,
    OrganisationPlanMutations,
    SyncMutations,
):
    """What may be done."""


schema = Schema(
    strawberry.Schema(
        query=Query, mutation=Mutation, types=[AuditEntry, Client, User], config=SCALARS
    )
)

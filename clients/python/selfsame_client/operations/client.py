from typing import Any, Optional, Union

from .base_client import BaseClient
from .base_model import UNSET, UnsetType
from .certificates import Certificates
from .certify_vital_event import CertifyVitalEvent
from .correction import Correction
from .create_webhook import CreateWebhook
from .declare_birth import DeclareBirth
from .declare_death import DeclareDeath
from .declare_marriage import DeclareMarriage
from .delete_webhook import DeleteWebhook
from .event_feed import EventFeed
from .input_types import (
    CertifyVitalEventInput,
    CorrectionIdInput,
    CreateWebhookInput,
    DeclareBirthInput,
    DeclareDeathInput,
    DeclareMarriageInput,
    IssueVitalEventInput,
    RequestAnnulmentInput,
    RequestBirthCorrectionInput,
    RequestDeathCorrectionInput,
    RequestMarriageCorrectionInput,
    UpdateWebhookInput,
    WebhookDeliveryIdInput,
    WebhookIdInput,
)
from .issue_vital_event import IssueVitalEvent
from .redeliver import Redeliver
from .request_annulment import RequestAnnulment
from .request_birth_correction import RequestBirthCorrection
from .request_death_correction import RequestDeathCorrection
from .request_marriage_correction import RequestMarriageCorrection
from .send_test_event import SendTestEvent
from .update_webhook import UpdateWebhook
from .viewer import Viewer
from .vital_event import VitalEvent
from .vital_event_by_tracking_id import VitalEventByTrackingId
from .vital_events_by_id import VitalEventsById
from .webhook_deliveries import WebhookDeliveries
from .webhooks import Webhooks
from .withdraw_correction import WithdrawCorrection


def gql(q: str) -> str:
    return q


class Operations(BaseClient):
    def certify_vital_event(
        self, input: CertifyVitalEventInput, **kwargs: Any
    ) -> CertifyVitalEvent:
        query = gql("""
            mutation CertifyVitalEvent($input: CertifyVitalEventInput!) {
              certifyVitalEvent(input: $input) {
                vitalEvent {
                  ...VitalEventFacts
                  certificates {
                    ...CertificateFacts
                  }
                }
              }
            }

            fragment CertificateFacts on Certificate {
              id
              serialNumber
              template
              values
              pdfUrl
              verificationUrl
              certifiedAt
              issuedAt
              revokedAt
              revocationReason
            }

            fragment VitalEventFacts on VitalEvent {
              id
              databaseId
              kind
              status
              trackingId
              registrationNumber
              version
              reason
              availableActions
              insertedAt
              updatedAt
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = self.execute(
            query=query,
            operation_name="CertifyVitalEvent",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return CertifyVitalEvent.model_validate(data)

    def issue_vital_event(
        self, input: IssueVitalEventInput, **kwargs: Any
    ) -> IssueVitalEvent:
        query = gql("""
            mutation IssueVitalEvent($input: IssueVitalEventInput!) {
              issueVitalEvent(input: $input) {
                vitalEvent {
                  ...VitalEventFacts
                  payments {
                    ...PaymentFacts
                  }
                }
              }
            }

            fragment PaymentFacts on Payment {
              id
              amount
              currency
              outcome
              paidAt
              receiptNumber
              receiptUrl
            }

            fragment VitalEventFacts on VitalEvent {
              id
              databaseId
              kind
              status
              trackingId
              registrationNumber
              version
              reason
              availableActions
              insertedAt
              updatedAt
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = self.execute(
            query=query, operation_name="IssueVitalEvent", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return IssueVitalEvent.model_validate(data)

    def certificates(self, id: str, **kwargs: Any) -> Certificates:
        query = gql("""
            query Certificates($id: ID!) {
              vitalEvent(id: $id) {
                ...VitalEventFacts
                certificates {
                  ...CertificateFacts
                }
                payments {
                  ...PaymentFacts
                }
              }
            }

            fragment CertificateFacts on Certificate {
              id
              serialNumber
              template
              values
              pdfUrl
              verificationUrl
              certifiedAt
              issuedAt
              revokedAt
              revocationReason
            }

            fragment PaymentFacts on Payment {
              id
              amount
              currency
              outcome
              paidAt
              receiptNumber
              receiptUrl
            }

            fragment VitalEventFacts on VitalEvent {
              id
              databaseId
              kind
              status
              trackingId
              registrationNumber
              version
              reason
              availableActions
              insertedAt
              updatedAt
            }
            """)
        variables: dict[str, object] = {"id": id}
        response = self.execute(
            query=query, operation_name="Certificates", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return Certificates.model_validate(data)

    def request_birth_correction(
        self, input: RequestBirthCorrectionInput, **kwargs: Any
    ) -> RequestBirthCorrection:
        query = gql("""
            mutation RequestBirthCorrection($input: RequestBirthCorrectionInput!) {
              requestBirthCorrection(input: $input) {
                correction {
                  ...CorrectionFacts
                }
              }
            }

            fragment CorrectionFacts on Correction {
              id
              databaseId
              kind
              status
              changedFields
              rejectionReason
              vitalEvent {
                ...VitalEventFacts
              }
            }

            fragment VitalEventFacts on VitalEvent {
              id
              databaseId
              kind
              status
              trackingId
              registrationNumber
              version
              reason
              availableActions
              insertedAt
              updatedAt
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = self.execute(
            query=query,
            operation_name="RequestBirthCorrection",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return RequestBirthCorrection.model_validate(data)

    def request_death_correction(
        self, input: RequestDeathCorrectionInput, **kwargs: Any
    ) -> RequestDeathCorrection:
        query = gql("""
            mutation RequestDeathCorrection($input: RequestDeathCorrectionInput!) {
              requestDeathCorrection(input: $input) {
                correction {
                  ...CorrectionFacts
                }
              }
            }

            fragment CorrectionFacts on Correction {
              id
              databaseId
              kind
              status
              changedFields
              rejectionReason
              vitalEvent {
                ...VitalEventFacts
              }
            }

            fragment VitalEventFacts on VitalEvent {
              id
              databaseId
              kind
              status
              trackingId
              registrationNumber
              version
              reason
              availableActions
              insertedAt
              updatedAt
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = self.execute(
            query=query,
            operation_name="RequestDeathCorrection",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return RequestDeathCorrection.model_validate(data)

    def request_marriage_correction(
        self, input: RequestMarriageCorrectionInput, **kwargs: Any
    ) -> RequestMarriageCorrection:
        query = gql("""
            mutation RequestMarriageCorrection($input: RequestMarriageCorrectionInput!) {
              requestMarriageCorrection(input: $input) {
                correction {
                  ...CorrectionFacts
                }
              }
            }

            fragment CorrectionFacts on Correction {
              id
              databaseId
              kind
              status
              changedFields
              rejectionReason
              vitalEvent {
                ...VitalEventFacts
              }
            }

            fragment VitalEventFacts on VitalEvent {
              id
              databaseId
              kind
              status
              trackingId
              registrationNumber
              version
              reason
              availableActions
              insertedAt
              updatedAt
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = self.execute(
            query=query,
            operation_name="RequestMarriageCorrection",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return RequestMarriageCorrection.model_validate(data)

    def request_annulment(
        self, input: RequestAnnulmentInput, **kwargs: Any
    ) -> RequestAnnulment:
        query = gql("""
            mutation RequestAnnulment($input: RequestAnnulmentInput!) {
              requestAnnulment(input: $input) {
                correction {
                  ...CorrectionFacts
                }
              }
            }

            fragment CorrectionFacts on Correction {
              id
              databaseId
              kind
              status
              changedFields
              rejectionReason
              vitalEvent {
                ...VitalEventFacts
              }
            }

            fragment VitalEventFacts on VitalEvent {
              id
              databaseId
              kind
              status
              trackingId
              registrationNumber
              version
              reason
              availableActions
              insertedAt
              updatedAt
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = self.execute(
            query=query,
            operation_name="RequestAnnulment",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return RequestAnnulment.model_validate(data)

    def withdraw_correction(
        self, input: CorrectionIdInput, **kwargs: Any
    ) -> WithdrawCorrection:
        query = gql("""
            mutation WithdrawCorrection($input: CorrectionIdInput!) {
              withdrawCorrection(input: $input) {
                correction {
                  ...CorrectionFacts
                }
              }
            }

            fragment CorrectionFacts on Correction {
              id
              databaseId
              kind
              status
              changedFields
              rejectionReason
              vitalEvent {
                ...VitalEventFacts
              }
            }

            fragment VitalEventFacts on VitalEvent {
              id
              databaseId
              kind
              status
              trackingId
              registrationNumber
              version
              reason
              availableActions
              insertedAt
              updatedAt
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = self.execute(
            query=query,
            operation_name="WithdrawCorrection",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return WithdrawCorrection.model_validate(data)

    def correction(self, id: str, **kwargs: Any) -> Correction:
        query = gql("""
            query Correction($id: ID!) {
              correction(id: $id) {
                ...CorrectionFacts
              }
            }

            fragment CorrectionFacts on Correction {
              id
              databaseId
              kind
              status
              changedFields
              rejectionReason
              vitalEvent {
                ...VitalEventFacts
              }
            }

            fragment VitalEventFacts on VitalEvent {
              id
              databaseId
              kind
              status
              trackingId
              registrationNumber
              version
              reason
              availableActions
              insertedAt
              updatedAt
            }
            """)
        variables: dict[str, object] = {"id": id}
        response = self.execute(
            query=query, operation_name="Correction", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return Correction.model_validate(data)

    def event_feed(
        self,
        after: Union[Optional[str], UnsetType] = UNSET,
        first: Union[Optional[int], UnsetType] = UNSET,
        types: Union[Optional[list[str]], UnsetType] = UNSET,
        **kwargs: Any,
    ) -> EventFeed:
        query = gql("""
            query EventFeed($after: String, $first: Int, $types: [String!]) {
              eventFeed(after: $after, first: $first, types: $types) {
                events {
                  id
                  type
                  aggregateType
                  aggregateId
                  version
                  payload
                }
                endCursor
                hasMore
              }
            }
            """)
        variables: dict[str, object] = {"after": after, "first": first, "types": types}
        response = self.execute(
            query=query, operation_name="EventFeed", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return EventFeed.model_validate(data)

    def viewer(self, **kwargs: Any) -> Viewer:
        query = gql("""
            query Viewer {
              viewer {
                client {
                  databaseId
                  name
                  kind
                }
                scopes
              }
            }
            """)
        variables: dict[str, object] = {}
        response = self.execute(
            query=query, operation_name="Viewer", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return Viewer.model_validate(data)

    def declare_birth(self, input: DeclareBirthInput, **kwargs: Any) -> DeclareBirth:
        query = gql("""
            mutation DeclareBirth($input: DeclareBirthInput!) {
              declareBirth(input: $input) {
                isPotentialDuplicate
                vitalEvent {
                  ...VitalEventFacts
                }
              }
            }

            fragment VitalEventFacts on VitalEvent {
              id
              databaseId
              kind
              status
              trackingId
              registrationNumber
              version
              reason
              availableActions
              insertedAt
              updatedAt
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = self.execute(
            query=query, operation_name="DeclareBirth", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return DeclareBirth.model_validate(data)

    def declare_death(self, input: DeclareDeathInput, **kwargs: Any) -> DeclareDeath:
        query = gql("""
            mutation DeclareDeath($input: DeclareDeathInput!) {
              declareDeath(input: $input) {
                isPotentialDuplicate
                vitalEvent {
                  ...VitalEventFacts
                }
              }
            }

            fragment VitalEventFacts on VitalEvent {
              id
              databaseId
              kind
              status
              trackingId
              registrationNumber
              version
              reason
              availableActions
              insertedAt
              updatedAt
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = self.execute(
            query=query, operation_name="DeclareDeath", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return DeclareDeath.model_validate(data)

    def declare_marriage(
        self, input: DeclareMarriageInput, **kwargs: Any
    ) -> DeclareMarriage:
        query = gql("""
            mutation DeclareMarriage($input: DeclareMarriageInput!) {
              declareMarriage(input: $input) {
                isPotentialDuplicate
                vitalEvent {
                  ...VitalEventFacts
                }
              }
            }

            fragment VitalEventFacts on VitalEvent {
              id
              databaseId
              kind
              status
              trackingId
              registrationNumber
              version
              reason
              availableActions
              insertedAt
              updatedAt
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = self.execute(
            query=query, operation_name="DeclareMarriage", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return DeclareMarriage.model_validate(data)

    def vital_event(self, id: str, **kwargs: Any) -> VitalEvent:
        query = gql("""
            query VitalEvent($id: ID!) {
              vitalEvent(id: $id) {
                ...VitalEventFacts
              }
            }

            fragment VitalEventFacts on VitalEvent {
              id
              databaseId
              kind
              status
              trackingId
              registrationNumber
              version
              reason
              availableActions
              insertedAt
              updatedAt
            }
            """)
        variables: dict[str, object] = {"id": id}
        response = self.execute(
            query=query, operation_name="VitalEvent", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return VitalEvent.model_validate(data)

    def vital_event_by_tracking_id(
        self, tracking_id: str, **kwargs: Any
    ) -> VitalEventByTrackingId:
        query = gql("""
            query VitalEventByTrackingId($trackingId: String!) {
              vitalEventByTrackingId(trackingId: $trackingId) {
                ...VitalEventFacts
              }
            }

            fragment VitalEventFacts on VitalEvent {
              id
              databaseId
              kind
              status
              trackingId
              registrationNumber
              version
              reason
              availableActions
              insertedAt
              updatedAt
            }
            """)
        variables: dict[str, object] = {"trackingId": tracking_id}
        response = self.execute(
            query=query,
            operation_name="VitalEventByTrackingId",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return VitalEventByTrackingId.model_validate(data)

    def vital_events_by_id(self, ids: list[str], **kwargs: Any) -> VitalEventsById:
        query = gql("""
            query VitalEventsById($ids: [ID!]!) {
              nodes(ids: $ids) {
                __typename
                ... on VitalEvent {
                  ...VitalEventFacts
                }
              }
            }

            fragment VitalEventFacts on VitalEvent {
              id
              databaseId
              kind
              status
              trackingId
              registrationNumber
              version
              reason
              availableActions
              insertedAt
              updatedAt
            }
            """)
        variables: dict[str, object] = {"ids": ids}
        response = self.execute(
            query=query, operation_name="VitalEventsById", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return VitalEventsById.model_validate(data)

    def create_webhook(self, input: CreateWebhookInput, **kwargs: Any) -> CreateWebhook:
        query = gql("""
            mutation CreateWebhook($input: CreateWebhookInput!) {
              createWebhook(input: $input) {
                signingSecret
                webhook {
                  ...WebhookFacts
                }
              }
            }

            fragment WebhookFacts on Webhook {
              id
              databaseId
              url
              topics
              isActive
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = self.execute(
            query=query, operation_name="CreateWebhook", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return CreateWebhook.model_validate(data)

    def update_webhook(self, input: UpdateWebhookInput, **kwargs: Any) -> UpdateWebhook:
        query = gql("""
            mutation UpdateWebhook($input: UpdateWebhookInput!) {
              updateWebhook(input: $input) {
                webhook {
                  ...WebhookFacts
                }
              }
            }

            fragment WebhookFacts on Webhook {
              id
              databaseId
              url
              topics
              isActive
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = self.execute(
            query=query, operation_name="UpdateWebhook", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return UpdateWebhook.model_validate(data)

    def delete_webhook(self, input: WebhookIdInput, **kwargs: Any) -> DeleteWebhook:
        query = gql("""
            mutation DeleteWebhook($input: WebhookIdInput!) {
              deleteWebhook(input: $input) {
                deletedWebhookId
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = self.execute(
            query=query, operation_name="DeleteWebhook", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return DeleteWebhook.model_validate(data)

    def send_test_event(self, input: WebhookIdInput, **kwargs: Any) -> SendTestEvent:
        query = gql("""
            mutation SendTestEvent($input: WebhookIdInput!) {
              sendTestEvent(input: $input) {
                webhookDelivery {
                  ...DeliveryFacts
                }
              }
            }

            fragment DeliveryFacts on WebhookDelivery {
              id
              topic
              status
              insertedAt
              attemptsMade {
                httpStatus
                error
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = self.execute(
            query=query, operation_name="SendTestEvent", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return SendTestEvent.model_validate(data)

    def redeliver(self, input: WebhookDeliveryIdInput, **kwargs: Any) -> Redeliver:
        query = gql("""
            mutation Redeliver($input: WebhookDeliveryIdInput!) {
              redeliver(input: $input) {
                webhookDelivery {
                  ...DeliveryFacts
                }
              }
            }

            fragment DeliveryFacts on WebhookDelivery {
              id
              topic
              status
              insertedAt
              attemptsMade {
                httpStatus
                error
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = self.execute(
            query=query, operation_name="Redeliver", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return Redeliver.model_validate(data)

    def webhooks(
        self,
        first: Union[Optional[int], UnsetType] = UNSET,
        after: Union[Optional[str], UnsetType] = UNSET,
        **kwargs: Any,
    ) -> Webhooks:
        query = gql("""
            query Webhooks($first: Int, $after: String) {
              webhooks(first: $first, after: $after) {
                nodes {
                  ...WebhookFacts
                }
                pageInfo {
                  hasNextPage
                  endCursor
                }
              }
            }

            fragment WebhookFacts on Webhook {
              id
              databaseId
              url
              topics
              isActive
            }
            """)
        variables: dict[str, object] = {"first": first, "after": after}
        response = self.execute(
            query=query, operation_name="Webhooks", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return Webhooks.model_validate(data)

    def webhook_deliveries(
        self,
        webhook_id: str,
        first: Union[Optional[int], UnsetType] = UNSET,
        after: Union[Optional[str], UnsetType] = UNSET,
        **kwargs: Any,
    ) -> WebhookDeliveries:
        query = gql("""
            query WebhookDeliveries($webhookId: ID!, $first: Int, $after: String) {
              webhookDeliveries(webhookId: $webhookId, first: $first, after: $after) {
                nodes {
                  ...DeliveryFacts
                }
                pageInfo {
                  hasNextPage
                  endCursor
                }
              }
            }

            fragment DeliveryFacts on WebhookDelivery {
              id
              topic
              status
              insertedAt
              attemptsMade {
                httpStatus
                error
              }
            }
            """)
        variables: dict[str, object] = {
            "webhookId": webhook_id,
            "first": first,
            "after": after,
        }
        response = self.execute(
            query=query,
            operation_name="WebhookDeliveries",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return WebhookDeliveries.model_validate(data)

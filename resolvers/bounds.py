"""The bounds of lists and texts that clients send, by their place in the schema (rule G).

Only what is bounded here is looked at; all other texts are held to a length by the rule that is
named for them, whose refusal says more.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, TypeAlias

from graphql import (
    GraphQLArgument,
    GraphQLInputField,
    GraphQLInputObjectType,
    GraphQLInputType,
    GraphQLList,
    GraphQLNonNull,
)

from rules import bounds
from rules.organisation_plans import MOST_CHOSEN
from rules.refusals import BadRequest

Checker: TypeAlias = Callable[[Any, str], None]
"""Raises BadRequest for a value beyond its bound; the second argument is what it is called."""

LISTS: Mapping[str, int] = MappingProxyType(
    {
        "DeclareMarriageInput.spouses": bounds.PEOPLE_OF_ONE_KIND,
        "DeclareMarriageInput.witnesses": bounds.PEOPLE_OF_ONE_KIND,
        "RegisterVitalEventInput.acceptedAlerts": bounds.LISTED_VALUES,
        "RequestMarriageCorrectionInput.spouses": bounds.PEOPLE_OF_ONE_KIND,
        "RequestMarriageCorrectionInput.witnesses": bounds.PEOPLE_OF_ONE_KIND,
        "RequestBirthCorrectionInput.acceptedAlerts": bounds.LISTED_VALUES,
        "RequestDeathCorrectionInput.acceptedAlerts": bounds.LISTED_VALUES,
        "RequestMarriageCorrectionInput.acceptedAlerts": bounds.LISTED_VALUES,
        "consents.status": bounds.FILTER_VALUES,
        "eventFeed.types": bounds.FILTER_VALUES,
        "OfferConsentInput.permissions": bounds.LISTED_VALUES,
        "ConsentInput.permissions": bounds.LISTED_VALUES,
        "MuteInput.letters": bounds.LISTED_VALUES,
        "MuteMyLettersInput.letters": bounds.LISTED_VALUES,
        "CorrectionFilter.status": bounds.FILTER_VALUES,
        "ExplanationFilter.status": bounds.FILTER_VALUES,
        "MergeRequestFilter.status": bounds.FILTER_VALUES,
        "UpdateMergeRequestInput.reasons": bounds.LISTED_VALUES,
        "VitalEventFilter.status": bounds.FILTER_VALUES,
        "AuditLogFilter.actionNot": bounds.FILTER_VALUES,
        "MessageFilter.status": bounds.FILTER_VALUES,
        "CreateClientInput.scopes": bounds.LISTED_VALUES,
        "UpdateClientInput.scopes": bounds.LISTED_VALUES,
        "PlanTransferInput.personIds": MOST_CHOSEN,
        "CreateSourceInput.access": bounds.LISTED_VALUES,
        "UpdateSourceInput.access": bounds.LISTED_VALUES,
        "CreateWebhookInput.topics": bounds.LISTED_VALUES,
        "UpdateWebhookInput.topics": bounds.LISTED_VALUES,
        "CreateCertificateTemplateInput.fonts": bounds.LISTED_VALUES,
    }
)
TEXTS: Mapping[str, int] = MappingProxyType(
    {
        "PersonFilter.name": bounds.SEARCH_CHARACTERS,
        "PersonFilter.taxId": bounds.SEARCH_CHARACTERS,
        "PersonFilter.nationalId": bounds.SEARCH_CHARACTERS,
        "PersonFilter.documentNumber": bounds.SEARCH_CHARACTERS,
        "PersonFilter.phoneNumber": bounds.SEARCH_CHARACTERS,
        "MergeRequestFilter.name": bounds.SEARCH_CHARACTERS,
        "VitalEventFilter.registrationNumber": bounds.SEARCH_CHARACTERS,
        "VitalEventFilter.certificateNumber": bounds.SEARCH_CHARACTERS,
        "VitalEventFilter.receiptNumber": bounds.SEARCH_CHARACTERS,
        "VitalEventFilter.trackingIdPrefix": bounds.SEARCH_CHARACTERS,
        "VitalEventFilter.name": bounds.SEARCH_CHARACTERS,
        "VitalEventFilter.nationalId": bounds.SEARCH_CHARACTERS,
        "AuditLogFilter.action": bounds.SEARCH_CHARACTERS,
        "AuditLogFilter.actionNot": bounds.SEARCH_CHARACTERS,
        "AuditLogFilter.resource": bounds.SEARCH_CHARACTERS,
        "AuditLogFilter.record": bounds.SEARCH_CHARACTERS,
        "AuditLogFilter.person": bounds.SEARCH_CHARACTERS,
        "MessageFilter.kind": bounds.SEARCH_CHARACTERS,
        "RetryMessagesInput.kind": bounds.SEARCH_CHARACTERS,
        "RevokeCertificateInput.serialNumber": bounds.SEARCH_CHARACTERS,
        "ExecutePlanInput.planHash": bounds.SEARCH_CHARACTERS,
        "certificateTemplates.language": bounds.SEARCH_CHARACTERS,
        "organisations.name": bounds.SEARCH_CHARACTERS,
        "eventFeed.types": bounds.SEARCH_CHARACTERS,
        "organisationsToOffer.name": bounds.SEARCH_CHARACTERS,
        "colleague.username": bounds.SEARCH_CHARACTERS,
        "vitalEventByTrackingId.trackingId": bounds.SEARCH_CHARACTERS,
        "CreateClientInput.scopes": bounds.SEARCH_CHARACTERS,
        "UpdateClientInput.scopes": bounds.SEARCH_CHARACTERS,
    }
)
BY_ARGUMENT: Mapping[str, int] = MappingProxyType(
    {"after": bounds.CURSOR_CHARACTERS, "before": bounds.CURSOR_CHARACTERS}
)
"""The bounds of arguments that many fields have."""

HELD_BY_RULES: Mapping[str, str] = MappingProxyType(
    {
        "nodes.ids": "G",
        "MuteInput.failures": "V9",
        "auditProof.size": "Y3",
        "SimilarPersonsInput.firstName": "H8",
        "SimilarPersonsInput.lastName": "H8",
        "SimilarPersonsInput.secondName": "H8",
        "SimilarPersonsInput.nationalId": "H8",
        "SimilarPersonsInput.taxId": "H8",
        "SimilarPersonsInput.phoneNumber": "H8",
        "UpdateMergeRequestInput.comment": "B8",
        "WithdrawMergeDecisionInput.comment": "B8",
        "DeclareBirthInput.idempotencyKey": "C4",
        "DeclareDeathInput.idempotencyKey": "C4",
        "DeclareMarriageInput.idempotencyKey": "C4",
        "CertifyVitalEventInput.idempotencyKey": "C4",
        "IssueVitalEventInput.idempotencyKey": "C4",
        "DeclareBirthInput.placeOfBirth": "C3",
        "DeclareBirthInput.lateRegistrationReason": "C3",
        "DeclareDeathInput.placeOfDeath": "C3",
        "DeclareDeathInput.causeOfDeath": "C3",
        "DeclareDeathInput.lateRegistrationReason": "C3",
        "DeclareMarriageInput.placeOfMarriage": "C3",
        "IndividualInput.firstName": "C3",
        "IndividualInput.lastName": "C3",
        "IndividualInput.secondName": "C3",
        "IndividualInput.nationalId": "C3",
        "InformantInput.relationship": "C3",
        "InformantInput.email": "C3",
        "InformantInput.phoneNumber": "C3",
        "RejectVitalEventInput.reason": "C3",
        "ArchiveVitalEventInput.reason": "C3",
        "MarkVitalEventAsDuplicateInput.reason": "C3",
        "RevokeCertificateInput.reason": "C3",
        "RequestBirthCorrectionInput.idempotencyKey": "C4",
        "RequestBirthCorrectionInput.reason": "C3",
        "RequestDeathCorrectionInput.idempotencyKey": "C4",
        "RequestDeathCorrectionInput.reason": "C3",
        "RequestMarriageCorrectionInput.idempotencyKey": "C4",
        "RequestMarriageCorrectionInput.reason": "C3",
        "RequestAnnulmentInput.idempotencyKey": "C4",
        "RequestAnnulmentInput.reason": "C3",
        "RequestBirthCorrectionInput.placeOfBirth": "C3",
        "RequestBirthCorrectionInput.lateRegistrationReason": "C3",
        "RequestDeathCorrectionInput.placeOfDeath": "C3",
        "RequestDeathCorrectionInput.causeOfDeath": "C3",
        "RequestDeathCorrectionInput.lateRegistrationReason": "C3",
        "RequestMarriageCorrectionInput.placeOfMarriage": "C3",
        "RejectCorrectionInput.reason": "C3",
        "RequestExplanationInput.idempotencyKey": "C4",
        "AnswerExplanationInput.explanation": "V6",
        "ExplanationIdInput.reason": "V6",
        "ProposeUnmergeInput.reason": "H15",
        "DeclineUnmergeInput.reason": "H15",
        "RemoveMemberInput.reason": "R10",
        "DeleteUserInput.reason": "R10",
        "AnonymisePersonInput.reason": "R10",
        "UnmergePersonInput.digest": "H16",
        "CertifyVitalEventInput.template": "C7",
        "CertifyVitalEventInput.language": "C12",
        "PaymentInput.amount": "C8",
        "PaymentInput.currency": "C8",
        "CreateCertificateTemplateInput.name": "C12",
        "CreateCertificateTemplateInput.language": "C12",
        "CreateCertificateTemplateInput.svg": "C12",
        "FontInput.family": "C12",
        "FontInput.file": "C12",
        "CreateOrganisationInput.name": "R1",
        "MoveOrganisationInput.idempotencyKey": "C4",
        "EraseOrganisationInput.idempotencyKey": "C4",
        "EraseOrganisationInput.name": "R1",
        "EraseOrganisationInput.reason": "R10",
        "ExecutePlanInput.idempotencyKey": "C4",
        "CreateCustodialPersonInput.idempotencyKey": "C4",
        "CreateCustodialPersonInput.email": "N5",
        "CreateOrganisationInput.kind": "R1",
        "CreateSourceInput.name": "S5",
        "CreateSourceInput.baseUrl": "S6",
        "CreateSourceInput.tokenUrl": "S6",
        "CreateSourceInput.clientId": "S5",
        "CreateSourceInput.clientSecret": "S5",
        "CreateSourceInput.issuer": "S6",
        "CreateSourceInput.authorizationUrl": "S6",
        "CreateSourceInput.scope": "S5",
        "CreateSourceInput.syncRoles": "S4",
        "ReadSourceProfileInput.sourceToken": "S5",
        "UpdateSourceInput.name": "S5",
        "UpdateSourceInput.baseUrl": "S6",
        "UpdateSourceInput.tokenUrl": "S6",
        "UpdateSourceInput.clientId": "S5",
        "UpdateSourceInput.clientSecret": "S5",
        "UpdateSourceInput.issuer": "S6",
        "UpdateSourceInput.authorizationUrl": "S6",
        "UpdateSourceInput.scope": "S5",
        "UpdateSourceInput.syncRoles": "S4",
        "LinkSourceInput.externalId": "S5",
        "LinkSourceInput.exportGroup": "S15",
        "SyncOrganisationInput.idempotencyKey": "C4",
        "SyncOrganisationInput.sourceToken": "S5",
        "SyncOrganisationInput.externalId": "S5",
        "RunIdInput.sourceToken": "S5",
        "CreateClientInput.name": "E3",
        "UpdateClientInput.name": "E3",
        "UpdateUserInput.displayName": "E3",
        "UpdateUserInput.email": "N5",
        "CreateUserInput.email": "N5",
        "InviteUserInput.email": "N5",
        "CreateUserInput.username": "E3",
        "CreateUserInput.displayName": "E3",
        "CreateUserInput.password": "E3",
        "CreateWebhookInput.url": "F3",
        "UpdateWebhookInput.url": "F3",
    }
)
"""The texts and lists whose own rule bounds them. Opaque ids are bounded where they are read."""


def checker_of_arguments(field: str, arguments: Mapping[str, GraphQLArgument]) -> Checker | None:
    """Return what checks all arguments of a root field, None where none has a bound."""
    return _of_fields(
        {
            name: checker
            for name, argument in arguments.items()
            if (checker := _of(argument.type, f"{field}.{name}", BY_ARGUMENT.get(name)))
        }
    )


def checker_of_variable(type_: GraphQLInputType) -> Checker | None:
    """Return what checks the value of a variable before it is coerced; None where nothing must."""
    return _of(type_, "", None, bounds.VARIABLE_VALUES)


def _of(
    type_: GraphQLInputType, place: str, characters: int | None = None, values: int | None = None
) -> Checker | None:
    if isinstance(type_, GraphQLNonNull):
        return _of(type_.of_type, place, characters, values)
    if isinstance(type_, GraphQLList):
        return _of_list(_of(type_.of_type, place), LISTS.get(place, values))
    if isinstance(type_, GraphQLInputObjectType):
        return _of_input(type_)
    longest = TEXTS.get(place, characters)
    return None if longest is None else _of_text(longest)


def _of_input(type_: GraphQLInputObjectType) -> Checker:
    fields: dict[str, GraphQLInputField] = type_.fields
    check_fields = _of_fields(
        {
            name: checker
            for name, field in fields.items()
            if (checker := _of(field.type, f"{type_.name}.{name}"))
        }
    )

    def check(value: Any, name: str) -> None:
        # Each field that the type does not have would cost an error of its own.
        if isinstance(value, dict) and len(value) > len(fields):
            raise BadRequest(f"{name} has more fields than {type_.name}")
        if check_fields is not None:
            check_fields(value, name)

    return check


def _of_fields(checkers: dict[str, Checker]) -> Checker | None:
    if not checkers:
        return None

    def check(value: Any, name: str) -> None:
        if isinstance(value, dict):
            for field, checker in checkers.items():
                if field in value:
                    checker(value[field], f"{name}.{field}" if name else field)

    return check


def _of_list(of_item: Checker | None, most: int | None) -> Checker | None:
    if most is None and of_item is None:
        return None

    def check(value: Any, name: str) -> None:
        value = value if isinstance(value, list) else [value]
        if most is not None and len(value) > most:
            raise BadRequest(f"{name} has more than {most} values")
        if of_item is not None:
            for item in value:
                of_item(item, name)

    return check


def _of_text(longest: int) -> Checker:
    def check(value: Any, name: str) -> None:
        if isinstance(value, str) and len(value) > longest:
            raise BadRequest(f"{name} is longer than {longest} characters")
        if isinstance(value, str) and "\0" in value:
            raise BadRequest(f"{name} has a NUL character")

    return check

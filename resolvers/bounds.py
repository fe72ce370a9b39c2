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
from rules.texts import TEXT_LIMIT

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
        "invitations.status": bounds.FILTER_VALUES,
        "eventFeed.types": bounds.FILTER_VALUES,
        "OfferConsentInput.permissions": bounds.LISTED_VALUES,
        "ConsentInput.permissions": bounds.LISTED_VALUES,
        "MuteInput.letters": bounds.LISTED_VALUES,
        "MuteMyLettersInput.letters": bounds.LISTED_VALUES,
        "CorrectionFilter.status": bounds.FILTER_VALUES,
        "ExplanationFilter.status": bounds.FILTER_VALUES,
        "OrganisationPlanFilter.status": bounds.FILTER_VALUES,
        "MergeRequestFilter.status": bounds.FILTER_VALUES,
        "UpdateMergeRequestInput.reasons": bounds.LISTED_VALUES,
        "VitalEventFilter.status": bounds.FILTER_VALUES,
        "AuditLogFilter.actionNot": bounds.FILTER_VALUES,
        "Source.links.lastRun": bounds.FILTER_VALUES,
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
        "UserFilter.name": bounds.SEARCH_CHARACTERS,
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
        # As long as a place can be.
        "VitalEventFilter.place": TEXT_LIMIT,
        "SpouseFilter.firstName": bounds.SEARCH_CHARACTERS,
        "SpouseFilter.lastName": bounds.SEARCH_CHARACTERS,
        "SpouseFilter.nationalId": bounds.SEARCH_CHARACTERS,
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
        "eventPlaces.beginning": TEXT_LIMIT,
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

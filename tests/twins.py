"""Every act with an id of what is out of reach, and with one of nothing at all (rule R3)."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from typing import Any
from uuid import UUID, uuid4

from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLList,
    GraphQLNonNull,
    get_named_type,
)

from resolvers.schema import schema
from tests.events import unique_key
from tests.people import id_of
from tests.reach_world import Caller, World
from tests.serving import Answer

INDIVIDUAL = {"firstName": "Nn", "lastName": "Mm", "birthDate": "1990-01-01", "gender": "FEMALE"}
TEXTS = {"email": "nova@example.org", "currency": "EUR", "planHash": "0" * 64}
SCALARS: dict[str, Any] = {
    "Int": 1,
    "Boolean": True,
    "Date": "2026-01-02",
    "PartialDate": "2026-01-02",
    "DateTime": "2026-01-02T00:00:00Z",
    "Decimal": "1.00",
}
CHOSEN = {"Role": "REGISTRAR", "Permission": "VIEW"}
OF_FIELDS = {
    "organisationId": "Organisation",
    "parentId": "Organisation",
    "targetId": "Organisation",
    "personId": "Person",
    "personIds": "Person",
    "vitalEventId": "VitalEvent",
    "duplicateOf": "VitalEvent",
    "sourceLinkId": "SourceLink",
    "planId": "OrganisationPlan",
    "webhookId": "Webhook",
    "clientId": "Client",
}
GIVEN_TOO = ("organisationId", "parentId", "clientId")
"""What is named too where it need not be: without it the act would be refused for that."""
TABLES = {
    "Client": "clients",
    "Consent": "consents",
    "Correction": "corrections",
    "ExplanationRequest": "explanation_requests",
    "Invitation": "invitations",
    "Message": "messages",
    "Organisation": "organisations",
    "OrganisationPlan": "organisation_plans",
    "Person": "persons",
    "Run": "runs",
    "SourceLink": "source_links",
    "VitalEvent": "vital_events",
    "Webhook": "webhooks",
    "WebhookDelivery": "webhook_deliveries",
}
"""Where what may be out of reach is written down."""
OF_ACTS = {
    "requestBirthCorrection": "VitalEvent",
    "requestAnnulment": "VitalEvent",
    "deleteWebhook": "Webhook",
    "sendTestEvent": "Webhook",
    "redeliver": "WebhookDelivery",
}
"""What `id` is of, where the payload does not say so."""


@dataclass(frozen=True, slots=True)
class Twin:
    """An act, the argument that names something, and of which type that is."""

    act: str
    argument: str
    kind: str


def twins() -> Iterator[Twin]:
    """Return the acts that name what may be out of reach."""
    mutation: Any = schema.graphql.mutation_type
    for act, field in mutation.fields.items():
        for argument, its in _input_of(act).fields.items():
            kind = _kind(act, argument, field)
            if get_named_type(its.type).name == "ID" and kind is not None:
                yield Twin(act, argument, kind)


async def send(made: World, caller: Caller, twin: Twin, key: UUID, chance: Random) -> Answer:
    """Do it with the id of a key; what else it names is in reach, as far as there is any."""
    its = _input_of(twin.act)
    given = {name: _value(it.type, name) for name, it in its.fields.items() if _is_needed(it)}
    for name, it in its.fields.items():
        kind = twin.kind if name == twin.argument else OF_FIELDS.get(name)
        shown = made.registry.console_id if kind == "Client" else _shown(made, caller, kind, chance)
        is_given = name in (twin.argument, *GIVEN_TOO) or _is_needed(it)
        if get_named_type(it.type).name == "ID" and is_given:
            chosen = id_of(kind or "User", key if name == twin.argument else shown)
            given[name] = [chosen] if "[" in str(it.type) else chosen
    if its.fields.keys() & {"userId", "stewardId"}:
        user = "userId" if "userId" in its.fields else "stewardId"
        given[user] = id_of("User", made.registry.users["all"])
    text = f"mutation ($input: {its.name}!) {{ {twin.act}(input: $input) {{ __typename }} }}"
    return await made.registry.ask(caller.who, text, {"input": given})


def without(answer: Answer, key: UUID, kind: str) -> str:
    """Return what an answer has, but for the id that was asked for."""
    text = f"{answer.status} {answer.body}"
    return text.replace(str(key), "KEY").replace(id_of(kind, key), "ID")


def out_of_reach(made: World, caller: Caller, kind: str) -> list[UUID]:
    """Return the keys of what is on record and does not exist for a caller."""
    if kind == "Client":
        return [UUID(str(it.who)) for it in made.callers if it.is_machine and it != caller]
    shown = made.shown(caller)
    return [key for its, key, *_ in made.rows if its == kind and key not in shown]


def _shown(made: World, caller: Caller, kind: str | None, chance: Random) -> UUID:
    shown = made.shown(caller)
    return chance.choice(
        [key for its, key, *_ in made.rows if its == kind and key in shown] or [uuid4()]
    )


def _input_of(act: str) -> Any:
    mutation: Any = schema.graphql.mutation_type
    arguments = mutation.fields[act].args
    return (
        get_named_type(arguments["input"].type) if arguments else GraphQLInputObjectType("No", {})
    )


def _kind(act: str, argument: str, field: Any) -> str | None:
    if argument == "sourceId":
        return "Organisation" if act.startswith("plan") else None
    if argument != "id":
        return OF_FIELDS.get(argument)
    payload: Any = get_named_type(field.type)
    named: list[str] = [get_named_type(it.type).name for it in payload.fields.values()]
    return OF_ACTS.get(act, named[0])


def _is_needed(argument: Any) -> bool:
    return isinstance(argument.type, GraphQLNonNull)


def _value(kind: Any, name: str) -> Any:
    inner = kind.of_type if isinstance(kind, GraphQLNonNull) else kind
    if isinstance(inner, GraphQLList):
        return [_value(inner.of_type, name)]
    if isinstance(inner, GraphQLEnumType):
        return CHOSEN.get(inner.name, next(iter(inner.values)))
    if isinstance(inner, GraphQLInputObjectType):
        needed = {key: it for key, it in inner.fields.items() if _is_needed(it)}
        made = {key: _value(it.type, key) for key, it in needed.items()}
        return INDIVIDUAL if inner.name == "IndividualInput" else made
    if name == "idempotencyKey":
        return unique_key()
    return SCALARS.get(inner.name, TEXTS.get(name, "text"))

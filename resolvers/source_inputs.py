"""Sources: how they are read, and what mutations take of one, or of a link with one."""

import strawberry

from resolvers.definitions import input_type, optional, required
from resolvers.enumerations import describe_enum
from rules.environments import Environment
from rules.sources import SourceAccess, SourceProtocol

describe_enum(
    SourceProtocol,
    "How a source is asked.",
    JSON_API="JSON:API, as hitobito serves it.",
    FHIR_R4="HL7 FHIR R4: Organizations, and the Patients that they manage.",
    FHIR_R4_BULK="HL7 FHIR R4, whose Patients are exported in bulk (`$export`) where the registry's"
    " own credentials are used, and else listed.",
)
describe_enum(
    SourceAccess,
    "Where the token comes from with which a source is read.",
    CALLER_TOKEN="Whoever asks for a sync gives their own.",
    AUTHORIZATION_CODE="Whoever asks signs in at the source (OAuth 2.0 with PKCE), in the console"
    " or through a program of theirs that gives the token which comes of it.",
    TOKEN_EXCHANGE="It is exchanged for the token of whoever asks (RFC 8693).",
    CLIENT_CREDENTIALS="The registry has credentials of its own at the source.",
)


@input_type
class CreateSourceInput:
    """A source to be made."""

    name: str = required("1 to 200 characters, and of no other source.")
    protocol: SourceProtocol = required("How it is asked.")
    base_url: str = required("The root of its API: a public https address without a query.")
    access: list[SourceAccess] = required("In which ways it may be read, at least one.")
    token_url: str | None = optional(
        "Where its authorization server gives tokens; needed but for CALLER_TOKEN, and for"
        " AUTHORIZATION_CODE where the issuer is named."
    )
    client_id: str | None = optional(
        "Who the registry is at that server; needed but for CALLER_TOKEN."
    )
    client_secret: str | None = optional(
        "The secret of that client, kept sealed and never shown; without one the registry signs"
        " with a key, whose public half is at `/sources/keys.json`."
    )
    issuer: str | None = optional(
        "For AUTHORIZATION_CODE: who that server is, as its own metadata names it, from which the"
        " rest is found; null for the origin of `tokenUrl`."
    )
    authorization_url: str | None = optional(
        "For AUTHORIZATION_CODE: where people sign in there, if it has no metadata that say so."
    )
    scope: str | None = optional(
        "For AUTHORIZATION_CODE: what is asked for there, by words with spaces between them; null"
        " for what the protocol needs."
    )
    sync_roles: list[str] | None = optional(
        "Roles and permissions there, 50 at most: whoever has one in a group may sync that."
    )


@input_type
class LinkSourceInput:
    """Which organisation is which group of which source."""

    source_id: strawberry.ID = required("As `sources` shows it.")
    organisation_id: strawberry.ID = required("An ACTIVE organisation that the caller looks after.")
    external_id: str = required("The id of the group at the source, 1 to 255 characters.")
    environment: Environment = required("Whether what it brings counts.")
    every_minutes: int | None = optional(
        "From 5 to 525,600: how often it is asked for changes; null for never."
    )
    export_group: str | None = optional(
        "Of a source of FHIR_R4_BULK the id of the Group whose export is read, 1 to 255 characters;"
        " null for the export of all Patients."
    )

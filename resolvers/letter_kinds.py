"""The kinds of letters, and who wants reports of failures, as organisations and users show it."""

from sqlalchemy import exists
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.selectable import FromClause

from db.letters import digest_subscriptions
from resolvers.enumerations import describe_enum
from resolvers.users_shown import ME
from rules.letters import LetterKind

__all__ = ["LetterKind", "is_digest_wanted"]

describe_enum(
    LetterKind,
    "What a letter is about.",
    ORGANISATION_CREATED="An organisation is made: to its first steward.",
    TRANSFER_COMPLETED="Persons have moved to another organisation: to its stewards.",
    PERSON_TRANSFERRED="A person has moved to another organisation: to them.",
    CONSENT_OFFERED="A person offers a consent: to the organisation's stewards.",
    ROLES_CHANGED="Roles were given or taken: to the user whose they are.",
    CUSTODY_BEGUN="An organisation acts for a person: to them. It is never muted.",
    ORGANISATIONS_MERGED="Another organisation has become part of one: to whoever works there.",
    INVITATION="Somebody is invited, with the link: to the address invited. It is never muted.",
    EXPLANATION_DUE="An explanation is due soon: to who owes it.",
    FAILURES_DIGEST="Messages of an organisation have failed: to whoever asked for the report.",
)


def is_digest_wanted(organisation: FromClause) -> ColumnElement[bool]:
    """Return whether whoever asks gets the reports of an organisation's failures."""
    return (
        exists()
        .where(
            digest_subscriptions.c.organisation_id == organisation.c.id,
            digest_subscriptions.c.user_id == ME,
            digest_subscriptions.c.is_wanted,
        )
        .correlate(organisation)
    )
